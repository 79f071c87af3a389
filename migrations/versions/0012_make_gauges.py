"""Make gauges, and say since when what waits should have gone out."""

import sqlalchemy as sa
from alembic import op

from migrations.security import drop_function, make_function

revision = "0012_make_gauges"
down_revision = "0011_count_years"
branch_labels = None
depends_on = None

_WAITING = (
    "next_try_at <= present and sent_at is null and cancelled_at is null and failed_at is null"
)
_SIGNATURE = "post_figures(present timestamptz)"
_COLUMNS = "waiting bigint, oldest_due_at timestamptz, doubts bigint, upkeep_due bigint"
_COUNTED = "count(*) as waiting, min(due_at) as oldest_due_at, coalesce(sum(doubts), 0)::bigint"
# A letter that is tried again in half an hour is late from then on, not from when it was due.
_FIGURES = f"""
    select w.waiting, w.oldest_due_at, w.doubts, u.due, w.behind_since, u.behind_since
    from (select {_COUNTED} as doubts, min(next_try_at) as behind_since
            from message where {_WAITING}) w,
        (select count(*) as due, min(next_at) as behind_since
            from upkeep where next_at <= present) u
"""
_FIGURES_BEFORE = f"""
    select (select count(*) from message where {_WAITING}),
        (select min(due_at) from message where {_WAITING}),
        (select coalesce(sum(doubts), 0)::bigint from message where {_WAITING}),
        (select count(*) from upkeep where next_at <= present)
"""


def upgrade() -> None:
    op.create_table(
        "gauge",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_gauge")),
    )
    secure()


def secure() -> None:
    op.execute("grant select, insert, update on gauge to parish_app")
    since = "behind_since timestamptz, upkeep_behind_since timestamptz"
    _replace_figures(f"{_COLUMNS}, {since}", _FIGURES)


def _replace_figures(columns: str, body: str) -> None:
    op.execute("grant create on schema public to parish_lookup")
    drop_function(_SIGNATURE)
    make_function(_SIGNATURE, f"table ({columns})", body)
    op.execute("revoke create on schema public from parish_lookup")


def downgrade() -> None:
    _replace_figures(_COLUMNS, _FIGURES_BEFORE)
    op.drop_table("gauge")
