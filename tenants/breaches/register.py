"""The breach register as lists: filtered, paged, in a fixed order, in a fixed number of queries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased

from tenants.access import Member, Office, Permission, Role
from tenants.breaches.grounds import grounds_of
from tenants.breaches.handlers import Handlers, choose_handlers
from tenants.breaches.left import left_of, next_step
from tenants.breaches.steps import NextStep, is_waiting_for
from tenants.db import ScopedSession
from tenants.models import (
    Breach,
    Deadline,
    Involvement,
    Membership,
    Nature,
    ObligationId,
    State,
)
from tenants.people import holders_of

# A line as it is selected: the breach, its lead's name, its first due time, what is open on it.
_Lines = Select[Any, Any, Any, Any]

PAGE_SIZE = 50
MOST_AT_HOME = 50
SOON: Final = timedelta(days=14)
"""How long before something is due a closed breach is shown again to those at home."""
BATCH = 200


class Shelf(StrEnum):
    """The parts of the register: near misses and what was no breach are kept, apart.

    Practice breaches stand on a shelf of their own and on no other, not even `EVERYTHING`.
    """

    OPEN = "open"
    CLOSED = "closed"
    APART = "apart"
    EVERYTHING = "everything"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a reader wants to see of the register."""

    shelf: Shelf = Shelf.OPEN
    state: State | None = None
    year: int | None = None
    rated_at_least: int | None = None


@dataclass(frozen=True, slots=True)
class BreachLine:
    """One line of the register: the breach, its clock, its next step and who has it."""

    breach: Breach
    lead_name: str | None
    due_at: datetime | None
    open_obligations: tuple[str, ...]
    step: NextStep
    is_yours: bool
    handlers: Handlers


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """One page of the register, how much there is in all, and what it can be narrowed to."""

    lines: tuple[BreachLine, ...]
    number: int
    total: int
    years: tuple[int, ...]
    ratings: tuple[int, ...]

    @property
    def pages(self) -> int:
        """Return how many pages there are; an empty register has one."""
        return max(1, -(-self.total // PAGE_SIZE))


def real_breaches() -> ColumnElement[bool]:
    """Return the condition that leaves practice breaches out: every figure must ask it."""
    return Breach.is_drill.is_(False)


def count_open(session: ScopedSession) -> int:
    """Return how many breaches are open; practice is none."""
    wanted = and_(real_breaches(), Breach.state != State.CLOSED)
    return session.scalar(select(func.count()).select_from(Breach).where(wanted)) or 0


def list_breaches(
    session: ScopedSession, filters: Filters, *, page: int, member: Member
) -> RegisterPage:
    """Return a page of the register, the latest report first; a page past the end is the last."""
    wanted = and_(True, *_conditions(filters))  # noqa: FBT003 - SQLAlchemy's neutral condition
    total = session.scalar(select(func.count()).select_from(Breach).where(wanted)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(1, page), pages)
    lines = _lines(
        session,
        _selected()
        .where(wanted)
        .order_by(Breach.reported_at.desc(), Breach.id)
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE),
        member,
    )
    is_alike = Breach.is_drill.is_(filters.shelf == Shelf.PRACTICE)
    kinds = session.execute(select(Breach.year, Breach.rating).where(is_alike).distinct()).all()
    years = sorted({year for year, _ in kinds}, reverse=True)
    ratings = sorted({rating for _, rating in kinds if rating is not None})
    return RegisterPage(tuple(lines), number, total, tuple(years), tuple(ratings))


def batches_of(
    session: ScopedSession,
    filters: Filters,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Iterator[list[Breach]]:
    """Yield what the filters want, the latest report first, some hundred at a time; no practice.

    Only what was reported from `since` on and before `until`, where these are given.
    """
    wanted = select(Breach).where(real_breaches(), *_conditions(filters))
    if since is not None:
        wanted = wanted.where(Breach.reported_at >= since)
    if until is not None:
        wanted = wanted.where(Breach.reported_at < until)
    wanted = wanted.order_by(Breach.reported_at.desc(), Breach.id).limit(BATCH)
    found = list(session.scalars(wanted))
    while found:
        yield found
        last = found[-1]
        later = and_(Breach.reported_at == last.reported_at, Breach.id > last.id)
        found = list(session.scalars(wanted.where((Breach.reported_at < last.reported_at) | later)))


def open_breaches(
    session: ScopedSession, *, member: Member, now: datetime | None = None
) -> list[BreachLine]:
    """Return the council's open breaches, the nearest clock first: what a home page is made of.

    With `now`, also the closed ones of which something is due within a fortnight, or is late. A
    practice breach comes after every real one. Whoever may not see the register gets none.
    """
    if not member.can(Permission.SEE_REGISTER):
        return []
    wanted = Breach.state != State.CLOSED
    query = _selected().where(wanted if now is None else wanted | Breach.id.in_(_soon_due(now)))
    return _lines(
        session,
        query.order_by(
            Breach.is_drill,
            func.min(Deadline.due_at).nulls_last(),
            Breach.reported_at,
            Breach.id,
        ).limit(MOST_AT_HOME),
        member,
    )


def _soon_due(now: datetime) -> Select[UUID | None]:
    """Return of which breaches something is due soon, closed ones too; erasing has years."""
    return select(Deadline.breach_id).where(
        Deadline.breach_id.is_not(None),
        Deadline.obligation != ObligationId.ERASE,
        Deadline.met_at.is_(None),
        Deadline.cancelled_at.is_(None),
        Deadline.due_at <= now + SOON,
    )


def own_reports(session: ScopedSession, *, member: Member) -> list[Breach]:
    """Return the last breaches that this member reported, the latest first; no practice."""
    return list(
        session.scalars(
            select(Breach)
            .where(Breach.reporter_id == member.membership_id, real_breaches())
            .order_by(Breach.reported_at.desc(), Breach.id)
            .limit(20)
        )
    )


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    apart = (Nature.NEAR_MISS, Nature.NOT_A_BREACH)
    is_practice = filters.shelf == Shelf.PRACTICE
    conditions: list[ColumnElement[bool]] = [Breach.is_drill.is_(is_practice)]
    match filters.shelf:
        case Shelf.OPEN:
            conditions.append(Breach.state != State.CLOSED)
        case Shelf.CLOSED:
            conditions += [Breach.state == State.CLOSED, Breach.nature.not_in(apart)]
        case Shelf.APART:
            conditions.append(Breach.nature.in_(apart))
        case Shelf.EVERYTHING | Shelf.PRACTICE:
            pass
    if filters.state is not None:
        conditions.append(Breach.state == filters.state)
    if filters.year is not None:
        conditions.append(Breach.year == filters.year)
    if filters.rated_at_least is not None:
        conditions.append(Breach.rating >= filters.rated_at_least)
    return conditions


def _selected() -> _Lines:
    lead = aliased(Membership)
    is_open = and_(
        Deadline.council_id == Breach.council_id,
        Deadline.breach_id == Breach.id,
        Deadline.met_at.is_(None),
        Deadline.cancelled_at.is_(None),
    )
    obligations = func.array_agg(aggregate_order_by(Deadline.obligation, Deadline.obligation))
    return (
        select(
            Breach,
            lead.name,
            func.min(Deadline.due_at).filter(Deadline.obligation != ObligationId.ERASE),
            obligations.filter(Deadline.id.is_not(None)),
        )
        .outerjoin(lead, and_(lead.council_id == Breach.council_id, lead.id == Breach.lead_id))
        .outerjoin(Deadline, is_open)
        .group_by(Breach.council_id, Breach.id, lead.name)
    )


def _lines(session: ScopedSession, query: _Lines, member: Member) -> list[BreachLine]:
    rows = session.execute(query).all()
    if not rows:
        return []
    involved = _involved_in(session, [row[0].id for row in rows])
    members = holders_of(session, offices=tuple(Office), roles=(Role.LEAD_INVESTIGATOR,))
    grounds = grounds_of(session, [row[0] for row in rows], owners=members)
    lines = []
    for breach, lead_name, due_at, obligations in rows:
        standing = tuple(obligations or ())
        step = next_step(breach, left_of(breach, grounds[breach.id]))
        handlers = choose_handlers(members, involved.get(breach.id, ()))
        yours = is_waiting_for(step, breach, member, handlers)
        lines.append(BreachLine(breach, lead_name, due_at, standing, step, yours, handlers))
    return lines


def _involved_in(session: ScopedSession, breach_ids: Sequence[UUID]) -> dict[UUID, set[UUID]]:
    """Return who was involved in causing each of these breaches."""
    rows = session.execute(
        select(Involvement.breach_id, Involvement.membership_id).where(
            Involvement.breach_id.in_(breach_ids), Involvement.was_involved
        )
    )
    involved: dict[UUID, set[UUID]] = {}
    for breach_id, membership_id in rows:
        involved.setdefault(breach_id, set()).add(membership_id)
    return involved
