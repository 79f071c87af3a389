"""Make how people are reached: contacts, a council's own account for texts, operators."""

import sqlalchemy as sa
from alembic import op

from migrations.security import (
    drop_function,
    force_row_security,
    let_lookup,
    make_function,
    own_by_council,
)

revision = "0009_make_contacts"
down_revision = "0008_make_undertakings"
branch_labels = None
depends_on = None

_CALENDAR = """
    select c.council_id, c.membership_id, m.person_id
    from contact c join membership m on m.council_id = c.council_id and m.id = c.membership_id
    where c.calendar_key_hash = key_hash and m.left_at is null
"""
_OPERATOR = """
    select o.name from operator o where o.person_id = for_person
"""


def upgrade() -> None:
    op.create_table(
        "contact",
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("mobile", sa.Text(), nullable=False),
        sa.Column("other_email", sa.Text(), nullable=False),
        sa.Column("wants_texts", sa.Boolean(), nullable=False),
        sa.Column("wants_digest", sa.Boolean(), nullable=False),
        sa.Column("muted", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("away_from", sa.Date(), nullable=True),
        sa.Column("away_until", sa.Date(), nullable=True),
        sa.Column("deputy_id", sa.Uuid(), nullable=True),
        sa.Column("undeliverable_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("calendar_key_hash", sa.Text(), nullable=True),
        sa.Column("calendar_made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "away_until is null or (away_from is not null and away_until >= away_from)",
            name=op.f("ck_contact_away_in_order"),
        ),
        sa.CheckConstraint(
            "deputy_id is distinct from membership_id", name=op.f("ck_contact_deputy_another")
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "deputy_id"],
            ["membership.council_id", "membership.id"],
            name=op.f("fk_contact_council_id_deputy_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "membership_id"],
            ["membership.council_id", "membership.id"],
            name=op.f("fk_contact_council_id_membership_id"),
        ),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_contact_council_id")),
        sa.PrimaryKeyConstraint("council_id", "membership_id", name=op.f("pk_contact")),
    )
    op.create_index(
        "ix_contact_calendar_key_hash",
        "contact",
        ["calendar_key_hash"],
        unique=False,
        postgresql_where=sa.text("calendar_key_hash is not null"),
    )
    op.create_table(
        "notify_account",
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_key", sa.Text(), nullable=False),
        sa.Column("email_template", sa.Text(), nullable=False),
        sa.Column("text_template", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_notify_account_council_id")
        ),
        sa.PrimaryKeyConstraint("council_id", name=op.f("pk_notify_account")),
    )
    op.create_table(
        "operator",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_operator_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_operator")),
    )
    secure()


def secure() -> None:
    own_by_council("contact", "select", "insert", "update")
    own_by_council("notify_account", "select", "insert", "update")
    force_row_security("operator")
    op.execute("create policy administration on operator to current_user using (true)")
    let_lookup("contact", "council_id, membership_id, calendar_key_hash")
    let_lookup("operator", "person_id, name")
    op.execute("grant create on schema public to parish_lookup")
    make_function(
        "calendar_of(key_hash text)",
        "table (council_id uuid, membership_id uuid, person_id uuid)",
        _CALENDAR,
    )
    make_function("operator_name(for_person uuid)", "text", _OPERATOR)
    op.execute("revoke create on schema public from parish_lookup")


def downgrade() -> None:
    drop_function("operator_name(for_person uuid)")
    drop_function("calendar_of(key_hash text)")
    op.drop_table("operator")
    op.drop_table("notify_account")
    op.drop_table("contact")
