"""A public report as it was typed: what it says, its rows to check, and what carries it on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from tenants.breaches.reporting import Report
from webapp.forms.typed import readable
from webapp.intake.forms import OUTSIDE, WORKS_HERE, TellUsForm
from webapp.report.answers import Answers
from webapp.report.check import Row
from webapp.report.check import rows as rows_of
from webapp.report.moments import words_again
from webapp.report.saved import SavedPage


def read(form: TellUsForm) -> Answers:
    """Return the answers of a form that was sent and validated."""
    saved = SavedPage.of_fields(form.questions())
    return Answers(
        values={field.name: field.data for field in form.questions()},
        words={name: saved.text(name) for name in saved.typed},
        moments=saved.moments,
        faults=saved.faults,
    )


def report_in(form: TellUsForm) -> Report:
    """Return the report that a good form makes."""
    return replace(read(form).as_report(), is_from_outside=form.works_here.data == OUTSIDE)


def rows(form: TellUsForm) -> list[Row]:
    """Return the answers to check, in the order of the form."""
    asked = {field.name for field in form.questions()}
    found = {row.field: row for row in rows_of(read(form)) if row.field in asked}
    found["works_here"] = Row(
        field="works_here",
        name="You work for the council, or help it",
        page="",
        answer=WORKS_HERE.get(form.works_here.data or "", ""),
    )
    return [found[name] for name in (field.name for field in form.questions()) if name in found]


def carried(form: TellUsForm, now: datetime) -> Iterator[tuple[str, str]]:
    """Yield each field with what was typed into it, to be sent once more by the next page.

    A moment is written out in full: what "yesterday" meant is settled once.
    """
    for field in form:
        if field.name == form.meta.csrf_field_name:
            continue
        for text in field.raw_data or ():
            yield field.name, _settled(field, readable(str(text)), now)


def _settled(field: Any, text: str, now: datetime) -> str:
    moment = field.data if field.name in {"found", "occurred"} else None
    return words_again(text, moment, now) if moment is not None else text
