"""A council's policy in force, and the day of the next meeting."""

from datetime import datetime
from typing import Any

from flask import current_app, flash, redirect, render_template, url_for

from tenants import councils, people, policies
from tenants.access import Office, Permission
from tenants.breaches.council_report import set_next_meeting
from tenants.policy import law
from webapp.access import requires
from webapp.forms import render_form, takes_form
from webapp.policy import policy
from webapp.policy.days import today
from webapp.policy.forms import NextMeetingForm
from webapp.policy.shown import law_on, review_of
from webapp.policy.text import text_of
from webapp.scope import scope

__all__ = ["policy"]


@policy.get("/councils/<council>/policy")
@requires(Permission.SEE_POLICY)
def show(council: str) -> Any:
    """Show the policy in force, whether it was adopted, and what the law adds to it."""
    adopted, wording = policies.policy_in_force(scope.session)
    on = today()
    return render_template(
        "policy/policy.html",
        adopted=adopted,
        text=text_of(wording),
        review=review_of(adopted.review_on, on) if adopted.review_on else None,
        has_draft=policies.find_draft(scope.session) is not None,
        next_meeting_on=councils.get_own_council(scope.session).next_meeting_on,
        holders=people.holders_of(scope.session, offices=tuple(Office)),
        council_slug=council,
        **beside_the_text(),
    )


@policy.route("/councils/<council>/policy/next-meeting", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
@takes_form
def next_meeting(council: str) -> Any:
    """Record when the full council meets next, so that its reports have a day to be ready by."""
    own = councils.get_own_council(scope.session)
    form = NextMeetingForm(data={"meets_on": own.next_meeting_on})
    if form.is_sent():
        now = current_app.extensions["clock"].now()
        set_next_meeting(scope.session, on=form.meets_on.data, now=now)
        scope.commit()
        flash("The day of the next meeting is in the record.", "success")
        return redirect(url_for("policy.show", council=council), 303)
    return render_form("policy/next_meeting.html", form, slug=council)


def beside_the_text() -> dict[str, Any]:
    """Return what a page needs beside a policy's own words: the law of the day."""
    on, present = today(), law()
    return {
        "today": on,
        "rules": law_on(present, on),
        "regulator": present.regulator_on(on),
        "regulator_hours": present.regulator_hours,
    }


def now() -> datetime:
    """Return the present instant of the service's clock, in UTC."""
    instant: datetime = current_app.extensions["clock"].now()
    return instant
