"""Why the regulator, or the people, were told or not, on one page.

UK GDPR Art. 33(5) wants every breach written down so that the regulator can check, also the one
that nobody was told of.
"""

from collections.abc import Sequence
from typing import Final

from tenants.breaches.choices import method_words
from tenants.breaches.memo import AppliedRule, DecisionMemo
from tenants.breaches.memo import decision_memo as memo_of
from tenants.breaches.parties import party_words
from tenants.db import ScopedSession
from tenants.documents.case import Case
from tenants.documents.shape import Block, Bullets, Document, Facts, Heading, Note, Paragraph
from tenants.models import Subject
from tenants.times import when

_NOTHING: Final = (
    "Nothing has been decided about this yet, so there is nothing to give reasons for."
)
_NO_CHANGE: Final = "No single other answer would have changed what was proposed."
_AS_PROPOSED: Final = "No reason was written down: it is what was proposed."


def decision_memo(session: ScopedSession, case: Case, subject: Subject) -> Document:
    """Return the memo of the decision that stands about the regulator, or about the people."""
    decision = case.decision(subject)
    if decision is None:
        title = f"Decision about {party_words(subject)}"
        return case.document(title, [Note(_NOTHING)])
    memo = memo_of(session, case.breach, decision)
    return case.document(memo.title, _blocks(memo))


def _blocks(memo: DecisionMemo) -> list[Block]:
    return [
        Facts(
            (
                ("What was decided", memo.decided),
                ("What was proposed", memo.proposed),
                ("Who decided", f"{memo.who}, lead investigator"),
                ("When", when(memo.decided_at)),
                *(() if memo.done_at is None else (("Done", when(memo.done_at)),)),
                *((("By", method_words(memo.method)),) if memo.method else ()),
            )
        ),
        Heading("The reason"),
        Paragraph(memo.reason or _AS_PROPOSED),
        *_excepted(memo.exception),
        *([Paragraph(f"The public notice: {memo.public_notice}")] if memo.public_notice else []),
        Heading("What was known"),
        Facts((*memo.facts, ("Risk to people", memo.risk))),
        Heading("The rules"),
        Bullets(_cited((*memo.because, *memo.rules))),
        Paragraph(f"Policy: {memo.policy}. State of the law's data: {memo.law_version}."),
        Heading("What would have changed it"),
        *([Bullets(memo.would_change)] if memo.would_change else [Paragraph(_NO_CHANGE)]),
    ]


def _excepted(exception: AppliedRule | None) -> list[Block]:
    if exception is None:
        return []
    return [Note(f"The law's exception: {_said(exception)}")]


def _cited(rules: Sequence[AppliedRule]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_said(rule) for rule in rules))


def _said(rule: AppliedRule) -> str:
    return f"{rule.sentence.removesuffix('.')} ({rule.citation})."
