"""The front page for whoever is not signed in, and the pages that the footer links to."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from tenants import councils
from webapp.access import public
from webapp.forms.typed import tidy
from webapp.identity import signed_in
from webapp.scope import database

pages = Blueprint("pages", __name__, template_folder="templates")


@pages.get("/")
@public
def front() -> Any:
    """Explain the service and help a person to their council's door; who is inside goes home."""
    if signed_in() is not None and "council" not in request.args:
        return redirect(url_for("home.across"), 303)
    typed = " ".join(tidy(request.args.get("council", ""))[:100].split())
    doors: list[councils.Door] = []
    if typed:
        with database().session() as session:
            doors = councils.find_by_name(session, typed)
    return render_template("pages/front.html", typed=typed, doors=doors, most=councils.MOST_FOUND)


@pages.get("/accessibility")
@public
def accessibility() -> Any:
    """Say how far the service can be used by everyone, and where it cannot."""
    return render_template("pages/accessibility.html")


@pages.get("/privacy")
@public
def privacy() -> Any:
    """Say what is kept about whom, by whom, why and for how long."""
    return render_template("pages/privacy.html")


@pages.get("/cookies")
@public
def cookies() -> Any:
    """Name the one cookie and what it is for."""
    return render_template("pages/cookies.html")
