"""Who looked at a breach, when and at what: the read log, for the council that it belongs to.

Whoever may know who reported a breach sees the names. Everybody else sees how many looked, and
their own lines: a name in this list, beside the report itself, could give the reporter away.
"""

from typing import Any

from flask import render_template, request

from tenants.access import Permission
from tenants.breaches.evidence import files_of
from tenants.breaches.readings import Looked, readers_of, readings_of
from webapp.access import requires
from webapp.breaches.addresses import form_address
from webapp.breaches.receiving import ADDRESS, shown
from webapp.looking import note_look
from webapp.record import record
from webapp.record.words import looked_words
from webapp.scope import scope


@record.get(f"{ADDRESS}/readers")
@requires(Permission.SEE_REGISTER)
def readers(council: str, reference: str) -> Any:
    """Show who looked at a breach: with names to those who handle it, as a count to the others."""
    page = shown(reference)
    breach_id = page.breach.id
    sees_names = page.sees_reporter
    mine = None if sees_names else scope.member.membership_id
    listed = readers_of(scope.session, breach_id=breach_id, only_by=mine)
    number = _page_number(listed.pages)
    names = (
        {str(row.id): row.name for row in files_of(scope.session, breach_id=breach_id)}
        if sees_names
        else {}
    )
    body = render_template(
        "record/readers.html",
        page=page,
        sees_names=sees_names,
        everybody=listed if sees_names else readers_of(scope.session, breach_id=breach_id),
        rows=[
            (row, looked_words(row.what, names))
            for row in readings_of(scope.session, breach_id=breach_id, page=number, only_by=mine)
        ],
        number=number,
        pages=listed.pages,
        address=f"{form_address(council, reference, 'readers')}?page={{}}",
    )
    note_look(breach_id, Looked.READERS)
    return body


def _page_number(pages: int) -> int:
    """Return the page that is asked for; what cannot be is the nearest that can."""
    asked = request.args.get("page", "1")
    is_number = asked.isascii() and asked.isdecimal() and len(asked) < 6
    return min(max(int(asked), 1), pages) if is_number else 1
