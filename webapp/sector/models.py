"""An association's model policies: what it published, how many councils took it, taking it back."""

from typing import Any
from uuid import UUID

from flask import current_app, flash, redirect, render_template, url_for

from tenants import policies
from tenants import sector as figures
from tenants.errors import AlreadyDone
from webapp.access import for_officers
from webapp.forms import render_form, takes_form
from webapp.policy.forms import SeenForm
from webapp.policy.routes import beside_the_text
from webapp.policy.text import text_of
from webapp.scope import officer_scope
from webapp.sector import sector
from webapp.sector.officers import asking


@sector.get("/associations/<association>/models")
@for_officers
def models(association: str) -> Any:
    """List what the association published, with how many councils work by it."""
    session, who = officer_scope.session, asking()
    councils = {each.model_id: each.councils for each in figures.models_of(session, **who)}
    return render_template(
        "sector/models.html",
        place=officer_scope.place,
        models=[
            (each, councils.get(each.id)) for each in policies.models_published(session, **who)
        ],
        slug=association,
    )


@sector.get("/associations/<association>/models/<uuid:model_id>")
@for_officers
def model(association: str, model_id: UUID) -> Any:
    """Show the words of one model, as councils read them."""
    found, wording = policies.get_published(officer_scope.session, **asking(), model_id=model_id)
    return render_template(
        "sector/model.html",
        place=officer_scope.place,
        model=found,
        text=text_of(wording),
        slug=association,
        **beside_the_text(),
    )


@sector.route(
    "/associations/<association>/models/<uuid:model_id>/withdraw", methods=["GET", "POST"]
)
@for_officers
@takes_form
def withdraw(association: str, model_id: UUID) -> Any:
    """Ask whether a model is to be offered no more, and record it."""
    session, who = officer_scope.session, asking()
    found, _ = policies.get_published(session, **who, model_id=model_id)
    form = SeenForm()
    if form.is_sent():
        now = current_app.extensions["clock"].now()
        try:
            policies.withdraw_model(session, **who, model_id=model_id, now=now)
        except AlreadyDone:
            session.rollback()
            flash("This model was withdrawn already. Nothing was changed.")
        else:
            session.commit()
            flash("The model is withdrawn. Councils that took it keep what they have.", "success")
        return redirect(url_for("sector.models", association=association), 303)
    return render_form(
        "sector/withdraw.html", form, place=officer_scope.place, model=found, slug=association
    )
