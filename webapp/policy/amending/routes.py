"""Amending the draft by pages: every part of it under `/policy/draft/<where>`.

An address says which part of the document it is about (`place`); `parts` names
the module with that part's form. A list can be added to, moved about in and taken from; an entry,
or a part that is no list, has one form. Each page saves the whole draft with that one change in it.
"""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for

from tenants import policies
from tenants.access import Permission
from tenants.errors import AlreadyDone, ChangedMeanwhile, NotFound
from tenants.models import PolicyDraft
from tenants.policies import SeenDraft
from tenants.policy import PolicyDocumentError, Problem
from webapp.access import requires
from webapp.forms import render_form, takes_form
from webapp.policy import policy
from webapp.policy.amending.document import Plain, as_kept, opened
from webapp.policy.amending.form import NOBODYS, AmendForm
from webapp.policy.amending.parts import PARTS, address_of
from webapp.policy.amending.place import Here, NoSuchPlaceError, find_place
from webapp.policy.amending.shifts import MoveForm, RemoveForm
from webapp.policy.amending.shown import key_after, shown
from webapp.policy.routes import now
from webapp.scope import scope

REMOVE = "remove"
OVERTAKEN = (
    "Somebody saved a change to the draft while you had this page open. Nothing you typed is lost:"
    " look at what changed, then press the button again"
)
REMOVED = (
    "Somebody removed this from the draft while you had this page open. What you typed is still"
    " here: copy what you need, and add it again from the list"
)
NO_DRAFT = (
    "The draft that you were changing was adopted or thrown away meanwhile. What you typed is still"
    " here: copy what you need before you leave this page"
)
NEEDED = "It cannot be without this. Add another first, or change this one"
FULL = "This list is as long as it can be. Remove something from it first"


@dataclass(slots=True)
class Visit:
    """One request's place in the draft as it is now; without a draft, in the policy in force."""

    where: str
    draft: PolicyDraft | None
    document: Plain
    here: Here
    is_removal: bool

    @property
    def seen(self) -> SeenDraft:
        """Return which draft, at which version, the page is made from."""
        return SeenDraft(self.draft.id, self.draft.version) if self.draft else NOBODYS


@policy.route("/councils/<council>/policy/draft/<path:where>", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
@takes_form
def draft_part(council: str, where: str) -> Any:
    """Show one part of the draft as a list or a form, and save one change to it."""
    visit = _visit(where)
    if request.method == "GET" and visit.draft is None:
        flash("There is no draft to change. Start one first.")
        return redirect(url_for("policy.draft", council=council), 303)
    if visit.here.is_lost and (request.method == "GET" or visit.here.is_list):
        raise NotFound
    form = _form_class(visit).opened(visit.here, visit.seen)
    if form.reshapes(request.form.get("then", "")):
        return _page(visit, form)
    if form.is_sent():
        changed = _saved(visit, form)
        if changed is not None:
            return redirect(_next(visit, form, changed), 303)
    return _page(visit, form)


def _visit(where: str) -> Visit:
    """Find the draft, and the place in it that an address leads to; raises `NotFound`."""
    draft = policies.find_draft(scope.session)
    if draft is None:
        _, wording = policies.policy_in_force(scope.session)
        document = opened(wording.document)
    else:
        document = opened(policies.document_of(draft))
    path, _, last = where.rpartition("/")
    is_removal = last == REMOVE and path.count("/") % 2 == 1
    try:
        here = find_place(document, path if is_removal else where, PARTS)
    except NoSuchPlaceError as error:
        raise NotFound from error
    if is_removal and (here.is_new or not here.may_be_removed):
        raise NotFound
    if request.method == "POST" and not here.is_list:
        here = here.found_again(request.form.get("was"))
    return Visit(where, draft, document, here, is_removal)


def _form_class(visit: Visit) -> type[AmendForm]:
    if visit.is_removal:
        return RemoveForm
    return MoveForm if visit.here.is_list else visit.here.part.form


def _saved(visit: Visit, form: AmendForm) -> Plain | None:
    """Save the change, or say on the form why it was not; returns the document as it is then."""
    if visit.draft is None or visit.here.is_lost:
        form.come_late(REMOVED if visit.draft else NO_DRAFT)
        return None
    changed = form.change(visit.here)
    try:
        if as_kept(changed) == as_kept(visit.document):
            return changed
        policies.save_draft(scope.session, changed, seen=form.seen, by=scope.member, now=now())
    except PolicyDocumentError as error:
        scope.session.rollback()
        _refuse(visit, form, error.problems)
    except (ChangedMeanwhile, NotFound, AlreadyDone):
        scope.session.rollback()
        _overtaken(visit, form)
    else:
        scope.commit()
        if form.says:
            flash(form.says, "success")
        return changed
    return None


def _refuse(visit: Visit, form: AmendForm, problems: tuple[Problem, ...]) -> None:
    """Say at the field at fault what the format does not take, or else above the form."""
    for problem in problems:
        field = problem.place.rpartition(".")[2].partition("[")[0]
        words = NEEDED if visit.is_removal else f"This cannot be kept: {problem.instead}"
        if visit.here.is_new and "at most" in problem.instead and field not in form:
            words = FULL
        form.refuse(field, words)


def _overtaken(visit: Visit, form: AmendForm) -> None:
    """Show what somebody else changed, and let the form go on from there."""
    fresh = _visit(visit.where)
    visit.draft, visit.document, visit.here = fresh.draft, fresh.document, fresh.here
    if visit.draft is None or visit.here.is_lost:
        form.come_late(REMOVED if visit.draft else NO_DRAFT)
    else:
        form.come_late(OVERTAKEN)
        form.overtaken(visit.here, visit.seen)


def _next(visit: Visit, form: AmendForm, changed: Plain) -> str:
    """Return where to go after saving: into the entry, or back to what it is a part of."""
    here = visit.here
    then = request.form.get("then", "")
    if then not in [part.name for part in here.part.inner]:
        then = "" if here.is_list or visit.is_removal else form.goes_on(here)
    if then:
        return address_of(f"{here.list_where}/{key_after(here, changed)}/{then}")
    if here.is_alone:
        return url_for("policy.draft", council=scope.council.slug)
    # Whoever moves an entry wants to see it again, and often to move it on.
    anchor = form.anchor(here, changed) if isinstance(form, MoveForm) else ""
    return address_of(here.list_where) + anchor


def _page(visit: Visit, form: AmendForm) -> tuple[str, int]:
    """Render the page: 409 when somebody was faster, 422 when something is to mend."""
    kind = "remove" if visit.is_removal else "list" if visit.here.is_list else "form"
    problems = policies.problems_in(visit.draft) if visit.draft else ()
    body, status = render_form(
        f"policy/amend/{kind}.html",
        form,
        **shown(visit.here, problems, is_removal=visit.is_removal),
        council_slug=scope.council.slug,
    )
    return body, 409 if form.is_late else status
