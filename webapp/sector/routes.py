"""The association's report: /associations/<association>/."""

from datetime import datetime
from typing import Any

from flask import current_app, render_template

from tenants import sector as figures
from tenants.times import LONDON
from webapp.access import for_officers
from webapp.scope import officer_scope
from webapp.sector import sector
from webapp.sector.helping import help_wanted
from webapp.sector.officers import asking
from webapp.sector.shown import causes_shown, words_for, years_shown

__all__ = ["sector"]

MOST_NAMED = 50


@sector.get("/associations/<association>/")
@for_officers
def report(association: str) -> Any:
    """Answer an officer's questions about all member councils together, in counts."""
    place, session, who = officer_scope.place, officer_scope.session, asking()
    years = figures.years_of(session, **who)
    now: datetime = current_app.extensions["clock"].now()
    today = now.astimezone(LONDON).date()
    latest = years[0].year if years else today.year
    return render_template(
        "sector/report.html",
        place=place,
        councils=figures.councils_in(session, **who),
        years=years_shown(years, this_year=today.year),
        causes=causes_shown(figures.causes_of(session, **who), year=latest),
        latest=latest,
        policies=figures.policies_of(session, **who, today=today),
        models=figures.models_of(session, **who),
        help=help_wanted(session, who, today),
        most=MOST_NAMED,
        slug=association,
    )


@sector.get("/associations/<association>/lessons")
@for_officers
def lessons(association: str) -> Any:
    """Show what councils learned and chose to share, without saying which council it was."""
    return render_template(
        "sector/lessons.html",
        place=officer_scope.place,
        lessons=[
            (words_for(lesson.cause), lesson)
            for lesson in figures.lessons_in(officer_scope.session, **asking())
        ],
        slug=association,
    )
