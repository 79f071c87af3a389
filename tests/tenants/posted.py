"""What the outbox holds and sends, read as tests ask for it, and what each step needs."""

from collections import Counter
from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from tenants.breaches.decisions import Choice
from tenants.breaches.handing_over import change_place
from tenants.breaches.page import BreachPage, get_breach_page
from tenants.breaches.rating import override_rating
from tenants.messages import claim_due_message, mark_sent
from tenants.models import AuditEntry, Deadline, Message, MessageKind, ObligationId, Subject
from tenants.policies import FromDocument, SeenDraft, adopt_policy, start_draft
from tests.councils import TestCouncil

REGULATOR = (ObligationId.DECIDE_REGULATOR, ObligationId.NOTIFY_REGULATOR)
_OF_THE_LAW = {*REGULATOR, ObligationId.DECIDE_PEOPLE, ObligationId.TELL_PEOPLE}


def who(council: TestCouncil, message: Message) -> str:
    """Return what this message's recipient is in the council."""
    return next(
        (
            name
            for name, member in council.members.items()
            if member.membership_id == message.recipient_id
        ),
        "somebody else",
    )


def waiting(council: TestCouncil, *kinds: MessageKind) -> list[Message]:
    """Return what has not been sent or taken back, in the order it is due; invitations apart."""
    with council.session() as session:
        rows = session.scalars(
            select(Message)
            .where(Message.sent_at.is_(None), Message.cancelled_at.is_(None))
            .order_by(Message.due_at, Message.position)
        )
        return [
            row
            for row in rows
            if (row.kind in kinds if kinds else row.kind != MessageKind.INVITATION)
        ]


def waiting_for(council: TestCouncil, *kinds: MessageKind) -> list[str]:
    """Return to whom these messages will go."""
    return [who(council, message) for message in waiting(council, *kinds)]


def regulator_alerts(council: TestCouncil) -> list[Message]:
    """Return the waiting alerts about the 72 hours, in the order they are due."""
    with council.session() as session:
        about = session.scalars(select(Deadline.id).where(Deadline.obligation.in_(REGULATOR)))
        ids = set(about)
    return [m for m in waiting(council, MessageKind.CLOCK_ALERT) if m.deadline_id in ids]


def ladder(council: TestCouncil) -> list[tuple[str, int]]:
    """Return whom each alert about the 72 hours goes to, and how many hours before the end."""
    return [
        (who(council, message), message.hours_before or 0) for message in regulator_alerts(council)
    ]


def send_due(council: TestCouncil, now: datetime) -> list[tuple[str, str, int | None]]:
    """Send what is due, as the worker does; return who got which kind, hours before.

    What is due to the full council is asked beside every rated breach, and left out here.
    """
    sent: list[tuple[str, str, int | None]] = []
    while True:
        with council.session() as session:
            asked = Deadline.obligation == ObligationId.REPORT_TO_COUNCIL
            apart = set(session.scalars(select(Deadline.id).where(asked)))
            message = claim_due_message(session, now=now)
            if message is None:
                session.commit()
                return sent
            mark_sent(session, message, now=now)
            session.commit()
        if message.kind != MessageKind.INVITATION and message.deadline_id not in apart:
            sent.append((who(council, message), message.kind, message.hours_before))


def counted(council: TestCouncil, model: type[Any]) -> int:
    """Return how many rows of this table the council has."""
    with council.session() as session:
        return len(session.scalars(select(model)).all())


def events(council: TestCouncil) -> Counter[str]:
    """Return how often each event stands in the council's audit trail."""
    with council.session() as session:
        return Counter(session.scalars(select(AuditEntry.event)))


def page_of(council: TestCouncil, reference: str, reader: str = "clerk") -> BreachPage:
    """Return the breach's page as this member sees it."""
    with council.session(reader) as session:
        return get_breach_page(session, reference=reference, member=council.members[reader])


def asked_by_law(page: BreachPage) -> tuple[str, ...]:
    """Return what is left of what the law asks: whom to tell, and telling them."""
    return tuple(one.words for one in page.left if str(one.id) in _OF_THE_LAW)


def override(
    council: TestCouncil,
    reference: str,
    now: datetime,
    *,
    subject: Subject,
    decided: str,
    reason: str = "We know more than the questions ask",
) -> None:
    """Put the lead investigator's own view in place of the engine's."""
    with council.session("lead") as session:
        override_rating(
            session,
            Choice(subject=subject, decided=decided, reason=reason),
            seen=council.seen(reference),
            by=council.members["lead"],
            now=now,
        )
        session.commit()


def unique(values: Collection[object]) -> bool:
    """Whether nothing stands in there twice."""
    return len(values) == len(set(values))


def leave(council: TestCouncil, name: str, now: datetime) -> None:
    """Record that this member left, as the chair does (the clerk, for the chair)."""
    by = "clerk" if name == "chair" else "chair"
    member = council.members[name]
    with council.session(by) as session:
        change_place(
            session,
            by=council.members[by],
            membership_id=member.membership_id,
            place=(member.roles, member.office),
            has_left=True,
            now=now,
        )
        session.commit()


def work_under(council: TestCouncil, document: str) -> None:
    """Let the council adopt a policy with these words; the one before stays on record."""
    clerk, now = council.members["clerk"], datetime(2026, 11, 20, 18, tzinfo=UTC)
    with council.session() as session:
        draft = start_draft(session, source=FromDocument(document), by=clerk, now=now)
        adopt_policy(
            session,
            by=clerk,
            meeting=(date(2026, 11, 2), "2026/50"),
            review_on=date(2027, 11, 1),
            now=now,
            seen=SeenDraft(draft.id, draft.version),
        )
        session.commit()
