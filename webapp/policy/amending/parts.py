"""Every part of a policy that pages can amend, in the order of the draft's own page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import url_for

from tenants.models import PolicyDraft
from tenants.policies import document_of
from webapp.policy.amending.document import opened
from webapp.policy.amending.duties import DUTIES
from webapp.policy.amending.hours import OFFICE, QUIET
from webapp.policy.amending.keeping import ALERTS, RETENTION, RETURN, REVIEW
from webapp.policy.amending.people import LADDERS, PARTIES
from webapp.policy.amending.place import Part
from webapp.policy.amending.procedure import FORM, JUDGEMENTS, STEPS
from webapp.policy.amending.responsibilities import RESPONSIBILITIES
from webapp.policy.amending.scale import SCALE
from webapp.policy.amending.table import AXES, OVERALL_ROWS
from webapp.policy.amending.texts import CLAUSES_PART, NOTES, TITLE
from webapp.policy.amending.thresholds import THRESHOLDS
from webapp.scope import scope

PARTS: Final[tuple[Part, ...]] = (
    TITLE, SCALE, AXES, OVERALL_ROWS, JUDGEMENTS, THRESHOLDS, DUTIES, PARTIES, LADDERS,
    OFFICE, QUIET, RESPONSIBILITIES, STEPS, FORM, ALERTS, CLAUSES_PART, RETENTION, RETURN, REVIEW,
    NOTES,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PartOfDraft:
    """One part as the draft's own page lists it."""

    title: str
    summary: str
    address: str


def parts_of(draft: PolicyDraft) -> list[PartOfDraft]:
    """Return every part of a draft with one sentence on how it stands, and its page's address."""
    return parts_in(document_of(draft))


def parts_in(document: Mapping[str, Any]) -> list[PartOfDraft]:
    """Return the parts of a draft's document, as `parts_of` does."""
    plain = opened(document)
    return [PartOfDraft(part.title, part.summary(plain), address_of(part.name)) for part in PARTS]


def address_of(where: str) -> str:
    """Return the address of the page for a place in the draft of the council in scope."""
    return url_for("policy.draft_part", council=scope.council.slug, where=where)
