"""/councils/<council>/tell-us/receipt: somebody comes back to their report with its code.

They see what they wrote and what the council answered, and how far it has come in a word. Nothing
else of a breach is handed to these pages.
"""

from typing import Any, Final
from uuid import UUID

from flask import flash, redirect, request, url_for

from tenants.councils import PublicCouncil
from tenants.db import ScopedSession
from tenants.errors import NotFound
from tenants.files import read_upload, scan
from tenants.intake.conversation import add_words, conversation_of_receipt
from tenants.intake.files import add_file_by_receipt
from tenants.intake.public_reports import find_receipt
from webapp.access import public
from webapp.forms import Refusing, render_form, takes_file, takes_form
from webapp.intake import held
from webapp.intake.allowance import limit_additions, limit_codes
from webapp.intake.blueprint import TELL_US, council_of_receipts, intake, now, session_of, settings
from webapp.intake.forms import AddForm, CodeForm, SendFileForm
from webapp.intake.shown import shown_conversation
from webapp.limits import count_refusal, even_time

WRONG_CODE: Final = (
    "There is no report with this code at this council. Check each letter, and that it is the"
    " council that you reported to"
)
SHUT: Final = (
    "Your receipt was closed because nothing was done with it for half an hour. What you typed is"
    " kept: enter your code, and you find it again"
)
SHUT_TO_FILES: Final = (
    "Your receipt was closed because nothing was done with it for half an hour. Enter your code,"
    " and choose the file again"
)


@intake.route(f"{TELL_US}/receipt", methods=["GET", "POST"])
@public
@takes_form
@limit_codes
def receipt(council: str) -> Any:
    """Ask for the code, or show the conversation of the receipt that is open in this browser."""
    whose = council_of_receipts(council)
    form = CodeForm()
    if form.is_sent():
        with even_time(), session_of(whose.id) as opened:
            found = find_receipt(opened, code=form.code.data or "")
        if found is not None:
            held.open_receipt(council, found.id, now())
            if not form.words.data:
                return redirect(url_for(".receipt", council=council), 303)
            return _show(whose, found.id, AddForm(formdata=None, words=form.words.data))
        count_refusal()
        form.refuse("code", WRONG_CODE)
    open_id = held.find_open_receipt(council, now())
    if open_id is not None and request.method == "GET":
        return _show(whose, open_id, AddForm(formdata=None))
    return ask_for_code(form)


@intake.post(f"{TELL_US}/receipt/words")
@public
@takes_form
@limit_additions
def add(council: str) -> Any:
    """Add to a report by the receipt that is open in this browser."""
    whose = council_of_receipts(council)
    form = AddForm()
    open_id = held.find_open_receipt(council, now())
    if open_id is None:
        again = CodeForm(formdata=None, words=form.words.data)
        again.refuse("", SHUT)
        return ask_for_code(again)
    if form.is_sent():
        with session_of(whose.id) as opened, Refusing(form, opened, otherwise="words"):
            add_words(opened, receipt_id=open_id, words=form.words.data or "", now=now())
            return _added(opened, whose, "It is added to your report. The council is being told.")
    return _show(whose, open_id, form)


@intake.post(f"{TELL_US}/receipt/files")
@public
@takes_form
@takes_file
@limit_additions
def send_file(council: str) -> Any:
    """Keep a file that goes with a report, by the receipt that is open in this browser."""
    whose = council_of_receipts(council)
    form = SendFileForm()
    open_id = held.find_open_receipt(council, now())
    if open_id is None:
        again = CodeForm(formdata=None)
        again.refuse("", SHUT_TO_FILES)
        return ask_for_code(again)
    if form.is_sent() and form.file.data is not None:
        chosen = form.file.data
        with session_of(whose.id) as opened, Refusing(form, opened, otherwise="file"):
            upload = read_upload(chosen.name, chosen.content)
            found = scan(upload.content, settings())
            add_file_by_receipt(opened, upload, receipt_id=open_id, scan=found, now=now())
            return _added(opened, whose, "Your file is with the council, which is being told.")
    return _show(whose, open_id, AddForm(formdata=None), form)


@intake.post(f"{TELL_US}/finished")
@public
def finish(council: str) -> Any:
    """Close the receipt in this browser, so that whoever uses it next finds nothing."""
    council_of_receipts(council)
    held.forget_all()
    flash("You have finished. Nothing of your report is left open in this browser.", "success")
    return redirect(url_for(".receipt", council=council), 303)


def ask_for_code(form: CodeForm) -> tuple[str, int]:
    """Show the door of receipts; what was typed when one was shut meanwhile stands beside it."""
    return render_form("intake/code.html", form)


def _added(opened: ScopedSession, whose: PublicCouncil, words: str) -> Any:
    opened.commit()
    count_refusal()
    flash(words, "success")
    return redirect(url_for(".receipt", council=whose.slug), 303)


def _show(
    whose: PublicCouncil, receipt_id: UUID, adding: AddForm, sending: SendFileForm | None = None
) -> Any:
    """Show a conversation with the two forms that add to it, one of which may be to mend."""
    with session_of(whose.id) as opened:
        try:
            found = conversation_of_receipt(opened, receipt_id=receipt_id)
        except NotFound:
            held.forget_all()
            return redirect(url_for(".receipt", council=whose.slug), 303)
        shown = shown_conversation(found)
    return render_form(
        "intake/receipt.html",
        sending or adding,
        shown=shown,
        adding=adding,
        sending=sending or SendFileForm(formdata=None),
    )
