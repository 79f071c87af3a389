"""The page that says why a breach is rated as it is: to print, and to read aloud to the council."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import render_template

from tenants.access import Permission
from tenants.breaches.page import BreachPage
from tenants.breaches.rating import policies_behind
from tenants.breaches.readings import Looked
from tenants.errors import NotYet
from tenants.policy import Assessment, BreachFacts, Change, Policy, assess, what_would_change
from tenants.policy.council_policy import OVERALL
from tenants.policy.duties import Trigger
from webapp.access import requires
from webapp.breaches import breaches
from webapp.breaches.rating import next_meeting
from webapp.breaches.rating_beside import published_case, score
from webapp.breaches.rating_changes import AT_FIRST, WouldChange, would_change
from webapp.breaches.rating_explained import answer_of, points_of, title_of
from webapp.breaches.rating_owed import owed
from webapp.breaches.receiving import ADDRESS, shown
from webapp.breaches.rungs import how_serious
from webapp.breaches.wording import cause_words, people_count
from webapp.looking import note_look
from webapp.scope import scope

_TOLD: Final = (
    ("regulator", "Whether the regulator must be told", "notify_regulator"),
    ("people", "Whether the people affected must be told", "tell_people"),
)


@dataclass(frozen=True, slots=True)
class Turned:
    """One thing that other answers would change, and which of them would, the nearest first."""

    id: str
    title: str
    changes: list[WouldChange]


@breaches.get(f"{ADDRESS}/rating/why")
@requires(Permission.SEE_REGISTER)
def why(council: str, reference: str) -> Any:
    """Say why a breach is rated as it is, what follows, and what would change that; no names."""
    page = shown(reference)
    serious = how_serious(page, policies_behind(scope.session, page.assessments))
    if serious.latest is None:
        message = "This breach has not been rated yet."
        raise NotYet(message)
    row, conclusion = serious.latest.row, serious.latest.conclusion
    facts = BreachFacts.from_json(row.facts)
    body = render_template(
        "breaches/handling/rating_why.html",
        page=page,
        serious=serious,
        title=title_of(page, serious),
        what=f"{cause_words(page.breach)}; {people_count(page.breach)}.",
        answer=answer_of(page, serious),
        points=points_of(page, serious, conclusion),
        owed=owed(page, conclusion, next_meeting_on=next_meeting()),
        turned=tuple(_turned(page.policy, what_would_change(page.policy, facts))),
        at_first=AT_FIRST,
        case=published_case(page.policy, facts, conclusion.risk_to_people),
        score=score(facts, conclusion.risk_to_people),
        made_at=row.made_at,
        conclusion=conclusion,
        newer_law=_newer_law(page, conclusion, facts),
    )
    note_look(page.breach.id, Looked.RATING_WHY)
    return body


def _turned(policy: Policy, changes: Sequence[Change]) -> Iterator[Turned]:
    """Yield what would change the rating, then who is told, then what else the policy asks."""

    def turned(name: str, title: str, what: Collection[str], but: str = "") -> Turned:
        wanted = [change for change in changes if all(b.what != but for b in change.becomes)]
        return Turned(name, title, would_change(wanted, what, policy))

    if policy.axes:
        yield turned("rating", "The rating", {OVERALL})
    for name, title, what in _TOLD:
        yield turned(name, title, {what})
    if policy.thresholds.full_council is not None:
        yield turned("council", "Whether the full council must be told", {"tell_full_council"})
    duties = {
        f"obligations.{duty.id}"
        for duty in policy.obligations
        if not _follows_from_telling(duty.applies)
    }
    if duties:
        yield turned("duties", "What else the policy asks", duties)
    if len(policy.axes) > 1:
        axes = {f"ratings.{axis.id}" for axis in policy.axes}
        yield turned("axes", "One part of the rating, not the whole", axes, but=OVERALL)


def _follows_from_telling(trigger: Trigger) -> bool:
    """Whether something is asked only because somebody is told, which is said of that already."""
    is_of_facts = trigger.rating is not None or trigger.risk is not None or trigger.when
    return bool(trigger.told) and not is_of_facts


def _newer_law(page: BreachPage, conclusion: Assessment, facts: BreachFacts) -> str:
    """Return the law's version where it is newer than the one that the breach was assessed by."""
    newest = assess(page.policy, facts).law_version
    return newest if newest != conclusion.law_version else ""
