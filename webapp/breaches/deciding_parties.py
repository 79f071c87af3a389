"""Who is told of a breach: all parties on one page, a form for each, and one for nobody else."""

from datetime import datetime
from typing import Any, Final

from flask import abort, flash, redirect, request

from tenants.access import Permission
from tenants.breaches import deciding as services
from tenants.breaches.choices import METHODS, needs_exception
from tenants.breaches.decisions import DO_NOT_TELL, TELL, Choice
from tenants.breaches.handlers import require_lead
from tenants.breaches.lateness import draft_reason
from tenants.breaches.page import BreachPage
from tenants.breaches.parties import (
    OF_THE_LAW,
    PARTIES,
    others_undecided_in,
    party_lines,
    party_words,
    proposals,
    undecided_others,
)
from tenants.breaches.record import Seen
from tenants.errors import AlreadyDone, NotYet
from tenants.models import Breach, Decision, PeopleException, Subject
from tenants.policy import Assessment, regulator_deadline
from tenants.times import when
from webapp.access import requires
from webapp.breaches import breaches
from webapp.breaches.addresses import breach_address, form_address
from webapp.breaches.deciding_forms import (
    DecisionForm,
    NobodyElseForm,
    exception_words,
    start_of_method,
)
from webapp.breaches.deciding_thresholds import exceptions, regulator, threshold, what_to_say
from webapp.breaches.receiving import ADDRESS, BOTH, clock, refuse_closed, shown
from webapp.breaches.refusals import VersionedForm, keep_typed, show
from webapp.forms import takes_form
from webapp.scope import scope

ALL_PARTIES: Final = "decisions"
_FIELDS: Final = (
    *("decided", "reason", "done_at", "their_reference"),
    *("party_name", "message", "method", "exception"),
)


@breaches.get(f"{ADDRESS}/decisions")
@requires(Permission.HANDLE_BREACH)
def decisions(council: str, reference: str) -> Any:
    """List everybody who may be told: what is proposed, what was decided, what is still open."""
    page = shown(reference)
    lines = party_lines(scope.session, page.breach)
    return show(
        "decisions",
        VersionedForm.about(page.breach.version),
        page=page,
        lines=lines,
        rest=[party_words(each) for each in others_undecided_in(lines)],
        may_decide=page.is_lead and page.breach.closed_at is None,
        of_the_law=OF_THE_LAW,
        root=form_address(council, reference, ALL_PARTIES),
        **_words(),
        documents=form_address(council, reference, "documents"),
    )


@breaches.route(f"{ADDRESS}/decisions/nobody-else", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def nobody_else(council: str, reference: str) -> Any:
    """Record, with one reason, that nobody of those still undecided is told."""
    page = shown(reference)
    require_lead(scope.session, page.breach, scope.member)
    refuse_closed(page.breach)
    rest = undecided_others(scope.session, page.breach)
    form = NobodyElseForm.about(page.breach.version)
    everybody = form_address(council, reference, ALL_PARTIES)
    if not rest:
        message = "Everybody has a decision already."
        raise AlreadyDone(message)
    if form.is_sent():
        with keep_typed(form, reference):
            services.tell_nobody_else(
                scope.session,
                seen=Seen(reference, form.version.number),
                reason=form.reason.data or "",
                by=scope.member,
                now=clock().now(),
            )
            scope.commit()
            flash("Recorded: nobody else needs to be told, and why.", "success")
            return redirect(everybody, 303)
    found = proposals(scope.session, page.breach)
    spoken_for = [
        (party_words(each), found[each].why) for each in rest if found[each].choice == TELL
    ]
    whom = [party_words(each) for each in rest]
    return show("nobody_else", form, page=page, whom=whom, spoken_for=spoken_for, back=everybody)


@breaches.route(f"{ADDRESS}/decisions/<about>", methods=BOTH)
@requires(Permission.HANDLE_BREACH)
@takes_form
def decision(council: str, reference: str, about: str) -> Any:
    """Decide whether somebody is told, and what they are told; later, add when."""
    if about not in PARTIES:
        abort(404)
    subject = Subject(about)
    page = shown(reference)
    require_lead(scope.session, page.breach, scope.member)
    refuse_closed(page.breach)
    conclusion = _rated(page) if subject in OF_THE_LAW else None
    latest = _latest(page, subject)
    form = _form(page, subject, latest)
    if form.is_sent():
        choice = _choice(form, subject, page, latest)
        onward = _onward(council, reference, subject)
        if latest is not None and _says_the_same(latest, choice):
            return redirect(onward, 303)
        with keep_typed(form, reference):
            breach = services.record_decision(
                scope.session,
                choice,
                seen=Seen(reference, form.version.number),
                by=scope.member,
                now=clock().now(),
            )
            scope.commit()
            flash(_recorded(choice, breach), "success")
            return redirect(onward, 303)
    return _shown_form(page, subject, latest, form, conclusion)


def _shown_form(
    page: BreachPage,
    subject: Subject,
    latest: Decision | None,
    form: DecisionForm,
    conclusion: Assessment | None,
) -> Any:
    name = latest.party_name if latest else ""
    about: dict[str, Any] = {
        "page": page,
        "subject": subject,
        "whom": party_words(subject, name),
        "earlier": [
            row
            for row in page.decisions
            if row.subject == subject and row.party_name.casefold() == name.casefold()
        ]
        if latest
        else [],
        **_words(),
        "asks_exception": needs_exception(page.breach, subject, DO_NOT_TELL),
    }
    if conclusion is None:
        proposal = proposals(scope.session, page.breach)[subject]
        back = form_address(scope.council.slug, page.breach.reference, ALL_PARTIES)
        return show("decision_party", form, proposal=proposal, back=back, **about)
    return show(
        "decision",
        form,
        threshold=threshold(page, conclusion, subject),
        due_at=regulator_deadline(page.breach.aware_at),
        to_say=what_to_say(subject),
        exceptions=exceptions(),
        regulator=regulator(page.breach),
        draft=form.drafted.data or "",
        **about,
    )


def _words() -> dict[str, Any]:
    """Return the words of the closed sets that a decision holds."""
    return {"methods": METHODS, "exception_words": exception_words()}


def _rated(page: BreachPage) -> Assessment:
    """Return the rating that a decision rests on, or say what comes first."""
    if page.breach.risk is None or page.conclusion is None:
        message = "Rate the breach first: the decision rests on it."
        raise NotYet(message)
    return page.conclusion


def _latest(page: BreachPage, subject: Subject) -> Decision | None:
    """Return the decision that stands; of another party the one that the address names."""
    rows = [row for row in page.decisions if row.subject == subject]
    if subject != Subject.OTHER:
        return rows[0] if rows else None
    of = request.args.get("of")
    if of is None:
        return None
    named = next((row.party_name.casefold() for row in rows if str(row.id) == of), None)
    if named is None:
        abort(404)
    return next(row for row in rows if row.party_name.casefold() == named)


def _form(page: BreachPage, subject: Subject, latest: Decision | None) -> DecisionForm:
    """Return the form as it was sent, or with the decision that stands, to be added to.

    Past the 72 hours an earlier reason is left out until it is done, because it says nothing of the
    delay; what the record shows about that stands in its place.
    """
    breach, now = page.breach, clock().now()
    start: dict[str, str] = {}
    if latest is not None:
        start = {name: getattr(latest, name) or "" for name in _FIELDS if name != "done_at"}
        start |= start_of_method(latest.method) or {"method": ""}
    draft = ""
    is_done = latest is not None and latest.done_at is not None
    if subject == Subject.REGULATOR and not is_done:
        draft = draft_reason(scope.session, breach, now)
        if draft:
            is_asked = proposals(scope.session, breach)[subject].choice == TELL
            start["reason"] = draft if is_asked else ""
    form = DecisionForm.about(breach.version, drafted=draft, **start)
    form.offer(
        subject,
        name=latest.party_name if latest else "",
        is_excepted=needs_exception(breach, subject, DO_NOT_TELL),
        is_drill=breach.is_drill,
    )
    if not form.is_submitted() and latest is not None and latest.done_at is not None:
        form.done.typed = when(latest.done_at)
    return form


def _choice(
    form: DecisionForm, subject: Subject, page: BreachPage, latest: Decision | None
) -> Choice:
    """Return what was chosen; a drafted reason counts only where it is the reason of a delay."""
    decided = form.decided.data or ""
    done_at = form.done.data.at if form.done.data else None
    is_late = (done_at or clock().now()) > regulator_deadline(page.breach.aware_at)
    is_reason = not form.is_as_drafted or (decided == TELL and is_late)
    return Choice(
        subject=subject,
        decided=decided,
        reason=form.why if is_reason else "",
        done_at=done_at,
        their_reference=form.their_reference.data or "",
        party_name=latest.party_name if latest else form.typed_name,
        message=form.message.data or "",
        method=form.way,
        exception=form.picked_exception if decided == DO_NOT_TELL else None,
    )


def _says_the_same(latest: Decision, choice: Choice) -> bool:
    """Whether this is the decision that stands already: a second press of the same button."""
    return all(getattr(latest, name) == getattr(choice, name) for name in _FIELDS)


def _onward(council: str, reference: str, subject: Subject) -> str:
    if subject in OF_THE_LAW:
        return breach_address(council, reference)
    return form_address(council, reference, ALL_PARTIES)


def _recorded(choice: Choice, breach: Breach) -> str:
    """Say what was recorded, and what it means for the clock."""
    if breach.is_drill:
        return "Recorded, as practice. Nobody outside the council is told."
    whom = party_words(choice.subject, choice.party_name)
    if choice.decided == DO_NOT_TELL:
        return _recorded_silence(choice, whom)
    if choice.done_at is not None:
        return f"Recorded: you told {whom} on {when(choice.done_at)}."
    if choice.subject == Subject.REGULATOR:
        return f"Recorded: you will tell {whom}. {_by(breach, clock().now())}"
    return f"Recorded: you will tell {whom}. Come back and say when it is done."


def _recorded_silence(choice: Choice, whom: str) -> str:
    if choice.exception == PeopleException.DISPROPORTIONATE:
        if choice.done_at is not None:
            return f"Recorded: a public notice was given on {when(choice.done_at)}, and why."
        return "Recorded. Put up the public notice, then come back and say when."
    alerts = " No more alerts will come about it." if choice.subject in OF_THE_LAW else ""
    return f"Recorded: you do not tell {whom}, and why.{alerts}"


def _by(breach: Breach, now: datetime) -> str:
    due_at = regulator_deadline(breach.aware_at)
    time = "now: it is late, not lost" if now > due_at else f"by {when(due_at)}"
    return f"Do it {time}. Then come back and say when."
