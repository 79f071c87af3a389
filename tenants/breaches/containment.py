"""Steps that are suggested for a kind of breach, and taken on as actions in one go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tenants.access import Member
from tenants.breaches.record import Seen, get_breach
from tenants.breaches.undertakings import Undertaking, actions_of, set_action
from tenants.db import ScopedSession
from tenants.errors import NotAcceptable
from tenants.models import Action, ActionKind, Breach
from tenants.policy import NOT_YET_KNOWN, Cause, containment_advice
from tenants.policy.measures import measures_for


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One step that fits this kind of breach; `is_taken` where it is among the actions already."""

    id: str
    kind: ActionKind
    words: str
    is_taken: bool


def suggestions_for(session: ScopedSession, breach: Breach) -> tuple[Suggestion, ...]:
    """Return what stops a breach of this kind now, then what makes another one less likely."""
    cause = Cause(breach.cause) if breach.cause in set(Cause) else Cause(NOT_YET_KNOWN)
    taken = {action.words for action in actions_of(session, breach_id=breach.id)}
    steps = [
        (f"now-{number}", ActionKind.CONTAINMENT, words)
        for number, words in enumerate(containment_advice(cause), start=1)
    ]
    steps += [(one.id, ActionKind.RECOMMENDATION, one.words) for one in measures_for(cause)]
    return tuple(Suggestion(name, kind, words, words in taken) for name, kind, words in steps)


def take_on(
    session: ScopedSession,
    chosen: Sequence[str],
    *,
    owner: tuple[UUID, date | None],
    seen: Seen,
    by: Member,
    now: datetime,
) -> list[Action]:
    """Make an action of each chosen suggestion, all with one owner and one day.

    Raises `NotAcceptable` where nothing is chosen, and what `set_action` raises.
    """
    breach = get_breach(session, reference=seen.reference)
    offered = {one.id: one for one in suggestions_for(session, breach) if not one.is_taken}
    wanted = [offered[name] for name in offered if name in set(chosen)]
    if not wanted:
        message = "Tick at least one step"
        raise NotAcceptable("steps", message)
    owner_id, due_on = owner
    actions: list[Action] = []
    for one in wanted:
        undertaking = Undertaking(kind=one.kind, words=one.words, owner_id=owner_id, due_on=due_on)
        actions.append(set_action(session, undertaking, seen=seen, by=by, now=now))
        seen = Seen(seen.reference, breach.version)
    return actions
