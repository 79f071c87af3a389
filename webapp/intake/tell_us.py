"""/councils/<council>/tell-us: anybody reports a breach to a council that takes such reports.

Nothing is kept before it is sent: each page carries what was typed to the next one.
"""

from typing import Any, Final

from flask import flash, make_response, redirect, render_template, request, url_for

from tenants.councils import TakingCouncil
from tenants.errors import NotAcceptable
from tenants.intake.codes import code_of
from tenants.intake.conversation import conversation_of_receipt
from tenants.intake.public_reports import find_receipt, is_shown_again, report_without_account
from tenants.policy import EXAMPLES, containment_advice
from webapp.access import public
from webapp.forms import render_form, takes_form
from webapp.intake import answers, held
from webapp.intake.allowance import limit_reports
from webapp.intake.blueprint import (
    TELL_US,
    council_of_receipts,
    council_taking_reports,
    intake,
    now,
    session_of,
    settings,
)
from webapp.intake.forms import TellUsForm
from webapp.intake.numbers import Number, give_number, read_number
from webapp.limits import count_refusal
from webapp.report.kinds import cause_of

NOT_A_PERSON: Final = (
    "We could not be sure that a person pressed the button, so nothing was sent yet. Nothing you"
    " typed is lost: press “Send the report” again"
)
NEW_NUMBER: Final = (
    "This page could not be sent as it was. Nothing you typed is lost: press the button again"
)
ALREADY_IN: Final = (
    "Your report was in already, so it was not entered twice. If you have changed something since,"
    " add it with your receipt code."
)


@intake.get(TELL_US)
@public
def start(council: str) -> Any:
    """Help somebody without an account see whether it is a breach, and whom they write to."""
    taking = council_taking_reports(council)
    return render_template("intake/start.html", taking=taking, examples=EXAMPLES)


@intake.route(f"{TELL_US}/report", methods=["GET", "POST"])
@public
@takes_form
@limit_reports
def report(council: str) -> Any:
    """Ask what happened on one page, show it to be checked, and enter it, once."""
    taking = council_taking_reports(council)
    form = TellUsForm()
    if request.method == "GET":
        form.number.data = _new_number(taking)
        answer = make_response(show(form, taking))
        # The browser's own way back to this page keeps what was typed into it.
        answer.headers["Cache-Control"] = "private, no-cache"
        return answer
    number = read_number(settings().secret_key, form.number.data, council_id=taking.id)
    if number is None:
        form.number.data = _new_number(taking)
        form.validate()
        form.refuse("", NEW_NUMBER)
        return show(form, taking)
    if not form.is_sent() or request.form.get("then") == "change":
        return show(form, taking)
    if request.form.get("then") != "send":
        return _show_check(form, taking)
    if form.website.data or number.is_too_soon(now()):
        form.refuse("", NOT_A_PERSON)
        return _show_check(form, taking)
    return _send(form, taking, number)


@intake.get(f"{TELL_US}/sent")
@public
def sent(council: str) -> Any:
    """Thank them, give them the code of their receipt, and say what to do right now."""
    whose = council_of_receipts(council)
    number = held.find_sent(council)
    if number is not None:
        code = code_of(settings().secret_key, council_id=whose.id, number=number)
        with session_of(whose.id) as opened:
            receipt = find_receipt(opened, code=code)
            if receipt is not None and is_shown_again(receipt, now=now()):
                breach = conversation_of_receipt(opened, receipt_id=receipt.id).breach
                return render_template(
                    "intake/sent.html",
                    code=code,
                    address=settings().base_url + url_for(".receipt", council=council),
                    sent_at=receipt.made_at,
                    advice=containment_advice(cause_of(breach.cause)),
                )
    flash("The code of a receipt is shown only for a short time after the report was sent.")
    return redirect(url_for(".receipt", council=council), 303)


def show(form: TellUsForm, taking: TakingCouncil) -> tuple[str, int]:
    """Show the questions, with everything that was typed."""
    return render_form("intake/report.html", form, taking=taking)


def _show_check(form: TellUsForm, taking: TakingCouncil) -> tuple[str, int]:
    """Show the answers to check; what a machine wrote into the trap is not carried on."""
    kept = [
        (name, text)
        for name, text in answers.carried(form, now())
        if not (name == "website" and form.form_errors)
    ]
    return render_form(
        "intake/check.html",
        form,
        taking=taking,
        rows=answers.rows(form),
        carried=kept,
        advice=containment_advice(cause_of(form.cause.data or "")),
    )


def _send(form: TellUsForm, taking: TakingCouncil, number: Number) -> Any:
    """Enter the report, or find that a press before this one has done so."""
    words = form.description.data or ""
    if held.was_sent(taking.slug, words):
        flash(ALREADY_IN)
        return redirect(url_for(".sent", council=taking.slug), 303)
    code = code_of(settings().secret_key, council_id=taking.id, number=number.value)
    with session_of(taking.id) as opened:
        at = now()
        try:
            receipt = report_without_account(opened, answers.report_in(form), code=code, now=at)
        except NotAcceptable as fault:
            form.refuse(fault.field, str(fault))
            return show(form, taking)
        opened.commit()
    if receipt.made_at == at:
        count_refusal()
        held.keep_sent(taking.slug, number.value, words)
    else:
        flash(ALREADY_IN)
        if not held.has_sent(taking.slug):
            # The answer to the first press never came here; whoever finished opens nothing again.
            held.keep_sent(taking.slug, number.value, words)
    return redirect(url_for(".sent", council=taking.slug), 303)


def _new_number(taking: TakingCouncil) -> str:
    return give_number(settings().secret_key, council_id=taking.id, now=now())
