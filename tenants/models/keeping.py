"""What is kept beside a breach: files, conversations, remarks, links, holds, and who looked."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.models.base import Base, CouncilOwned, one_of, to_own
from tenants.models.vocabulary import Direction, FileKind, LinkKind, Party, Scan


class File(CouncilOwned, Base):
    """A file that somebody put to a breach; its bytes go when it is removed, its hash stays.

    `name` is what its owner called it, `media_type` what its content was found to be; `added_by_id`
    is empty where it came with a receipt, from somebody without an account.
    """

    __tablename__ = "file"

    breach_id: Mapped[UUID]
    kind: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    content: Mapped[bytes | None] = mapped_column(deferred=True)
    shows: Mapped[str] = mapped_column(default="")
    scan: Mapped[str] = mapped_column(default=Scan.NOT_SCANNED)
    added_by_id: Mapped[UUID | None]
    receipt_id: Mapped[UUID | None]
    added_at: Mapped[datetime]
    removed_by_id: Mapped[UUID | None]
    removed_at: Mapped[datetime | None]
    removed_why: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        to_own("breach", "breach_id"),
        to_own("membership", "added_by_id"),
        to_own("membership", "removed_by_id"),
        to_own("receipt", "receipt_id"),
        one_of("kind", FileKind),
        one_of("scan", Scan),
        CheckConstraint("(content is null) = (removed_at is not null)", name="content_kept"),
        CheckConstraint("content is null or octet_length(content) = size", name="size_true"),
        CheckConstraint("(removed_at is null) = (removed_why = '')", name="removing_explained"),
        Index("ix_file_council_id_breach_id", "council_id", "breach_id"),
    )


class Communication(CouncilOwned, Base):
    """Who was told what, when and how: one line of the communications log. Append-only."""

    __tablename__ = "communication"

    breach_id: Mapped[UUID]
    told_at: Mapped[datetime]
    direction: Mapped[str]
    party: Mapped[str]
    with_whom: Mapped[str]
    method: Mapped[str]
    words: Mapped[str]
    recorded_by_id: Mapped[UUID]
    recorded_at: Mapped[datetime]

    __table_args__ = (
        to_own("breach", "breach_id"),
        to_own("membership", "recorded_by_id"),
        one_of("direction", Direction),
        one_of("party", Party),
        CheckConstraint("told_at <= recorded_at", name="told_past"),
        Index("ix_communication_council_id_breach_id", "council_id", "breach_id"),
    )


class Comment(CouncilOwned, Base):
    """A remark among those who handle a breach; it is in no document. Append-only."""

    __tablename__ = "comment"

    breach_id: Mapped[UUID]
    words: Mapped[str]
    written_by_id: Mapped[UUID]
    written_at: Mapped[datetime]

    __table_args__ = (
        to_own("breach", "breach_id"),
        to_own("membership", "written_by_id"),
        Index("ix_comment_council_id_breach_id", "council_id", "breach_id"),
    )


class BreachLink(CouncilOwned, Base):
    """That one breach has to do with another, or is the same as an earlier one."""

    __tablename__ = "breach_link"

    breach_id: Mapped[UUID]
    other_id: Mapped[UUID]
    kind: Mapped[str]
    why: Mapped[str]
    made_by_id: Mapped[UUID]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        to_own("breach", "breach_id"),
        to_own("breach", "other_id"),
        to_own("membership", "made_by_id"),
        one_of("kind", LinkKind),
        CheckConstraint("breach_id <> other_id", name="another"),
        Index("ix_breach_link_council_id_other_id", "council_id", "other_id"),
        Index(
            "uq_breach_link_standing",
            "council_id",
            "breach_id",
            "other_id",
            unique=True,
            postgresql_where=text("ended_at is null"),
        ),
    )


class LegalHold(CouncilOwned, Base):
    """That nothing about a breach may be erased, why, and until when that held."""

    __tablename__ = "legal_hold"

    breach_id: Mapped[UUID]
    why: Mapped[str]
    set_by_id: Mapped[UUID]
    set_at: Mapped[datetime]
    lifted_by_id: Mapped[UUID | None]
    lifted_at: Mapped[datetime | None]
    lifted_why: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        to_own("breach", "breach_id"),
        to_own("membership", "set_by_id"),
        to_own("membership", "lifted_by_id"),
        CheckConstraint("why <> ''", name="setting_explained"),
        CheckConstraint("(lifted_at is null) = (lifted_why = '')", name="lifting_explained"),
        Index(
            "uq_legal_hold_standing",
            "council_id",
            "breach_id",
            unique=True,
            postgresql_where=text("lifted_at is null"),
        ),
    )


class Reading(CouncilOwned, Base):
    """That a member looked at a breach, or at something of it, within one hour. Append-only.

    `what` says which page or file; `hour` is the hour's start, so that one visit is one line.
    """

    __tablename__ = "reading"

    breach_id: Mapped[UUID]
    membership_id: Mapped[UUID]
    what: Mapped[str]
    hour: Mapped[datetime]
    read_at: Mapped[datetime]

    __table_args__ = (
        to_own("breach", "breach_id"),
        to_own("membership", "membership_id"),
        UniqueConstraint(
            "council_id", "breach_id", "membership_id", "what", "hour", name="uq_reading_visit"
        ),
    )


class Receipt(CouncilOwned, Base):
    """What lets somebody without an account come back to their report; only its hash is kept."""

    __tablename__ = "receipt"

    breach_id: Mapped[UUID]
    code_hash: Mapped[str]
    made_at: Mapped[datetime]

    __table_args__ = (
        to_own("breach", "breach_id"),
        UniqueConstraint("council_id", "breach_id"),
        UniqueConstraint("council_id", "code_hash"),
    )


class ReceiptMessage(CouncilOwned, Base):
    """What was added to a report by its receipt, or what the council answered. Append-only."""

    __tablename__ = "receipt_message"

    breach_id: Mapped[UUID]
    receipt_id: Mapped[UUID]
    words: Mapped[str]
    written_by_id: Mapped[UUID | None]
    written_at: Mapped[datetime]

    __table_args__ = (
        to_own("breach", "breach_id"),
        to_own("receipt", "receipt_id"),
        to_own("membership", "written_by_id"),
        Index("ix_receipt_message_council_id_receipt_id", "council_id", "receipt_id"),
    )

    @property
    def is_from_council(self) -> bool:
        """Whether the council wrote it; else it was whoever holds the receipt."""
        return self.written_by_id is not None
