"""B/letters/<uuid>: what a letter says, to be put right and confirmed."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from flask import flash, redirect, render_template

from tenants.access import Permission
from tenants.breaches.evidence import get_file
from tenants.breaches.page import BreachPage
from tenants.breaches.readings import Looked
from tenants.breaches.record import Seen
from tenants.breaches.undertakings import possible_owners
from tenants.models import LetterOutcome, RegulatorLetter
from tenants.regulator_letters import letters as services
from tenants.regulator_letters.finding import Found
from tenants.regulator_letters.letters import Confirmation, actions_from_letters, get_letter
from webapp.access import requires
from webapp.breaches.addresses import form_address
from webapp.breaches.receiving import ADDRESS, BOTH, clock, shown
from webapp.breaches.refusals import keep_typed, show_at
from webapp.forms import takes_form
from webapp.letters import letters
from webapp.letters.forms import ConfirmForm, start_of
from webapp.letters.tasks import hint_boxes, in_order, offered, ticked
from webapp.letters.words import CLOSED, LATE, OUTCOMES
from webapp.looking import note_look
from webapp.policy.days import today
from webapp.scope import scope

_ONE: Final = f"{ADDRESS}/letters/<uuid:letter_id>"
_DAYS: Final = ("sent_on", "received_on", "reported_on")


@letters.route(_ONE, methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def one(council: str, reference: str, letter_id: UUID) -> Any:
    """Show what was found in a letter, beside the words that show it, for a person to confirm."""
    page = shown(reference)
    letter = get_letter(scope.session, breach_id=page.breach.id, letter_id=letter_id)
    if letter.confirmed_at is not None:
        return _confirmed(council, page, letter)
    form = _form(page, letter)
    if form.is_sent():
        with keep_typed(form, reference):
            actions = services.confirm_letter(
                scope.session,
                _confirmation(form, letter),
                letter_id=letter_id,
                seen=Seen(reference, form.version.number),
                by=scope.member,
                now=clock().now(),
            )
            scope.commit()
            flash(_said(len(actions)), "success")
            return redirect(form_address(council, reference, f"letters/{letter_id}"), 303)
    answer = show_at(
        "letters/confirm.html",
        form,
        outcomes=OUTCOMES,
        others=_other_references(reference, form.case_reference.data or ""),
        **_about(council, page, letter),
    )
    note_look(page.breach.id, Looked.LETTERS.named(letter_id))
    return answer


def _form(page: BreachPage, letter: RegulatorLetter) -> ConfirmForm:
    """Return the form as it was sent, or filled with all that was found."""
    found = letter.found
    boxes = offered(letter)
    start = {name: _day(found.get(name)) for name in _DAYS}
    start["sent_on"] = letter.sent_on
    form = ConfirmForm.about(
        page.breach.version,
        **start_of(letter),
        **start,
        specific=[number for number, _ in boxes["specific"]],
        owner=str(page.breach.lead_id or scope.member.membership_id),
    )
    form.offer_owners(possible_owners(scope.session))
    form.offer_tasks(boxes)
    form.show_evidence(found.get("evidence", {}))
    awaited = hint_boxes(form, letter, page.breach.cause, today())
    if not form.is_submitted():
        form.deadlines.data = awaited
    return form


def _confirmation(form: ConfirmForm, letter: RegulatorLetter) -> Confirmation:
    days = {name: form[name].data for name in _DAYS}
    facts = {
        **{name: on.isoformat() if on else None for name, on in days.items()},
        "outcome": form.outcome.data,
        "case_reference": form.case_reference.data or "",
        "own_reference": form.own_reference.data or "",
        "late": form.late.data,
        "closed": form.closed.data,
        "penalty": form.penalty.data,
    }
    return Confirmation(
        outcome=LetterOutcome(form.outcome.data),
        case_reference=form.case_reference.data or "",
        sent_on=form.sent_on.data,
        facts=facts,
        tasks=ticked(form, letter),
        owner_id=UUID(form.owner.data) if form.owner.data else None,
        due_on=form.due_on.data,
    )


def _confirmed(council: str, page: BreachPage, letter: RegulatorLetter) -> Any:
    rows = actions_from_letters(scope.session, breach_id=page.breach.id)
    body = render_template(
        "letters/letter.html",
        facts=letter.confirmed or {},
        actions=in_order([row for row in rows if row.letter_id == letter.id], letter),
        outcomes=OUTCOMES,
        lateness=LATE,
        closing=CLOSED,
        days={name: _day((letter.confirmed or {}).get(name)) for name in _DAYS},
        **_about(council, page, letter),
    )
    note_look(page.breach.id, Looked.LETTERS.named(letter.id))
    return body


def _about(council: str, page: BreachPage, letter: RegulatorLetter) -> dict[str, Any]:
    file = (
        get_file(scope.session, breach_id=page.breach.id, file_id=letter.file_id)
        if letter.file_id
        else None
    )
    return {
        "page": page,
        "letter": letter,
        "found": {**Found().as_json(), "ignored_attachments": [], **letter.found},
        "file": file,
        "home": form_address(council, page.breach.reference, ""),
        "root": form_address(council, page.breach.reference, f"letters/{letter.id}"),
    }


def _other_references(reference: str, theirs: str) -> list[str]:
    """Return the references that the breach is known by, where the letter has another one."""
    known = services.known_references(scope.session, reference=reference)
    return [] if not theirs or theirs.strip().upper() in known else sorted(known)


def _day(iso: Any) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _said(count: int) -> str:
    if count == 0:
        return "Confirmed. Nothing was put on the list of actions."
    return f"Confirmed. {count} {'action is' if count == 1 else 'actions are'} on the list."
