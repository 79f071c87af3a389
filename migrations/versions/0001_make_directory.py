"""Make the directory: associations, councils, people and their places."""

import sqlalchemy as sa
from alembic import op

from migrations.security import (
    drop_function,
    force_row_security,
    let_lookup,
    make_function,
    own_by_council,
)

revision = "0001_make_directory"
down_revision = None
branch_labels = None
depends_on = None

OWN_PERSON = "nullif(current_setting('app.person_id', true), '')::uuid"

_FUNCTIONS = {
    "council_by_slug(wanted text)": (
        "table (id uuid, name text, slug text, colour text, association text)",
        """
        select c.id, c.name, c.slug, c.colour, a.name
        from council c join association a on a.id = c.association_id
        where c.slug = wanted
        """,
    ),
    "councils_named(wanted text, at_most int)": (
        "table (name text, slug text)",
        """
        select name, slug from council
        where position(lower(wanted) in lower(name)) > 0
        order by name, slug limit at_most
        """,
    ),
    "association_by_slug(wanted text)": (
        "table (id uuid, name text, slug text)",
        "select id, name, slug from association where slug = wanted",
    ),
    "sign_in_lookup(wanted text)": (
        "table (person_id uuid, password_hash text)",
        "select id, password_hash from person where email = lower(wanted)",
    ),
    "my_memberships()": (
        "table (council_id uuid, membership_id uuid, name text, roles text[], office text,"
        " council_name text, council_slug text, council_colour text)",
        f"""
        select m.council_id, m.id, m.name, m.roles, m.office, c.name, c.slug, c.colour
        from membership m join council c on c.id = m.council_id
        where m.person_id = {OWN_PERSON} and m.left_at is null
        order by c.name, c.id
        """,
    ),
    "my_associations()": (
        "table (association_id uuid, name text, association_name text, association_slug text)",
        f"""
        select o.association_id, o.name, a.name, a.slug
        from officer o join association a on a.id = o.association_id
        where o.person_id = {OWN_PERSON}
        order by a.name
        """,
    ),
    "ensure_person(wanted text)": (
        "uuid",
        """
        with made as (
            insert into person (id, email) values (gen_random_uuid(), lower(wanted))
            on conflict (email) do nothing returning id
        )
        select id from made
        union all select id from person where email = lower(wanted)
        limit 1
        """,
    ),
}


def upgrade() -> None:
    op.create_table(
        "association",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_association")),
        sa.UniqueConstraint("slug", name=op.f("uq_association_slug")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_person_email_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "council",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("association_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("next_meeting_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "colour in ('teal', 'blue', 'purple', 'brown', 'green', 'plum', 'slate', 'navy')",
            name=op.f("ck_council_colour_known"),
        ),
        sa.CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name=op.f("ck_council_slug_shape")),
        sa.ForeignKeyConstraint(
            ["association_id"], ["association.id"], name=op.f("fk_council_association_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council")),
        sa.UniqueConstraint("slug", name=op.f("uq_council_slug")),
    )
    op.create_table(
        "officer",
        sa.Column("association_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["association_id"], ["association.id"], name=op.f("fk_officer_association_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_officer_person_id")),
        sa.PrimaryKeyConstraint("association_id", "person_id", name=op.f("pk_officer")),
    )
    op.create_table(
        "membership",
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("roles", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("office", sa.Text(), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("office in ('clerk', 'chair')", name=op.f("ck_membership_office_known")),
        sa.CheckConstraint(
            "roles <@ array['reporter', 'lead_investigator', 'councillor']::text[] and cardinality(roles) > 0",
            name=op.f("ck_membership_roles_known"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_membership_council_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "council_id", "person_id", name=op.f("uq_membership_council_id_person_id")
        ),
    )
    op.create_index("ix_membership_person_id", "membership", ["person_id"], unique=False)
    op.create_index(
        "uq_membership_council_id_office",
        "membership",
        ["council_id", "office"],
        unique=True,
        postgresql_where=sa.text("office is not null and left_at is null"),
    )
    secure()


def secure() -> None:
    for table in ("association", "council", "person", "membership", "officer"):
        force_row_security(table)
    for table in ("association", "council", "officer"):
        op.execute(f"create policy administration on {table} to current_user using (true)")
    op.execute(
        "create policy own_council on council to parish_app"
        " using (id = nullif(current_setting('app.council_id', true), '')::uuid)"
    )
    op.execute("grant select, update (next_meeting_on, colour) on council to parish_app")
    own_by_council("membership", "select", "insert", "update (roles, office, left_at)")
    op.execute(
        "create policy of_own_council on person for select to parish_app using ("
        f" id = {OWN_PERSON} or exists (select from membership m where m.person_id = person.id))"
    )
    op.execute(
        f"create policy own_password on person for update to parish_app using (id = {OWN_PERSON})"
    )
    op.execute("grant select, update (password_hash) on person to parish_app")
    let_lookup("association", "id, name, slug")
    let_lookup("council", "id, association_id, name, slug, colour")
    let_lookup("person", "id, email, password_hash")
    let_lookup("person", "id, email", "insert")
    let_lookup("membership", "council_id, id, person_id, name, roles, office, left_at")
    let_lookup("officer", "association_id, person_id, name")
    op.execute("grant create on schema public to parish_lookup")
    for signature, (returns, body) in _FUNCTIONS.items():
        make_function(signature, returns, body)
    op.execute("grant execute on function ensure_person(text) to current_user")
    op.execute("revoke create on schema public from parish_lookup")


def downgrade() -> None:
    op.execute("drop policy of_own_council on person")
    for signature in reversed(_FUNCTIONS):
        drop_function(signature)
    op.drop_table("membership")
    op.drop_table("officer")
    op.drop_table("council")
    op.drop_table("person")
    op.drop_table("association")
