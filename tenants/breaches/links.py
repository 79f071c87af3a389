"""What one breach has to do with another of the same council, shown from both sides."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select

from tenants.access import Member
from tenants.breaches.beside import get_breach_beside, note_beside, take_turns
from tenants.breaches.record import get_breach
from tenants.db import ScopedSession
from tenants.errors import AlreadyDone, NotAcceptable, NotFound, NotYet
from tenants.models import Breach, BreachLink, Event, LinkKind, State


@dataclass(frozen=True, slots=True)
class Linked:
    """A link as it is seen from one of its two breaches; `other` is the far one."""

    link: BreachLink
    other: Breach
    is_from_here: bool

    @property
    def is_duplicate_here(self) -> bool:
        """Whether the breach that is looked at is the one that was the same as the other."""
        return self.link.kind == LinkKind.DUPLICATE_OF and self.is_from_here


def link_breaches(
    session: ScopedSession,
    *,
    breach_id: UUID,
    to: tuple[str, str],
    by: Member,
    now: datetime,
) -> BreachLink:
    """Link a breach to another that has to do with it; `to` is that one's number, and why.

    Raises `NotAcceptable` for a number that cannot be, and what `get_breach_beside` raises.
    """
    number, why = to
    take_turns(session, {breach_id, *_id_of(session, number)})
    breach = get_breach_beside(session, breach_id=breach_id, by=by)
    other = other_breach(session, breach, number)
    return keep_link(session, (breach, other), kind=LinkKind.RELATED, why=why, by=by, now=now)


def keep_link(
    session: ScopedSession,
    ends: tuple[Breach, Breach],
    *,
    kind: LinkKind,
    why: str,
    by: Member,
    now: datetime,
) -> BreachLink:
    """Add a link from the first of two breaches to the second, and say so on both.

    Raises `NotAcceptable` without a reason.
    """
    breach, other = ends
    if not why.strip():
        message = "Say in a sentence what they have to do with each other"
        raise NotAcceptable("why", message)
    link = BreachLink(
        council_id=session.council_id,
        breach_id=breach.id,
        other_id=other.id,
        kind=kind,
        why=why.strip(),
        made_by_id=by.membership_id,
        made_at=now,
    )
    session.add(link)
    session.flush()
    for end in ends:
        note_beside(session, Event.BREACH_LINKED, end, by=by, now=now, changes=_marks(link))
    return link


def end_link(
    session: ScopedSession, *, breach_id: UUID, link_id: UUID, by: Member, now: datetime
) -> BreachLink:
    """Take a link back, from either side; that it stood stays in the record.

    Raises `NotFound`, `AlreadyDone`, what `get_breach_beside` raises, and `NotYet` while a breach
    is closed as the same as another: without the link it would have no clock at all.
    """
    link = session.get(BreachLink, (session.council_id, link_id))
    if link is None or breach_id not in {link.breach_id, link.other_id}:
        raise NotFound
    take_turns(session, {link.breach_id, link.other_id})
    get_breach_beside(session, breach_id=breach_id, by=by)
    session.refresh(link)
    if link.ended_at is not None:
        message = "This link was taken away already."
        raise AlreadyDone(message)
    near = session.get_one(Breach, (session.council_id, link.breach_id))
    far = session.get_one(Breach, (session.council_id, link.other_id))
    if link.kind == LinkKind.DUPLICATE_OF and near.state == State.CLOSED:
        message = (
            f"{near.reference} is closed because it is the same as {far.reference}. Open it again"
            " first: its own clock then runs, and this link can go."
        )
        raise NotYet(message)
    link.ended_at = now
    for end in (near, far):
        note_beside(session, Event.BREACH_UNLINKED, end, by=by, now=now, changes=_marks(link))
    return link


def links_of(session: ScopedSession, *, breach_id: UUID) -> list[Linked]:
    """Return the links that stand on a breach, from either side, the oldest first."""
    rows = session.scalars(
        select(BreachLink)
        .where(
            or_(BreachLink.breach_id == breach_id, BreachLink.other_id == breach_id),
            BreachLink.ended_at.is_(None),
        )
        .order_by(BreachLink.made_at, BreachLink.id)
    ).all()
    far = {row.id: row.other_id if row.breach_id == breach_id else row.breach_id for row in rows}
    found = session.scalars(select(Breach).where(Breach.id.in_(set(far.values())))).all()
    breaches = {breach.id: breach for breach in found}
    return [Linked(row, breaches[far[row.id]], row.breach_id == breach_id) for row in rows]


def lock_both(session: ScopedSession, breach: Breach, number: str) -> None:
    """Lock a breach and the one of this number, if there is one, in the order that all keep."""
    take_turns(session, {breach.id, *_id_of(session, number)})


def other_breach(session: ScopedSession, breach: Breach, number: str) -> Breach:
    """Return the breach of this number, as somebody typed it, that one may be linked to.

    Raises `NotAcceptable` for a number that this council does not have, for the breach itself, for
    practice beside what is real, and for one that is linked already.
    """
    typed = number.strip().upper()
    try:
        other = get_breach(session, reference=typed)
    except NotFound as unknown:
        message = "There is no breach with this number in your register. Write it like 2026-003"
        raise NotAcceptable("other", message) from unknown
    if other.id == breach.id:
        message = "This is the number of the breach that you are looking at. Enter another one"
        raise NotAcceptable("other", message)
    if other.is_drill != breach.is_drill:
        message = "One of the two is practice. A practice breach is not linked to a real one"
        raise NotAcceptable("other", message)
    if any(linked.other.id == other.id for linked in links_of(session, breach_id=breach.id)):
        message = f"{other.reference} is linked already. Take that link away first"
        raise NotAcceptable("other", message)
    return other


def _id_of(session: ScopedSession, number: str) -> tuple[UUID, ...]:
    try:
        return (get_breach(session, reference=number.strip().upper()).id,)
    except NotFound:
        return ()


def _marks(link: BreachLink) -> dict[str, str]:
    return {"link": str(link.id), "kind": link.kind}
