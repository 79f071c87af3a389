"""Pages of a draft: as they were typed, what was read out of it, and what is wrong with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self

from werkzeug.datastructures import MultiDict
from wtforms import Field

from tenants.models import Draft
from webapp.forms import When, WhenField
from webapp.forms.typed import readable
from webapp.report import moments
from webapp.report.forms import (
    ContactForm,
    PageForm,
    RecoveryForm,
    WhatHappenedForm,
    WhenForm,
    WhoseInformationForm,
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the report: its name in the address, its heading and its form."""

    name: str
    title: str
    form: type[PageForm]


PAGES: Final = (
    Page("what-happened", "What happened?", WhatHappenedForm),
    Page("when", "When was it?", WhenForm),
    Page("whose-information", "Whose information is it?", WhoseInformationForm),
    Page("recovery", "Can it be put right?", RecoveryForm),
    Page("contact", "How can we reach you?", ContactForm),
)


@dataclass(frozen=True, slots=True)
class SavedPage:
    """What one page holds: texts by field, the moments read from them, and faults by field."""

    typed: Mapping[str, list[str]]
    moments: Mapping[str, When]
    faults: Mapping[str, str]

    @classmethod
    def of_form(cls, form: PageForm) -> Self:
        """Return what a form that was sent and validated holds."""
        return cls.of_fields(form.questions())

    @classmethod
    def of_fields(cls, questions: Iterable[Field]) -> Self:
        """Return what these fields of a form that was sent and validated hold."""
        fields = list(questions)
        return cls(
            typed={
                field.name: [readable(text) for text in field.raw_data or ()] for field in fields
            },
            moments={
                field.name: field.data
                for field in fields
                if isinstance(field, WhenField) and field.data is not None
            },
            faults={field.name: str(field.errors[0]) for field in fields if field.errors},
        )

    @classmethod
    def of_draft(cls, draft: Draft, page: Page) -> Self | None:
        """Return what was saved of a page, or None when it was never saved."""
        kept = draft.answers.get(page.name)
        if kept is None:
            return None
        read = {name: moments.from_json(moment) for name, moment in kept["moments"].items()}
        return cls(kept["typed"], read, kept["faults"])

    def as_json(self) -> dict[str, Any]:
        """Return the page as a draft can hold it."""
        read = {name: moments.as_json(moment) for name, moment in self.moments.items()}
        return {"typed": dict(self.typed), "moments": read, "faults": dict(self.faults)}

    def text(self, field: str) -> str:
        """Return what was typed into a field, or an empty text."""
        return next(iter(self.typed.get(field, ())), "")

    def form(self, page: Page, now: datetime | None = None) -> PageForm:
        """Return the page's form filled in again; given the present, moments in full."""
        texts = dict(self.typed)
        if now is not None:
            for name, moment in self.moments.items():
                texts[name] = [moments.words_again(self.text(name), moment, now)]
        return page.form(MultiDict(texts))


def find_page(name: str) -> Page | None:
    """Return the page of this name in the address, or None."""
    return next((page for page in PAGES if page.name == name), None)


def neighbours(page: Page) -> tuple[str | None, str]:
    """Return the names of the page before, None for the first, and of what comes after."""
    place = PAGES.index(page)
    after = [following.name for following in PAGES[place + 1 :]]
    return (PAGES[place - 1].name if place else None), (after[0] if after else "check")
