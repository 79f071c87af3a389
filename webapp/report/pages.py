"""What a page of the report shows beside its form."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tenants.models import Draft
from tenants.policy import NOT_YET_KNOWN, containment_advice
from webapp.report.forms import PageForm
from webapp.report.kinds import cause_of
from webapp.report.saved import PAGES, Page, SavedPage

_EXCERPT = 80


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """One answer that another window saved, and what is typed in this one."""

    question: str
    there: str
    here: str


def shown_form(draft: Draft, page: Page, *, contact: str, now: datetime) -> PageForm:
    """Return a page's form with what was saved of it, or as it starts."""
    saved = SavedPage.of_draft(draft, page)
    form = saved.form(page, now) if saved else page.form(formdata=None, data={"contact": contact})
    form.version.data = str(draft.version)
    return form


def saved_elsewhere(draft: Draft, page: Page, form: PageForm) -> list[Elsewhere]:
    """Return the answers of a page that another window saved and this one would replace."""
    saved = SavedPage.of_draft(draft, page)
    if saved is None:
        return []
    here = SavedPage.of_form(form)
    return [
        Elsewhere(
            str(field.label.text),
            _in_words(field, saved.typed.get(field.name, [])),
            _in_words(field, here.typed[field.name]),
        )
        for field in form.questions()
        if saved.typed.get(field.name, []) != here.typed[field.name]
    ]


def what_helps(draft: Draft, page: Page) -> tuple[str, ...]:
    """Return, on the page about putting it right, what can be done now for this kind of breach."""
    if page.name != "recovery":
        return ()
    happened = SavedPage.of_draft(draft, PAGES[0])
    picked = happened.text("cause") if happened else NOT_YET_KNOWN
    return containment_advice(cause_of(picked))


def excerpt(draft: Draft) -> str:
    """Return the first words of what happened, or an empty text where nothing is written yet."""
    saved = SavedPage.of_draft(draft, PAGES[0])
    words = " ".join(saved.text("description")[: 4 * _EXCERPT].split()) if saved else ""
    return words if len(words) <= _EXCERPT else words[:_EXCERPT].rsplit(" ", 1)[0] + " …"


def _in_words(field: Any, texts: list[str]) -> str:
    """Return what was picked or typed, in the words that the page offers."""
    offered = getattr(field, "offered", {})
    return ", ".join(str(offered.get(text, text)) for text in texts if text)
