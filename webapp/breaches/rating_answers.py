"""A lead investigator's answers: saved page by page in a draft, read back as facts and findings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tenants.breaches.page import BreachPage
from tenants.models import Draft
from tenants.policy import FACTS, PAGES, BreachFacts
from tenants.policy.facts import PlainValue
from tenants.policy.policy_format import FormQuestion
from webapp.breaches.rating_forms import FINDING, facts_on, questions_on
from webapp.breaches.wording import label_of

PAGE_IDS: Final = tuple(page.id for page in PAGES)
NOT_KNOWN: Final = "Not yet known"


@dataclass(frozen=True, slots=True)
class Answered:
    """One question with its answer in words; `is_typed` where somebody wrote it."""

    name: str
    question: str
    answers: tuple[str, ...]
    is_typed: bool = False

    @property
    def is_known(self) -> bool:
        """Whether there is an answer."""
        return bool(self.answers)


@dataclass(frozen=True, slots=True)
class AnsweredPage:
    """One page's questions with their answers."""

    id: str
    title: str
    lines: tuple[Answered, ...]


def facts_so_far(page: BreachPage, draft: Draft | None) -> BreachFacts:
    """Return the facts of the breach with whatever the draft says of them."""
    said = _said(draft)
    names = {fact.name for fact in FACTS}
    return BreachFacts.from_json(page.breach.facts).replace(
        **{name: value for name, value in said.items() if name in names}
    )


def findings_so_far(page: BreachPage, draft: Draft | None) -> dict[str, str]:
    """Return the answers in words to the policy's own questions: the last rating's, then these."""
    rated = [row for row in page.assessments if row.sequence > 0]
    kept: dict[str, str] = dict(rated[-1].findings) if rated else {}
    said = {
        name.removeprefix(FINDING): str(value or "")
        for name, value in _said(draft).items()
        if name.startswith(FINDING)
    }
    return {name: text for name, text in {**kept, **said}.items() if text}


def starts_with(
    page_id: str, page: BreachPage, draft: Draft | None, questions: Sequence[FormQuestion]
) -> dict[str, Any]:
    """Return what a page is filled in with: what was saved, else what the breach says already."""
    saved = draft.answers.get(page_id) if draft else None
    if saved is not None:
        return dict(saved)
    facts = facts_so_far(page, draft)
    findings = findings_so_far(page, draft)
    known = {
        fact.name: facts.as_json()[fact.name]
        for fact in facts_on(page_id)
        if facts.is_known(fact.name)
    }
    texts = {FINDING + q.id: findings.get(q.id, "") for q in questions_on(page_id, questions)}
    return {**known, **texts}


def answered_pages(
    facts: BreachFacts, findings: Mapping[str, str], questions: Sequence[FormQuestion]
) -> tuple[AnsweredPage, ...]:
    """Return all pages with their answers in words, for checking before they are sent."""
    return tuple(
        AnsweredPage(
            page.id,
            page.title,
            (
                *(
                    Answered(
                        fact.name, fact.question, answer_words(fact.name, facts.plain(fact.name))
                    )
                    for fact in facts_on(page.id)
                ),
                *(
                    Answered(
                        FINDING + asked.id,
                        asked.text,
                        tuple(filter(None, [findings.get(asked.id, "")])),
                        is_typed=True,
                    )
                    for asked in questions_on(page.id, questions)
                ),
            ),
        )
        for page in PAGES
    )


def answer_words(name: str, value: PlainValue) -> tuple[str, ...]:
    """Return an answer in the words of its question; nothing where it is not yet known."""
    if value is None or value in ("not_yet_known", ()):
        return ()
    if isinstance(value, int):
        return (f"{value:,}",)
    values = (value,) if isinstance(value, str) else value
    return tuple(label_of(name, item) for item in values)


def page_after(page_id: str) -> str | None:
    """Return the page that follows, or None after the last."""
    place = PAGE_IDS.index(page_id) + 1
    return PAGE_IDS[place] if place < len(PAGE_IDS) else None


def _said(draft: Draft | None) -> dict[str, Any]:
    """Return all answers of a draft by question, whatever page they are on."""
    pages: Mapping[str, Mapping[str, Any]] = draft.answers if draft else {}
    return {name: value for answers in pages.values() for name, value in answers.items()}
