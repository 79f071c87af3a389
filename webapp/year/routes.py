"""/councils/<council>/year: what is coming, training, the yearly return, and the evidence."""

from datetime import date, datetime
from hashlib import sha256
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)

from tenants import audit, prompts
from tenants.access import Permission
from tenants.clock import Clock
from tenants.documents.evidence_pack import evidence_pack
from tenants.errors import AlreadyDone, ChangedMeanwhile, NotAcceptable, NotFound
from tenants.models import Event
from tenants.policies import policy_in_force
from tenants.prompts import Counts, ReturnYear
from tenants.times import LONDON
from webapp.access import requires
from webapp.documents.downloads import FORMATS
from webapp.drills import shown as drill_words
from webapp.forms import render_form, takes_form
from webapp.scope import scope
from webapp.year.forms import PrepareForm, RecordForm, ReturnForm
from webapp.year.shown import shown_prompt

year = Blueprint("year", __name__, template_folder="templates")

ROOT = "/councils/<council>/year"


@year.get(ROOT)
@requires(Permission.SEE_HOME)
def index(council: str) -> Any:
    """Show what is coming in the council's year, by which day, and who is asked from when."""
    adopted, _ = policy_in_force(scope.session)
    listed = prompts.prompts_for(scope.session, member=scope.member, now=_now())
    shown = [shown_prompt(one, scope.member, council) for one in listed]
    return render_template(
        "year/year.html",
        late=[one for one in shown if one.is_late],
        ahead=[one for one in shown if not one.is_late],
        today=_today(),
        review_on=adopted.review_on,
        slug=council,
    )


@year.get(f"{ROOT}/training")
@requires(Permission.SEE_HOME)
def training(council: str) -> Any:
    """List who had training when and who is due; without an office, only one's own."""
    may_see_all = scope.member.can(Permission.MANAGE_PEOPLE)
    own = None if may_see_all else scope.member.membership_id
    lines = prompts.training_lines(scope.session, now=_now(), only=own)
    return render_template("year/training.html", lines=lines, may_see_all=may_see_all, slug=council)


@year.route(f"{ROOT}/training/record", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
@takes_form
def record(council: str) -> Any:
    """Record that members had training on a day, several of them at once."""
    form = RecordForm()
    form.offer(prompts.training_lines(scope.session, now=_now()))
    if form.is_sent():
        try:
            number = prompts.record_training(
                scope.session,
                membership_ids=form.member_ids,
                trained_on=form.day,
                what=form.what.data or "",
                by=scope.member,
                now=_now(),
            )
        except NotAcceptable as refused:
            scope.session.rollback()
            form.refuse(refused.field, str(refused))
        else:
            scope.commit()
            _say_recorded(number)
            return redirect(url_for(".training", council=council), 303)
    return render_form("year/record.html", form, slug=council)


def _say_recorded(number: int) -> None:
    if number == 0:
        flash("That training is in the record already. Nothing was changed.")
    else:
        people = "1 person" if number == 1 else f"{number} people"
        flash(f"The training of {people} is in the record.", "success")


@year.route(f"{ROOT}/return", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
@takes_form
def annual_return(council: str) -> Any:
    """Confirm what the register holds of a year: the oldest that is asked for comes first."""
    years = prompts.return_years(scope.session, now=_now())
    asked = next((one for one in reversed(years) if one.may_be_made(_today())), None)
    form = ReturnForm()
    counts = prompts.counts_of(scope.session, year=asked.year) if asked else None
    if counts is not None:
        form.ask(counts)
    if asked is not None and form.year.data in {None, "", str(asked.year)} and form.is_sent():
        return _returned(council, form, asked, years)
    if request.method == "POST" and (asked is None or not form.errors):
        flash("The return for this year has been made already. Nothing was changed.")
        return redirect(url_for(".annual_return", council=council), 303)
    return _return_page(council, form, (asked, counts), years)


def _returned(council: str, form: ReturnForm, asked: ReturnYear, years: list[ReturnYear]) -> Any:
    try:
        prompts.make_return(
            scope.session,
            year=asked.year,
            seen=form.seen or Counts(-1, -1),
            by=scope.member,
            now=_now(),
        )
    except AlreadyDone as done:
        scope.session.rollback()
        flash(str(done))
    except ChangedMeanwhile as changed:
        scope.session.rollback()
        counts = prompts.counts_of(scope.session, year=asked.year)
        form.ask(counts)
        form.confirmed.data = []
        form.refuse("confirmed", str(changed))
        return _return_page(council, form, (asked, counts), years)
    else:
        scope.commit()
        flash(f"The return for the year to 31 March {asked.year} is made. Thank you.", "success")
    return redirect(url_for(".annual_return", council=council), 303)


def _return_page(
    council: str,
    form: ReturnForm,
    asking: tuple[ReturnYear | None, Counts | None],
    years: list[ReturnYear],
) -> Any:
    asked, counts = asking
    if asked is not None and counts is not None:
        form.year.data = str(asked.year)
        form.breaches.data, form.near_misses.data = str(counts.breaches), str(counts.near_misses)
    return render_form(
        "year/return.html",
        form,
        asked=asked,
        counts=counts,
        years=years,
        today=_today(),
        slug=council,
    )


@year.route(f"{ROOT}/evidence", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
@takes_form
def evidence(council: str) -> Any:
    """Show what belongs into a year's evidence, and record that somebody has prepared it."""
    years = prompts.years_here(scope.session, now=_now())
    form = PrepareForm()
    wanted = _year_of(form.year.data or request.args.get("year", ""), years)
    if form.is_sent():
        try:
            prompts.prepare_evidence(scope.session, year=wanted, by=scope.member, now=_now())
        except AlreadyDone as done:
            scope.session.rollback()
            flash(str(done))
        else:
            scope.commit()
            flash(f"The evidence for the year to 31 March {wanted} is prepared.", "success")
        return redirect(url_for(".evidence", council=council, year=wanted), 303)
    form.year.data = str(wanted)
    return render_form(
        "year/evidence.html",
        form,
        found=prompts.evidence_of(scope.session, year=wanted, now=_now()),
        years=years,
        today=_today(),
        drill_words=drill_words,
        slug=council,
    )


@year.get(f"{ROOT}/evidence.<any(pdf, docx):ending>")
@requires(Permission.MANAGE_PEOPLE)
def evidence_file(council: str, ending: str) -> Any:
    """Give a year's evidence as one file, and leave an entry that it was made."""
    wanted = _year_of(request.args.get("year", ""), prompts.years_here(scope.session, now=_now()))
    pack = evidence_pack(scope.session, year=wanted, now=_now())
    content = FORMATS[ending].make(pack)
    audit.record(
        scope.session,
        Event.DOCUMENT_MADE,
        by=scope.member,
        at=_now(),
        changes={
            "kind": "evidence_pack",
            "year": wanted,
            "format": ending,
            "sha256": sha256(content).hexdigest(),
        },
    )
    scope.commit()
    name = f"{council}-evidence-{wanted}.{ending}"
    return Response(
        content,
        mimetype=FORMATS[ending].media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _year_of(typed: str, years: list[int]) -> int:
    """Return the year that was asked for, the latest where none was; raise `NotFound` otherwise."""
    if not typed:
        return years[0]
    if typed not in {str(one) for one in years}:
        raise NotFound
    return int(typed)


def _now() -> datetime:
    clock: Clock = current_app.extensions["clock"]
    return clock.now()


def _today() -> date:
    return _now().astimezone(LONDON).date()
