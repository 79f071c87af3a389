"""The letter to the people affected: its text is finished here, and printed for a list of them."""

from typing import Any

from tenants.access import Permission
from tenants.breaches.readings import Looked
from tenants.documents.case import case_of
from tenants.documents.library import PEOPLE, kind_of
from tenants.documents.mailing_list import MOST_ROWS, read_list
from tenants.documents.people_letter import (
    LONGEST,
    drafted_words,
    gaps_in,
    letters,
    refuse_too_much,
)
from tenants.documents.reading_age import TARGET, reading_age
from tenants.errors import NotAcceptable
from webapp.access import requires
from webapp.breaches.receiving import ADDRESS, BOTH, clock, shown
from webapp.documents import documents
from webapp.documents.downloads import FORMATS, as_download
from webapp.forms import (
    FormWithFile,
    LongTextField,
    RadioField,
    Required,
    UploadField,
    render_form,
    takes_form,
)
from webapp.looking import note_look
from webapp.scope import scope

_LOOK = "look"


class LetterForm(FormWithFile):
    """The letter's text, what is to be made of it, and for whom."""

    # Nobody else can have changed what is kept nowhere.
    changes = ()

    words = LongTextField(
        "The letter",
        hint="A short line on its own becomes a heading. Lines that begin with a dash become a"
        " list. Leave out “Dear …” and your name: we add them.",
        limit=LONGEST,
        validators=[Required("Write what the letter says")],
    )
    people = UploadField(
        "A list of the people, if you want a letter for each (optional)",
        hint=f"A CSV file with a column “Name” and columns for the address, up to {MOST_ROWS:,}"
        " people. We use it once and do not keep it.",
    )
    wanted = RadioField(
        "What do you want?",
        (
            (_LOOK, "See the letter and its reading age"),
            ("pdf", "A PDF to print"),
            ("docx", "A Word file to change"),
        ),
        validators=[Required("Choose what you want")],
    )


@documents.route(f"{ADDRESS}/documents/{PEOPLE}", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def letter(council: str, reference: str) -> Any:
    """Show the letter with its reading age, let its text be changed, and make the letters."""
    page = shown(reference)
    case = case_of(scope.session, page.breach, now=clock().now())
    form = LetterForm(data={"words": drafted_words(case), "wanted": _LOOK})
    if form.is_sent() and form.wanted.data in FORMATS:
        try:
            _refuse_gaps(form.words.data or "")
            people = read_list(form.people.data.content) if form.people.data else ()
            refuse_too_much(form.words.data or "", people)
            made = letters(case, form.words.data or "", people)
            return as_download(page.breach, kind_of(PEOPLE), made, form.wanted.data)
        except NotAcceptable as situation:
            scope.session.rollback()
            form.refuse(situation.field, str(situation))
    words = form.words.data or ""
    body = render_form(
        "documents/letter.html",
        form,
        page=page,
        kind=kind_of(PEOPLE),
        document=letters(case, words),
        age=reading_age(words),
        target=TARGET,
        gaps=gaps_in(words),
        formats=FORMATS,
    )
    note_look(page.breach.id, Looked.DOCUMENT.named(PEOPLE))
    return body


def _refuse_gaps(words: str) -> None:
    gaps = gaps_in(words)
    if gaps:
        message = f"Write what belongs in the square brackets first: {gaps[0][:100]}"
        raise NotAcceptable("words", message)
