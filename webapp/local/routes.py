"""The trial's own pages: /local/mail, /local/clock, /local/week and /local/components."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    url_for,
)

from tenants.clock import Clock
from tenants.demonstration.week import begin_week, find_week
from tenants.settings import Settings
from webapp.access import public
from webapp.forms import render_form, takes_form
from webapp.local import letterbox, showcase
from webapp.local.forms import MoveClockForm
from webapp.local.moments import STATES, about
from webapp.scope import database

local = Blueprint("local", __name__, url_prefix="/local", template_folder="templates")

_SHOWN_AT_MOST = 200


@local.get("/mail")
@public
def mail() -> Any:
    """List the latest letters that the service sent on this machine."""
    letters = letterbox.letters(_mail_dir())
    return render_template("local/mail.html", letters=letters[:_SHOWN_AT_MOST], total=len(letters))


@local.get("/mail/<key>")
@public
def letter(key: str) -> Any:
    """Show one letter: its plain text, its headers, and a way to its HTML."""
    found = letterbox.find_letter(_mail_dir(), key)
    if found is None:
        abort(404)
    return render_template("local/letter.html", letter=found)


@local.get("/mail/<key>/html")
@public
def letter_html(key: str) -> Any:
    """Show a letter's HTML part as a page of its own, in which nothing can run."""
    found = letterbox.find_letter(_mail_dir(), key)
    if found is None or not found.html:
        abort(404)
    return Response(found.html, mimetype="text/html")


# A letter brings its own styles; it may do nothing else.
letter_html.talisman_view_options = {  # type: ignore[attr-defined]  # a mark on a function
    "content_security_policy": {"default-src": "'none'", "style-src": "'unsafe-inline'"}
}


@local.route("/clock", methods=["GET", "POST"])
@public
@takes_form
def clock() -> Any:
    """Show the trial's clock and move it on."""
    kept: Clock = current_app.extensions["clock"]
    form = MoveClockForm()
    if form.is_sent():
        kept.move_on(timedelta(hours=int(form.hours.data or 0)))
        flash("The clock has been moved on.", "success")
        return redirect(url_for("local.clock"), 303)
    return render_form("local/clock.html", form)


@local.post("/clock/reset")
@public
def reset_clock() -> Any:
    """Return the trial's clock to the real time."""
    kept: Clock = current_app.extensions["clock"]
    kept.reset()
    flash("The clock shows the real time again.", "success")
    return redirect(url_for("local.clock"), 303)


@local.get("/week")
@public
def week() -> Any:
    """Show a week in the life of a deadline: what was said, what is said next, and to whom."""
    kept: Clock = current_app.extensions["clock"]
    shown = find_week(database(), now=kept.now())
    return render_template("local/week.html", week=shown, about=about, states=STATES)


@local.post("/week/begin")
@public
def begin() -> Any:
    """Report the week's breach at this moment of the trial's clock."""
    kept: Clock = current_app.extensions["clock"]
    if not begin_week(database(), now=kept.now()):
        flash("The week needs the invented county, which is not loaded here.", "important")
    return redirect(url_for("local.week"), 303)


@local.post("/week/on")
@public
def go_on() -> Any:
    """Move the trial's clock on to the next moment of the week, and a little past it."""
    kept: Clock = current_app.extensions["clock"]
    now = kept.now()
    shown = find_week(database(), now=now)
    if shown is not None and shown.next_at is not None:
        kept.move_on(shown.next_at - now + timedelta(seconds=5))
    return redirect(url_for("local.week"), 303)


@local.route("/components", methods=["GET", "POST"])
@public
@takes_form
def components() -> Any:
    """Show each component of our own in each of its states, and one field of each kind."""
    kept: Clock = current_app.extensions["clock"]
    form = showcase.SampleForm()
    if form.is_sent():
        flash("The sample form holds nothing to mend.", "success")
    return render_form("local/components.html", form, **showcase.samples(kept.now()))


def _mail_dir() -> Path:
    settings: Settings = current_app.extensions["settings"]
    if settings.mail_dir is None:
        abort(404)
    return settings.mail_dir
