"""Make the breach register: breaches, drafts, the audit trail."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.security import own_by_council

revision = "0004_make_register"
down_revision = "0003_make_policies"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "breach",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("nature", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("whose", sa.Text(), nullable=False),
        sa.Column("people_words", sa.Text(), nullable=False),
        sa.Column("recoverable", sa.Text(), nullable=False),
        sa.Column("action_taken", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("occurred_precision", sa.Text(), nullable=False),
        sa.Column("suspected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("aware_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("aware_reason", sa.Text(), nullable=False),
        sa.Column("reporter_id", sa.Uuid(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_by_id", sa.Uuid(), nullable=True),
        sa.Column("lead_id", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("learned", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("risk", sa.Text(), nullable=True),
        sa.Column("council_told_rating", sa.Integer(), nullable=True),
        sa.Column("council_told_word", sa.Text(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "aware_at <= reported_at or aware_reason <> ''", name=op.f("ck_breach_aware_explained")
        ),
        sa.CheckConstraint(
            "nature in ('suspected', 'breach', 'near_miss', 'not_a_breach')",
            name=op.f("ck_breach_nature_known"),
        ),
        sa.CheckConstraint(
            "occurred_precision in ('time', 'day', 'not_known')",
            name=op.f("ck_breach_occurred_precision_known"),
        ),
        sa.CheckConstraint(
            "state in ('reported', 'received', 'investigating', 'rated', 'decided', 'closed')",
            name=op.f("ck_breach_state_known"),
        ),
        sa.CheckConstraint(
            "occurred_at is null or occurred_at <= reported_at",
            name=op.f("ck_breach_occurred_past"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "lead_id"],
            ["membership.council_id", "membership.id"],
            name=op.f("fk_breach_council_id_lead_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "received_by_id"],
            ["membership.council_id", "membership.id"],
            name=op.f("fk_breach_council_id_received_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "reporter_id"],
            ["membership.council_id", "membership.id"],
            name=op.f("fk_breach_council_id_reporter_id"),
        ),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_breach_council_id")),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_breach")),
        sa.UniqueConstraint(
            "council_id", "year", "number", name=op.f("uq_breach_council_id_year_number")
        ),
    )
    op.create_index(
        "ix_breach_council_id_reported_at", "breach", ["council_id", "reported_at"], unique=False
    )
    op.create_table(
        "audit_entry",
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("breach_id", sa.Uuid(), nullable=True),
        sa.Column("changes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint(
            "event in ('breach_reported', 'involvement_declared', 'initially_assessed', 'lead_appointed', 'lead_stood_down', 'times_changed', 'breach_rated', 'decision_recorded', 'council_told', 'breach_closed', 'message_sent', 'message_failed', 'person_added', 'person_changed', 'policy_adopted', 'policy_draft_started', 'policy_draft_saved', 'policy_draft_discarded', 'model_declined')",
            name=op.f("ck_audit_entry_event_known"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "actor_id"],
            ["membership.council_id", "membership.id"],
            name=op.f("fk_audit_entry_council_id_actor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "breach_id"],
            ["breach.council_id", "breach.id"],
            name=op.f("fk_audit_entry_council_id_breach_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_audit_entry_council_id")
        ),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_audit_entry")),
    )
    op.create_index(
        "ix_audit_entry_council_id_breach_id",
        "audit_entry",
        ["council_id", "breach_id"],
        unique=False,
    )
    op.create_table(
        "draft",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("breach_id", sa.Uuid(), nullable=True),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind in ('report', 'rating')", name=op.f("ck_draft_kind_known")),
        sa.ForeignKeyConstraint(
            ["council_id", "breach_id"],
            ["breach.council_id", "breach.id"],
            name=op.f("fk_draft_council_id_breach_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "membership_id"],
            ["membership.council_id", "membership.id"],
            name=op.f("fk_draft_council_id_membership_id"),
        ),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_draft_council_id")),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_draft")),
    )
    op.create_index(
        "ix_draft_council_id_membership_id", "draft", ["council_id", "membership_id"], unique=False
    )
    secure()


# What a breach comes to. What was reported, by whom and when, stays as it was entered.
_HANDLED = (
    "state, nature, version, facts, rating, risk, council_told_rating,"
    " council_told_word, aware_at, aware_reason,"
    " received_at, received_by_id, lead_id, changed_at, closed_at, learned"
)


def secure() -> None:
    own_by_council("breach", "select", "insert", f"update ({_HANDLED})")
    saved = "update (breach_id, answers, version, saved_at, finished_at)"
    own_by_council("draft", "select", "insert", saved, "delete")
    own_by_council("audit_entry", "select", "insert")


def downgrade() -> None:
    op.drop_table("draft")
    op.drop_table("audit_entry")
    op.drop_table("breach")
