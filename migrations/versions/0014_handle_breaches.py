"""Handle a breach to its end: consequences, reports and letters, lessons, who has read."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.security import every_council, own_by_council
from migrations.tables import owned, to_own

revision = "0014_handle_breaches"
down_revision = "0013_keep_beside_breaches"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_SAVED = "answers, their_reference, saved_by_id, saved_at, sent_at, sent_by_id, version"
_CONFIRMED = (
    "breach_id, confirmed, outcome, case_reference, sent_on, confirmed_by_id, confirmed_at, version"
)
_EXCEPTIONS = "'protected_before', 'risk_removed_since', 'disproportionate'"
_KNOWN = (
    (
        "audit_entry",
        "event",
        "'breach_reported', 'involvement_declared', 'initially_assessed', 'lead_appointed', 'lead_stood_down', 'times_changed', 'breach_rated', 'decision_recorded', 'council_told', 'breach_closed', 'message_sent', 'message_failed', 'message_bounced', 'deadline_held', 'action_set', 'action_done', 'action_dropped', 'complaint_recorded', 'complaint_acknowledged', 'reported_to_council', 'report_acknowledged', 'intake_changed', 'reporter_wrote', 'reporter_answered', 'file_added', 'file_removed', 'communication_recorded', 'comment_written', 'breach_linked', 'breach_unlinked', 'hold_set', 'hold_lifted', 'risks_assessed', 'facts_changed', 'regulator_report_saved', 'regulator_report_sent', 'letter_added', 'letter_confirmed', 'reviewed', 'lesson_shared', 'lesson_withdrawn', 'breach_reopened', 'document_made', 'register_exported', 'data_erased', 'training_recorded', 'return_made', 'evidence_prepared', 'contact_changed', 'notify_changed', 'person_added', 'person_changed', 'policy_adopted', 'policy_draft_started', 'policy_draft_saved', 'policy_draft_discarded', 'model_declined'",
        "'breach_reported', 'involvement_declared', 'initially_assessed', 'lead_appointed', 'lead_stood_down', 'times_changed', 'breach_rated', 'decision_recorded', 'council_told', 'breach_closed', 'message_sent', 'message_failed', 'message_bounced', 'deadline_held', 'action_set', 'action_done', 'action_dropped', 'complaint_recorded', 'complaint_acknowledged', 'reported_to_council', 'training_recorded', 'return_made', 'evidence_prepared', 'contact_changed', 'notify_changed', 'person_added', 'person_changed', 'policy_adopted', 'policy_draft_started', 'policy_draft_saved', 'policy_draft_discarded', 'model_declined'",
    ),
    (
        "message",
        "kind",
        "'report_received', 'report_waiting', 'routed_to_you', 'lead_appointed', 'lead_wanted', 'council_told', 'clock_alert', 'prompt', 'stale_breach', 'reporter_wrote', 'report_finished', 'weekly_digest', 'invitation', 'password_reset'",
        "'report_received', 'report_waiting', 'routed_to_you', 'lead_appointed', 'lead_wanted', 'council_told', 'clock_alert', 'prompt', 'stale_breach', 'weekly_digest', 'invitation', 'password_reset'",
    ),
    (
        "deadline",
        "obligation",
        "'decide_regulator', 'notify_regulator', 'decide_people', 'tell_people', 'report_to_council', 'receive_report', 'follow_up', 'do_action', 'erase', 'acknowledge_complaint', 'reassess', 'review_policy', 'refresh_training', 'evidence_pack', 'annual_return'",
        "'decide_regulator', 'notify_regulator', 'decide_people', 'tell_people', 'report_to_council', 'receive_report', 'follow_up', 'do_action', 'erase', 'acknowledge_complaint', 'review_policy', 'refresh_training', 'evidence_pack', 'annual_return'",
    ),
    (
        "decision",
        "subject",
        "'rating', 'risk', 'regulator', 'people', 'police', 'insurers', 'bank', 'legal_advisers', 'press', 'other'",
        "'rating', 'risk', 'regulator', 'people'",
    ),
)


def upgrade() -> None:
    op.create_table(
        "risk_assessment",
        sa.Column("breach_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("for_people", JSONB(), nullable=False),
        sa.Column("for_council", JSONB(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        to_own("risk_assessment", "breach_id", "breach"),
        to_own("risk_assessment", "made_by_id", "membership"),
        *owned("risk_assessment"),
        sa.UniqueConstraint(
            "council_id",
            "breach_id",
            "sequence",
            name=op.f("uq_risk_assessment_council_id_breach_id_sequence"),
        ),
    )
    op.create_table(
        "regulator_report",
        sa.Column("breach_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("answers", JSONB(), nullable=False),
        sa.Column("their_reference", sa.Text(), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=False),
        sa.Column("saved_at", _INSTANT, nullable=False),
        sa.Column("sent_at", _INSTANT, nullable=True),
        sa.Column("sent_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind in ('initial', 'follow_up')", name=op.f("ck_regulator_report_kind_known")
        ),
        sa.CheckConstraint(
            "(sent_at is null) = (sent_by_id is null)",
            name=op.f("ck_regulator_report_sender_known"),
        ),
        to_own("regulator_report", "breach_id", "breach"),
        to_own("regulator_report", "saved_by_id", "membership"),
        to_own("regulator_report", "sent_by_id", "membership"),
        *owned("regulator_report"),
        sa.UniqueConstraint(
            "council_id",
            "breach_id",
            "sequence",
            name=op.f("uq_regulator_report_council_id_breach_id_sequence"),
        ),
    )
    op.create_table(
        "regulator_letter",
        sa.Column("breach_id", sa.Uuid(), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("source_name", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("found", JSONB(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("case_reference", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("confirmed", JSONB(), nullable=True),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", _INSTANT, nullable=False),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", _INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome in ('no_action', 'no_action_with_recommendations', 'reprimand', 'penalty', 'enforcement_notice', 'undertaking', 'complaint_outcome', 'further_enquiries', 'does_not_meet_threshold', 'unknown')",
            name=op.f("ck_regulator_letter_outcome_known"),
        ),
        sa.CheckConstraint(
            "(confirmed_at is null) = (confirmed_by_id is null)",
            name=op.f("ck_regulator_letter_confirmer_known"),
        ),
        to_own("regulator_letter", "added_by_id", "membership"),
        to_own("regulator_letter", "breach_id", "breach"),
        to_own("regulator_letter", "confirmed_by_id", "membership"),
        to_own("regulator_letter", "file_id", "file"),
        *owned("regulator_letter"),
    )
    op.create_index(
        "ix_regulator_letter_council_id_breach_id",
        "regulator_letter",
        ["council_id", "breach_id"],
        unique=False,
    )
    op.create_table(
        "review",
        sa.Column("breach_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("answers", JSONB(), nullable=False),
        sa.Column("lessons", sa.Text(), nullable=False),
        sa.Column("policy_changes", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        to_own("review", "breach_id", "breach"),
        to_own("review", "made_by_id", "membership"),
        *owned("review"),
        sa.UniqueConstraint(
            "council_id",
            "breach_id",
            "sequence",
            name=op.f("uq_review_council_id_breach_id_sequence"),
        ),
    )
    op.create_table(
        "shared_lesson",
        sa.Column("breach_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("shared_by_id", sa.Uuid(), nullable=False),
        sa.Column("shared_at", _INSTANT, nullable=False),
        sa.Column("withdrawn_at", _INSTANT, nullable=True),
        to_own("shared_lesson", "breach_id", "breach"),
        to_own("shared_lesson", "shared_by_id", "membership"),
        *owned("shared_lesson"),
    )
    op.create_index(
        "ix_shared_lesson_council_id_breach_id",
        "shared_lesson",
        ["council_id", "breach_id"],
        unique=False,
    )
    op.create_table(
        "acknowledgement",
        sa.Column("breach_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("breach_version", sa.Integer(), nullable=False),
        sa.Column("read_at", _INSTANT, nullable=False),
        to_own("acknowledgement", "breach_id", "breach"),
        to_own("acknowledgement", "membership_id", "membership"),
        *owned("acknowledgement"),
        sa.UniqueConstraint(
            "council_id", "breach_id", "membership_id", "breach_version", name="uq_acknowledged"
        ),
    )
    _widen_tables()
    for table, column, words, _ in _KNOWN:
        _let_be_known(table, column, words)
    secure()


def _widen_tables() -> None:
    op.add_column("action", sa.Column("letter_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_action_council_id_letter_id"),
        "action",
        "regulator_letter",
        ["council_id", "letter_id"],
        ["council_id", "id"],
    )
    op.add_column("breach", sa.Column("reassess_since", _INSTANT, nullable=True))
    _add_text("breach", "reassess_why")
    op.add_column("breach", sa.Column("erased_at", _INSTANT, nullable=True))
    for name in ("party_name", "message", "method"):
        _add_text("decision", name)
    op.add_column("decision", sa.Column("exception", sa.Text(), nullable=True))
    op.create_check_constraint("exception_known", "decision", f"exception in ({_EXCEPTIONS})")
    op.execute("grant update (reassess_since, reassess_why) on breach to parish_app")


def _add_text(table: str, name: str) -> None:
    op.add_column(table, sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.alter_column(table, name, server_default=None)


def _let_be_known(table: str, column: str, words: str) -> None:
    op.drop_constraint(op.f(f"ck_{table}_{column}_known"), table)
    op.create_check_constraint(f"{column}_known", table, f"{column} in ({words})")


def secure() -> None:
    own_by_council("risk_assessment", "select", "insert")
    own_by_council("regulator_report", "select", "insert", f"update ({_SAVED})")
    own_by_council("regulator_letter", "select", "insert", f"update ({_CONFIRMED})")
    own_by_council("review", "select", "insert")
    own_by_council("shared_lesson", "select", "insert", "update (withdrawn_at)")
    own_by_council("acknowledgement", "select", "insert")


def _forget_what_was_not_known() -> None:
    """Delete what an older version has no word for; messages go with what they speak of."""
    news = {table: f"{column} not in ({before})" for table, column, _, before in _KNOWN}
    gone = (
        f"{news['message']} or (council_id, deadline_id) in"
        f" (select council_id, id from deadline where {news['deadline']})"
    )
    op.execute(
        "with recursive gone as ("
        f" select council_id, id from message where {gone}"
        " union select m.council_id, m.id from message m"
        " join gone g on m.council_id = g.council_id and m.instead_of_id = g.id)"
        " delete from message where (council_id, id) in (select council_id, id from gone)"
    )
    for table in ("deadline", "decision", "audit_entry"):
        op.execute(f"delete from {table} where {news[table]}")


def downgrade() -> None:
    with every_council(*(table for table, *_ in _KNOWN)):
        _forget_what_was_not_known()
    for table, column, _, before in _KNOWN:
        _let_be_known(table, column, before)
    for name in ("exception", "method", "message", "party_name"):
        op.drop_column("decision", name)
    for name in ("erased_at", "reassess_why", "reassess_since"):
        op.drop_column("breach", name)
    op.drop_column("action", "letter_id")
    op.drop_table("acknowledgement")
    op.drop_table("shared_lesson")
    op.drop_table("review")
    op.drop_table("regulator_letter")
    op.drop_table("regulator_report")
    op.drop_table("risk_assessment")
