"""What a reporter gets back: the number, what to do now, who was told, and a copy to keep."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tenants.access import Member, Office
from tenants.breaches.assessments import assessments_of
from tenants.breaches.page import WITHOUT_ACCOUNT, get_own_report
from tenants.db import ScopedSession
from tenants.deadlines import deadlines_of
from tenants.messages import messages_of
from tenants.models import (
    AssessmentRow,
    Breach,
    Deadline,
    Membership,
    Message,
    MessageKind,
    Nature,
    State,
)
from tenants.models.vocabulary import ObligationId, Precision
from tenants.people import list_members
from tenants.policy import BreachFacts, Cause, containment_advice
from tenants.times import when
from webapp.report.forms import CATEGORIES, RECOVERABLE
from webapp.report.kinds import cause_of, kind_words

_OFFICES = {Office.CLERK: "the clerk", Office.CHAIR: "the chair"}
_RANKS: dict[str | None, int] = {office: rank for rank, office in enumerate(_OFFICES)}
_UNKNOWN = "Not yet known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A report as its reporter sees it; `decide_by` is None when no decision is waited for."""

    breach: Breach
    cause: Cause
    reporter: str
    is_theirs: bool
    told: tuple[str, ...]
    decide_by: datetime | None
    lines: tuple[tuple[str, str], ...]

    @property
    def advice(self) -> tuple[str, ...]:
        """Return the three things to do right now."""
        return containment_advice(self.cause)

    @property
    def progress(self) -> str:
        """Return how far the council has come with it, in a sentence."""
        return progress_of(self.breach)


def get_receipt(session: ScopedSession, *, reference: str, member: Member) -> Receipt:
    """Return a report's receipt, or raise `NotFound` for whoever may not know who reported it."""
    breach = get_own_report(session, reference=reference, member=member)
    people = list_members(session)
    names = {person.id: person.name for person in people}
    return Receipt(
        breach=breach,
        cause=cause_of(breach.cause),
        reporter=names[breach.reporter_id] if breach.reporter_id else WITHOUT_ACCOUNT,
        is_theirs=breach.reporter_id == member.membership_id,
        told=tuple(_told(people, messages_of(session, breach_id=breach.id), member)),
        decide_by=_decide_by(deadlines_of(session, breach_id=breach.id)),
        lines=tuple(_lines(breach, assessments_of(session, breach_id=breach.id))),
    )


def progress_of(breach: Breach) -> str:
    """Return how far the council has come with a report, in a sentence for its reporter."""
    if breach.nature == Nature.NEAR_MISS:
        return "It turned out to be a near miss. It stays in the register."
    if breach.nature == Nature.NOT_A_BREACH:
        return "It turned out not to be a breach. It stays in the register."
    match State(breach.state):
        case State.REPORTED:
            return "It has gone to those who receive reports. Nobody has looked at it yet."
        case State.RECEIVED:
            return "It has been looked at. A lead investigator is to be named."
        case State.CLOSED:
            return "It has been dealt with and closed."
        case State.INVESTIGATING | State.RATED | State.DECIDED:
            return "It is being dealt with."


def as_text(receipt: Receipt, *, council_name: str) -> str:
    """Return the copy as plain text, for whoever keeps files rather than paper."""
    breach = receipt.breach
    parts = [
        f"{breach.marker}{breach.name[0].upper()}{breach.name[1:]}, {council_name}",
        f"Reported by {receipt.reporter} on {when(breach.reported_at)}",
    ]
    if receipt.decide_by is not None:
        parts.append(f"The 72 hours end on {when(receipt.decide_by)}")
    parts += [f"{name}\n{answer}" for name, answer in receipt.lines]
    parts.append("What to do right now\n" + "\n".join(f"* {line}" for line in receipt.advice))
    return "\n\n".join(parts) + "\n"


def _told(
    everybody: Iterable[Membership], messages: Iterable[Message], member: Member
) -> Iterable[str]:
    """Yield whom the service wrote to about the report, by office and name."""
    reached = {row.recipient_id for row in messages if row.kind == MessageKind.REPORT_RECEIVED}
    people = [person for person in everybody if person.id in reached]
    for person in sorted(people, key=lambda person: _RANKS.get(person.office, len(_RANKS))):
        name = "you" if person.id == member.membership_id else person.name
        office = _OFFICES.get(Office(person.office)) if person.office else None
        yield f"{office} ({name})" if office else name


def _decide_by(deadlines: Iterable[Deadline]) -> datetime | None:
    """Return when the 72 hours end, for as long as the decision is still to be taken."""
    wanted = (row for row in deadlines if row.obligation == ObligationId.DECIDE_REGULATOR)
    return next((row.due_at for row in wanted if row.met_at is None), None)


def _lines(breach: Breach, assessments: Sequence[AssessmentRow]) -> Iterable[tuple[str, str]]:
    """Yield everything that was reported, name by name, as it was reported."""
    facts = BreachFacts.from_json(assessments[0].facts if assessments else breach.facts)
    occurred = Precision(breach.occurred_precision)
    categories = [label for value, label in CATEGORIES.items() if value in facts.categories]
    yield "What happened", breach.description
    yield "Nearest kind", kind_words(cause_of(breach.cause))
    yield "Found out", when(breach.suspected_at) if breach.suspected_at else "Not known"
    yield (
        "Happened",
        when(breach.occurred_at, occurred) if breach.occurred_at else "Not known",
    )
    yield "Whose information", breach.whose or _UNKNOWN
    yield "How many people", breach.people_words or _UNKNOWN
    yield "What kind of information", "\n".join(categories) or _UNKNOWN
    yield "Can it be got back", RECOVERABLE.get(breach.recoverable, _UNKNOWN)
    yield "What had been done", breach.action_taken or "Nothing was written here"
    yield "How to reach the reporter", breach.contact or _UNKNOWN
