"""What the record shows of a breach, as far as what is left to do on it follows from that."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from tenants.breaches.parties import OTHERS, PARTIES, is_still_to_be_told
from tenants.breaches.receiving import investigators
from tenants.db import ScopedSession
from tenants.models import (
    Action,
    ActionKind,
    Breach,
    Deadline,
    Decision,
    Membership,
    ObligationId,
    ReceiptMessage,
    RegulatorLetter,
    Review,
    RiskAssessment,
    Subject,
)

# Whom each breach is asked about, by what it is called; somebody else is thought of by name.
ASKED_ABOUT: Final = tuple(party for party in PARTIES if party != Subject.OTHER)
_OF_THE_CLOCK: Final = {
    Subject.REGULATOR: ObligationId.DECIDE_REGULATOR,
    Subject.PEOPLE: ObligationId.DECIDE_PEOPLE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What the record shows of one breach.

    `duties` are its open deadlines; `undecided` are the parties that nobody has decided about
    and no deadline asks about, `untold` counts those who are still to be told, as decided.
    `containing` and `contained` count the open and the finished actions that stop it.
    """

    duties: tuple[Deadline, ...] = ()
    actions_without_owner: int = 0
    undecided: tuple[Subject, ...] = ()
    untold: int = 0
    has_consequences: bool = False
    has_review: bool = False
    letters_unread: int = 0
    reporter_waits: bool = False
    containing: int = 0
    contained: int = 0

    def duty(self, obligation: ObligationId) -> Deadline | None:
        """Return the open deadline for an obligation that is due first, or None."""
        return next((row for row in self.duties if row.obligation == obligation), None)


def grounds_of(
    session: ScopedSession,
    breaches: Sequence[Breach],
    *,
    owners: Collection[Membership] | None = None,
) -> dict[UUID, Grounds]:
    """Return what the record shows of each of these breaches, in three queries for all of them.

    `owners` are the members who may have an action; asked for in a fourth where nobody gives them.
    """
    ids = [breach.id for breach in breaches]
    if not ids:
        return {}
    duties = _duties(session, ids)
    may_own = {one.id for one in (investigators(session) if owners is None else owners)}
    latest = _latest_decisions(session, ids)
    found = {}
    for row in _flags(session, ids):
        breach_id, consequences, review, letters, is_from_outside, whose, containing, contained = (
            row
        )
        decided = latest.get(breach_id, ())
        found[breach_id] = Grounds(
            duties=tuple(duties.get(breach_id, ())),
            actions_without_owner=sum(who not in may_own for who in whose or ()),
            undecided=_undecided(decided, duties.get(breach_id, ())),
            untold=sum(is_still_to_be_told(row) for row in decided if row.subject in OTHERS),
            has_consequences=consequences,
            has_review=review,
            letters_unread=letters,
            reporter_waits=bool(is_from_outside),
            containing=containing,
            contained=contained,
        )
    return found


def _undecided(decided: Sequence[Decision], duties: Sequence[Deadline]) -> tuple[Subject, ...]:
    """Return whom nobody has decided about, but those whom a deadline asks about."""
    subjects = {row.subject for row in decided}
    asked = {row.obligation for row in duties}
    return tuple(
        party
        for party in ASKED_ABOUT
        if party not in subjects and _OF_THE_CLOCK.get(party) not in asked
    )


def _flags(
    session: ScopedSession, ids: Collection[UUID]
) -> Sequence[tuple[UUID, bool, bool, int, bool | None, list[UUID] | None, int, int]]:
    """Return what is written down of each breach, what is not checked, who wrote last, who acts."""
    unread = (
        select(func.count())
        .where(RegulatorLetter.breach_id == Breach.id, RegulatorLetter.confirmed_at.is_(None))
        .scalar_subquery()
    )
    wrote_last = (
        select(ReceiptMessage.written_by_id.is_(None))
        .where(ReceiptMessage.breach_id == Breach.id)
        .order_by(ReceiptMessage.written_at.desc(), ReceiptMessage.id)
        .limit(1)
        .scalar_subquery()
    )
    is_open = Action.done_on.is_(None) & Action.dropped_at.is_(None)
    acting = (
        select(func.array_agg(Action.owner_id))
        .where(Action.breach_id == Breach.id, Action.done_on.is_(None), Action.dropped_at.is_(None))
        .scalar_subquery()
    )
    containing = select(func.count()).where(
        Action.breach_id == Breach.id, Action.kind == ActionKind.CONTAINMENT
    )
    return session.execute(
        select(
            Breach.id,
            exists().where(RiskAssessment.breach_id == Breach.id),
            exists().where(Review.breach_id == Breach.id),
            unread,
            wrote_last,
            acting,
            containing.where(is_open).scalar_subquery(),
            containing.where(Action.done_on.is_not(None)).scalar_subquery(),
        ).where(Breach.id.in_(ids))
    ).all()


def _duties(session: ScopedSession, ids: Collection[UUID]) -> dict[UUID, list[Deadline]]:
    """Return the open deadlines of each breach, timed ones first, by time."""
    rows = session.scalars(
        select(Deadline)
        .where(
            Deadline.breach_id.in_(ids),
            Deadline.met_at.is_(None),
            Deadline.cancelled_at.is_(None),
        )
        .order_by(Deadline.due_at.nulls_last(), Deadline.obligation, Deadline.id)
    )
    duties: dict[UUID, list[Deadline]] = {}
    for row in rows:
        if row.breach_id is not None:
            duties.setdefault(row.breach_id, []).append(row)
    return duties


def _latest_decisions(session: ScopedSession, ids: Collection[UUID]) -> dict[UUID, list[Decision]]:
    """Return the decision that stands about each party that could be told."""
    whom = (Decision.breach_id, Decision.subject, Decision.party_name)
    rows = session.scalars(
        select(Decision)
        .where(Decision.breach_id.in_(ids), Decision.subject.in_(PARTIES))
        .ext(distinct_on(*whom))
        .order_by(*whom, Decision.decided_at.desc(), Decision.id)
    )
    latest: dict[UUID, list[Decision]] = {}
    for row in rows:
        latest.setdefault(row.breach_id, []).append(row)
    return latest
