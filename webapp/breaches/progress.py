"""How far a breach has come through the steps of the council's policy. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tenants.breaches.page import BreachPage
from tenants.breaches.steps import StepId
from tenants.policy.policy_format import Step
from tenants.times import day
from webapp.breaches.wording import is_apart

_LEARNING: Final = frozenset({StepId.REVIEW})
_WEIGHING: Final = frozenset({StepId.RATE, StepId.REASSESS, StepId.WEIGH_CONSEQUENCES})
_TELLING: Final = frozenset(
    {
        StepId.DECIDE_REGULATOR,
        StepId.NOTIFY_REGULATOR,
        StepId.DECIDE_PEOPLE,
        StepId.TELL_PEOPLE,
        StepId.FOLLOW_UP,
        StepId.DECIDE_OTHERS,
        StepId.TELL_OTHERS,
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
    """Done when the steps that stop it are taken, or what was done is written down."""
    look = page.first_look
    if look is None:
        return False, "The first assessment says what was done, and what should be"
    still, done = page.grounds.containing, page.grounds.contained
    if still and page.breach.closed_at is None:
        return (
            False,
            f"{_steps(still)} to stop it {'is' if still == 1 else 'are'} still to be taken",
        )
    if done:
        return True, f"{_steps(done)} to stop it {'was' if done == 1 else 'were'} taken"
    if look.containment.strip() or page.breach.action_taken.strip():
        return True, "What was done to stop it is written down"
    return page.breach.risk is not None, "Nobody has written down what was done to stop it"


def _steps(number: int) -> str:
    return "1 step" if number == 1 else f"{number} steps"


def _weighed(page: BreachPage) -> _Found:
    """Done when a rating and a risk that fit what is known stand, and what could follow does."""
    rated = [row for row in page.assessments if row.sequence > 0]
    if page.breach.risk is None or not rated:
        return False, "Nobody has rated it yet"
    last = rated[-1]
    by = f"on {day(last.made_at)} by {page.name_of(last.made_by_id)}"
    left = _left(page, _WEIGHING)
    rating = page.breach.rating
    made = f"Assessed {by}" if rating is None else f"Rated {page.policy.word(rating)} {by}"
    if StepId.REASSESS in left:
        return False, f"{made}. More is known since, so it is rated again"
    if left:
        return False, f"{made}. What could follow is still to be written down"
    return True, made


def _told(page: BreachPage) -> _Found:
    """Done when every decision about telling somebody is taken and carried out."""
    if page.breach.risk is None:
        return False, "This follows from the rating"
    left = len(_left(page, _TELLING))
    if left:
        return False, "1 thing is left to do" if left == 1 else f"{left} things are left to do"
    return True, "Every decision about telling somebody is recorded and carried out"


def _learned(page: BreachPage) -> _Found:
    """Done when the council has looked back and the breach is closed."""
    if page.breach.closed_at is not None:
        return True, f"Closed on {day(page.breach.closed_at)}"
    if page.breach.risk is not None and not page.breach.is_drill and not _left(page, _LEARNING):
        return False, "What was learned is written down. It is still to be closed"
    return False, "What was learned is written down at the end"


def _left(page: BreachPage, steps: frozenset[StepId]) -> set[StepId]:
    return {one.id for one in page.left} & steps


def _closed(page: BreachPage) -> _Found:
    return page.breach.closed_at is not None, ""


_EVIDENCE: Final[Mapping[str, Callable[[BreachPage], _Found]]] = {
    "identify": _identified,
    "contain": _contained,
    "assess": _weighed,
    "notify": _told,
    "learn": _learned,
}
