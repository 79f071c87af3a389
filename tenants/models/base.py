"""What every table shares: names for its constraints, and the shape of a council-owned table."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, ForeignKeyConstraint, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The parent of every table; a text is `text`, an instant is `timestamptz`."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {str: Text(), datetime: DateTime(timezone=True)}


class CouncilOwned:
    """A table whose rows belong to one council; row-level security is forced on it.

    The key leads with the council, so that the table can be partitioned by it and no foreign
    key can point at another council's row.
    """

    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


def to_own(table: str, *columns: str) -> ForeignKeyConstraint:
    """Return a foreign key to a row of the same council."""
    return ForeignKeyConstraint(["council_id", *columns], [f"{table}.council_id", f"{table}.id"])


def one_of(column: str, values: type[StrEnum] | Sequence[str]) -> CheckConstraint:
    """Return a check that a column holds one of a closed set of words."""
    words = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} in ({words})", name=f"{column}_known")
