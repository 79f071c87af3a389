"""How a member is reached: by which ways, what they would rather not get, and who stands in.

Keeps the entries and nothing else: whoever changes one plans the alerts that rest on it again
(`tenants.alerts`). An entry is personal data; the audit trail says which part of it was changed.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import Final
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from tenants import audit
from tenants.access import Member, Office, Permission, Role, permissions_of
from tenants.db import ScopedSession
from tenants.errors import NotAcceptable, NotAllowed, NotFound
from tenants.messages import MAY_BE_MUTED
from tenants.models import Contact, Event, Membership, MessageKind, Person

_NOISE: Final = re.compile(r"[\s().\-]+")
_UK_MOBILE: Final = re.compile(r"\+447[0-9]{9}")
# 070 forwards calls and 076 is for pagers; 07624 is the Isle of Man's mobiles.
_NO_TEXTS: Final = re.compile(r"\+447(?:0|6(?!24))")
_KEY_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """How a member wants to be reached, as they wrote it; `muted` are kinds of message."""

    mobile: str = ""
    other_email: str = ""
    wants_texts: bool = False
    wants_digest: bool = True
    muted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """From when until when somebody is away, both days included (London), and who stands in.

    Nothing set means that they are here; no last day, that it is not known yet.
    """

    away_from: date | None = None
    away_until: date | None = None
    deputy_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class CalendarOwner:
    """Whose calendar a secret address is."""

    council_id: UUID
    membership_id: UUID
    person_id: UUID


def find_contact(session: ScopedSession, *, membership_id: UUID) -> Contact | None:
    """Return a member's entry, or None where they have said nothing."""
    return session.get(Contact, (session.council_id, membership_id))


def contacts_of(session: ScopedSession) -> dict[UUID, Contact]:
    """Return every entry of the council by whose it is."""
    return {row.membership_id: row for row in session.scalars(select(Contact))}


def mutable_kinds() -> tuple[MessageKind, ...]:
    """Return the kinds of message that somebody may choose not to get, in a fixed order."""
    return tuple(kind for kind in MessageKind if kind in MAY_BE_MUTED)


def save_entry(session: ScopedSession, entry: Entry, *, by: Member, now: datetime) -> Contact:
    """Keep how a member is reached; that an address refused their letters is then forgotten.

    Raises `NotAcceptable` for a number that gets no texts, for the address that they sign in with,
    and for a kind of message that nobody may mute.
    """
    mobile = uk_mobile(entry.mobile)
    if entry.wants_texts and not mobile:
        raise NotAcceptable("mobile", "Enter your mobile number, or untick the texts")
    if entry.other_email and entry.other_email == _own_email(session, by.membership_id):
        message = "This is the address that you sign in with. Enter another, or leave it empty"
        raise NotAcceptable("other_email", message)
    _refuse_muting(entry.muted)
    row = _own_row(session, by.membership_id, now)
    row.mobile, row.other_email = mobile, entry.other_email
    row.wants_texts, row.wants_digest = entry.wants_texts, entry.wants_digest
    row.muted = sorted(entry.muted)
    row.undeliverable_since = None
    _record(session, row, "entry", by=by, now=now)
    return row


def save_absence(
    session: ScopedSession, absence: Absence, *, whose: UUID, by: Member, now: datetime
) -> Contact:
    """Keep when a member is away and who stands in: theirs to say, or the clerk's or the chair's.

    Raises `NotAllowed`, `NotFound` for somebody who is not here, and `NotAcceptable`.
    """
    if whose != by.membership_id and not by.can(Permission.MANAGE_PEOPLE):
        message = "Only the clerk and the chair can say that somebody else is away."
        raise NotAllowed(message)
    if _present(session, whose) is None:
        raise NotFound
    _refuse_absence(session, absence, whose)
    row = _own_row(session, whose, now)
    row.away_from, row.away_until = absence.away_from, absence.away_until
    row.deputy_id = absence.deputy_id
    _record(session, row, "absence", by=by, now=now)
    return row


def mark_undeliverable(session: ScopedSession, *, membership_id: UUID, now: datetime) -> None:
    """Record that a member's address refuses what is sent to it, until they save their entry.

    Whoever is changing their entry at this moment has the last word, and is not waited for: they
    may wait for the message that could not be delivered.
    """
    own = select(Contact).where(Contact.membership_id == membership_id)
    free = own.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    row = session.scalars(free).one_or_none()
    if row is None:
        if find_contact(session, membership_id=membership_id) is not None:
            return
        row = _own_row(session, membership_id, now)
    row.undeliverable_since = row.undeliverable_since or now
    session.flush()


def forget_entry(session: ScopedSession, *, membership_id: UUID, now: datetime) -> None:
    """Forget how somebody who leaves is reached, and the address of their calendar.

    Nothing is sent to them any more; should they come back, they say it anew.
    """
    row = session.get(
        Contact,
        (session.council_id, membership_id),
        with_for_update=True,
        populate_existing=True,
    )
    if row is None:
        return
    row.mobile = row.other_email = ""
    row.wants_texts, row.wants_digest, row.muted = False, True, []
    row.away_from = row.away_until = row.deputy_id = row.undeliverable_since = None
    row.calendar_key_hash = row.calendar_made_at = None
    row.changed_at = now
    session.flush()


def make_calendar_key(session: ScopedSession, *, by: Member, now: datetime) -> str:
    """Return the new secret of a member's calendar; only its hash is kept, and an old one dies."""
    key = token_urlsafe(_KEY_BYTES)
    row = _own_row(session, by.membership_id, now)
    row.calendar_key_hash, row.calendar_made_at = hash_of_key(key), now
    _record(session, row, "calendar_made", by=by, now=now)
    return key


def drop_calendar_key(session: ScopedSession, *, by: Member, now: datetime) -> None:
    """Switch a member's calendar off."""
    row = _own_row(session, by.membership_id, now)
    row.calendar_key_hash = row.calendar_made_at = None
    _record(session, row, "calendar_dropped", by=by, now=now)


def find_calendar_owner(session: ScopedSession, *, key: str) -> CalendarOwner | None:
    """Return whose calendar a secret opens, or None; nobody's who has left."""
    row = session.execute(
        text("select * from calendar_of(:key_hash)"), {"key_hash": hash_of_key(key)}
    ).first()
    return CalendarOwner(row.council_id, row.membership_id, row.person_id) if row else None


def hash_of_key(key: str) -> str:
    """Return what is kept of a calendar's secret: it is random, so a plain hash is enough."""
    return sha256(key.encode()).hexdigest()


def uk_mobile(typed: str) -> str:
    """Return a UK mobile number in E.164, +447700900123, or "" for none; raises `NotAcceptable`."""
    number = _NOISE.sub("", typed)
    if not number:
        return ""
    number = _with_country(number)
    if not re.fullmatch(r"\+[0-9]+", number):
        raise NotAcceptable("mobile", "Enter a mobile number, like 07700 900123")
    if not number.startswith("+44"):
        raise NotAcceptable("mobile", "Enter a UK number: texts are sent to UK mobiles only")
    if not number.startswith("+447") or _NO_TEXTS.match(number):
        raise NotAcceptable(
            "mobile", "This number gets no texts. Enter a mobile, like 07700 900123"
        )
    if not _UK_MOBILE.fullmatch(number):
        raise NotAcceptable("mobile", "A mobile number has 11 digits, like 07700 900123")
    return number


def _with_country(number: str) -> str:
    """Return a number with its country in front; "(0)" after it is written and never dialled."""
    whole = re.sub(r"^(00|\+)?44(?=0|7[0-9]{9}$)0?", "+44", number)
    return "+44" + whole[1:] if re.match("0[^0]", whole) else whole


def _refuse_muting(muted: Collection[str]) -> None:
    if not {str(kind) for kind in muted} <= {str(kind) for kind in MAY_BE_MUTED}:
        message = (
            "Alerts that the law or the policy requires cannot be switched off, only"
            " reminders and the weekly summary"
        )
        raise NotAcceptable("muted", message)


def _refuse_absence(session: ScopedSession, absence: Absence, whose: UUID) -> None:
    if absence.away_from is None and (absence.away_until or absence.deputy_id):
        raise NotAcceptable("away_from", "Enter the first day away")
    if absence.away_from and absence.away_until and absence.away_until < absence.away_from:
        raise NotAcceptable("away_until", "The last day away must not be before the first")
    if absence.deputy_id is None:
        return
    if absence.deputy_id == whose:
        raise NotAcceptable("deputy", "Choose somebody else: nobody can stand in for themselves")
    deputy = _present(session, absence.deputy_id)
    if deputy is None:
        raise NotAcceptable("deputy", "Choose somebody who belongs to the council now")
    roles = [Role(role) for role in deputy.roles]
    office = Office(deputy.office) if deputy.office else None
    if Permission.SEE_REGISTER not in permissions_of(roles, office):
        message = "Choose somebody who may open the register: they could not read what they get"
        raise NotAcceptable("deputy", message)


def _present(session: ScopedSession, membership_id: UUID) -> Membership | None:
    return session.scalars(
        select(Membership).where(Membership.id == membership_id, Membership.left_at.is_(None))
    ).one_or_none()


def _own_email(session: ScopedSession, membership_id: UUID) -> str | None:
    return session.scalar(
        select(Person.email)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.id == membership_id)
    )


def _own_row(session: ScopedSession, membership_id: UUID, now: datetime) -> Contact:
    """Return the entry to change, made where there is none; others who change it wait."""
    blank = {"council_id": session.council_id, "membership_id": membership_id}
    said = {"mobile": "", "other_email": "", "wants_texts": False, "wants_digest": True}
    row = insert(Contact).values(**blank, **said, muted=[], changed_at=now)
    session.execute(row.on_conflict_do_nothing())
    key = (session.council_id, membership_id)
    return session.get_one(Contact, key, with_for_update=True, populate_existing=True)


def _record(session: ScopedSession, row: Contact, part: str, *, by: Member, now: datetime) -> None:
    row.changed_at = now
    changes = {"membership": str(row.membership_id), "part": part}
    audit.record(session, Event.CONTACT_CHANGED, by=by, at=now, changes=changes)
    session.flush()
