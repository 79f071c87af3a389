"""B/letters and B/letters/new: the letters of the regulator about a breach, and another one."""

from typing import Any, Final
from uuid import UUID

from flask import abort, current_app, flash, redirect, render_template, request

from tenants.access import Permission
from tenants.breaches.evidence import add_file, get_file
from tenants.breaches.page import BreachPage
from tenants.breaches.readings import Looked
from tenants.files import Upload, read_upload, scan
from tenants.models import File, FileKind, Scan
from tenants.regulator_letters.errors import LetterNotRead
from tenants.regulator_letters.letters import add_letter, letters_of
from tenants.regulator_letters.reading import pasted_letter, read_letter
from tenants.settings import Settings
from webapp.access import requires
from webapp.breaches.addresses import form_address
from webapp.breaches.receiving import ADDRESS, BOTH, clock, shown
from webapp.forms import Refusing, render_form, takes_file, takes_form
from webapp.forms.uploads import Chosen
from webapp.letters import letters
from webapp.letters.forms import LetterForm
from webapp.letters.words import OUTCOMES
from webapp.looking import note_look
from webapp.scope import scope

_READ: Final = "The letter is kept. Check what we found in it."


@letters.get(f"{ADDRESS}/letters")
@requires(Permission.HANDLE_BREACH)
def listed(council: str, reference: str) -> Any:
    """List the regulator's letters about a breach, the latest first."""
    page = shown(reference)
    body = render_template(
        "letters/letters.html",
        page=page,
        rows=letters_of(scope.session, breach_id=page.breach.id),
        outcomes=OUTCOMES,
        root=form_address(council, reference, "letters"),
    )
    note_look(page.breach.id, Looked.LETTERS)
    return body


@letters.route(f"{ADDRESS}/letters/new", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
@takes_file
def new(council: str, reference: str) -> Any:
    """Take a letter as a file, as text, or as both; a file without text is kept."""
    page = shown(reference)
    form = LetterForm(data={"kept": request.args.get("file", "")})
    kept = _kept(page, str(form.kept.data or ""))
    root = form_address(council, reference, "letters")
    if form.is_sent():
        with Refusing(form, scope.session):
            made_id, why = _add(page, form, kept)
            scope.commit()
            if why:
                flash(f"The file is kept with the breach. {why}.", "")
                return redirect(f"{root}/new?file={made_id}", 303)
            flash(_READ, "success")
            return redirect(f"{root}/{made_id}", 303)
    return render_form("letters/new.html", form, page=page, kept=kept)


def _add(page: BreachPage, form: LetterForm, kept: File | None) -> tuple[UUID, str]:
    """Keep the letter and return its id; of a file without text, the file's id and why.

    A file is searched and read before it is kept: nobody waits for the breach meanwhile.
    """
    chosen: Chosen | None = form.file.data
    pasted = form.words.data or ""
    if not (chosen or pasted or kept):
        raise LetterNotRead("Choose the letter, or paste its text")
    searched = _searched(chosen) if chosen else None
    text = pasted_letter(pasted, chosen.name if chosen else kept.name if kept else "")
    why = ""
    if chosen and not pasted:
        try:
            text = read_letter(chosen.name, chosen.content)
        except LetterNotRead as error:
            why = str(error)
    file_id = _keep(page, *searched) if searched else kept.id if kept else None
    if file_id is not None and why:
        return file_id, why
    letter = add_letter(
        scope.session,
        text,
        breach_id=page.breach.id,
        file_id=file_id,
        by=scope.member,
        now=clock().now(),
    )
    return letter.id, ""


def _kept(page: BreachPage, file_id: str) -> File | None:
    """Return the letter's file that is kept already, or answer "not found"."""
    if not file_id:
        return None
    try:
        found = get_file(scope.session, breach_id=page.breach.id, file_id=UUID(file_id))
    except ValueError:
        abort(404)
    return found


def _searched(chosen: Chosen) -> tuple[Upload, Scan]:
    """Have the file looked at and searched for viruses."""
    upload = read_upload(chosen.name, chosen.content)
    settings: Settings = current_app.extensions["settings"]
    return upload, scan(upload.content, settings)


def _keep(page: BreachPage, upload: Upload, scanned: Scan) -> UUID:
    """Keep the letter's file with the breach."""
    return add_file(
        scope.session,
        upload,
        breach_id=page.breach.id,
        kind=FileKind.REGULATOR_LETTER,
        shows="A letter from the regulator",
        scan=scanned,
        by=scope.member,
        now=clock().now(),
    ).id
