"""Make what is concluded about a breach: involvement, assessments, decisions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.security import own_by_council

revision = "0005_make_conclusions"
down_revision = "0004_make_register"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assessment",
        sa.Column("breach_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("findings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("conclusion", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id", "breach_id"],
            ["breach.council_id", "breach.id"],
            name=op.f("fk_assessment_council_id_breach_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "made_by_id"],
            ["membership.council_id", "membership.id"],
            name=op.f("fk_assessment_council_id_made_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "policy_id"],
            ["adopted_policy.council_id", "adopted_policy.id"],
            name=op.f("fk_assessment_council_id_policy_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_assessment_council_id")
        ),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_assessment")),
        sa.UniqueConstraint(
            "council_id",
            "breach_id",
            "sequence",
            name=op.f("uq_assessment_council_id_breach_id_sequence"),
        ),
    )
    op.create_table(
        "decision",
        sa.Column("breach_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("proposed", sa.Text(), nullable=False),
        sa.Column("decided", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("their_reference", sa.Text(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "decided = proposed or reason <> ''", name=op.f("ck_decision_difference_explained")
        ),
        sa.CheckConstraint(
            "subject in ('rating', 'risk', 'regulator', 'people')",
            name=op.f("ck_decision_subject_known"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "breach_id"],
            ["breach.council_id", "breach.id"],
            name=op.f("fk_decision_council_id_breach_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "decided_by_id"],
            ["membership.council_id", "membership.id"],
            name=op.f("fk_decision_council_id_decided_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_decision_council_id")
        ),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_decision")),
    )
    op.create_index(
        "ix_decision_council_id_breach_id", "decision", ["council_id", "breach_id"], unique=False
    )
    op.create_table(
        "initial_assessment",
        sa.Column("breach_id", sa.Uuid(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nature", sa.Text(), nullable=False),
        sa.Column("what_data", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("extent", sa.Text(), nullable=False),
        sa.Column("harm", sa.Text(), nullable=False),
        sa.Column("containment", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "nature in ('suspected', 'breach') or reason <> ''",
            name=op.f("ck_initial_assessment_closing_explained"),
        ),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "nature in ('suspected', 'breach', 'near_miss', 'not_a_breach')",
            name=op.f("ck_initial_assessment_nature_known"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "breach_id"],
            ["breach.council_id", "breach.id"],
            name=op.f("fk_initial_assessment_council_id_breach_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "made_by_id"],
            ["membership.council_id", "membership.id"],
            name=op.f("fk_initial_assessment_council_id_made_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_initial_assessment_council_id")
        ),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_initial_assessment")),
    )
    op.create_index(
        "ix_initial_assessment_council_id_breach_id",
        "initial_assessment",
        ["council_id", "breach_id"],
        unique=False,
    )
    op.create_table(
        "involvement",
        sa.Column("breach_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("was_involved", sa.Boolean(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id", "breach_id"],
            ["breach.council_id", "breach.id"],
            name=op.f("fk_involvement_council_id_breach_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "membership_id"],
            ["membership.council_id", "membership.id"],
            name=op.f("fk_involvement_council_id_membership_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_involvement_council_id")
        ),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_involvement")),
    )
    op.create_index(
        "ix_involvement_council_id_breach_id", "involvement", ["council_id", "breach_id"]
    )
    secure()


def secure() -> None:
    own_by_council("involvement", "select", "insert")
    own_by_council("initial_assessment", "select", "insert")
    own_by_council("assessment", "select", "insert")
    own_by_council("decision", "select", "insert")


def downgrade() -> None:
    op.drop_table("involvement")
    op.drop_table("initial_assessment")
    op.drop_table("decision")
    op.drop_table("assessment")
