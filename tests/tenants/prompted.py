"""What a council's calendar holds and says, read as tests of its prompts ask for it."""

from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import select, update

from tenants.models import Contact, Deadline, Membership, Message, MessageKind, ObligationId, Upkeep
from tenants.policies import adopt_policy
from tenants.prompts import claim_upkeep, keep_up, record_training
from tenants.times import LONDON
from tests.councils import TestCouncil
from tests.tenants.posted import who


def london(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """Return the instant at which a clock in London shows this, in UTC."""
    return datetime.combine(date(year, month, day), time(hour, minute), tzinfo=LONDON).astimezone(
        UTC
    )


def gone_through(council: TestCouncil, now: datetime) -> None:
    """Go through the council's calendar, as on any day at this time."""
    with council.session() as session:
        session.execute(update(Upkeep).values(next_at=now))
        assert claim_upkeep(session, now=now)
        keep_up(session, now=now)
        session.commit()


def rows(council: TestCouncil, obligation: ObligationId) -> list[Deadline]:
    """Return what the calendar holds of this kind and was not cancelled, by its day."""
    with council.session() as session:
        return list(
            session.scalars(
                select(Deadline)
                .where(Deadline.obligation == obligation, Deadline.cancelled_at.is_(None))
                .order_by(Deadline.due_at, Deadline.occasion)
            )
        )


def planned(
    council: TestCouncil, obligation: ObligationId, occasion: str | None = None
) -> list[tuple[str, datetime]]:
    """Return who is to be told of this kind of row and when, of what still waits."""
    query = (
        select(Message)
        .join(Deadline, Deadline.id == Message.deadline_id)
        .where(
            Deadline.obligation == obligation,
            Message.sent_at.is_(None),
            Message.cancelled_at.is_(None),
        )
        .order_by(Message.due_at, Message.position, Message.id)
    )
    if occasion is not None:
        query = query.where(Deadline.occasion == occasion)
    with council.session() as session:
        return [(who(council, row), row.due_at) for row in session.scalars(query)]


def occasional(council: TestCouncil, kind: MessageKind) -> list[tuple[str, datetime, str]]:
    """Return who got or gets this kind of message, when, and on which occasion."""
    with council.session() as session:
        found = session.scalars(
            select(Message).where(Message.kind == kind).order_by(Message.due_at, Message.position)
        )
        return [(who(council, row), row.due_at, row.occasion) for row in found]


def adopt(council: TestCouncil, on: date, review_on: date, now: datetime) -> None:
    """Adopt the words in force at a meeting, to be looked at again on a day."""
    with council.session() as session:
        adopt_policy(
            session,
            by=council.members["clerk"],
            meeting=(on, f"minute of {on}"),
            review_on=review_on,
            now=now,
        )
        session.commit()


def train(council: TestCouncil, on: date, now: datetime, *names: str) -> int:
    """Record that these members had training on a day."""
    with council.session() as session:
        number = record_training(
            session,
            membership_ids=[council.members[name].membership_id for name in names],
            trained_on=on,
            what="The association's evening course",
            by=council.members["clerk"],
            now=now,
        )
        session.commit()
        return number


def say(council: TestCouncil, name: str, now: datetime, **said: Any) -> None:
    """Record what a member said about how they are reached."""
    with council.session() as session:
        session.add(
            Contact(
                council_id=council.id,
                membership_id=council.members[name].membership_id,
                changed_at=now,
                **said,
            )
        )
        session.commit()


def leave(council: TestCouncil, name: str, now: datetime | None) -> None:
    """Record that a member left, or came back."""
    with council.session() as session:
        session.execute(
            update(Membership)
            .where(Membership.id == council.members[name].membership_id)
            .values(left_at=now)
        )
        session.commit()
