"""What is known of a breach, corrected or added to after the report.

A rating rests on what was known when it was made. Where what is known now comes to something else
under the policy that the breach is judged by, the assessment opens again by itself and says so.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select

from tenants.access import Member
from tenants.breaches.alerts import plan_clock_alerts
from tenants.breaches.assessments import latest_assessment, what_stands
from tenants.breaches.deciding import move_people_deadlines, undecided
from tenants.breaches.decisions import count_breach
from tenants.breaches.drafts import JUDGED
from tenants.breaches.handlers import require_lead_or_handler
from tenants.breaches.record import Seen, get_breach, get_breach_to_change, leave_mark
from tenants.db import ScopedSession
from tenants.deadlines import About, cancel, deadlines_of, set_deadline
from tenants.errors import AlreadyDone, NotAcceptable
from tenants.models import (
    AssessmentRow,
    Breach,
    Deadline,
    Draft,
    DraftKind,
    Event,
    ObligationId,
    Precision,
    State,
)
from tenants.policies import policy_of
from tenants.policy import NOT_YET_KNOWN, Assessment, BreachFacts, Policy, assess
from tenants.policy.conclusion import Conclusion
from tenants.policy.facts import JUDGEMENTS
from tenants.times import when

OCCURRED: Final = "occurred"
"""What stands among the names of changed facts for the time when it happened."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a breach: the engine's facts, and when it happened, how exactly."""

    facts: BreachFacts
    occurred_at: datetime | None
    occurred_precision: Precision


@dataclass(frozen=True, slots=True)
class Changed:
    """Which facts changed, by their names, and whether the breach has to be rated again."""

    names: tuple[str, ...]
    is_to_be_rated_again: bool


def known_of(breach: Breach) -> Known:
    """Return what is known of a breach now."""
    return Known(
        BreachFacts.from_json(breach.facts),
        breach.occurred_at,
        Precision(breach.occurred_precision),
    )


def change_facts(
    session: ScopedSession, known: Known, *, seen: Seen, by: Member, now: datetime
) -> Changed:
    """Put right what is known of an open breach, or add to it; said as it stands, nothing changes.

    By the lead investigator, or who handles it. Raises `AlreadyDone` for a closed breach,
    `NotAcceptable` for a time that cannot be, and what `require_lead_or_handler` raises.
    """
    read = get_breach(session, reference=seen.reference)
    if read.state == State.CLOSED:
        message = "This breach is closed. Open it again first, with a reason."
        raise AlreadyDone(message)
    # Whoever sends a rating locks the draft before the breach.
    drafts = _lock_drafts(session, read)
    breach = get_breach_to_change(session, seen)
    require_lead_or_handler(session, breach, by)
    _refuse_impossible(breach, known, now)
    before = known_of(breach)
    names = changed_names(before, known)
    if not names:
        return Changed((), breach.reassess_since is not None)
    breach.facts = known.facts.as_json()
    breach.occurred_at, breach.occurred_precision = known.occurred_at, known.occurred_precision
    rating = latest_assessment(session, breach_id=breach.id)
    if rating is not None:
        _look_again(session, breach, rating, names, now)
    for draft in drafts:
        draft.answers = _with_facts(draft.answers, breach, names)
    leave_mark(
        session,
        Event.FACTS_CHANGED,
        breach,
        by=by,
        now=now,
        changes={"facts": list(names), "rate_again": breach.reassess_since is not None},
    )
    plan_clock_alerts(session, breach, now=now)
    count_breach(session, breach)
    return Changed(names, breach.reassess_since is not None)


def changed_names(before: Known, after: Known) -> tuple[str, ...]:
    """Return the names of the facts, and of the policy's judgements, that differ. Pure."""
    old, new = before.facts.plain_values(), after.facts.plain_values()
    names = [name for name in dict.fromkeys([*old, *new]) if old.get(name) != new.get(name)]
    is_moved = (before.occurred_at, before.occurred_precision) != (
        after.occurred_at,
        after.occurred_precision,
    )
    return (*names, OCCURRED) if is_moved else tuple(names)


def would_now_say(policy: Policy, breach: Breach) -> Assessment:
    """Return what the engine concludes of what is known now, whatever rating stands."""
    return assess(policy, BreachFacts.from_json(breach.facts))


def names_that_changed(breach: Breach) -> tuple[str, ...]:
    """Return which facts changed since the rating that stands, where it has to be made again."""
    return tuple(filter(None, breach.reassess_why.split(",")))


def end_reassessment(session: ScopedSession, breach: Breach, *, now: datetime) -> None:
    """Record that the rating fits again what is known; the caller says how that came about."""
    breach.reassess_since, breach.reassess_why = None, ""
    deadline = open_reassessment(session, breach)
    if deadline is not None:
        cancel(session, deadline, now=now)


def open_reassessment(session: ScopedSession, breach: Breach) -> Deadline | None:
    """Return the open deadline for rating a breach again, or None."""
    wanted = (
        row
        for row in deadlines_of(session, breach_id=breach.id)
        if row.obligation == ObligationId.REASSESS and row.met_at is None
    )
    return next(wanted, None)


def _look_again(
    session: ScopedSession,
    breach: Breach,
    rating: AssessmentRow,
    names: Collection[str],
    now: datetime,
) -> None:
    """Open the assessment again where it would come out otherwise, or close it where it fits."""
    policy = policy_of(session, rating)
    move_people_deadlines(session, breach, policy)
    if fits(policy, breach, BreachFacts.from_json(rating.facts)):
        if breach.reassess_since is not None:
            end_reassessment(session, breach, now=now)
            breach.state = State.RATED if undecided(session, breach) else State.DECIDED
        return
    breach.state = State.INVESTIGATING
    breach.reassess_since = breach.reassess_since or now
    breach.reassess_why = ",".join(dict.fromkeys([*names_that_changed(breach), *names]))
    if open_reassessment(session, breach) is None:
        set_deadline(
            session,
            # A deadline of its own each time, so that its alerts begin anew.
            About(breach_id=breach.id, occasion=now.isoformat()),
            obligation=ObligationId.REASSESS,
            due=(None, "at once"),
            citation="what is known has changed",
            now=now,
        )


def fits(policy: Policy, breach: Breach, rated_on: BreachFacts) -> bool:
    """Whether what is known now comes to what the rating rested on, or to what stands anyhow. Pure.

    A lead investigator's own view stands beside the engine's, and is asked for again only where the
    engine's has moved.
    """
    now = _outcome(would_now_say(policy, breach))
    return now in {_outcome(assess(policy, rated_on)), _standing(policy, breach)}


def _standing(policy: Policy, breach: Breach) -> tuple[object, ...]:
    return (breach.rating, breach.risk, *_asked(what_stands(policy, breach)))


def _outcome(found: Assessment) -> tuple[object, ...]:
    return (found.overall, str(found.risk_to_people), *_asked(found))


def _asked(found: Assessment | Conclusion) -> tuple[object, ...]:
    return (
        found.notify_regulator,
        found.tell_people,
        found.tell_full_council,
        tuple(found.duties),
    )


def _lock_drafts(session: ScopedSession, breach: Breach) -> list[Draft]:
    """Return the ratings of a breach that somebody has begun, locked until the transaction ends."""
    return list(
        session.scalars(
            select(Draft)
            .where(
                Draft.kind == DraftKind.RATING,
                Draft.breach_id == breach.id,
                Draft.finished_at.is_(None),
            )
            .order_by(Draft.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )


def _with_facts(
    answers: Mapping[str, Any], breach: Breach, names: Collection[str]
) -> dict[str, Any]:
    """Return a draft's answers with what changed put in, so that it takes nothing back unseen."""
    judged = breach.facts.get(JUDGEMENTS, {})
    known = {name: breach.facts.get(name) for name in names if name in breach.facts}
    known |= {JUDGED + name: judged.get(name, NOT_YET_KNOWN) for name in names}
    return {
        page: {name: known.get(name, value) for name, value in said.items()}
        for page, said in answers.items()
    }


def _refuse_impossible(breach: Breach, known: Known, now: datetime) -> None:
    if known.occurred_at is None:
        return
    if known.occurred_at > now or known.occurred_at > breach.reported_at:
        message = f"It was reported on {when(breach.reported_at)}. It happened before that"
        raise NotAcceptable(OCCURRED, message)
    if known.occurred_at > breach.aware_at:
        message = f"The council became aware on {when(breach.aware_at)}. It happened before that"
        raise NotAcceptable(OCCURRED, message)
