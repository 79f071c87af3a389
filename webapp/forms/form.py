"""The form that all of ours descend from, and the safe way of showing one again.

A page that stood open too long has a token that no longer counts. Most views are then refused
before they start; a view marked `@takes_form` promises to act only after `form.is_sent()`, so it
runs, and the person finds everything typed still there and is asked to press the button again.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from flask import g, render_template
from flask_wtf import FlaskForm
from wtforms import Field

from webapp.forms.typed import readable

View = TypeVar("View", bound=Callable[..., Any])

STALE_PAGE = (
    "This page had been open for a long time, so we checked that it was still you. Nothing you"
    " typed is lost: press the button again"
)


def takes_form(view: View) -> View:
    """Mark a view that acts only after its form's `is_sent()` said yes."""
    view.takes_form = True  # type: ignore[attr-defined]  # a mark on a function
    return view


class Form(FlaskForm):
    """A form whose errors a page can list, in order, each with the field that it is about."""

    def is_sent(self) -> bool:
        """Whether the form was sent, by this person, with nothing to mend."""
        return bool(self.validate_on_submit())

    def refuse(self, field: str, message: str) -> None:
        """Add an error that a service found, to the field that it names or to the whole form."""
        found: Field | None = self._fields.get(field)
        if found is None:
            self.form_errors.append(message)
        else:
            found.errors = [*found.errors, message]

    def faults(self) -> Iterator[dict[str, str]]:
        """Yield each field's first error, for the summary at the head of the page."""
        for message in self.form_errors:
            yield {"text": message}
        for field in self:
            if not field.errors:
                continue
            if field.name == self.meta.csrf_field_name:
                yield {"text": STALE_PAGE, "href": "#send"}
            else:
                yield {"text": readable(str(field.errors[0])), "href": f"#{field.id}"}


def render_form(template: str, form: Form, **context: Any) -> tuple[str, int]:
    """Render a page with a form: 200 at first, 422 when there is something to mend."""
    faults = list(form.faults())
    g.faults = faults
    return render_template(template, form=form, faults=faults, **context), 422 if faults else 200
