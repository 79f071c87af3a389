"""Associations and councils: founding them, finding one's own door, and a council's own entry."""

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from tenants.db import ScopedSession
from tenants.errors import NotFound
from tenants.models import Association, Council, Officer, Upkeep

MOST_FOUND = 20
# What a slug can be: nothing else is asked for, for PostgreSQL has no text with a zero byte in it.
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class PublicCouncil:
    """What anybody may know of a council: that it is here, and where its door is."""

    id: UUID
    name: str
    slug: str
    colour: str
    association: str


@dataclass(frozen=True, slots=True)
class TakingCouncil:
    """A council that takes reports from anybody: all that a stranger may know of it."""

    id: UUID
    name: str
    slug: str
    colour: str


@dataclass(frozen=True, slots=True)
class PublicAssociation:
    """What anybody may know of an association."""

    id: UUID
    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class Door:
    """A council's name and the address part of its sign-in page."""

    name: str
    slug: str


def find_public_council(session: ScopedSession, *, slug: str) -> PublicCouncil | None:
    """Return what a sign-in page shows of a council, or None when there is none of that name."""
    if not _SLUG.fullmatch(slug):
        return None
    row = session.execute(text("select * from council_by_slug(:slug)"), {"slug": slug}).first()
    return PublicCouncil(row.id, row.name, row.slug, row.colour, row.association) if row else None


def find_council_taking_reports(session: ScopedSession, *, slug: str) -> TakingCouncil | None:
    """Return the council of this address where it takes reports from anybody.

    A council that does not, and an address that is nobody's, are both None.
    """
    if not _SLUG.fullmatch(slug):
        return None
    found = text("select * from council_taking_reports(:slug)")
    row = session.execute(found, {"slug": slug}).first()
    return TakingCouncil(row.id, row.name, row.slug, row.colour) if row else None


def find_public_association(session: ScopedSession, *, slug: str) -> PublicAssociation | None:
    """Return what a sign-in page shows of an association, or None."""
    if not _SLUG.fullmatch(slug):
        return None
    row = session.execute(text("select * from association_by_slug(:slug)"), {"slug": slug}).first()
    return PublicAssociation(row.id, row.name, row.slug) if row else None


def find_by_name(session: ScopedSession, text_typed: str) -> list[Door]:
    """Return the first doors whose council's name holds this text, by name; none for no text."""
    wanted = " ".join(text_typed.split())
    if not wanted:
        return []
    rows = session.execute(
        text("select name, slug from councils_named(:wanted, :most)"),
        {"wanted": wanted, "most": MOST_FOUND},
    )
    return [Door(row.name, row.slug) for row in rows]


def get_own_council(session: ScopedSession) -> Council:
    """Return the session's council, or raise `NotFound`."""
    council = session.scalar(select(Council).where(Council.id == session.council_id))
    if council is None:
        raise NotFound
    return council


def take_turns(session: ScopedSession) -> None:
    """Make whoever changes the council's places, policy or register wait for each other.

    Lasts until the transaction ends; who only reads the council's entry waits for nobody.
    """
    session.execute(
        select(Council.id).where(Council.id == session.council_id).with_for_update(key_share=True)
    )


def set_next_meeting(session: ScopedSession, *, on: date | None) -> None:
    """Record when the full council meets next, a date in Europe/London."""
    get_own_council(session).next_meeting_on = on


def found_association(session: Session, *, name: str) -> Association:
    """Add an association, in a session of the database's owner."""
    association = Association(name=one_line(name), slug=slug_of(name))
    session.add(association)
    session.flush()
    return association


def found_council(
    session: Session, *, association_id: UUID, name: str, slug: str, colour: str
) -> Council:
    """Add a council and start its calendar, in a session of the database's owner."""
    council = Council(association_id=association_id, name=one_line(name), slug=slug, colour=colour)
    session.add(council)
    session.flush()
    session.execute(insert(Upkeep).values(council_id=council.id))
    return council


def appoint_officer(session: Session, *, association_id: UUID, email: str, name: str) -> UUID:
    """Make somebody an officer of an association, in a session of the database's owner."""
    person_id: UUID = session.execute(
        text("select ensure_person(:email)"), {"email": email}
    ).scalar_one()
    session.add(Officer(association_id=association_id, person_id=person_id, name=name))
    session.flush()
    return person_id


def one_line(name: str) -> str:
    """Return a name fit for the head of a letter and a calendar: one line of visible characters.

    Either refuses a line's end, and with it every letter of the council.
    """
    return " ".join("".join(c for c in name if c.isprintable() or c.isspace()).split())


def slug_of(name: str) -> str:
    """Return the part of an address that stands for a name: lower case, hyphens between words."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
