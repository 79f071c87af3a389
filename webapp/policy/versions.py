"""A council's policy over time: its versions, one of them as it stood, two of them side by side."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Response, render_template, request
from werkzeug.exceptions import NotFound

from tenants import policies
from tenants.access import Permission
from tenants.policy import Policy, PolicyDocumentError
from tenants.policy.compare import compare as compare_policies
from webapp.access import requires
from webapp.policy import policy
from webapp.policy.comparing import comparison_shown
from webapp.policy.mending import problems_of_draft
from webapp.policy.origins import origin_words
from webapp.policy.places import ShownProblem
from webapp.policy.routes import beside_the_text
from webapp.policy.text import text_of
from webapp.scope import scope

DRAFT, MODEL = "draft", "model:"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are set side by side: how an address says it, and how people do."""

    value: str
    words: str
    is_in_force: bool = False


@policy.get("/councils/<council>/policy/versions")
@requires(Permission.SEE_POLICY)
def versions(council: str) -> Any:
    """List every version that the council worked under, the latest first, twenty to a page."""
    found = policies.versions_of(scope.session, page=number_of(request.args.get("page")))
    return render_template(
        "policy/versions.html",
        found=found,
        rows_of=[
            (each, origin_words(each, _model_of(each.model_title, each.model_version)))
            for each in found.versions
        ],
        council_slug=council,
    )


@policy.get("/councils/<council>/policy/versions/<int(max=1000000):number>")
@requires(Permission.SEE_POLICY)
def version(council: str, number: int) -> Any:
    """Show the words of one version, whether it is in force or not."""
    adopted, wording = policies.get_version(scope.session, number=number)
    return render_template(
        "policy/version.html",
        adopted=adopted,
        text=text_of(wording),
        council_slug=council,
        **beside_the_text(),
    )


@policy.get("/councils/<council>/policy/compare")
@requires(Permission.SEE_POLICY)
def compare(council: str) -> Any:
    """Set two versions side by side: what was added, taken out and changed, and what follows."""
    sides = _sides()
    old = _chosen(request.args.get("from"), sides, default=_in_force(sides))
    new = _chosen(request.args.get("to"), sides, default=_other_than(old, sides))
    problems: Sequence[ShownProblem] = ()
    shown = None
    try:
        if old != new:
            shown = comparison_shown(compare_policies(_policy(old.value), _policy(new.value)))
    except PolicyDocumentError as error:
        draft = policies.find_draft(scope.session)
        problems = problems_of_draft(draft, error) if draft else ()
    return render_template(
        "policy/compare.html",
        sides=sides,
        old=old,
        new=new,
        shown=shown,
        problems=problems,
        council_slug=council,
    )


@policy.get("/councils/<council>/policy/download")
@requires(Permission.SEE_POLICY)
def download(council: str) -> Any:
    """Hand out a policy as a JSON document, which this service and its console read again."""
    wanted = request.args.get("of")
    if wanted is None:
        adopted, wording = policies.policy_in_force(scope.session)
        name = f"{adopted.number}"
    else:
        wording, name = _policy(wanted), wanted.replace(":", "-")
    body = json.dumps(wording.document, ensure_ascii=False, indent=2, sort_keys=True)
    return Response(
        f"{body}\n",
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="{council}-policy-{name}.json"'},
    )


def _sides() -> list[Side]:
    """Return what can be compared: the draft, the council's versions, the association's models."""
    listed = policies.versions_of(scope.session).versions
    draft = policies.find_draft(scope.session)
    models = policies.models_for(scope.session)
    return [
        *([Side(DRAFT, "The draft")] if draft else []),
        *(Side(str(each.number), _version_words(each), each.is_in_force) for each in listed),
        *(
            Side(f"{MODEL}{each.id}", f"The association's “{each.title}”, version {each.version}")
            for each in models
        ),
    ]


def _version_words(each: policies.Version) -> str:
    name = f"Version {each.number}" if each.number else "The model that the council began with"
    return f"{name}, in force" if each.is_in_force else name


def _in_force(sides: Sequence[Side]) -> Side:
    return next(side for side in sides if side.is_in_force)


def _other_than(old: Side, sides: Sequence[Side]) -> Side:
    """Return what is compared when nobody said: the draft, else the version before."""
    if sides[0].value == DRAFT:
        return sides[0]
    return next((side for side in sides if side.value != old.value), old)


def _chosen(value: str | None, sides: Sequence[Side], *, default: Side) -> Side:
    """Return what an address names; an older version or model is found though no list has it."""
    if not value:
        return default
    listed = next((side for side in sides if side.value == value), None)
    if listed is not None:
        return listed
    if value.isascii() and value.isdecimal():
        return Side(value, f"Version {number_of(value)}")
    if value.startswith(MODEL):
        return Side(value, "A model of the association, withdrawn")
    raise NotFound


def _policy(value: str) -> Policy:
    """Return the policy that an address names, or answer "not found"."""
    if value == DRAFT:
        draft = policies.find_draft(scope.session)
        if draft is None:
            raise NotFound
        return policies.policy_in(draft)
    if value.startswith(MODEL):
        return policies.get_model(scope.session, model_id=_id(value.removeprefix(MODEL)))[1]
    if not (value.isascii() and value.isdecimal()):
        raise NotFound
    return policies.get_version(scope.session, number=number_of(value))[1]


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound from error


def number_of(text: str | None) -> int:
    """Return a number of an address; what is none, or has too many figures, is 1."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 1


def _model_of(title: str | None, version: int | None) -> tuple[str, int] | None:
    return (title, version) if title is not None and version is not None else None
