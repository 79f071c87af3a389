"""The files of a breach: a list with the form that adds one, each as a download, and removing."""

from io import BytesIO
from typing import Any
from uuid import UUID

from flask import current_app, flash, redirect, send_file
from werkzeug.wrappers import Response

from tenants.access import Permission
from tenants.breaches import evidence
from tenants.breaches.evidence import files_of, get_file, read_file, room_left
from tenants.breaches.holds import standing_hold
from tenants.breaches.readings import Looked
from tenants.breaches.record import get_breach
from tenants.errors import AlreadyDone
from tenants.files import read_upload, scan, words_of
from tenants.models import Breach, FileKind
from tenants.settings import Settings
from webapp.access import requires
from webapp.breaches.addresses import form_address
from webapp.breaches.receiving import ADDRESS, BOTH, clock, shown
from webapp.forms import Refusing, render_form, takes_file, takes_form
from webapp.looking import note_look
from webapp.record import record
from webapp.record.forms import FileForm, ReasonForm
from webapp.record.words import SCANS, size_words
from webapp.scope import scope


@record.route(f"{ADDRESS}/files", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
@takes_file
def files(council: str, reference: str) -> Any:
    """List the files of a breach, the latest first, and take another one."""
    form = FileForm()
    if form.is_sent():
        with Refusing(form, scope.session):
            _add(reference, form)
            flash("The file is kept with the breach.", "success")
            return redirect(form_address(council, reference, "files"), 303)
    page = shown(reference)
    body = render_form(
        "record/files.html",
        form,
        page=page,
        rows=files_of(scope.session, breach_id=page.breach.id),
        room=size_words(max(room_left(scope.session, breach_id=page.breach.id), 0)),
        is_held=standing_hold(scope.session, breach_id=page.breach.id) is not None,
        scans=SCANS,
        searches=bool(_settings().clamd_address),
        kind_words=words_of,
        size_words=size_words,
        root=form_address(council, reference, "files"),
    )
    note_look(page.breach.id, Looked.FILES)
    return body


@record.get(f"{ADDRESS}/files/<uuid:file_id>")
@requires(Permission.HANDLE_BREACH)
def file(council: str, reference: str, file_id: UUID) -> Any:
    """Send one file as a download: no browser opens it as a page of this service."""
    breach = get_breach(scope.session, reference=reference)
    found, content = read_file(scope.session, breach_id=breach.id, file_id=file_id, by=scope.member)
    answer = _download(breach, found.name, found.media_type, content)
    note_look(breach.id, Looked.FILE.named(file_id))
    return answer


@record.route(f"{ADDRESS}/files/<uuid:file_id>/remove", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def file_remove(council: str, reference: str, file_id: UUID) -> Any:
    """Let a file go, with the reason; that it was there stays in the record."""
    page = shown(reference)
    found = get_file(scope.session, breach_id=page.breach.id, file_id=file_id)
    if found.removed_at is not None:
        message = "This file was removed already."
        raise AlreadyDone(message)
    form = ReasonForm()
    if form.is_sent():
        with Refusing(form, scope.session):
            evidence.remove_file(
                scope.session,
                breach_id=page.breach.id,
                file_id=file_id,
                why=form.why.data or "",
                by=scope.member,
                now=clock().now(),
            )
            scope.commit()
            flash("The file is gone. Its name and the reason stay in the record.", "success")
            return redirect(form_address(council, reference, "files"), 303)
    return render_form(
        "record/file_remove.html",
        form,
        page=page,
        file=found,
        kind_words=words_of,
        size_words=size_words,
        is_held=standing_hold(scope.session, breach_id=page.breach.id) is not None,
    )


def _add(reference: str, form: FileForm) -> None:
    """Look at what was sent, have it searched for viruses, and keep it.

    The search comes before the first question to the database: no connection waits for a scanner.
    """
    chosen = form.file.data
    if chosen is None:
        message = "The form was read before it was checked."
        raise RuntimeError(message)
    upload = read_upload(chosen.name, chosen.content)
    scanned = scan(upload.content, _settings())
    evidence.add_file(
        scope.session,
        upload,
        breach_id=get_breach(scope.session, reference=reference).id,
        kind=FileKind.EVIDENCE,
        shows=form.shows.data or "",
        scan=scanned,
        by=scope.member,
        now=clock().now(),
    )
    scope.commit()


def _download(breach: Breach, name: str, media_type: str, content: bytes) -> Response:
    answer = send_file(
        BytesIO(content),
        mimetype=media_type,
        as_attachment=True,
        download_name=f"{breach.marker}{name}",
        conditional=False,
        etag=False,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found
