"""The association's report: /associations/<association>/."""

from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, render_template
from flask_login import current_user

from tenants import sector as figures
from tenants.times import LONDON
from webapp.access import for_officers
from webapp.scope import officer_scope
from webapp.sector.shown import causes_shown, years_shown

sector = Blueprint("sector", __name__, template_folder="templates")


@sector.get("/associations/<association>/")
@for_officers
def report(association: str) -> Any:
    """Answer an officer's questions about all member councils together, in counts."""
    place, session = officer_scope.place, officer_scope.session
    who = {"association_id": place.association_id, "officer_id": current_user.person_id}
    years = figures.years_of(session, **who)
    now: datetime = current_app.extensions["clock"].now()
    latest = years[0].year if years else now.astimezone(LONDON).year
    return render_template(
        "sector/report.html",
        place=place,
        councils=figures.councils_in(session, **who),
        years=years_shown(years, this_year=now.astimezone(LONDON).year),
        causes=causes_shown(figures.causes_of(session, **who), year=latest),
        latest=latest,
        slug=association,
    )
