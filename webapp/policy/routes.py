"""A council's policy: reading it, recording its adoption, and the day of the next meeting."""

from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, url_for

from tenants import councils, people, policies
from tenants.access import Office, Permission
from tenants.deadlines import AGAIN_AFTER_HOURS
from tenants.models import AdoptedPolicy
from tenants.policy import law
from tenants.policy.reasons import council_line
from tenants.times import day
from webapp.access import requires
from webapp.forms import render_form, takes_form
from webapp.policy.days import today
from webapp.policy.forms import AdoptForm, NextMeetingForm
from webapp.policy.shown import duties_of, law_on, review_of, rungs_of, stand_ins
from webapp.scope import scope

policy = Blueprint("policy", __name__, template_folder="templates")


@policy.get("/councils/<council>/policy")
@requires(Permission.SEE_POLICY)
def show(council: str) -> Any:
    """Show the policy in force, whether it was adopted, and what the law adds to it."""
    adopted, wording = policies.policy_in_force(scope.session)
    on = today()
    return render_template(
        "policy/policy.html",
        adopted=adopted,
        policy=wording,
        review=review_of(adopted.review_on, on) if adopted.review_on else None,
        next_meeting_on=councils.get_own_council(scope.session).next_meeting_on,
        today=on,
        holders=people.holders_of(scope.session, offices=tuple(Office)),
        rungs=rungs_of(wording),
        council_line=council_line(wording),
        duties=duties_of(wording),
        stand_ins=stand_ins(wording),
        rules=law_on(law(), on),
        regulator=law().regulator_on(on),
        regulator_hours=law().regulator_hours,
        alerts_after=AGAIN_AFTER_HOURS,
        council_slug=council,
    )


@policy.route("/councils/<council>/policy/adopt", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
@takes_form
def adopt(council: str) -> Any:
    """Record that the council adopted the policy, at which meeting and under which minute."""
    present, wording = policies.policy_in_force(scope.session)
    form = AdoptForm(data={"seen": str(present.id)})
    changes: list[dict[str, str]] = []
    if form.is_sent():
        if (present.adopted_on, present.minute) == (form.adopted_on, form.minute.data):
            flash("This adoption is in the record already. Nothing was changed.")
            return redirect(url_for("policy.show", council=council), 303)
        if form.seen.data == str(present.id):
            policies.adopt_policy(
                scope.session,
                by=scope.member,
                meeting=(form.adopted_on, form.minute.data or ""),
                review_on=form.review_day(wording.review.months or 12),
                now=_now(),
            )
            scope.commit()
            flash("The adoption is in the record.", "success")
            return redirect(url_for("policy.show", council=council), 303)
        changes = _adopted_meanwhile(present)
        form.refuse("", "Somebody recorded an adoption while you had this page open. See below")
        form.seen.data = str(present.id)
    return render_form(
        "policy/adopt.html", form, present=present, policy=wording, changes=changes, slug=council
    )


@policy.route("/councils/<council>/policy/next-meeting", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
@takes_form
def next_meeting(council: str) -> Any:
    """Record when the full council meets next, so that its reports have a day to be ready by."""
    own = councils.get_own_council(scope.session)
    form = NextMeetingForm(data={"meets_on": own.next_meeting_on})
    if form.is_sent():
        councils.set_next_meeting(scope.session, on=form.meets_on.data)
        scope.commit()
        flash("The day of the next meeting is in the record.", "success")
        return redirect(url_for("policy.show", council=council), 303)
    return render_form("policy/next_meeting.html", form, slug=council)


def _adopted_meanwhile(present: AdoptedPolicy) -> list[dict[str, str]]:
    on = day(present.adopted_on) if present.adopted_on else "not adopted"
    return [{"what": "Adopted", "was": "an earlier entry", "now": f"{on}, minute {present.minute}"}]


def _now() -> datetime:
    now: datetime = current_app.extensions["clock"].now()
    return now
