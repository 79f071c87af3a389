"""How far a breach has come through the steps of the council's policy. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tenants.breaches.page import BreachPage
from tenants.models import ObligationId
from tenants.policy.policy_format import Step
from tenants.times import day
from webapp.breaches.wording import is_apart

_TELLING = frozenset(
    {
        ObligationId.DECIDE_REGULATOR,
        ObligationId.NOTIFY_REGULATOR,
        ObligationId.DECIDE_PEOPLE,
        ObligationId.TELL_PEOPLE,
        ObligationId.FOLLOW_UP,
    }
)


class Progress(StrEnum):
    """Whether a step is behind, at hand or still to come."""

    DONE = "done"
    NOW = "now"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One step of the policy: its title and tasks, how far it is, and what shows that."""

    title: str
    tasks: tuple[str, ...]
    state: Progress
    note: str


def steps_taken(steps: Sequence[Step], page: BreachPage) -> tuple[StepTaken, ...]:
    """Return the policy's steps with what is done; the first that is not is the one at hand.

    A near miss or no breach needs the first step alone. A step that this service does not know
    counts as done when the breach is closed.
    """
    needed = steps[:1] if is_apart(page.breach) else steps
    is_open = page.breach.closed_at is None
    taken = []
    for step in needed:
        is_done, note = _EVIDENCE.get(step.id, _closed)(page)
        is_next = not is_done and is_open
        is_open = is_open and not is_next
        state = Progress.DONE if is_done else Progress.NOW if is_next else Progress.LATER
        taken.append(StepTaken(step.title, step.tasks, state, note))
    return tuple(taken)


_Found = tuple[bool, str]


def _identified(page: BreachPage) -> _Found:
    """Done when the first assessment is made and, unless it ended there, somebody leads."""
    look = page.first_look
    if look is None:
        return False, "The first assessment is still to be made"
    made = f"First assessment on {day(look.made_at)} by {page.name_of(look.made_by_id)}"
    if page.breach.lead_id is not None:
        return True, f"{made}. Lead investigator: {page.name_of(page.breach.lead_id)}"
    if page.breach.closed_at is not None:
        return True, made
    return False, f"{made}. A lead investigator is still to be appointed"


def _contained(page: BreachPage) -> _Found:
    """Done when what was done to stop it is written down and somebody has looked at it."""
    look = page.first_look
    if look is None:
        return False, "The first assessment says what was done, and what should be"
    if look.containment.strip() or page.breach.action_taken.strip():
        return True, "What was done to stop it is written down"
    return page.breach.risk is not None, "Nobody has written down what was done to stop it"


def _weighed(page: BreachPage) -> _Found:
    """Done when the breach has a rating and a risk to people that stand."""
    rated = [row for row in page.assessments if row.sequence > 0]
    if page.breach.risk is None or not rated:
        return False, "Nobody has rated it yet"
    last = rated[-1]
    by = f"on {day(last.made_at)} by {page.name_of(last.made_by_id)}"
    if page.breach.rating is None:
        return True, f"Assessed {by}"
    return True, f"Rated {page.policy.word(page.breach.rating)} {by}"


def _told(page: BreachPage) -> _Found:
    """Done when every decision about telling somebody is taken and carried out."""
    if page.breach.risk is None:
        return False, "This follows from the rating"
    standing = {row.obligation for row in page.deadlines if row.met_at is None}
    left = len(standing & _TELLING)
    if left:
        return False, "1 thing is left to do" if left == 1 else f"{left} things are left to do"
    return True, "Every decision about telling somebody is recorded and carried out"


def _learned(page: BreachPage) -> _Found:
    """Done when the breach is closed with what was learned."""
    if page.breach.closed_at is None:
        return False, "What was learned is written down at the end"
    return True, f"Closed on {day(page.breach.closed_at)}"


def _closed(page: BreachPage) -> _Found:
    return page.breach.closed_at is not None, ""


_EVIDENCE: Final[Mapping[str, Callable[[BreachPage], _Found]]] = {
    "identify": _identified,
    "contain": _contained,
    "assess": _weighed,
    "notify": _told,
    "learn": _learned,
}
