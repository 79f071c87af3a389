"""The draft of a council's next policy: starting it, how it stands, and throwing it away."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for

from tenants import people, policies
from tenants.access import Permission
from tenants.errors import AlreadyDone, ChangedMeanwhile, NotFound
from tenants.models import PolicyDraft
from tenants.policies import FromDocument, FromModel, FromVersionInForce, Source
from tenants.policy import PolicyDocumentError
from tenants.policy.compare import compare
from webapp.access import requires
from webapp.forms import render_form, takes_form
from webapp.policy import policy
from webapp.policy.amending.parts import parts_of
from webapp.policy.checking import findings_of, words_of_check
from webapp.policy.documents import decoded
from webapp.policy.forms import DOCUMENT, IN_FORCE, SeenForm, StartDraftForm
from webapp.policy.mending import problems_of_draft
from webapp.policy.origins import origin_words
from webapp.policy.places import ShownProblem, problems_in_words
from webapp.policy.routes import beside_the_text, now
from webapp.policy.seen import read_seen, seen_words
from webapp.policy.text import text_of
from webapp.scope import scope


@policy.get("/councils/<council>/policy/draft")
@requires(Permission.SEE_POLICY)
def draft(council: str) -> Any:
    """Show the draft and what is left to do on it, or offer to start one."""
    present = policies.find_draft(scope.session)
    if present is None:
        return _start_page(council, _start_form(), ())
    return render_template(
        "policy/draft.html",
        **_shown(present),
        **_weighed(present),
        parts=parts_of(present) if scope.member.can(Permission.MANAGE_PEOPLE) else (),
        council_slug=council,
    )


@policy.post("/councils/<council>/policy/draft")
@requires(Permission.MANAGE_PEOPLE)
@takes_form
def start_draft(council: str) -> Any:
    """Start the draft with the policy in force, a model, or a document that was brought."""
    form = _start_form()
    problems: tuple[ShownProblem, ...] = ()
    if form.is_sent():
        try:
            return started(council, _source(form))
        except PolicyDocumentError as error:
            problems = problems_in_words(form.refuse_document(error), decoded(form.text))
    return _start_page(council, form, problems)


@policy.get("/councils/<council>/policy/draft/read")
@requires(Permission.SEE_POLICY)
def read_draft(council: str) -> Any:
    """Show the draft as the policy would read, for whoever decides about it at a meeting."""
    present = policies.find_draft(scope.session)
    try:
        wording = policies.policy_in(present) if present else None
    except PolicyDocumentError:
        wording = None
    if wording is None:
        return redirect(url_for("policy.draft", council=council), 303)
    return render_template(
        "policy/draft_text.html", text=text_of(wording), council_slug=council, **beside_the_text()
    )


@policy.route("/councils/<council>/policy/draft/discard", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
@takes_form
def discard_draft(council: str) -> Any:
    """Ask whether the draft is to be thrown away, and do it."""
    present = policies.find_draft(scope.session)
    if present is None:
        flash("There is no draft. Nothing was thrown away.")
        return redirect(url_for("policy.show", council=council), 303)
    form = SeenForm(data={"seen": seen_words(present)})
    if form.is_sent():
        try:
            _discard(form)
        except (AlreadyDone, NotFound):
            scope.session.rollback()
            flash("This draft is gone or adopted already. Nothing was thrown away.")
            return redirect(url_for("policy.show", council=council), 303)
        except ChangedMeanwhile:
            form.refuse("", "Somebody saved this draft while you had this page open. See below")
            form.seen.data = seen_words(present)
        else:
            flash("The draft was thrown away. The policy in force is as it was.", "success")
            return redirect(url_for("policy.show", council=council), 303)
    return render_form("policy/discard.html", form, **_shown(present), council_slug=council)


def _discard(form: SeenForm) -> None:
    seen = read_seen(form.seen.data)
    if not isinstance(seen, policies.SeenDraft):
        raise ChangedMeanwhile
    policies.discard_draft(scope.session, seen=seen, by=scope.member, now=now())
    scope.commit()


def started(council: str, source: Source) -> Any:
    """Start the draft; where there is one already, lead to it and say so."""
    try:
        policies.start_draft(scope.session, source=source, by=scope.member, now=now())
    except AlreadyDone:
        scope.session.rollback()
        flash("There is a draft already. Go on with it, or throw it away before you start another.")
    else:
        scope.commit()
        flash(
            "The draft is started. Nothing changes for the council until it adopts it.", "success"
        )
    return redirect(url_for("policy.draft", council=council), 303)


def _start_form() -> StartDraftForm:
    """Offer the policy in force, every model of the association, and a document of one's own."""
    form = StartDraftForm()
    models = policies.models_for(scope.session)
    form.source.offer(
        [
            (IN_FORCE, "The policy in force"),
            *(
                (f"model:{each.id}", f"The association's “{each.title}”, version {each.version}")
                for each in models
            ),
            (DOCUMENT, "A document that the council has already"),
        ]
    )
    return form


def _source(form: StartDraftForm) -> Source:
    if form.source.data == DOCUMENT:
        return FromDocument(form.text)
    if form.source.data == IN_FORCE:
        return FromVersionInForce()
    return FromModel(UUID(form.source.data.removeprefix("model:")))


def _start_page(council: str, form: StartDraftForm, problems: tuple[ShownProblem, ...]) -> Any:
    return render_form(
        "policy/start.html", form, problems=problems, document=DOCUMENT, council_slug=council
    )


def _shown(present: PolicyDraft) -> dict[str, Any]:
    """Return what pages about the draft say of it: where from, and who worked on it when."""
    names = {member.id: member.name for member in people.list_members(scope.session)}
    document = policies.document_of(present)
    return {
        "draft": present,
        "document": document,
        "title": document.get("title", "The draft"),
        "from_words": origin_words(present),
        "started_by": names.get(present.started_by_id, "somebody"),
        "saved_by": names.get(present.saved_by_id, "somebody"),
    }


def _weighed(present: PolicyDraft) -> dict[str, Any]:
    """Return what has to be mended in a draft or, where nothing has, what its weight is."""
    weighed: dict[str, Any] = {"problems": (), "differences": 0, "check_words": ""}
    try:
        wording = policies.policy_in(present)
    except PolicyDocumentError as error:
        return {**weighed, "problems": problems_of_draft(present, error)}
    _, in_force = policies.policy_in_force(scope.session)
    return {
        **weighed,
        "differences": len(compare(in_force, wording).differences),
        "check_words": words_of_check(findings_of(wording)),
    }
