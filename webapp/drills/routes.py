"""/councils/<council>/drills: the practices, what each showed, one to start, one to end."""

from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for

from tenants.access import Permission
from tenants.breaches import drills as services
from tenants.breaches.drill_results import get_drill_result, list_drills
from tenants.breaches.register import count_open
from tenants.breaches.scenarios import SCENARIOS, ScenarioId
from tenants.clock import Clock
from tenants.errors import AlreadyDone, NotYet
from webapp.access import requires
from webapp.drills import marker, shown
from webapp.drills.forms import LessonsForm, StartForm
from webapp.forms import render_form, takes_form
from webapp.scope import scope

drills = Blueprint("drills", __name__, template_folder="templates")
drills.add_app_template_global(marker.practice_number)
drills.add_app_template_global(marker.button_of)

ROOT = "/councils/<council>/drills"
ONE = f"{ROOT}/<drill>"


@drills.get(ROOT)
@requires(Permission.SEE_REGISTER)
def index(council: str) -> Any:
    """List the council's practices, the latest first, and say when the last one was."""
    found = list_drills(scope.session, page=_page(), now=_now())
    return render_template(
        "drills/drills.html",
        found=found,
        running=services.find_open_drill(scope.session),
        is_due=services.is_drill_due(found.last_at, now=_now()),
        shown=shown,
        root=url_for(".index", council=council),
    )


@drills.route(f"{ROOT}/start", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
@takes_form
def start(council: str) -> Any:
    """Choose a story, read what will happen, and start the practice."""
    form = StartForm()
    if form.is_sent():
        drill = services.start_drill(
            scope.session,
            SCENARIOS[ScenarioId(form.scenario.data or "")],
            by=scope.member,
            now=_now(),
            is_announced=form.notice.data == "yes",
        )
        scope.commit()
        flash(f"Practice breach {drill.reference} has started. Its letters are on their way.")
        return redirect(url_for(".one", council=council, drill=drill.reference), 303)
    return render_form(
        "drills/start.html",
        form,
        really_open=count_open(scope.session),
        root=url_for(".index", council=council),
    )


@drills.get(ONE)
@requires(Permission.SEE_REGISTER)
def one(council: str, drill: str) -> Any:
    """Show what a practice has shown so far."""
    result = get_drill_result(scope.session, reference=drill, now=_now())
    return render_template(
        "drills/drill.html",
        result=result,
        breach=result.drill,
        shown=shown,
        may_act=scope.member.can(Permission.MANAGE_PEOPLE),
        root=url_for(".index", council=council),
    )


@drills.route(f"{ONE}/lessons", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
@takes_form
def lessons(council: str, drill: str) -> Any:
    """Write down what a practice showed, once it has ended."""
    here = url_for(".one", council=council, drill=drill)
    result = get_drill_result(scope.session, reference=drill, now=_now())
    if result.is_running or result.drill.learned:
        return redirect(here, 303)
    form = LessonsForm()
    if form.is_sent():
        services.record_lessons(
            scope.session,
            reference=drill,
            lessons=form.lessons.data or "",
            by=scope.member,
            now=_now(),
        )
        scope.commit()
        flash(f"What practice breach {drill} showed is written down.", "success")
        return redirect(here, 303)
    return render_form("drills/lessons.html", form, result=result, breach=result.drill, here=here)


@drills.post(f"{ONE}/end")
@requires(Permission.MANAGE_PEOPLE)
def end(council: str, drill: str) -> Any:
    """End a practice at once: every alert that has not been sent is taken back."""
    services.end_drill(scope.session, reference=drill, by=scope.member, now=_now())
    scope.commit()
    flash(f"Practice breach {drill} has ended. Nobody is written to about it any more.", "success")
    return redirect(url_for(".one", council=council, drill=drill), 303)


@drills.errorhandler(AlreadyDone)
@drills.errorhandler(NotYet)
def back_to_the_practices(situation: AlreadyDone | NotYet) -> Any:
    """Go back to where it can be seen how things stand, and say why."""
    scope.session.rollback()
    flash(str(situation))
    arguments = request.view_args or {}
    where = ".one" if "drill" in arguments else ".index"
    return redirect(url_for(where, **arguments), 303)


def _page() -> int:
    typed = request.args.get("page", "1")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 1


def _now() -> datetime:
    clock: Clock = current_app.extensions["clock"]
    return clock.now()
