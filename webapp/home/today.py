"""What a member finds waiting in one council: for them, for others, and what is coming."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from tenants.access import Member, Permission, Role
from tenants.breaches.acknowledgements import reports_to_read
from tenants.breaches.drafts import open_drafts_of
from tenants.breaches.register import BreachLine, open_breaches, own_reports
from tenants.breaches.steps import Holder
from tenants.councils import get_own_council
from tenants.db import ScopedSession
from tenants.messages import undelivered_since
from tenants.models import AdoptedPolicy, Breach, Draft, Message, ObligationId
from tenants.people import list_members
from tenants.policies import PublishedModel, model_to_consider, policy_in_force
from tenants.prompts import Prompt, prompts_at_home
from tenants.times import LONDON

UNDELIVERED_FOR = timedelta(days=30)
_NEVER = datetime.max.replace(tzinfo=UTC)


class Coming(StrEnum):
    """What is coming in a council's year."""

    ADOPT_POLICY = "adopt_policy"
    REVIEW_OVERDUE = "review_overdue"
    REVIEW = "review"
    MEETING = "meeting"
    OWN_TRAINING = "own_training"
    TRAINING = "training"
    EVIDENCE = "evidence"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Ahead:
    """Something that is coming, on a day (Europe/London) where one is set; late once it passed."""

    what: Coming
    on: date | None
    is_late: bool = False
    people: int = 1
    year: str = ""


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A letter that nobody took: for whom it was, and the breach that it is about.

    Where `failed_at` is None, it was refused and is tried again.
    """

    recipient: str
    reference: str | None
    failed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """A member's home in one council; `model` is offered and waits for an office's answer.

    `to_read` are the breaches whose report this councillor has not said to have read.
    """

    yours: tuple[BreachLine, ...]
    others: tuple[BreachLine, ...]
    late: tuple[BreachLine, ...]
    told: tuple[BreachLine, ...]
    to_read: tuple[Breach, ...]
    drafts: tuple[Draft, ...]
    reports: tuple[Breach, ...]
    ahead: tuple[Ahead, ...]
    undelivered: tuple[Undelivered, ...]
    model: PublishedModel | None
    is_policy_adopted: bool

    @property
    def most_urgent(self) -> BreachLine | None:
        """Return what the member should do first."""
        return self.yours[0] if self.yours else None


def today_of(session: ScopedSession, *, member: Member, now: datetime) -> Today:
    """Return what waits for a member in the session's council, in a fixed number of queries."""
    lines = open_breaches(session, member=member, now=now)
    yours, others = share(lines)
    adopted, _ = policy_in_force(session)
    meeting = get_own_council(session).next_meeting_on
    return Today(
        yours=yours,
        others=others,
        late=tuple(line for line in others if is_late(line, member, now)),
        told=tuple(line for line in lines if line.breach.council_told_rating is not None),
        to_read=_to_read(session, member),
        drafts=tuple(open_drafts_of(session, by=member)),
        reports=tuple(own_reports(session, member=member)),
        ahead=what_is_ahead(
            adopted,
            meeting,
            now.astimezone(LONDON).date(),
            asked=prompts_at_home(session, member=member, now=now),
        ),
        undelivered=_undelivered(session, lines, member, now),
        model=model_to_consider(session) if member.can(Permission.MANAGE_PEOPLE) else None,
        is_policy_adopted=adopted.adopted_on is not None,
    )


def _to_read(session: ScopedSession, member: Member) -> tuple[Breach, ...]:
    if Role.COUNCILLOR not in member.roles:
        return ()
    return tuple(reports_to_read(session, member=member))


def share(lines: Sequence[BreachLine]) -> tuple[tuple[BreachLine, ...], tuple[BreachLine, ...]]:
    """Return what waits for the member and what waits for others, the nearest clock first."""
    waiting = [line for line in lines if line.step.holder != Holder.NOBODY]
    in_order = sorted(waiting, key=soonest)
    yours = tuple(line for line in in_order if line.is_yours)
    return yours, tuple(line for line in in_order if not line.is_yours)


def soonest(line: BreachLine) -> tuple[bool, datetime, datetime]:
    """Return what puts lines in order: practice last, then their clock, then their report."""
    return line.breach.is_drill, line.due_at or _NEVER, line.breach.reported_at


def is_late(line: BreachLine, member: Member, now: datetime) -> bool:
    """Whether a line's time has passed and this member is one who can press for it."""
    return line.due_at is not None and line.due_at <= now and member.can(Permission.HANDLE_BREACH)


def what_is_ahead(
    adopted: AdoptedPolicy, meeting: date | None, today: date, *, asked: Sequence[Prompt] = ()
) -> tuple[Ahead, ...]:
    """Return what is coming: first what has no day, then by day, so what is late first. Pure.

    The review is read off the policy itself, of everything else the calendar's rows are `asked`.
    """
    ahead = [
        Ahead(_coming(one), one.due_on, is_late=one.is_late, people=one.people, year=one.year)
        for one in asked
        if one.obligation != ObligationId.REVIEW_POLICY
    ]
    if adopted.adopted_on is None:
        ahead.append(Ahead(Coming.ADOPT_POLICY, None))
    if adopted.review_on is not None:
        is_overdue = adopted.review_on < today
        what = Coming.REVIEW_OVERDUE if is_overdue else Coming.REVIEW
        ahead.append(Ahead(what, adopted.review_on, is_late=is_overdue))
    if meeting is not None and meeting >= today:
        ahead.append(Ahead(Coming.MEETING, meeting))
    return tuple(sorted(ahead, key=lambda one: one.on or date.min))


def _coming(prompt: Prompt) -> Coming:
    match prompt.obligation:
        case ObligationId.ANNUAL_RETURN:
            return Coming.RETURN
        case ObligationId.EVIDENCE_PACK:
            return Coming.EVIDENCE
        case _:
            return Coming.OWN_TRAINING if prompt.is_own else Coming.TRAINING


def _undelivered(
    session: ScopedSession, lines: Sequence[BreachLine], member: Member, now: datetime
) -> tuple[Undelivered, ...]:
    """Return the letters of the last month that nobody took, for whoever looks after the people."""
    if not member.can(Permission.MANAGE_PEOPLE):
        return ()
    failed = undelivered_since(session, since=now - UNDELIVERED_FOR)
    if not failed:
        return ()
    names = {row.id: row.name for row in list_members(session)}
    references = {line.breach.id: line.breach.reference for line in lines}

    def one(message: Message) -> Undelivered:
        reference = references.get(message.breach_id) if message.breach_id else None
        recipient = names.get(message.recipient_id, "somebody")
        return Undelivered(recipient, reference, message.failed_at)

    return tuple(one(message) for message in failed)
