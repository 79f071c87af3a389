"""Make what must happen later: deadlines, the outbox and the tick's heartbeat."""

import sqlalchemy as sa
from alembic import op

from migrations.security import drop_function, let_lookup, make_function, own_by_council

revision = "0006_make_post"
down_revision = "0005_make_conclusions"
branch_labels = None
depends_on = None

_COUNCILS_WITH_DUE_MESSAGES = """
    select distinct council_id from message
    where next_try_at <= present
      and sent_at is null and cancelled_at is null and failed_at is null
"""


def upgrade() -> None:
    op.create_table(
        "heartbeat",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "deadline",
        sa.Column("breach_id", sa.Uuid(), nullable=False),
        sa.Column("obligation", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_words", sa.Text(), nullable=False),
        sa.Column("citation", sa.Text(), nullable=False),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "obligation in ('decide_regulator', 'notify_regulator', 'decide_people', 'tell_people', 'report_to_council')",
            name=op.f("ck_deadline_obligation_known"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "breach_id"],
            ["breach.council_id", "breach.id"],
            name=op.f("fk_deadline_council_id_breach_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_deadline_council_id")
        ),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_deadline")),
    )
    op.create_index(
        "uq_deadline_council_id_breach_id_obligation",
        "deadline",
        ["council_id", "breach_id", "obligation"],
        unique=True,
        postgresql_where=sa.text("cancelled_at is null"),
    )
    op.create_table(
        "message",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("breach_id", sa.Uuid(), nullable=True),
        sa.Column("deadline_id", sa.Uuid(), nullable=True),
        sa.Column("hours_before", sa.Integer(), nullable=True),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind in ('report_received', 'routed_to_you', 'lead_appointed', 'lead_wanted', 'council_told', 'clock_alert', 'invitation', 'password_reset')",
            name=op.f("ck_message_kind_known"),
        ),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_message_tries_counted")),
        sa.ForeignKeyConstraint(
            ["council_id", "breach_id"],
            ["breach.council_id", "breach.id"],
            name=op.f("fk_message_council_id_breach_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "deadline_id"],
            ["deadline.council_id", "deadline.id"],
            name=op.f("fk_message_council_id_deadline_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "recipient_id"],
            ["membership.council_id", "membership.id"],
            name=op.f("fk_message_council_id_recipient_id"),
        ),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_message_council_id")),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_message")),
        sa.UniqueConstraint(
            "council_id", "letter_id", name=op.f("uq_message_council_id_letter_id")
        ),
    )
    op.create_index(
        "ix_message_council_id_breach_id", "message", ["council_id", "breach_id"], unique=False
    )
    op.create_index(
        "ix_message_waiting",
        "message",
        ["next_try_at", "council_id"],
        unique=False,
        postgresql_where=sa.text("sent_at is null and cancelled_at is null and failed_at is null"),
    )
    op.create_index(
        "uq_message_one_alert_each",
        "message",
        ["council_id", "deadline_id", "hours_before", "recipient_id", "due_at"],
        unique=True,
        postgresql_where=sa.text("cancelled_at is null and deadline_id is not null"),
    )
    secure()


def secure() -> None:
    due = "update (due_at, due_words, citation, met_at, cancelled_at)"
    own_by_council("deadline", "select", "insert", due)
    sent = "update (next_try_at, tries, sent_at, cancelled_at, failed_at, problem)"
    own_by_council("message", "select", "insert", sent)
    op.execute("grant select, insert, update on heartbeat to parish_app")
    let_lookup("message", "council_id, next_try_at, sent_at, cancelled_at, failed_at")
    op.execute("grant create on schema public to parish_lookup")
    make_function(
        "councils_with_due_messages(present timestamptz)",
        "setof uuid",
        _COUNCILS_WITH_DUE_MESSAGES,
    )
    op.execute("revoke create on schema public from parish_lookup")


def downgrade() -> None:
    drop_function("councils_with_due_messages(present timestamptz)")
    op.drop_table("message")
    op.drop_table("deadline")
    op.drop_table("heartbeat")
