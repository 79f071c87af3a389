"""Make the facts that the sector report counts, and the functions that count them."""

import sqlalchemy as sa
from alembic import op

from migrations.security import drop_function, let_lookup, make_function, own_by_council, said

revision = "0007_make_sector_facts"
down_revision = "0006_make_post"
branch_labels = None
depends_on = None

_BREACHES = said("count(*) filter (where f.nature in ('suspected', 'breach'))")
_OF_OFFICER = """
    from sector_fact f
    join council c on c.id = f.council_id
    join officer o on o.association_id = c.association_id
    where o.association_id = of_association and o.person_id = for_person
"""
_FUNCTIONS = {
    "sector_by_year(of_association uuid, for_person uuid)": (
        "table (year int, breaches bigint, near_misses bigint, regulator_told bigint,"
        " in_time bigint)",
        f"""
        select f.year,
            {_BREACHES},
            {said("count(*) filter (where f.nature in ('near_miss', 'not_a_breach'))")},
            {said("count(*) filter (where f.regulator_told)")},
            {said("count(*) filter (where f.in_time)")}
        {_OF_OFFICER}
        group by f.year order by f.year desc
        """,
    ),
    "sector_by_cause(of_association uuid, for_person uuid)": (
        "table (year int, cause text, breaches bigint)",
        f"""
        select f.year, f.cause, {_BREACHES}
        {_OF_OFFICER}
        group by f.year, f.cause order by f.year desc, 3 desc nulls last, f.cause
        """,
    ),
    "sector_councils(of_association uuid, for_person uuid)": (
        "bigint",
        """
        select count(*) from council c
        join officer o on o.association_id = c.association_id
        where o.association_id = of_association and o.person_id = for_person
        """,
    ),
}


def upgrade() -> None:
    op.create_table(
        "sector_fact",
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("breach_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("nature", sa.Text(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("risk", sa.Text(), nullable=True),
        sa.Column("regulator_told", sa.Boolean(), nullable=True),
        sa.Column("in_time", sa.Boolean(), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "nature in ('suspected', 'breach', 'near_miss', 'not_a_breach')",
            name=op.f("ck_sector_fact_nature_known"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "breach_id"],
            ["breach.council_id", "breach.id"],
            name=op.f("fk_sector_fact_council_id_breach_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_sector_fact_council_id")
        ),
        sa.PrimaryKeyConstraint("council_id", "breach_id", name=op.f("pk_sector_fact")),
    )
    secure()


def secure() -> None:
    own_by_council("sector_fact", "select", "insert", "update")
    let_lookup("sector_fact", "council_id, year, cause, nature, regulator_told, in_time")
    op.execute("grant create on schema public to parish_lookup")
    for signature, (returns, body) in _FUNCTIONS.items():
        make_function(signature, returns, body, role="parish_sector")
    op.execute("revoke create on schema public from parish_lookup")


def downgrade() -> None:
    for signature in reversed(_FUNCTIONS):
        drop_function(signature)
    op.drop_table("sector_fact")
