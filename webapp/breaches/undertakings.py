"""The pages of what was undertaken about a breach: a list, and a form for each change."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from flask import flash, redirect

from tenants.access import Permission
from tenants.breaches import undertakings as services
from tenants.breaches.keeping import is_apart
from tenants.breaches.page import BreachPage
from tenants.breaches.record import Seen
from tenants.breaches.undertakings import Undertaking, actions_of, get_action, possible_owners
from tenants.errors import AlreadyDone
from tenants.models import Action, ActionKind
from tenants.times import day_of
from webapp.access import requires
from webapp.breaches import breaches
from webapp.breaches.addresses import form_address
from webapp.breaches.duty_events import KINDS
from webapp.breaches.duty_forms import (
    ActionDoneForm,
    ActionDroppedForm,
    NewActionForm,
    OwnedForm,
)
from webapp.breaches.receiving import ADDRESS, BOTH, clock, shown
from webapp.breaches.refusals import VersionedForm, keep_typed, show
from webapp.forms import When, takes_form
from webapp.scope import scope

_ONE: Final = f"{ADDRESS}/actions/<uuid:action_id>"


@breaches.get(f"{ADDRESS}/actions")
@requires(Permission.HANDLE_BREACH)
def actions(council: str, reference: str) -> Any:
    """List what was undertaken about a breach, what is open first."""
    page = shown(reference)
    rows = actions_of(scope.session, breach_id=page.breach.id)
    return show(
        "actions",
        VersionedForm.about(page.breach.version),
        page=page,
        rows=rows,
        kinds=KINDS,
        root=form_address(council, reference, "actions"),
    )


@breaches.route(f"{ADDRESS}/actions/new", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def new_action(council: str, reference: str) -> Any:
    """Ask what is to be done about a breach, by whom and by when."""
    page = shown(reference)
    form = NewActionForm.about(page.breach.version, owner=str(scope.member.membership_id))
    form.offer_owners(possible_owners(scope.session))
    form.offer_kinds(_kinds_for(page))
    if form.is_sent():
        undertaking = Undertaking(
            kind=ActionKind(form.kind.data),
            words=form.words.data or "",
            owner_id=UUID(form.owner.data),
            due_on=form.due_on.data,
        )
        with keep_typed(form, reference):
            services.set_action(
                scope.session,
                undertaking,
                seen=Seen(reference, form.version.number),
                by=scope.member,
                now=clock().now(),
            )
            return _saved(council, reference, "It is on the list. Its owner is asked for it.")
    return show("action_new", form, page=page)


@breaches.route(f"{_ONE}/done", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def action_done(council: str, reference: str, action_id: UUID) -> Any:
    """Record that something was done, and what shows it."""
    page, action = _open(reference, action_id)
    form = ActionDoneForm.about(page.breach.version)
    if form.is_sent():
        with keep_typed(form, reference):
            services.complete_action(
                scope.session,
                seen=Seen(reference, form.version.number),
                action_id=action_id,
                done=(day_in(form.done_on.data), form.evidence.data or ""),
                by=scope.member,
                now=clock().now(),
            )
            return _saved(council, reference, "Recorded as done. Nobody is asked for it any more.")
    return show("action_done", form, page=page, action=action, kinds=KINDS)


@breaches.route(f"{_ONE}/dropped", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def action_dropped(council: str, reference: str, action_id: UUID) -> Any:
    """Record that something will not be done, and why."""
    page, action = _open(reference, action_id)
    form = ActionDroppedForm.about(page.breach.version)
    if form.is_sent():
        with keep_typed(form, reference):
            services.drop_action(
                scope.session,
                seen=Seen(reference, form.version.number),
                action_id=action_id,
                why=form.why.data or "",
                by=scope.member,
                now=clock().now(),
            )
            return _saved(council, reference, "Recorded that it will not be done, and why.")
    return show("action_dropped", form, page=page, action=action, kinds=KINDS)


@breaches.route(f"{_ONE}/change", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def action_change(council: str, reference: str, action_id: UUID) -> Any:
    """Give something to somebody else, or name another day for it."""
    page, action = _open(reference, action_id)
    form = OwnedForm.about(page.breach.version, owner=str(action.owner_id), due_on=action.due_on)
    form.offer_owners(possible_owners(scope.session))
    if form.is_sent():
        with keep_typed(form, reference):
            services.change_action(
                scope.session,
                seen=Seen(reference, form.version.number),
                action_id=action_id,
                to=(UUID(form.owner.data), form.due_on.data),
                by=scope.member,
                now=clock().now(),
            )
            return _saved(council, reference, "Changed. Whoever has it now is asked for it.")
    return show("action_change", form, page=page, action=action, kinds=KINDS)


def day_in(moment: When | None) -> date:
    """Return the day in London of a moment that a form has required."""
    if moment is None:
        message = "The form was read before it was checked."
        raise RuntimeError(message)
    return day_of(moment.at)


def _open(reference: str, action_id: UUID) -> tuple[BreachPage, Action]:
    page = shown(reference)
    action = get_action(scope.session, page.breach, action_id=action_id)
    if action.done_on is not None or action.dropped_at is not None:
        message = "This is settled already."
        raise AlreadyDone(message)
    return page, action


def _kinds_for(page: BreachPage) -> list[ActionKind]:
    """Return the kinds in the order in which they come up; no promises about a closed breach."""
    kinds = [ActionKind.CONTAINMENT, ActionKind.RECOMMENDATION, ActionKind.LESSON]
    is_open = page.breach.closed_at is None and not is_apart(page.breach)
    return [*kinds, ActionKind.FOLLOW_UP] if is_open else kinds


def _saved(council: str, reference: str, words: str) -> Any:
    scope.commit()
    flash(words, "success")
    return redirect(form_address(council, reference, "actions"), 303)
