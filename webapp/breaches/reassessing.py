"""What is said of a breach while its rating no longer fits what is known. Pure."""

from dataclasses import dataclass
from datetime import datetime

from tenants.breaches.facts import OCCURRED, names_that_changed, would_now_say
from tenants.breaches.page import BreachPage
from webapp.breaches.rating_questions import question_of
from webapp.breaches.wording import RISKS


@dataclass(frozen=True, slots=True)
class Reassessment:
    """Since when a rating no longer fits, what changed, what stands and what would be said now."""

    since: datetime
    topics: tuple[str, ...]
    stands: str
    would_be: str


def reassessment_of(page: BreachPage) -> Reassessment | None:
    """Return what to say of a breach that has to be rated again, or None."""
    since = page.breach.reassess_since
    if since is None:
        return None
    found = would_now_say(page.policy, page.breach)
    topics = tuple(
        "when it happened" if name == OCCURRED else question_of(page.policy, name).topic
        for name in names_that_changed(page.breach)
    )
    return Reassessment(
        since,
        topics,
        stands=_said(page, page.breach.rating, str(page.breach.risk)),
        would_be=_said(page, found.overall, str(found.risk_to_people)),
    )


def _said(page: BreachPage, rating: int | None, risk: str) -> str:
    words = RISKS.get(risk, risk)
    if rating is None:
        return words[:1].lower() + words[1:]
    return f"{page.policy.word(rating)}, {words[:1].lower()}{words[1:]}"
