"""What becomes of a service's refusal, in one place for every page about a breach.

What the form can mend is shown beside its field, and a page that somebody else overtook comes back
as it was filled in, with what changed: both by `KeepTyped`, around the call of the service. What
no form can mend becomes a page or a redirect by the handlers at the end.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request

from tenants.access import Permission
from tenants.breaches.page import changed_since, get_breach_page
from tenants.breaches.rating import policies_behind
from tenants.errors import (
    AlreadyDone,
    ChangedMeanwhile,
    InvolvementNotDeclared,
    NotAcceptable,
    NotAllowed,
    NotYet,
    WasInvolved,
)
from tenants.models import Breach
from webapp.breaches import breaches
from webapp.breaches.addresses import breach_address, form_address
from webapp.breaches.rungs import rating_words
from webapp.breaches.timeline import Told, told
from webapp.breaches.wording import DUTIES
from webapp.forms import Form, VersionField, render_form
from webapp.scope import scope

OVERTAKEN = (
    "Somebody saved a change while you had this page open. Nothing you typed is lost: read what"
    " changed, then press the button again"
)


@dataclass(frozen=True, slots=True)
class Stands:
    """How the thing that a form changes stands now: its version, and what led to it."""

    version: int
    changes: Sequence[Told]
    words: str = OVERTAKEN


class VersionedForm(Form):
    """A form about something at one version; `changes` says what others saved since."""

    version = VersionField()
    changes: Sequence[Told] = ()

    @classmethod
    def about(cls, version: int, **start: Any) -> Self:
        """Return the form as it was sent or, when the page is opened, with what it starts with.

        What was sent is never filled up from elsewhere: a form without its version is out of date.
        """
        return cls() if request.method == "POST" else cls(data={"version": version, **start})

    def words_when_overtaken(self, _breach: Breach) -> str:
        """Return what to do now that somebody saved a change while this form was open."""
        return OVERTAKEN


class KeepTyped:
    """Lets a form come back with everything typed when the service refuses it."""

    def __init__(self, form: VersionedForm, stands: Callable[[], Stands]) -> None:
        self.form = form
        self.stands = stands

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> bool:
        """Swallow what the form can show; what the service had begun is taken back."""
        match error:
            case NotAcceptable():
                scope.session.rollback()
                self.form.refuse(error.field, str(error))
            case ChangedMeanwhile():
                scope.session.rollback()
                stands = self.stands()
                self.form.version.data = str(stands.version)
                self.form.changes = stands.changes
                self.form.refuse("", stands.words)
            case _:
                return False
        return True


def keep_typed(form: VersionedForm, reference: str) -> KeepTyped:
    """Return the keeper of a form that changes a breach."""

    def stands() -> Stands:
        page = get_breach_page(scope.session, reference=reference, member=scope.member)
        lines = changed_since(
            scope.session, reference=reference, version=form.version.number, member=scope.member
        )
        sees_part = scope.member.can(Permission.HANDLE_BREACH)
        words = rating_words(page, policies_behind(scope.session, page.assessments))
        return Stands(
            page.breach.version,
            told(lines, page.names, sees_part=sees_part, words=words),
            form.words_when_overtaken(page.breach),
        )

    return KeepTyped(form, stands)


def show(template: str, form: VersionedForm, **context: Any) -> tuple[str, int]:
    """Render one of the breach's own forms, as `show_at` does."""
    return show_at(f"breaches/handling/{template}.html", form, **context)


def show_at(template: str, form: VersionedForm, **context: Any) -> tuple[str, int]:
    """Render a form's page: 409 when it was overtaken, 422 when something is to mend."""
    body, status = render_form(template, form, **context)
    return body, 409 if form.changes else status


def pages_about_a_breach(blueprint: Blueprint) -> Blueprint:
    """Give a blueprint whose pages stand under a breach's address what `breaches` itself has.

    The words for what can be due, and one answer for each refusal that no form can mend.
    """
    blueprint.context_processor(duty_words)
    blueprint.register_error_handler(InvolvementNotDeclared, ask_first)
    blueprint.register_error_handler(NotAllowed, say_who_has_it)
    blueprint.register_error_handler(AlreadyDone, back_to_the_breach)
    blueprint.register_error_handler(NotYet, back_to_the_breach)
    return blueprint


def duty_words() -> dict[str, Any]:
    """Give every page about a breach the words for what can be due."""
    return {"duties": DUTIES}


def ask_first(_situation: InvolvementNotDeclared) -> Any:
    """Ask whether the person was involved, and bring them back here."""
    question = form_address(scope.council.slug, _reference(), "involvement")
    return redirect(f"{question}?{urlencode({'next': request.path})}", 303)


def say_who_has_it(situation: NotAllowed) -> Any:
    """Say calmly why this person cannot do this, and who does."""
    scope.session.rollback()
    page = get_breach_page(scope.session, reference=_reference(), member=scope.member)
    body = render_template(
        "breaches/handling/somebody_else.html",
        page=page,
        why=str(situation),
        was_involved=isinstance(situation, WasInvolved),
    )
    return body, 403


def back_to_the_breach(situation: AlreadyDone | NotYet) -> Any:
    """Go back to the breach's page, which shows where it stands, and say why."""
    flash(str(situation), "")
    return redirect(breach_address(scope.council.slug, _reference()), 303)


def _reference() -> str:
    return str((request.view_args or {})["reference"])


pages_about_a_breach(breaches)
