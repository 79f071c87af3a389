"""A whole draft, read: what was answered, what is still needed, and the report made of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from tenants.breaches.reporting import Report
from tenants.models import Draft
from tenants.models.vocabulary import Precision
from tenants.policy import NOT_YET_KNOWN, BreachFacts, Category
from webapp.forms import When
from webapp.report.kinds import cause_of
from webapp.report.moments import found_at
from webapp.report.saved import PAGES, SavedPage

NEEDED = {
    "description": "Tell us what happened",
    "cause": "Pick the nearest kind of breach, or “Not sure”",
}


@dataclass(frozen=True, slots=True)
class Answers:
    """Clean values and typed words by field, moments, and what is wrong, by field."""

    values: Mapping[str, Any]
    words: Mapping[str, str]
    moments: Mapping[str, When]
    faults: Mapping[str, str]

    @classmethod
    def of_draft(cls, draft: Draft, *, contact: str) -> Self:
        """Read a draft; `contact` stands where the reporter has not yet said how to reach them."""
        values: dict[str, Any] = {"contact": contact}
        words: dict[str, str] = {}
        moments: dict[str, When] = {}
        faults: dict[str, str] = {}
        for page in PAGES:
            saved = SavedPage.of_draft(draft, page)
            if saved is None:
                continue
            values |= {field.name: field.data for field in saved.form(page).questions()}
            words |= {name: saved.text(name) for name in saved.typed}
            moments |= saved.moments
            faults |= saved.faults
        values["contact"] = values["contact"] or contact
        return cls(values, words, moments, faults)

    def value(self, field: str) -> Any:
        """Return a field's clean value; None where it has none, or one that cannot be used."""
        return None if field in self.faults else self.values.get(field) or None

    def moment(self, field: str) -> When | None:
        """Return a moment as it was read on the day it was typed."""
        return None if field in self.faults else self.moments.get(field)

    def missing(self) -> dict[str, str]:
        """Return, by field, what must be answered or mended before the report can be sent."""
        absent = {field: words for field, words in NEEDED.items() if not self.value(field)}
        return absent | {
            field: words for field, words in self.faults.items() if field not in absent
        }

    def as_report(self) -> Report:
        """Return the report that these answers make; whatever is left out is not yet known."""
        found, occurred = self.moment("found"), self.moment("occurred")
        people = self.value("people")
        return Report(
            cause=cause_of(self.value("cause")).value,
            description=self.value("description"),
            whose=self.value("whose") or "",
            people_words=" ".join(self.words["people"].split()) if people else "",
            recoverable=self.value("recoverable") or NOT_YET_KNOWN,
            action_taken=self.value("action_taken") or "",
            contact=self.value("contact") or "",
            occurred_at=occurred.at if occurred else None,
            occurred_precision=occurred.precision if occurred else Precision.NOT_KNOWN,
            found_at=found_at(found, occurred),
            facts=BreachFacts(
                cause=cause_of(self.value("cause")),
                people_affected=people,
                categories=frozenset(
                    Category(name)
                    for name in self.value("categories") or ()
                    if name != NOT_YET_KNOWN
                ),
            ),
        )
