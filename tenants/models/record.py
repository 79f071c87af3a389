"""What stays: the audit trail, and the figures without people in them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tenants.models.base import Base, one_of, to_own
from tenants.models.vocabulary import Event, Nature


class AuditEntry(Base):
    """Who did what when: ids and what changed, never personal data. Append-only."""

    __tablename__ = "audit_entry"

    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"), primary_key=True)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime]
    event: Mapped[str]
    actor_id: Mapped[UUID | None]
    breach_id: Mapped[UUID | None]
    changes: Mapped[dict[str, Any]] = mapped_column(JSONB)

    __table_args__ = (
        to_own("membership", "actor_id"),
        to_own("breach", "breach_id"),
        one_of("event", Event),
        Index("ix_audit_entry_council_id_breach_id", "council_id", "breach_id"),
    )


class AuditLink(Base):
    """An audit entry's place in its council's chain; only the database writes it, at commit.

    `hash` covers the entry and the hash before it (SHA-256, hexadecimal), so that no entry can be
    changed, taken out or slipped in unseen.
    """

    __tablename__ = "audit_link"

    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    entry_id: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str]

    __table_args__ = (
        UniqueConstraint("council_id", "entry_id"),
        ForeignKeyConstraint(
            ["council_id", "entry_id"], ["audit_entry.council_id", "audit_entry.id"]
        ),
    )


class SectorFact(Base):
    """What the association's report may count of a breach: closed vocabularies and a year."""

    __tablename__ = "sector_fact"

    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"), primary_key=True)
    breach_id: Mapped[UUID] = mapped_column(primary_key=True)
    year: Mapped[int]
    cause: Mapped[str]
    nature: Mapped[str]
    rating: Mapped[int | None]
    risk: Mapped[str | None]
    regulator_told: Mapped[bool | None]
    in_time: Mapped[bool | None]
    is_open: Mapped[bool]

    __table_args__ = (to_own("breach", "breach_id"), one_of("nature", Nature))
