"""What is known of a breach: shown, corrected and added to, on the pages of the rating's questions.

What the new answers change is said at once: that it is rated again, or that nothing changes.
"""

from typing import Any, Final

from flask import abort, flash, redirect

from tenants.access import Permission
from tenants.breaches.facts import Changed, Known, change_facts, changed_names, known_of
from tenants.breaches.handlers import require_lead_or_handler
from tenants.breaches.page import BreachPage
from tenants.breaches.record import Seen
from tenants.errors import AlreadyDone, InvolvementNotDeclared, NotAllowed
from tenants.models import Precision, State, Subject
from tenants.policy import PAGES
from webapp.access import requires
from webapp.breaches import breaches
from webapp.breaches.addresses import form_address
from webapp.breaches.rating_answers import (
    PAGE_IDS,
    answered_pages,
    facts_with,
    starts_with,
)
from webapp.breaches.rating_forms import FINDING, answers_in, page_form
from webapp.breaches.reassessing import reassessment_of
from webapp.breaches.receiving import ADDRESS, BOTH, clock, shown
from webapp.breaches.refusals import VersionedForm, keep_typed, show
from webapp.forms import Optional, WhenField, takes_form
from webapp.forms.when import EXAMPLE, When, words_of
from webapp.scope import scope

WHEN_IT_HAPPENED: Final = "when"
_CLOSED: Final = "This breach is closed. Open it again first, with a reason."


class OccurredForm(VersionedForm):
    """When it happened, as far as that is known now."""

    occurred = WhenField(
        "When did it happen?",
        hint=f"For example, {EXAMPLE}. Leave it empty if it is not yet known.",
        validators=[Optional()],
    )


@breaches.context_processor
def rating_again() -> dict[str, Any]:
    """Give every page about a breach what has to be said while its rating no longer fits."""
    return {"reassessment_of": reassessment_of}


@breaches.get(f"{ADDRESS}/facts")
@requires(Permission.HANDLE_BREACH)
def facts(council: str, reference: str) -> Any:
    """Show what is known of a breach, with a way to put each answer right."""
    page = shown(reference)
    known = known_of(page.breach)
    return show(
        "facts",
        VersionedForm.about(page.breach.version),
        page=page,
        pages=answered_pages(known.facts, {}, page.policy),
        root=form_address(council, reference, "facts"),
        why_not=_why_not(page),
    )


@breaches.route(f"{ADDRESS}/facts/<page>", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def facts_page(council: str, reference: str, page: str) -> Any:
    """Put right, or add to, the answers of one page, or when it happened."""
    if page not in (*PAGE_IDS, WHEN_IT_HAPPENED):
        abort(404)
    about = shown(reference)
    if about.breach.state == State.CLOSED:
        raise AlreadyDone(_CLOSED)
    require_lead_or_handler(scope.session, about.breach, scope.member)
    form = _form(about, page)
    if form.is_sent():
        known = _known(about, page, form)
        if not changed_names(known_of(about.breach), known):
            flash("Nothing is different from what was known, so nothing changes.", "")
            return redirect(form_address(council, reference, "facts"), 303)
        with keep_typed(form, reference):
            changed = change_facts(
                scope.session,
                known,
                seen=Seen(reference, form.version.number),
                by=scope.member,
                now=clock().now(),
            )
            scope.commit()
            flash(_said(about, changed), "success")
            return redirect(form_address(council, reference, "facts"), 303)
    titles = {one.id: one.title for one in PAGES}
    return show(
        "facts_page",
        form,
        page=about,
        title=titles.get(page, "When it happened"),
        fields=[field for field in form if _is_asked(field.name, field.type)],
        root=form_address(council, reference, "facts"),
    )


def _form(about: BreachPage, page: str) -> VersionedForm:
    version = about.breach.version
    if page == WHEN_IT_HAPPENED:
        form = OccurredForm.about(version)
        if not form.is_submitted() and about.breach.occurred_at is not None:
            precision = Precision(about.breach.occurred_precision)
            form.occurred.typed = words_of(When(about.breach.occurred_at, precision))
        return form
    start = starts_with(page, about, None, about.policy)
    return page_form(page, about.policy).about(version, **start)


def _known(about: BreachPage, page: str, form: VersionedForm) -> Known:
    """Return what is known with what this form says."""
    known = known_of(about.breach)
    if isinstance(form, OccurredForm):
        said = form.occurred.data
        if said is None:
            return Known(known.facts, None, Precision.NOT_KNOWN)
        return Known(known.facts, said.at, said.precision)
    facts_now = facts_with(known.facts, answers_in(form), about.policy)
    return Known(facts_now, known.occurred_at, known.occurred_precision)


def _is_asked(name: str, kind: str) -> bool:
    """Whether a field is a question about what is known, not what the rating asks in words."""
    return kind not in {"VersionField", "CSRFTokenField"} and not name.startswith(FINDING)


def _said(about: BreachPage, changed: Changed) -> str:
    if changed.is_to_be_rated_again:
        return "Saved. It no longer fits the rating that stands, so the breach is rated again."
    if about.breach.risk is None:
        return "Saved. The breach is still to be rated, and these answers are filled in then."
    same = "Saved. It changes nothing: the rating, the risk and who must be told stay as they are."
    told = any(row.subject == Subject.REGULATOR and row.done_at for row in about.decisions)
    return f"{same} If the regulator was told otherwise, send a follow-up report." if told else same


def _why_not(page: BreachPage) -> str:
    """Return why this member cannot change what is known, or nothing when they can."""
    if page.breach.state == State.CLOSED:
        return _CLOSED
    try:
        require_lead_or_handler(scope.session, page.breach, scope.member)
    except InvolvementNotDeclared:
        return ""
    except NotAllowed as refused:
        return str(refused)
    return ""
