"""Keep beside a breach what belongs to it: files, conversations, links, holds, receipts."""

import sys

import sqlalchemy as sa
from alembic import op

from migrations.security import drop_function, every_council, make_function, own_by_council
from migrations.tables import owned, to_own

revision = "0013_keep_beside_breaches"
down_revision = "0012_make_gauges"
branch_labels = None
depends_on = None

# Whoever has no account finds a council by its address, and only where it takes their reports.
_INTAKE = "council_taking_reports(wanted text)"
_REMOVED = "content, removed_by_id, removed_at, removed_why"
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _let_anybody_report()
    op.create_table(
        "receipt",
        sa.Column("breach_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        to_own("receipt", "breach_id", "breach"),
        *owned("receipt"),
        sa.UniqueConstraint(
            "council_id", "breach_id", name=op.f("uq_receipt_council_id_breach_id")
        ),
        sa.UniqueConstraint(
            "council_id", "code_hash", name=op.f("uq_receipt_council_id_code_hash")
        ),
    )
    op.create_table(
        "file",
        sa.Column("breach_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("shows", sa.Text(), nullable=False),
        sa.Column("scan", sa.Text(), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=True),
        sa.Column("receipt_id", sa.Uuid(), nullable=True),
        sa.Column("added_at", _INSTANT, nullable=False),
        sa.Column("removed_by_id", sa.Uuid(), nullable=True),
        sa.Column("removed_at", _INSTANT, nullable=True),
        sa.Column("removed_why", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(removed_at is null) = (removed_why = '')", name=op.f("ck_file_removing_explained")
        ),
        sa.CheckConstraint(
            "kind in ('evidence', 'regulator_letter')", name=op.f("ck_file_kind_known")
        ),
        sa.CheckConstraint("scan in ('not_scanned', 'clean')", name=op.f("ck_file_scan_known")),
        sa.CheckConstraint(
            "(content is null) = (removed_at is not null)", name=op.f("ck_file_content_kept")
        ),
        sa.CheckConstraint(
            "content is null or octet_length(content) = size", name=op.f("ck_file_size_true")
        ),
        to_own("file", "added_by_id", "membership"),
        to_own("file", "breach_id", "breach"),
        to_own("file", "receipt_id", "receipt"),
        to_own("file", "removed_by_id", "membership"),
        *owned("file"),
    )
    op.create_index(
        "ix_file_council_id_breach_id", "file", ["council_id", "breach_id"], unique=False
    )
    op.create_table(
        "communication",
        sa.Column("breach_id", sa.Uuid(), nullable=False),
        sa.Column("told_at", _INSTANT, nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("with_whom", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", _INSTANT, nullable=False),
        sa.CheckConstraint(
            "direction in ('told', 'heard')", name=op.f("ck_communication_direction_known")
        ),
        sa.CheckConstraint(
            "party in ('regulator', 'people', 'police', 'insurers', 'bank', 'legal_advisers', 'press', 'councillors', 'supplier', 'recipient', 'other')",
            name=op.f("ck_communication_party_known"),
        ),
        sa.CheckConstraint("told_at <= recorded_at", name=op.f("ck_communication_told_past")),
        to_own("communication", "breach_id", "breach"),
        to_own("communication", "recorded_by_id", "membership"),
        *owned("communication"),
    )
    op.create_index(
        "ix_communication_council_id_breach_id",
        "communication",
        ["council_id", "breach_id"],
        unique=False,
    )
    op.create_table(
        "comment",
        sa.Column("breach_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", _INSTANT, nullable=False),
        to_own("comment", "breach_id", "breach"),
        to_own("comment", "written_by_id", "membership"),
        *owned("comment"),
    )
    op.create_index(
        "ix_comment_council_id_breach_id", "comment", ["council_id", "breach_id"], unique=False
    )
    op.create_table(
        "breach_link",
        sa.Column("breach_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        sa.Column("ended_at", _INSTANT, nullable=True),
        sa.CheckConstraint(
            "kind in ('related', 'duplicate_of')", name=op.f("ck_breach_link_kind_known")
        ),
        sa.CheckConstraint("breach_id <> other_id", name=op.f("ck_breach_link_another")),
        to_own("breach_link", "breach_id", "breach"),
        to_own("breach_link", "made_by_id", "membership"),
        to_own("breach_link", "other_id", "breach"),
        *owned("breach_link"),
    )
    op.create_index(
        "ix_breach_link_council_id_other_id",
        "breach_link",
        ["council_id", "other_id"],
        unique=False,
    )
    op.create_index(
        "uq_breach_link_standing",
        "breach_link",
        ["council_id", "breach_id", "other_id"],
        unique=True,
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_table(
        "legal_hold",
        sa.Column("breach_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("set_at", _INSTANT, nullable=False),
        sa.Column("lifted_by_id", sa.Uuid(), nullable=True),
        sa.Column("lifted_at", _INSTANT, nullable=True),
        sa.Column("lifted_why", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(lifted_at is null) = (lifted_why = '')", name=op.f("ck_legal_hold_lifting_explained")
        ),
        sa.CheckConstraint("why <> ''", name=op.f("ck_legal_hold_setting_explained")),
        to_own("legal_hold", "breach_id", "breach"),
        to_own("legal_hold", "lifted_by_id", "membership"),
        to_own("legal_hold", "set_by_id", "membership"),
        *owned("legal_hold"),
    )
    op.create_index(
        "uq_legal_hold_standing",
        "legal_hold",
        ["council_id", "breach_id"],
        unique=True,
        postgresql_where=sa.text("lifted_at is null"),
    )
    op.create_table(
        "reading",
        sa.Column("breach_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("hour", _INSTANT, nullable=False),
        sa.Column("read_at", _INSTANT, nullable=False),
        to_own("reading", "breach_id", "breach"),
        to_own("reading", "membership_id", "membership"),
        *owned("reading"),
        sa.UniqueConstraint(
            "council_id", "breach_id", "membership_id", "what", "hour", name="uq_reading_visit"
        ),
    )
    op.create_table(
        "receipt_message",
        sa.Column("breach_id", sa.Uuid(), nullable=False),
        sa.Column("receipt_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=True),
        sa.Column("written_at", _INSTANT, nullable=False),
        to_own("receipt_message", "breach_id", "breach"),
        to_own("receipt_message", "receipt_id", "receipt"),
        to_own("receipt_message", "written_by_id", "membership"),
        *owned("receipt_message"),
    )
    op.create_index(
        "ix_receipt_message_council_id_receipt_id",
        "receipt_message",
        ["council_id", "receipt_id"],
        unique=False,
    )
    secure()


def _let_anybody_report() -> None:
    op.alter_column("breach", "reporter_id", existing_type=sa.Uuid(), nullable=True)
    op.add_column(
        "council",
        sa.Column("takes_public_reports", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.alter_column("council", "takes_public_reports", server_default=None)
    op.execute("grant update (takes_public_reports) on council to parish_app")
    op.execute("grant select (takes_public_reports) on council to parish_lookup")
    op.execute("grant create on schema public to parish_lookup")
    make_function(
        _INTAKE,
        "table (id uuid, name text, slug text, colour text)",
        "select id, name, slug, colour from council where slug = wanted and takes_public_reports",
    )
    op.execute("revoke create on schema public from parish_lookup")


def secure() -> None:
    own_by_council("receipt", "select", "insert")
    own_by_council("file", "select", "insert", f"update ({_REMOVED})")
    own_by_council("communication", "select", "insert")
    own_by_council("comment", "select", "insert")
    own_by_council("breach_link", "select", "insert", "update (ended_at)")
    own_by_council("legal_hold", "select", "insert", "update (lifted_by_id, lifted_at, lifted_why)")
    own_by_council("reading", "select", "insert")
    own_by_council("receipt_message", "select", "insert")


def _refuse_to_lose_reports() -> None:
    with every_council("breach"):
        bind = op.get_bind()
        number = bind.scalar(sa.text("select count(*) from breach where reporter_id is null"))
    if number:
        sys.exit(
            f"Breaches that somebody without an account reported: {number}. The version before has"
            " no place for them, and no register may lose a breach. Go back by a back-up instead."
        )


def downgrade() -> None:
    _refuse_to_lose_reports()
    op.drop_table("receipt_message")
    op.drop_table("reading")
    op.drop_table("legal_hold")
    op.drop_table("breach_link")
    op.drop_table("comment")
    op.drop_table("communication")
    op.drop_table("file")
    op.drop_table("receipt")
    drop_function(_INTAKE)
    op.drop_column("council", "takes_public_reports")
    op.alter_column("breach", "reporter_id", existing_type=sa.Uuid(), nullable=False)
