"""A lead investigator's answers: saved page by page in a draft, read back as facts and findings.

What the policy has somebody judge is among the facts; what it asks in words is a finding.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tenants.breaches.page import BreachPage
from tenants.models import Draft
from tenants.policy import FACTS, PAGES, BreachFacts, Policy
from tenants.policy.facts import JUDGEMENTS
from webapp.breaches.rating_forms import FINDING, facts_on, judgements_on, questions_on
from webapp.breaches.rating_questions import JUDGED, labels_of, question_of

PAGE_IDS: Final = tuple(page.id for page in PAGES)


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


def facts_so_far(page: BreachPage, draft: Draft | None, policy: Policy) -> BreachFacts:
    """Return the facts of the breach with whatever the draft says of them."""
    return facts_with(BreachFacts.from_json(page.breach.facts), _said(draft), policy)


def facts_with(kept: BreachFacts, said: Mapping[str, Any], policy: Policy) -> BreachFacts:
    """Return the facts that were kept with the answers of a form put in their place.

    Of the judgements only those that this policy asks for are kept: it may have changed since.
    """
    judged = dict(kept.judgements) | {
        name.removeprefix(JUDGED): value for name, value in said.items() if name.startswith(JUDGED)
    }
    asked = {judgement.id: labels_of(judgement) for judgement in policy.judgements}
    names = {fact.name for fact in FACTS}
    return kept.replace(
        **{name: value for name, value in said.items() if name in names},
        **{JUDGEMENTS: {n: value for n, value in judged.items() if value in asked.get(n, ())}},
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
    page_id: str, page: BreachPage, draft: Draft | None, policy: Policy
) -> dict[str, Any]:
    """Return what a page is filled in with: what was saved, else what the breach says already."""
    saved = draft.answers.get(page_id) if draft else None
    if saved is not None:
        return dict(saved)
    facts = facts_so_far(page, draft, policy)
    findings = findings_so_far(page, draft)
    known = {
        fact.name: facts.as_json()[fact.name]
        for fact in facts_on(page_id)
        if facts.is_known(fact.name)
    }
    judged = {
        JUDGED + each.id: facts.plain(each.id)
        for each in judgements_on(page_id, policy)
        if facts.is_known(each.id)
    }
    texts = {FINDING + q.id: findings.get(q.id, "") for q in questions_on(page_id, policy)}
    return {**known, **judged, **texts}


def answered_pages(
    facts: BreachFacts, findings: Mapping[str, str], policy: Policy
) -> tuple[AnsweredPage, ...]:
    """Return all pages with their answers in words, for checking before they are sent."""
    return tuple(
        AnsweredPage(
            page.id,
            page.title,
            (*_picked(page.id, facts, policy), *_typed(page.id, findings, policy)),
        )
        for page in PAGES
    )


def _picked(page_id: str, facts: BreachFacts, policy: Policy) -> Iterator[Answered]:
    """Yield what was picked on a page: the facts, then what the policy has somebody judge."""
    names = [fact.name for fact in facts_on(page_id)]
    names += [judgement.id for judgement in judgements_on(page_id, policy)]
    for asked in (question_of(policy, name) for name in names):
        yield Answered(asked.field, asked.text, asked.in_words(facts.plain(asked.name)))


def _typed(page_id: str, findings: Mapping[str, str], policy: Policy) -> Iterator[Answered]:
    for asked in questions_on(page_id, policy):
        text = findings.get(asked.id, "")
        yield Answered(FINDING + asked.id, asked.text, (text,) if text else (), is_typed=True)


def page_after(page_id: str) -> str | None:
    """Return the page that follows, or None after the last."""
    place = PAGE_IDS.index(page_id) + 1
    return PAGE_IDS[place] if place < len(PAGE_IDS) else None


def _said(draft: Draft | None) -> dict[str, Any]:
    """Return all answers of a draft by question, whatever page they are on."""
    pages: Mapping[str, Mapping[str, Any]] = draft.answers if draft else {}
    return {name: value for answers in pages.values() for name, value in answers.items()}
