"""Make the model policies that an association publishes, and an officer's way to them."""

import sqlalchemy as sa
from alembic import op

from migrations.security import drop_function, force_row_security, let_lookup, make_function

revision = "0002_make_models"
down_revision = "0001_make_directory"
branch_labels = None
depends_on = None

# What a council reads of a model of its association: all but who published or withdrew it.
_READ = "id, association_id, model, version, title, document, note, published_at, withdrawn_at"
_OF_OFFICER = """
    from officer o
    where o.association_id = of_association and o.person_id = for_person
"""
_FUNCTIONS = {
    "association_models(of_association uuid, for_person uuid)": (
        "table (id uuid, model text, version int, title text, document text, note text,"
        " published_at timestamptz, withdrawn_at timestamptz)",
        """
        select m.id, m.model, m.version, m.title, m.document, m.note, m.published_at,
            m.withdrawn_at
        from model_policy m join officer o on o.association_id = m.association_id
        where o.association_id = of_association and o.person_id = for_person
        """,
    ),
    "publish_model(of_association uuid, for_person uuid, new_model text, new_version int,"
    " new_title text, new_document text, new_note text, present timestamptz)": (
        "uuid",
        f"""
        insert into model_policy (id, association_id, model, version, title, document, note,
            published_at, published_by_id)
        select gen_random_uuid(), o.association_id, new_model, new_version, new_title,
            new_document, new_note, present, o.person_id
        {_OF_OFFICER}
        returning id
        """,
    ),
    "withdraw_model(of_association uuid, for_person uuid, wanted uuid, present timestamptz)": (
        "uuid",
        f"""
        update model_policy set withdrawn_at = present, withdrawn_by_id = for_person
        where id = wanted and association_id = of_association and withdrawn_at is null
            and exists (select {_OF_OFFICER})
        returning id
        """,
    ),
}


def upgrade() -> None:
    op.create_table(
        "model_policy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("association_id", sa.Uuid(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("version > 0", name=op.f("ck_model_policy_version_counted")),
        sa.CheckConstraint(
            "(withdrawn_at is null) = (withdrawn_by_id is null)",
            name=op.f("ck_model_policy_withdrawal_signed"),
        ),
        sa.ForeignKeyConstraint(
            ["association_id"], ["association.id"], name=op.f("fk_model_policy_association_id")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["person.id"], name=op.f("fk_model_policy_published_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["person.id"], name=op.f("fk_model_policy_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_policy")),
        sa.UniqueConstraint(
            "association_id",
            "model",
            "version",
            name=op.f("uq_model_policy_association_id_model_version"),
        ),
    )
    secure()


def secure() -> None:
    force_row_security("model_policy")
    op.execute(
        "create policy of_own_association on model_policy for select to parish_app using ("
        " association_id = (select c.association_id from council c"
        " where c.id = nullif(current_setting('app.council_id', true), '')::uuid))"
    )
    op.execute(f"grant select ({_READ}) on model_policy to parish_app")
    let_lookup("model_policy", f"{_READ}, published_by_id")
    let_lookup("model_policy", f"{_READ}, published_by_id", "insert")
    let_lookup("model_policy", "withdrawn_at, withdrawn_by_id", "update")
    op.execute("grant create on schema public to parish_lookup")
    for signature, (returns, body) in _FUNCTIONS.items():
        make_function(signature, returns, body, role="parish_sector")
    op.execute("revoke create on schema public from parish_lookup")


def downgrade() -> None:
    for signature in reversed(_FUNCTIONS):
        drop_function(signature)
    op.drop_table("model_policy")
