"""The register as a file to take away: CSV and ODS for spreadsheet programs, PDF to print."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Response, flash, redirect, request, url_for

from tenants import audit
from tenants.access import Permission
from tenants.breaches.register import Shelf
from tenants.councils import get_own_council
from tenants.documents.lines import RESTRICTED
from tenants.documents.register_export import Register, as_csv, as_ods, as_print
from tenants.documents.register_lines import FULL, SHORT, register_lines
from tenants.models import Event
from tenants.times import day_of
from webapp.access import requires
from webapp.breaches import breaches, filtering, wording
from webapp.breaches.filtering import Wanted
from webapp.breaches.receiving import clock
from webapp.scope import scope

_FORMATS: Final[Mapping[str, tuple[str, Callable[[Register], bytes]]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", as_ods),
    "pdf": ("application/pdf", as_print),
}


@breaches.get("/councils/<council>/breach-register.<any(csv, ods, pdf):ending>")
@requires(Permission.SEE_REGISTER)
def take_away(council: str, ending: str) -> Any:
    """Give the register as a file, with the filters of its page; who handles breaches gets all.

    Practice breaches are in no file.
    """
    wanted = filtering.read_filters(request.args)
    if wanted.filters.shelf == Shelf.PRACTICE:
        flash("Practice breaches are made up, so they are taken away in no file.", "")
        return redirect(url_for(".register", council=council, shelf=Shelf.PRACTICE), 303)
    register = _register(wanted)
    media_type, make = _FORMATS[ending]
    content = make(register)
    audit.record(
        scope.session,
        Event.REGISTER_EXPORTED,
        by=scope.member,
        at=clock().now(),
        changes={
            "format": ending,
            "shelf": wanted.filters.shelf,
            "lines": len(register.lines),
            "is_full": register.columns is FULL,
        },
    )
    scope.commit()
    disposition = f'attachment; filename="{register.file_name(ending)}"'
    return Response(content, content_type=media_type, headers={"Content-Disposition": disposition})


def _register(wanted: Wanted) -> Register:
    is_full = scope.member.can(Permission.HANDLE_BREACH)
    now = clock().now()
    lines = tuple(register_lines(scope.session, wanted.filters, is_full=is_full))
    own = get_own_council(scope.session)
    return Register(
        council=own.name,
        slug=own.slug,
        asked=_asked(wanted),
        columns=FULL if is_full else SHORT,
        lines=lines,
        made_at=now,
        on=day_of(now),
        restriction=RESTRICTED if is_full else "",
    )


def _asked(wanted: Wanted) -> str:
    """Return which part of the register it is, in words."""
    filters = wanted.filters
    words = [filtering.SHELVES[filters.shelf]]
    if filters.state is not None:
        words.append(wording.STATES[filters.state].lower())
    if filters.year is not None:
        words.append(f"reported in {filters.year}")
    if filters.rated_at_least is not None:
        words.append(f"rated {filters.rated_at_least} or more")
    return ", ".join(words)
