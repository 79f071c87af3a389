"""What could follow from a breach, for people and for the council: B/consequences."""

from typing import Any, Final

from flask import flash, redirect, render_template

from tenants.access import Permission
from tenants.breaches import consequences as services
from tenants.breaches.consequences import Consequence, CouncilRisk
from tenants.breaches.handlers import require_lead
from tenants.breaches.page import BreachPage
from tenants.breaches.record import Seen
from tenants.errors import AlreadyDone
from webapp.access import requires
from webapp.breaches.addresses import form_address
from webapp.breaches.receiving import ADDRESS, BOTH, clock, refuse_closed, shown
from webapp.breaches.refusals import VersionedForm, keep_typed, show_at
from webapp.forms import takes_form
from webapp.review import review
from webapp.review.forms import ConsequenceForm, CouncilRisksForm, RemoveForm
from webapp.scope import scope

_ROOT: Final = f"{ADDRESS}/consequences"


@review.get(_ROOT)
@requires(Permission.HANDLE_BREACH)
def consequences(council: str, reference: str) -> Any:
    """Show what could happen to people and to the council, and what is left to think through."""
    page = shown(reference)
    row = services.latest_risks(scope.session, breach_id=page.breach.id)
    people, of_council = services.consequences_in(row)
    return render_template(
        "review/consequences.html",
        page=page,
        row=row,
        people=people,
        of_council=of_council,
        words=services,
        may_change=_may_change(page),
        root=form_address(council, reference, "consequences"),
    )


@review.route(f"{_ROOT}/people", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def consequence_new(council: str, reference: str) -> Any:
    """Add one thing that could happen to people, with how serious and how likely it is."""
    page = _to_change(reference)
    form = ConsequenceForm.about(page.breach.version)
    if form.is_sent():
        more = Consequence(
            form.what.data or "",
            form.words.data or "",
            form.seriousness.data or "",
            form.likelihood.data or "",
        )
        with keep_typed(form, reference):
            _save([*_for_people(page), more], form, reference)
            return _done(council, reference, "Added. Is there anything else that could happen?")
    return _show("consequence", form, page)


@review.route(f"{_ROOT}/people/remove", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def consequence_remove(council: str, reference: str) -> Any:
    """Take one consequence off the list; the earlier list stays on record."""
    page = _to_change(reference)
    row = services.latest_risks(scope.session, breach_id=page.breach.id)
    listed = services.consequences_in(row)[0]
    if row is None or not listed:
        message = "There is nothing on the list of what could happen to people."
        raise AlreadyDone(message)
    form = RemoveForm.about(page.breach.version)
    # A place in a list that somebody else has changed meanwhile is nobody's choice.
    places = {f"{row.sequence}-{number}": one for number, one in enumerate(listed)}
    form.which.offer((place, _in_short(one)) for place, one in places.items())
    if form.is_sent():
        left = [one for place, one in places.items() if place != form.which.data]
        with keep_typed(form, reference):
            _save(left, form, reference)
            return _done(council, reference, "Taken off the list.")
    return _show("consequence_remove", form, page)


@review.route(f"{_ROOT}/council", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def council_risks(council: str, reference: str) -> Any:
    """Say what could follow for the council under each heading of the policy."""
    page = _to_change(reference)
    row = services.latest_risks(scope.session, breach_id=page.breach.id)
    said = {one.what: one.words for one in services.consequences_in(row)[1]}
    form = CouncilRisksForm.about(page.breach.version, **said, remedy=row.remedy if row else "")
    if form.is_sent():
        risks = [Consequence(risk, form[risk].data or "") for risk in CouncilRisk]
        with keep_typed(form, reference):
            services.assess_for_council(
                scope.session,
                risks,
                remedy=form.remedy.data or "",
                seen=Seen(reference, form.version.number),
                by=scope.member,
                now=clock().now(),
            )
            return _done(council, reference, "What could follow for the council is on record.")
    return _show("council_risks", form, page)


def _to_change(reference: str) -> BreachPage:
    page = shown(reference)
    require_lead(scope.session, page.breach, scope.member)
    refuse_closed(page.breach)
    return page


def _may_change(page: BreachPage) -> bool:
    involved = scope.member.membership_id in page.declared.involved
    return page.is_lead and not involved and page.breach.closed_at is None


def _for_people(page: BreachPage) -> list[Consequence]:
    row = services.latest_risks(scope.session, breach_id=page.breach.id)
    return list(services.consequences_in(row)[0])


def _in_short(one: Consequence) -> str:
    words = services.HARM_WORDS[services.Harm(one.what)]
    return f"{words}: {one.words}" if one.words else words


def _save(listed: list[Consequence], form: VersionedForm, reference: str) -> None:
    services.assess_for_people(
        scope.session,
        listed,
        seen=Seen(reference, form.version.number),
        by=scope.member,
        now=clock().now(),
    )


def _show(template: str, form: VersionedForm, page: BreachPage, **more: Any) -> tuple[str, int]:
    return show_at(f"review/{template}.html", form, page=page, **more)


def _done(council: str, reference: str, words: str) -> Any:
    scope.commit()
    flash(words, "success")
    return redirect(form_address(council, reference, "consequences"), 303)
