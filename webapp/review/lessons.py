"""A lesson that the association may read, shared and taken back: B/review/share."""

from typing import Any, Final
from uuid import UUID

from flask import flash, redirect

from tenants.access import Permission
from tenants.breaches import lessons as services
from tenants.breaches.record import Seen
from tenants.breaches.reviewing import latest_review
from tenants.errors import AlreadyDone
from tenants.policy.screening import find_personal_data
from webapp.access import requires
from webapp.breaches.addresses import form_address
from webapp.breaches.receiving import ADDRESS, BOTH, clock, shown
from webapp.breaches.refusals import keep_typed, show_at
from webapp.forms import takes_form
from webapp.review import review
from webapp.review.forms import RemoveForm, ShareForm
from webapp.scope import scope

_LOOK: Final = (
    "Nothing is shared yet. Somebody may be recognised by: {found}. Take it out. If it is nobody,"
    " tick the box again"
)
_NOT_SURE: Final = "Read it again, and tick the box: other councils will read these words"


@review.route(f"{ADDRESS}/review/share", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def share_lesson(council: str, reference: str) -> Any:
    """Offer the lesson to the association, once somebody has read it again with care."""
    page = shown(reference)
    row = latest_review(scope.session, breach_id=page.breach.id)
    form = ShareForm.about(page.breach.version, words=row.lessons if row else "")
    found = find_personal_data(form.words.data or "")
    warned_of = "; ".join(one.words for one in found)
    if form.is_sent():
        with keep_typed(form, reference):
            if not form.sure.data:
                form.refuse("sure", _NOT_SURE)
            elif found and form.shown.data != warned_of:
                form.sure.data = []
                form.refuse("words", _LOOK.format(found=warned_of))
            else:
                services.share_lesson(
                    scope.session,
                    form.words.data or "",
                    seen=Seen(reference, form.version.number),
                    by=scope.member,
                    now=clock().now(),
                )
                return _done(council, reference, "Shared. The association sees the lesson only.")
    form.shown.data = warned_of
    return show_at("review/share.html", form, page=page, found=found)


@review.route(f"{ADDRESS}/review/withdraw", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def withdraw_lesson(council: str, reference: str) -> Any:
    """Take a shared lesson back."""
    page = shown(reference)
    shared = services.lessons_of(scope.session, breach_id=page.breach.id)
    if not shared:
        message = "No lesson of this breach is shared."
        raise AlreadyDone(message)
    form = RemoveForm.about(page.breach.version)
    form.which.offer((str(lesson.id), lesson.words) for lesson in shared)
    if form.is_sent():
        with keep_typed(form, reference):
            services.withdraw_lesson(
                scope.session,
                seen=Seen(reference, form.version.number),
                lesson_id=UUID(form.which.data),
                by=scope.member,
                now=clock().now(),
            )
            return _done(council, reference, "Taken back. Nobody outside the council reads it.")
    return show_at("review/withdraw.html", form, page=page)


def _done(council: str, reference: str, words: str) -> Any:
    scope.commit()
    flash(words, "success")
    return redirect(form_address(council, reference, "review"), 303)
