"""Widen what must happen later: ladders, texts, claims that run out, councils' calendars."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.security import drop_function, let_lookup, make_function, own_by_council

revision = "0010_widen_post"
down_revision = "0009_make_contacts"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_WAITING = "sent_at is null and cancelled_at is null and failed_at is null"
_KNOWN = (
    (
        "audit_entry",
        "event",
        "'breach_reported', 'involvement_declared', 'initially_assessed', 'lead_appointed', 'lead_stood_down', 'times_changed', 'breach_rated', 'decision_recorded', 'council_told', 'breach_closed', 'message_sent', 'message_failed', 'message_bounced', 'deadline_held', 'action_set', 'action_done', 'action_dropped', 'complaint_recorded', 'complaint_acknowledged', 'reported_to_council', 'training_recorded', 'return_made', 'evidence_prepared', 'contact_changed', 'notify_changed', 'person_added', 'person_changed', 'policy_adopted', 'policy_draft_started', 'policy_draft_saved', 'policy_draft_discarded', 'model_declined'",
    ),
    (
        "message",
        "kind",
        "'report_received', 'report_waiting', 'routed_to_you', 'lead_appointed', 'lead_wanted', 'council_told', 'clock_alert', 'prompt', 'stale_breach', 'weekly_digest', 'invitation', 'password_reset'",
    ),
    (
        "deadline",
        "obligation",
        "'decide_regulator', 'notify_regulator', 'decide_people', 'tell_people', 'report_to_council', 'receive_report', 'follow_up', 'do_action', 'erase', 'acknowledge_complaint', 'review_policy', 'refresh_training', 'evidence_pack', 'annual_return'",
    ),
)
_KNOWN_BEFORE = (
    (
        "audit_entry",
        "event",
        "'breach_reported', 'involvement_declared', 'initially_assessed', 'lead_appointed', 'lead_stood_down', 'times_changed', 'breach_rated', 'decision_recorded', 'council_told', 'breach_closed', 'message_sent', 'message_failed', 'person_added', 'person_changed', 'policy_adopted', 'policy_draft_started', 'policy_draft_saved', 'policy_draft_discarded', 'model_declined'",
    ),
    (
        "message",
        "kind",
        "'report_received', 'routed_to_you', 'lead_appointed', 'lead_wanted', 'council_told', 'clock_alert', 'invitation', 'password_reset'",
    ),
    (
        "deadline",
        "obligation",
        "'decide_regulator', 'notify_regulator', 'decide_people', 'tell_people', 'report_to_council'",
    ),
)
_INDEXES: tuple[tuple[str, list[str], str], ...] = (
    ("ix_message_council_id_deadline_id", ["council_id", "deadline_id"], ""),
    ("ix_message_council_id_recipient_id", ["council_id", "recipient_id"], ""),
    ("ix_message_failed_at", ["failed_at"], "failed_at is not null"),
    ("ix_message_letter_id", ["letter_id"], ""),
    ("ix_message_tried", ["next_try_at", "council_id"], f"{_WAITING} and tries > 0"),
)
# A next try, or a next day, further ahead than any can be comes from a clock that was wrong then.
_COUNCILS_WITH_WORK = f"""
    select council_id from message
    where next_try_at <= present and {_WAITING}
    union
    select council_id from message
    where next_try_at > present + interval '31 minutes' and due_at <= present and tries > 0
        and {_WAITING}
    union
    select council_id from upkeep
    where next_at <= present or next_at > present + interval '2 days'
"""
_OF_LETTER = "select council_id, id from message where letter_id = letter limit 1"
_POST_FIGURES = f"""
    select (select count(*) from message where next_try_at <= present and {_WAITING}),
        (select min(due_at) from message where next_try_at <= present and {_WAITING}),
        (select coalesce(sum(doubts), 0)::bigint from message
            where next_try_at <= present and {_WAITING}),
        (select count(*) from upkeep where next_at <= present)
"""
_FAILURES = """
    select problem, count(*) from message where failed_at > since group by problem
    order by 2 desc, 1
"""


def upgrade() -> None:
    _widen_deadline()
    _widen_message()
    _make_clocks()
    _constrain()
    secure()


def _widen_deadline() -> None:
    _add("deadline", sa.Column("occasion", sa.Text(), nullable=False, server_default=""))
    _add("deadline", sa.Column("set_at", _INSTANT, nullable=False, server_default=sa.text("now()")))
    _add("deadline", sa.Column("held_at", _INSTANT, nullable=True))
    _refer("deadline", action_id="action", complaint_id="complaint")
    _refer("deadline", member_id="membership", held_by_id="membership")
    op.alter_column("deadline", "breach_id", existing_type=sa.UUID(), nullable=True)
    op.drop_index(op.f("uq_deadline_council_id_breach_id_obligation"), table_name="deadline")
    op.create_index(
        "ix_deadline_open",
        "deadline",
        ["council_id", "due_at"],
        postgresql_where=sa.text("met_at is null and cancelled_at is null"),
    )
    subject = ["breach_id", "obligation", "action_id", "complaint_id", "member_id", "occasion"]
    op.create_index(
        "uq_deadline_standing",
        "deadline",
        ["council_id", *subject],
        unique=True,
        postgresql_where=sa.text("cancelled_at is null"),
        postgresql_nulls_not_distinct=True,
    )


def _widen_message() -> None:
    _add("message", sa.Column("channel", sa.Text(), nullable=False, server_default="email"))
    _add("message", sa.Column("occasion", sa.Text(), nullable=False, server_default=""))
    _add("message", sa.Column("their_id", sa.Text(), nullable=False, server_default=""))
    _add("message", sa.Column("doubts", sa.Integer(), nullable=False, server_default="0"))
    _add("message", sa.Column("trying_until", _INSTANT, nullable=True))
    _refer("message", instead_of_id="message")
    op.drop_index(op.f("uq_message_one_alert_each"), table_name="message")
    op.create_index(
        "uq_message_one_alert_each",
        "message",
        ["council_id", "deadline_id", "hours_before", "recipient_id", "channel", "due_at"],
        unique=True,
        postgresql_where=sa.text("cancelled_at is null and deadline_id is not null"),
    )
    op.create_index(
        "uq_message_one_each_occasion",
        "message",
        ["council_id", "occasion", "kind", "recipient_id", "breach_id", "channel"],
        unique=True,
        postgresql_where=sa.text("cancelled_at is null and occasion <> ''"),
        postgresql_nulls_not_distinct=True,
    )
    for name, columns, where in _INDEXES:
        op.create_index(
            name, "message", columns, postgresql_where=sa.text(where) if where else None
        )


def _add(table: str, column: sa.Column[Any]) -> None:
    op.add_column(table, column)
    if column.server_default is not None:
        op.alter_column(table, column.name, server_default=None)


def _refer(table: str, **columns: str) -> None:
    for column, other in columns.items():
        op.add_column(table, sa.Column(column, sa.Uuid(), nullable=True))
        op.create_foreign_key(
            op.f(f"fk_{table}_council_id_{column}"),
            table,
            other,
            ["council_id", column],
            ["council_id", "id"],
        )


def _make_clocks() -> None:
    op.create_table(
        "outage",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_outage")),
    )
    op.create_table(
        "upkeep",
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column(
            "next_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["council_id"],
            ["council.id"],
            name=op.f("fk_upkeep_council_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("council_id", name=op.f("pk_upkeep")),
    )
    op.create_index("ix_upkeep_next_at", "upkeep", ["next_at"], unique=False)


def _constrain() -> None:
    _know(_KNOWN)
    op.create_check_constraint(
        op.f("ck_message_channel_known"), "message", "channel in ('email', 'text')"
    )
    op.drop_constraint(op.f("ck_message_tries_counted"), "message", type_="check")
    op.create_check_constraint(
        op.f("ck_message_tries_counted"), "message", "tries >= 0 and doubts >= 0"
    )
    op.create_check_constraint(
        op.f("ck_deadline_holder_dated"), "deadline", "(held_by_id is null) = (held_at is null)"
    )


def _know(words: tuple[tuple[str, str, str], ...]) -> None:
    for table, column, known in words:
        name = op.f(f"ck_{table}_{column}_known")
        op.drop_constraint(name, table, type_="check")
        op.create_check_constraint(name, table, f"{column} in ({known})")


def secure() -> None:
    op.execute("grant update (held_by_id, held_at) on deadline to parish_app")
    op.execute("grant update (trying_until, doubts, their_id) on message to parish_app")
    op.execute("grant select, insert, update, delete on outage to parish_app")
    op.execute("insert into upkeep (council_id) select id from council")
    own_by_council("upkeep", "select", "insert", "update (next_at)")
    # Whoever founds a council starts its calendar in the same transaction.
    op.execute("create policy founding on upkeep for insert to current_user with check (true)")
    let_lookup("upkeep", "council_id, next_at")
    op.execute(
        "grant select (id, letter_id, due_at, tries, doubts, problem) on message to parish_lookup"
    )
    op.execute("grant create on schema public to parish_lookup")
    drop_function("councils_with_due_messages(present timestamptz)")
    make_function("councils_with_work(present timestamptz)", "setof uuid", _COUNCILS_WITH_WORK)
    make_function("message_of_letter(letter text)", "table (council_id uuid, id uuid)", _OF_LETTER)
    make_function(
        "post_figures(present timestamptz)",
        "table (waiting bigint, oldest_due_at timestamptz, doubts bigint, upkeep_due bigint)",
        _POST_FIGURES,
    )
    make_function(
        "post_failures(since timestamptz)", "table (problem text, messages bigint)", _FAILURES
    )
    op.execute("revoke create on schema public from parish_lookup")


def downgrade() -> None:
    for signature in (
        "post_failures(since timestamptz)",
        "post_figures(present timestamptz)",
        "message_of_letter(letter text)",
        "councils_with_work(present timestamptz)",
    ):
        drop_function(signature)
    op.execute("grant create on schema public to parish_lookup")
    make_function(
        "councils_with_due_messages(present timestamptz)",
        "setof uuid",
        f"select distinct council_id from message where next_try_at <= present and {_WAITING}",
    )
    op.execute("revoke create on schema public from parish_lookup")
    op.drop_table("upkeep")
    op.drop_table("outage")
    _constrain_as_before()
    _narrow_message()
    _narrow_deadline()


def _constrain_as_before() -> None:
    _know(_KNOWN_BEFORE)
    op.drop_constraint(op.f("ck_message_channel_known"), "message", type_="check")
    op.drop_constraint(op.f("ck_deadline_holder_dated"), "deadline", type_="check")
    op.drop_constraint(op.f("ck_message_tries_counted"), "message", type_="check")
    op.create_check_constraint(op.f("ck_message_tries_counted"), "message", "tries >= 0")


def _narrow_message() -> None:
    for name, _, _ in _INDEXES:
        op.drop_index(name, table_name="message")
    # An index, or a foreign key, goes with a column of its own.
    for column in ("trying_until", "doubts", "their_id", "instead_of_id", "occasion", "channel"):
        op.drop_column("message", column)
    op.create_index(
        op.f("uq_message_one_alert_each"),
        "message",
        ["council_id", "deadline_id", "hours_before", "recipient_id", "due_at"],
        unique=True,
        postgresql_where=sa.text("cancelled_at is null and deadline_id is not null"),
    )


def _narrow_deadline() -> None:
    op.drop_index("ix_deadline_open", table_name="deadline")
    for column in ("held_at", "held_by_id", "set_at", "occasion"):
        op.drop_column("deadline", column)
    for column in ("member_id", "complaint_id", "action_id"):
        op.drop_column("deadline", column)
    op.alter_column("deadline", "breach_id", existing_type=sa.UUID(), nullable=False)
    op.create_index(
        op.f("uq_deadline_council_id_breach_id_obligation"),
        "deadline",
        ["council_id", "breach_id", "obligation"],
        unique=True,
        postgresql_where=sa.text("cancelled_at is null"),
    )
