"""How a breach was handled, and what is changed because of it: B/review."""

from typing import Any

from flask import flash, redirect, render_template

from tenants.access import Permission
from tenants.breaches import reviewing as services
from tenants.breaches.handlers import require_lead
from tenants.breaches.lessons import lessons_of
from tenants.breaches.record import Seen
from tenants.breaches.reviewing import LookBack
from tenants.models import Review
from webapp.access import requires
from webapp.breaches.addresses import form_address
from webapp.breaches.receiving import ADDRESS, BOTH, clock, refuse_closed, shown
from webapp.breaches.refusals import keep_typed, show_at
from webapp.forms import takes_form
from webapp.review import review
from webapp.review.forms import ReviewForm
from webapp.scope import scope


@review.get(f"{ADDRESS}/review")
@requires(Permission.HANDLE_BREACH)
def looking_back(council: str, reference: str) -> Any:
    """Show what was written when looking back, and what is shared of it."""
    page = shown(reference)
    row = services.latest_review(scope.session, breach_id=page.breach.id)
    involved = scope.member.membership_id in page.declared.involved
    return render_template(
        "review/review.html",
        page=page,
        row=row,
        questions=services.QUESTIONS,
        lessons=lessons_of(scope.session, breach_id=page.breach.id),
        may_change=page.is_lead and not involved and page.breach.closed_at is None,
        root=form_address(council, reference, "review"),
    )


@review.route(f"{ADDRESS}/review/write", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def write_review(council: str, reference: str) -> Any:
    """Ask the questions of the policy's last step, and what the council learned."""
    page = shown(reference)
    require_lead(scope.session, page.breach, scope.member)
    refuse_closed(page.breach)
    row = services.latest_review(scope.session, breach_id=page.breach.id)
    form = ReviewForm.about(page.breach.version, **_written(row))
    questions = services.QUESTIONS
    form.ask(questions)
    if form.is_sent():
        look_back = LookBack(
            answers={one.id: form[one.id].data or "" for one in questions},
            lessons=form.lessons.data or "",
            policy_changes=form.policy_changes.data or "",
        )
        with keep_typed(form, reference):
            services.review_breach(
                scope.session,
                look_back,
                seen=Seen(reference, form.version.number),
                by=scope.member,
                now=clock().now(),
            )
            scope.commit()
            flash("What you wrote is on record. You can add to it until it is closed.", "success")
            return redirect(form_address(council, reference, "review"), 303)
    return show_at(
        "review/write.html",
        form,
        page=page,
        questions=questions,
        tasks=services.tasks_of(page.policy),
    )


def _written(row: Review | None) -> dict[str, str]:
    """Return what the form starts with: what was written before, to be added to."""
    if row is None:
        return {}
    return {**row.answers, "lessons": row.lessons, "policy_changes": row.policy_changes}
