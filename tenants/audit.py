"""Who did what when, left behind in the same transaction as the deed."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Text, and_, cast, select

from tenants.access import Member
from tenants.db import ScopedSession
from tenants.models import AuditEntry, AuditLink, Event

BEFORE_THE_FIRST: Final = "0" * 64
"""What stands for the hash before a council's first entry."""

_BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a chain had come when somebody wrote it down: the last number and its hash."""

    sequence: int
    hash: str

    def __str__(self) -> str:
        """Return it as it is written down and given back: 128:9f…"""
        return f"{self.sequence}:{self.hash}"


@dataclass(frozen=True, slots=True)
class Verified:
    """A chain without a flaw: how many entries it has, and the hash of the last (hexadecimal)."""

    entries: int
    head: str

    @property
    def mark(self) -> Mark:
        """Return what to write down, so that an end that is cut off later shows."""
        return Mark(self.entries, self.head)


@dataclass(frozen=True, slots=True)
class Broken:
    """The first flaw of a chain: its number, the entry where there is one, and what is wrong."""

    sequence: int
    entry_id: int | None
    why: str


def record(  # one entry says who, what, when, on what and how it changed
    session: ScopedSession,
    event: Event,
    *,
    by: Member | None,
    at: datetime,
    breach_id: UUID | None = None,
    changes: Mapping[str, object] | None = None,
) -> None:
    """Add an audit entry: ids and closed words only, never a name, an address or free text."""
    session.add(
        AuditEntry(
            council_id=session.council_id,
            at=at,
            event=event,
            actor_id=by.membership_id if by else None,
            breach_id=breach_id,
            changes=dict(changes or {}),
        )
    )


def entries_of(session: ScopedSession, *, breach_id: UUID) -> list[AuditEntry]:
    """Return a breach's entries, oldest first."""
    return list(
        session.scalars(
            select(AuditEntry)
            .where(AuditEntry.breach_id == breach_id)
            .order_by(AuditEntry.at, AuditEntry.id)
        )
    )


def verify_chain(session: ScopedSession, *, noted: Mark | None = None) -> Verified | Broken:
    """Work every hash of the council's chain out again from its entries; nothing is changed.

    With `noted`, the chain must also still hold what somebody wrote down earlier: nothing but that
    shows that the end was cut off. Reads a few hundred entries at a time, however many there are.
    """
    number, head = 0, BEFORE_THE_FIRST
    for row in _links(session):
        number += 1
        head = _hash_after(head, row)
        if why := _flaw(row, number, head, noted):
            return Broken(number, row.entry_id if row.sequence == number else None, why)
    if (unlinked := _first_unlinked(session)) is not None:
        return Broken(number + 1, unlinked, "it was put in past the chain")
    if noted is not None and noted.sequence > number:
        return Broken(number + 1, None, f"the chain ends before number {noted.sequence}")
    return Verified(number, head)


def chain_lines(session: ScopedSession) -> Iterator[str]:
    """Yield each entry as JSON: its number, the very text that is hashed, and the hash.

    Whoever holds these lines can work the chain out again with any program that knows SHA-256: each
    text begins with the hash before it. Ids and closed words only.
    """
    before = BEFORE_THE_FIRST
    for row in _links(session):
        yield json.dumps(
            {"number": row.sequence, "text": _text(before, row), "sha256": row.hash},
            ensure_ascii=False,
        )
        before = row.hash


def _flaw(row: Row[Any], number: int, head: str, noted: Mark | None) -> str:
    """Return what is wrong with the link that should have this number and this hash, or nothing."""
    if row.sequence != number:
        return f"entry number {number} is missing"
    if row.id is None:
        return "its entry was taken out"
    if row.hash != head:
        return "it is not what was recorded, or not in its place"
    if noted is not None and noted.sequence == number and noted.hash != head:
        return "it has not the fingerprint that was written down"
    return ""


def _links(session: ScopedSession) -> Iterator[Any]:
    """Yield every link with its entry, by number, a batch at a time."""
    done = 0
    query = (
        select(
            AuditLink.sequence,
            AuditLink.entry_id,
            AuditLink.hash,
            AuditEntry.council_id,
            AuditEntry.id,
            AuditEntry.at,
            AuditEntry.event,
            AuditEntry.actor_id,
            AuditEntry.breach_id,
            cast(AuditEntry.changes, Text).label("changes"),
        )
        .outerjoin(AuditEntry, _is_of_link())
        .order_by(AuditLink.sequence)
        .limit(_BATCH)
    )
    while rows := session.execute(query.where(AuditLink.sequence > done)).all():
        yield from rows
        done = rows[-1].sequence


def _first_unlinked(session: ScopedSession) -> int | None:
    """Return the first entry that no link holds: the database links each one at commit."""
    return session.scalars(
        select(AuditEntry.id)
        .outerjoin(AuditLink, _is_of_link())
        .where(AuditLink.entry_id.is_(None))
        .order_by(AuditEntry.id)
        .limit(1)
    ).first()


def _is_of_link() -> Any:
    return and_(AuditEntry.council_id == AuditLink.council_id, AuditEntry.id == AuditLink.entry_id)


def _hash_after(before: str, row: Row[Any]) -> str:
    """Return the hash of an entry after the one before it, as migration 0015 makes it. Pure."""
    return sha256(_text(before, row).encode()).hexdigest()


def _text(before: str, row: Row[Any]) -> str:
    """Return what a hash covers, a line each: the hash before it, its number, and the entry."""
    if row.id is None:
        return before
    lines = (
        before,
        row.sequence,
        row.council_id,
        row.id,
        row.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f"),
        row.event,
        row.actor_id or "",
        row.breach_id or "",
        row.changes,
    )
    return "\n".join(str(line) for line in lines)
