"""How a council's members are reached, and its own account for sending texts."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.models.base import Base, to_own


class Contact(Base):
    """What a member said about how and when to reach them; who said nothing has no row.

    `muted` lists kinds of message that they do not want; what the law counts in hours reaches them
    all the same. `undeliverable_since`: their address has refused what was sent to it.
    """

    __tablename__ = "contact"

    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"), primary_key=True)
    membership_id: Mapped[UUID] = mapped_column(primary_key=True)
    mobile: Mapped[str] = mapped_column(default="")
    other_email: Mapped[str] = mapped_column(default="")
    wants_texts: Mapped[bool] = mapped_column(default=False)
    wants_digest: Mapped[bool] = mapped_column(default=True)
    muted: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    away_from: Mapped[date | None]
    away_until: Mapped[date | None]
    deputy_id: Mapped[UUID | None]
    undeliverable_since: Mapped[datetime | None]
    calendar_key_hash: Mapped[str | None]
    calendar_made_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]

    __table_args__ = (
        to_own("membership", "membership_id"),
        to_own("membership", "deputy_id"),
        CheckConstraint(
            "away_until is null or (away_from is not null and away_until >= away_from)",
            name="away_in_order",
        ),
        CheckConstraint("deputy_id is distinct from membership_id", name="deputy_another"),
        Index(
            "ix_contact_calendar_key_hash",
            "calendar_key_hash",
            postgresql_where=text("calendar_key_hash is not null"),
        ),
    )


class NotifyAccount(Base):
    """A council's own GOV.UK Notify service: its key, sealed, and which templates to fill."""

    __tablename__ = "notify_account"

    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"), primary_key=True)
    sealed_key: Mapped[str]
    email_template: Mapped[str] = mapped_column(default="")
    text_template: Mapped[str] = mapped_column(default="")
    problem: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime]
