"""/councils/<council>/audit: whether anything that was recorded has been changed since."""

from typing import Any

from flask import Blueprint, Response, current_app, render_template

from tenants.access import Permission
from tenants.audit import Broken, chain_lines, verify_chain
from tenants.clock import Clock
from tenants.times import day_of
from webapp.access import requires
from webapp.scope import scope

trail = Blueprint("trail", __name__, template_folder="templates")

ROOT = "/councils/<council>/audit"


@trail.get(ROOT)
@requires(Permission.SEE_REGISTER)
def index(council: str) -> Any:
    """Check the whole record now, and say what to write down so that it can be asked again."""
    found = verify_chain(scope.session)
    is_broken = isinstance(found, Broken)
    return render_template("trail/index.html", found=found, is_broken=is_broken, slug=council)


@trail.get(f"{ROOT}/chain.jsonl")
@requires(Permission.HANDLE_BREACH)
def chain(council: str) -> Any:
    """Give every entry with its fingerprint, ids and closed words only, to check elsewhere."""
    clock: Clock = current_app.extensions["clock"]
    lines = "".join(f"{line}\n" for line in chain_lines(scope.session))
    name = f"{council}-record-{day_of(clock.now()).isoformat()}.jsonl"
    return Response(
        lines,
        content_type="application/jsonl; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
