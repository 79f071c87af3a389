"""Publishing a model policy in two steps: the document, then its check, and only then the rest."""

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for

from tenants import policies
from tenants.errors import AlreadyDone, ChangedMeanwhile
from tenants.policy import PolicyDocumentError, load_policy
from webapp.access import for_officers
from webapp.forms import render_form, takes_form
from webapp.policy.checking import findings_of
from webapp.policy.documents import decoded
from webapp.policy.places import ShownProblem, problems_in_words
from webapp.scope import officer_scope
from webapp.sector import sector
from webapp.sector.forms import CHANGE, DOCUMENT, PUBLISH, SHIPPED, PublishForm
from webapp.sector.officers import asking


@sector.route("/associations/<association>/models/publish", methods=["GET", "POST"])
@for_officers
@takes_form
def publish(association: str) -> Any:
    """Take a document, show its check, and publish it once the officer has seen that."""
    form = PublishForm()
    problems: tuple[ShownProblem, ...] = ()
    if form.is_sent() and form.step.data != CHANGE:
        try:
            if form.step.data == PUBLISH:
                return _published(association, form)
            return _checked(association, form)
        except PolicyDocumentError as error:
            problems = problems_in_words(form.refuse_document(error), decoded(form.chosen))
    return render_form(
        "sector/publish.html",
        form,
        place=officer_scope.place,
        problems=problems,
        document=DOCUMENT,
        shipped=SHIPPED,
        slug=association,
    )


def _checked(association: str, form: PublishForm) -> Any:
    """Show what the document is and what its check finds, with the document carried along."""
    wording = load_policy(form.chosen)
    published = policies.models_published(officer_scope.session, **asking())
    versions = [each.version for each in published if each.model == wording.id]
    return render_template(
        "sector/publish_check.html",
        place=officer_scope.place,
        policy=wording,
        version=max(versions, default=0) + 1,
        groups=findings_of(wording),
        carried={
            "source": DOCUMENT,
            "document": form.chosen,
            "note": form.note.data or "",
        },
        note=form.note.data,
        change=CHANGE,
        publish=PUBLISH,
        slug=association,
    )


def _published(association: str, form: PublishForm) -> Any:
    session = officer_scope.session
    try:
        model = policies.publish_model(
            session,
            **asking(),
            document=form.chosen,
            note=form.note.data or "",
            now=current_app.extensions["clock"].now(),
        )
    except (AlreadyDone, ChangedMeanwhile) as refused:
        session.rollback()
        flash(f"{refused} Nothing was published.")
    else:
        session.commit()
        flash(f"“{model.title}”, version {model.version}, is published.", "success")
    return redirect(url_for("sector.models", association=association), 303)
