"""The register again under the draft: which breaches would have come out differently."""

from typing import Any

from flask import redirect, render_template, request, url_for

from tenants import policies
from tenants.access import Permission
from tenants.policy import PolicyDocumentError
from tenants.policy.replay import Replay
from webapp.access import requires
from webapp.policy import policy
from webapp.policy.mending import problems_of_draft
from webapp.policy.places import ShownProblem
from webapp.policy.versions import number_of
from webapp.scope import scope

PAGE_SIZE = 50


@policy.get("/councils/<council>/policy/draft/replay")
@requires(Permission.SEE_REGISTER)
def replay(council: str) -> Any:
    """Say in sentences what the draft would have changed, then breach by breach."""
    draft = policies.find_draft(scope.session)
    if draft is None:
        return redirect(url_for("policy.draft", council=council), 303)
    problems: tuple[ShownProblem, ...] = ()
    found = Replay(0, (), ())
    try:
        found = policies.replay_register(scope.session, policies.policy_in(draft))
    except PolicyDocumentError as error:
        problems = problems_of_draft(draft, error)
    latest_first = found.replayed[::-1]
    pages = max(1, -(-len(latest_first) // PAGE_SIZE))
    page = min(max(1, number_of(request.args.get("page"))), pages)
    return render_template(
        "policy/replay.html",
        replay=found,
        shown=latest_first[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        page=page,
        pages=pages,
        problems=problems,
        council_slug=council,
    )
