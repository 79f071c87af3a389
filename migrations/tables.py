"""What every council-owned table has, said once: its council, its key, and keys to its own rows."""

import sqlalchemy as sa
from alembic import op


def owned(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """Give the council and the id that are a council-owned table's key."""
    return (
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id")
        ),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f(f"pk_{table}")),
    )


def to_own(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    """Give a key from a table's column to a row of the same council in another."""
    return sa.ForeignKeyConstraint(
        ["council_id", column],
        [f"{other}.council_id", f"{other}.id"],
        name=op.f(f"fk_{table}_council_id_{column}"),
    )
