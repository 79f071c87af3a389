"""The list of a breach's documents, each one's preview, and its downloads."""

from typing import Any

from flask import render_template

from tenants.access import Permission
from tenants.breaches.readings import Looked
from tenants.breaches.record import get_breach
from tenants.documents.case import Case, case_of
from tenants.documents.held_back import screen
from tenants.documents.library import PUBLIC, Kind, kind_of, kinds_for, made, missing_in_the_record
from tenants.errors import NotFound
from webapp.access import requires
from webapp.breaches.receiving import ADDRESS, clock, shown
from webapp.documents import documents
from webapp.documents.downloads import FORMATS, as_download
from webapp.looking import note_look
from webapp.scope import scope

ROOT = f"{ADDRESS}/documents"


@documents.get(ROOT)
@requires(Permission.HANDLE_BREACH)
def index(council: str, reference: str) -> Any:
    """List every document: for whom it is, what is in it, and what its text still lacks."""
    page = shown(reference)
    case = case_of(scope.session, page.breach, now=clock().now())
    rows = [(kind, kind.missing(case)) for kind in kinds_for(case)]
    body = render_template(
        "documents/index.html", page=page, rows=rows, shared=missing_in_the_record(case)
    )
    note_look(page.breach.id, Looked.DOCUMENTS)
    return body


@documents.get(f"{ROOT}/{PUBLIC}")
@requires(Permission.SEE_REGISTER)
def public_preview(council: str, reference: str) -> Any:
    """Show the report that anybody may read, as it would be printed."""
    return _preview(reference, kind_of(PUBLIC))


@documents.get(f"{ROOT}/{PUBLIC}.<any(pdf, docx):ending>")
@requires(Permission.SEE_REGISTER)
def public_download(council: str, reference: str, ending: str) -> Any:
    """Give the report that anybody may read as a file."""
    return _download(reference, kind_of(PUBLIC), ending)


@documents.get(f"{ROOT}/<kind>")
@requires(Permission.HANDLE_BREACH)
def preview(council: str, reference: str, kind: str) -> Any:
    """Show a document as it would be printed."""
    return _preview(reference, kind_of(kind))


@documents.get(f"{ROOT}/<kind>.<any(pdf, docx):ending>")
@requires(Permission.HANDLE_BREACH)
def download(council: str, reference: str, kind: str, ending: str) -> Any:
    """Give a document as a file."""
    return _download(reference, kind_of(kind), ending)


def _preview(reference: str, kind: Kind) -> str:
    case = _case(reference)
    body = render_template(
        "documents/preview.html",
        breach=case.breach,
        kind=kind,
        document=made(scope.session, case, kind),
        formats=FORMATS,
        held_back=screen(case).held_back if kind.id == PUBLIC and _is_handler() else (),
        is_handler=_is_handler(),
    )
    note_look(case.breach.id, Looked.DOCUMENT.named(kind.id))
    return body


def _download(reference: str, kind: Kind, ending: str) -> Any:
    if ending not in FORMATS:
        raise NotFound
    case = _case(reference)
    return as_download(case.breach, kind, made(scope.session, case, kind), ending)


def _case(reference: str) -> Case:
    breach = get_breach(scope.session, reference=reference)
    return case_of(scope.session, breach, now=clock().now())


def _is_handler() -> bool:
    return scope.member.can(Permission.HANDLE_BREACH)
