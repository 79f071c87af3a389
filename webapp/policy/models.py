"""The association's model policies as a council sees them: to read, to take, or to leave."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for

from tenants import policies
from tenants.access import Permission
from tenants.errors import AlreadyDone
from tenants.policies import FromModel
from webapp.access import requires
from webapp.policy import policy
from webapp.policy.drafting import started
from webapp.policy.routes import beside_the_text, now
from webapp.policy.text import text_of
from webapp.scope import scope


@policy.get("/councils/<council>/policy/models")
@requires(Permission.SEE_POLICY)
def models(council: str) -> Any:
    """List the models that the association offers, the latest first."""
    asked = policies.model_to_consider(scope.session)
    return render_template(
        "policy/models.html",
        models=policies.models_for(scope.session),
        asked=asked,
        council_slug=council,
    )


@policy.get("/councils/<council>/policy/models/<uuid:model_id>")
@requires(Permission.SEE_POLICY)
def model(council: str, model_id: UUID) -> Any:
    """Show the words of a model, and what the council can do with it."""
    found, wording = policies.get_model(scope.session, model_id=model_id)
    asked = policies.model_to_consider(scope.session)
    return render_template(
        "policy/model.html",
        model=found,
        text=text_of(wording),
        is_asked=asked is not None and asked.id == found.id,
        has_draft=policies.find_draft(scope.session) is not None,
        council_slug=council,
        **beside_the_text(),
    )


@policy.post("/councils/<council>/policy/models/<uuid:model_id>/take")
@requires(Permission.MANAGE_PEOPLE)
def take_model(council: str, model_id: UUID) -> Any:
    """Start the council's draft with the words of a model."""
    return started(council, FromModel(model_id))


@policy.post("/councils/<council>/policy/models/<uuid:model_id>/keep-own")
@requires(Permission.MANAGE_PEOPLE)
def keep_own(council: str, model_id: UUID) -> Any:
    """Record that the council keeps its own policy beside this model."""
    try:
        policies.answer_model(scope.session, model_id=model_id, by=scope.member, now=now())
    except AlreadyDone:
        scope.session.rollback()
        flash("The council has answered this already. Nothing was changed.")
    else:
        scope.commit()
        flash("It is in the record that the council keeps its own policy.", "success")
    return redirect(url_for("policy.models", council=council), 303)
