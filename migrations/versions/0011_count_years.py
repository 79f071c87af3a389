"""Make the functions that say whose review is overdue, and who has answered for a year."""

from alembic import op

from migrations.security import drop_function, let_lookup, make_function, said

revision = "0011_count_years"
down_revision = "0010_widen_post"
branch_labels = None
depends_on = None

# A council is asked for a year to 31 March if it was founded here, with its version 0, before its
# end.
_ASKED = """
    from officer o
    join council c on c.association_id = o.association_id
    join adopted_policy p on p.council_id = c.id and p.number = 0
        and (p.recorded_at at time zone 'Europe/London')::date <= make_date(for_year, 3, 31)
    left join annual_return r on r.council_id = c.id and r.year = for_year
    where o.association_id = of_association and o.person_id = for_person
"""
_FUNCTIONS = {
    # The day of a policy's review is published with the policy: names and days, nothing else.
    "sector_reviews_overdue(of_association uuid, for_person uuid, today date)": (
        "table (council text, review_on date)",
        """
        select c.name, p.review_on
        from officer o
        join council c on c.association_id = o.association_id
        join adopted_policy p on p.council_id = c.id and p.in_force
        where o.association_id = of_association and o.person_id = for_person
            and p.review_on < today
        order by p.review_on, c.name, c.id
        """,
    ),
    "sector_returns(of_association uuid, for_person uuid, for_year int)": (
        "table (answered bigint, not_answered bigint, nil bigint)",
        f"""
        select {said("count(r.council_id)", "count(*)")},
            {said("count(*) filter (where r.council_id is null)", "count(*)")},
            {said("count(*) filter (where r.breaches = 0)", "count(r.council_id)")}
        {_ASKED}
        having count(*) > 0
        """,
    ),
    # Whether a council has answered is said of it by name; what it answered never is.
    "sector_returns_missing(of_association uuid, for_person uuid, for_year int, today date)": (
        "table (council text)",
        f"""
        select c.name
        {_ASKED} and r.council_id is null and today > make_date(for_year, 4, 30)
        order by c.name, c.id
        """,
    ),
}


def upgrade() -> None:
    op.execute("grant select (recorded_at) on adopted_policy to parish_lookup")
    let_lookup("annual_return", "council_id, year, breaches")
    op.execute("grant create on schema public to parish_lookup")
    for signature, (returns, body) in _FUNCTIONS.items():
        make_function(signature, returns, body, role="parish_sector")
    op.execute("revoke create on schema public from parish_lookup")


def downgrade() -> None:
    for signature in reversed(_FUNCTIONS):
        drop_function(signature)
    op.execute("drop policy lookup_select on annual_return")
    op.execute("revoke select (council_id, year, breaches) on annual_return from parish_lookup")
    op.execute("revoke select (recorded_at) on adopted_policy from parish_lookup")
