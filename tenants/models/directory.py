"""The directory: associations, councils, people and their places. No breach content."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ARRAY, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tenants.access import Office, Role
from tenants.models.base import Base, one_of

COLOURS = ("teal", "blue", "purple", "brown", "green", "plum", "slate", "navy")


class Association(Base):
    """A county association of local councils: it hosts councils and reads the sector report."""

    __tablename__ = "association"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str]
    slug: Mapped[str]

    __table_args__ = (UniqueConstraint("slug"),)


class Council(Base):
    """The tenant: a parish, town or community council, the controller (UK GDPR Art. 4(1)(7))."""

    __tablename__ = "council"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    association_id: Mapped[UUID] = mapped_column(ForeignKey("association.id"))
    name: Mapped[str]
    slug: Mapped[str]
    colour: Mapped[str] = mapped_column(default=COLOURS[0])
    next_meeting_on: Mapped[date | None]
    takes_public_reports: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        UniqueConstraint("slug"),
        one_of("colour", COLOURS),
        CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name="slug_shape"),
    )


class Person(Base):
    """Someone who signs in. Their name stands on the membership: each council knows its own."""

    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    email: Mapped[str]
    password_hash: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("email"),
        CheckConstraint("email = lower(email)", name="email_lower"),
    )


class Membership(Base):
    """A person's place in one council."""

    __tablename__ = "membership"

    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text))
    office: Mapped[str | None]
    left_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise", viewonly=True)

    __table_args__ = (
        UniqueConstraint("council_id", "person_id"),
        one_of("office", Office),
        CheckConstraint(
            "roles <@ array["
            + ", ".join(f"'{role}'" for role in Role)
            + "]::text[] and cardinality(roles) > 0",
            name="roles_known",
        ),
        Index(
            "uq_membership_council_id_office",
            "council_id",
            "office",
            unique=True,
            postgresql_where=text("office is not null and left_at is null"),
        ),
        Index("ix_membership_person_id", "person_id"),
    )


class Officer(Base):
    """A person of an association."""

    __tablename__ = "officer"

    association_id: Mapped[UUID] = mapped_column(ForeignKey("association.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    name: Mapped[str]


class Operator(Base):
    """Somebody who looks after the machine: they see counts of what is sent, and nothing else."""

    __tablename__ = "operator"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    name: Mapped[str]
