"""The five pages on which a lead investigator rates a breach, and what comes of them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for

from tenants.access import Permission
from tenants.breaches import drafts
from tenants.breaches import rating as services
from tenants.breaches.decisions import Choice
from tenants.breaches.handlers import require_lead
from tenants.breaches.page import BreachPage
from tenants.breaches.record import Seen
from tenants.councils import get_own_council
from tenants.errors import AlreadyDone, NotFound, NotYet
from tenants.models import Draft, DraftKind, Subject
from tenants.policies import policy_in_force
from tenants.policy import PAGES, Policy, contradictions
from tenants.policy.reasons import council_line
from tenants.times import LONDON
from webapp.access import requires
from webapp.breaches import breaches
from webapp.breaches.addresses import form_address, step_address
from webapp.breaches.rating_answers import (
    PAGE_IDS,
    answered_pages,
    facts_so_far,
    findings_so_far,
    page_after,
    starts_with,
)
from webapp.breaches.rating_changes import AT_FIRST
from webapp.breaches.rating_forms import (
    CheckForm,
    OverrideForm,
    answers_in,
    page_form,
)
from webapp.breaches.rating_view import RatingView, rating_view
from webapp.breaches.receiving import ADDRESS, BOTH, clock, refuse_closed, shown
from webapp.breaches.refusals import KeepTyped, Stands, VersionedForm, keep_typed, show
from webapp.breaches.rungs import how_serious
from webapp.breaches.timeline import Told
from webapp.forms import takes_form
from webapp.scope import scope


@breaches.get(f"{ADDRESS}/rating")
@requires(Permission.SEE_REGISTER)
def rating(council: str, reference: str) -> Any:
    """Show how serious a breach is: the ladders, the risk, the two questions, what is owed."""
    page = shown(reference)
    view = _view(page)
    if view is None:
        message = "This breach has not been rated yet."
        raise NotYet(message)
    draft = _find_draft(page) if page.is_lead else None
    return render_template(
        "breaches/handling/rating.html",
        page=page,
        view=view,
        draft=draft,
        onward=step_address(council, reference, page.step.id),
        at_first=AT_FIRST,
    )


@breaches.route(f"{ADDRESS}/rating/<page>", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def rating_page(council: str, reference: str, page: str) -> Any:
    """Ask one page of the questions, and save the answers as soon as they are sent."""
    if page not in PAGE_IDS:
        abort(404)
    about = _to_be_rated(reference)
    draft, policy = _find_draft(about), _policy()
    version = draft.version if draft else 0
    form = page_form(page, policy).about(version, **starts_with(page, about, draft, policy))
    if form.is_sent():
        onward = _onward(council, reference, page)
        answers = answers_in(form)
        if draft is not None and draft.answers.get(page) == answers:
            return redirect(onward, 303)
        with _kept_in_draft(form, about):
            _save(about, draft, page, answers, form.version.number)
            scope.commit()
            return redirect(onward, 303)
    return show(
        "rating_page",
        form,
        page=about,
        here=PAGES[PAGE_IDS.index(page)],
        number=PAGE_IDS.index(page) + 1,
        total=len(PAGE_IDS),
        before=_before(council, reference, page),
    )


@breaches.route(f"{ADDRESS}/rating/check", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def rating_check(council: str, reference: str) -> Any:
    """Show all answers once more; sent, they are rated by the council's policy."""
    result = form_address(council, reference, "rating")
    page = _to_be_rated(reference)
    draft, policy = _find_draft(page), _policy()
    form = CheckForm.about(page.breach.version, draft=draft.id if draft else "")
    if form.is_sent():
        try:
            with keep_typed(form, reference):
                _rate(page, form)
                scope.commit()
                flash("Rated. This is what your answers come to.", "success")
                return redirect(result, 303)
        except AlreadyDone:
            return redirect(result, 303)
    if draft is None:
        return redirect(form_address(council, reference, f"rating/{PAGE_IDS[0]}"), 303)
    facts = facts_so_far(page, draft, policy)
    return show(
        "rating_check",
        form,
        page=page,
        pages=answered_pages(facts, findings_so_far(page, draft), policy),
        council_line=council_line(policy),
        contradictions=contradictions(facts),
    )


@breaches.route(f"{ADDRESS}/rating/override", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def override(council: str, reference: str) -> Any:
    """Put another rating, or another risk, beside the engine's, with the reason for it."""
    subject, page = _subject_of_override(), _to_be_rated(reference)
    if subject == Subject.RATING and not page.policy.scale:
        return redirect(url_for(".override", council=council, reference=reference, about="risk"))
    view = _view(page)
    if view is None:
        message = "Rate the breach before you decide differently."
        raise NotYet(message)
    form = OverrideForm.about(page.breach.version)
    form.offer(subject, page.policy)
    standing = view.own_rating if subject == Subject.RATING else view.own_risk
    if form.is_sent():
        said = (form.decided.data or "", form.reason.data or "")
        if standing is not None and said == (standing.decided, standing.reason):
            return redirect(form_address(council, reference, "rating"), 303)
        with keep_typed(form, reference):
            services.override_rating(
                scope.session,
                Choice(subject=subject, decided=said[0], reason=said[1]),
                seen=Seen(reference, form.version.number),
                by=scope.member,
                now=_now(),
            )
            scope.commit()
            flash("Recorded. Both views stay in the record, yours with your reason.", "success")
            return redirect(form_address(council, reference, "rating"), 303)
    return show("override", form, page=page, view=view, subject=subject, standing=standing)


def _view(page: BreachPage) -> RatingView | None:
    serious = how_serious(page, services.policies_behind(scope.session, page.assessments))
    return rating_view(page, serious, scope.member, next_meeting_on=next_meeting())


def _policy() -> Policy:
    """Return the policy that a rating made now is made under."""
    _, policy = policy_in_force(scope.session)
    return policy


def next_meeting() -> date | None:
    """Return when the full council meets next (Europe/London), None where that is not known."""
    meeting = get_own_council(scope.session).next_meeting_on
    return meeting if meeting and meeting >= _now().astimezone(LONDON).date() else None


def _now() -> datetime:
    return clock().now()


def _to_be_rated(reference: str) -> BreachPage:
    """Return a breach that this member may rate now, or say why not."""
    page = shown(reference)
    require_lead(scope.session, page.breach, scope.member)
    refuse_closed(page.breach)
    return page


def _find_draft(page: BreachPage) -> Draft | None:
    return drafts.find_rating_draft(scope.session, breach_id=page.breach.id, by=scope.member)


def _save(
    about: BreachPage, draft: Draft | None, page: str, answers: dict[str, Any], version: int
) -> None:
    """Save one page; the first that is saved begins the draft."""
    if draft is None:
        draft = drafts.start_draft(
            scope.session,
            kind=DraftKind.RATING,
            by=scope.member,
            now=_now(),
            breach_id=about.breach.id,
        )
        version = draft.version
    drafts.save_page(
        scope.session, draft=draft, page=page, answers=answers, version=version, now=_now()
    )


def _kept_in_draft(form: VersionedForm, about: BreachPage) -> KeepTyped:
    """Return the keeper of a page that is saved in this member's own draft."""

    def stands() -> Stands:
        draft = _find_draft(about)
        if draft is None:
            return Stands(0, [])
        what = "You saved answers in another window"
        return Stands(draft.version, [Told(draft.saved_at, scope.member.name, what)])

    return KeepTyped(form, stands)


def _rate(page: BreachPage, form: CheckForm) -> None:
    """Close the draft, once, and rate the breach from what it says."""
    try:
        draft_id = UUID(str(form.draft.data))
    except ValueError as error:
        raise NotFound from error
    draft = drafts.finish_draft(scope.session, draft_id=draft_id, by=scope.member, now=_now())
    if draft.kind != DraftKind.RATING or draft.breach_id != page.breach.id:
        raise NotFound
    services.rate_breach(
        scope.session,
        services.Rating(
            facts=facts_so_far(page, draft, _policy()), findings=findings_so_far(page, draft)
        ),
        seen=Seen(page.breach.reference, form.version.number),
        by=scope.member,
        now=_now(),
    )


def _onward(council: str, reference: str, page: str) -> str:
    """Return the page after this one; from the check page, the check page again."""
    following = None if request.args.get("back") == "check" else page_after(page)
    return form_address(council, reference, f"rating/{following or 'check'}")


def _before(council: str, reference: str, page: str) -> str:
    """Return the page before this one, for the link back."""
    place = PAGE_IDS.index(page)
    if request.args.get("back") == "check":
        return form_address(council, reference, "rating/check")
    if place == 0:
        return url_for("breaches.page", council=council, reference=reference)
    return form_address(council, reference, f"rating/{PAGE_IDS[place - 1]}")


def _subject_of_override() -> Subject:
    about = request.args.get("about", Subject.RATING)
    if about not in (Subject.RATING, Subject.RISK):
        abort(404)
    return Subject(about)
