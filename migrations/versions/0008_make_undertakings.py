"""Make what people undertake: actions, complaints, training, returns; and practice breaches."""

import sqlalchemy as sa
from alembic import op

from migrations.security import own_by_council

revision = "0008_make_undertakings"
down_revision = "0007_make_sector_facts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "action",
        sa.Column("breach_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_why", sa.Text(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(dropped_at is null) = (dropped_why = '')", name=op.f("ck_action_dropping_explained")
        ),
        sa.CheckConstraint(
            "kind in ('containment', 'follow_up', 'recommendation', 'lesson')",
            name=op.f("ck_action_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "breach_id"],
            ["breach.council_id", "breach.id"],
            name=op.f("fk_action_council_id_breach_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "owner_id"],
            ["membership.council_id", "membership.id"],
            name=op.f("fk_action_council_id_owner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "set_by_id"],
            ["membership.council_id", "membership.id"],
            name=op.f("fk_action_council_id_set_by_id"),
        ),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_action_council_id")),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_action")),
    )
    op.create_index(
        "ix_action_council_id_breach_id", "action", ["council_id", "breach_id"], unique=False
    )
    op.create_table(
        "complaint",
        sa.Column("breach_id", sa.Uuid(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "acknowledged_on is null or acknowledged_on >= received_on",
            name=op.f("ck_complaint_days_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "breach_id"],
            ["breach.council_id", "breach.id"],
            name=op.f("fk_complaint_council_id_breach_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "recorded_by_id"],
            ["membership.council_id", "membership.id"],
            name=op.f("fk_complaint_council_id_recorded_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_complaint_council_id")
        ),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_complaint")),
    )
    op.create_index(
        "ix_complaint_council_id_breach_id", "complaint", ["council_id", "breach_id"], unique=False
    )
    op.create_table(
        "training",
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("trained_on", sa.Date(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id", "membership_id"],
            ["membership.council_id", "membership.id"],
            name=op.f("fk_training_council_id_membership_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "recorded_by_id"],
            ["membership.council_id", "membership.id"],
            name=op.f("fk_training_council_id_recorded_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_training_council_id")
        ),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_training")),
        sa.UniqueConstraint(
            "council_id",
            "membership_id",
            "trained_on",
            name=op.f("uq_training_council_id_membership_id_trained_on"),
        ),
    )
    op.create_table(
        "annual_return",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("breaches", sa.Integer(), nullable=False),
        sa.Column("near_misses", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "breaches >= 0 and near_misses >= 0", name=op.f("ck_annual_return_counted")
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "made_by_id"],
            ["membership.council_id", "membership.id"],
            name=op.f("fk_annual_return_council_id_made_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_annual_return_council_id")
        ),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_annual_return")),
        sa.UniqueConstraint("council_id", "year", name=op.f("uq_annual_return_council_id_year")),
    )
    op.add_column(
        "breach", sa.Column("is_drill", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.alter_column("breach", "is_drill", server_default=None)
    op.add_column("breach", sa.Column("reported_to_council_on", sa.Date(), nullable=True))
    op.add_column(
        "breach", sa.Column("council_minute", sa.Text(), nullable=False, server_default="")
    )
    op.alter_column("breach", "council_minute", server_default=None)
    op.drop_constraint(op.f("uq_breach_council_id_year_number"), "breach", type_="unique")
    op.create_unique_constraint(
        op.f("uq_breach_council_id_year_is_drill_number"),
        "breach",
        ["council_id", "year", "is_drill", "number"],
    )
    secure()


def secure() -> None:
    done = "update (words, owner_id, due_on, done_on, evidence, dropped_at, dropped_why)"
    own_by_council("action", "select", "insert", done)
    own_by_council("complaint", "select", "insert", "update (acknowledged_on)")
    own_by_council("training", "select", "insert", "update (trained_on, what)")
    own_by_council("annual_return", "select", "insert")
    op.execute("grant update (reported_to_council_on, council_minute) on breach to parish_app")


def downgrade() -> None:
    op.drop_constraint(op.f("uq_breach_council_id_year_is_drill_number"), "breach", type_="unique")
    op.drop_column("breach", "council_minute")
    op.drop_column("breach", "reported_to_council_on")
    op.drop_column("breach", "is_drill")
    op.create_unique_constraint(
        op.f("uq_breach_council_id_year_number"), "breach", ["council_id", "year", "number"]
    )
    op.drop_table("annual_return")
    op.drop_table("training")
    op.drop_table("complaint")
    op.drop_table("action")
