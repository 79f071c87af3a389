"""Make the policies of councils: versions of which the latest is in force, drafts, answers."""

import sqlalchemy as sa
from alembic import op

from migrations.security import drop_function, let_lookup, make_function, own_by_council, said

revision = "0003_make_policies"
down_revision = "0002_make_models"
branch_labels = None
depends_on = None

# A council always works under a policy: its versions run from 0 without a gap, and the last one is
# in force. Asked when the transaction ends, of every council that it touched.
_IN_FORCE = """
    declare
        touched uuid[];
        wanted uuid;
        is_kept boolean;
    begin
        if tg_table_name = 'council' then
            touched := array[new.id];
        elsif tg_op = 'INSERT' then
            touched := array[new.council_id];
        elsif tg_op = 'DELETE' then
            touched := array[old.council_id];
        else
            touched := array[old.council_id, new.council_id];
        end if;
        foreach wanted in array touched loop
            select count(*) filter (where in_force) = 1
                and count(*) = max(number) + 1
                and max(number) = max(number) filter (where in_force)
                into is_kept from public.adopted_policy where council_id = wanted;
            if is_kept is not true and exists (select from public.council where id = wanted) then
                raise exception 'council % must have one policy in force, its latest version', wanted
                    using errcode = 'check_violation', constraint = 'one_policy_in_force';
            end if;
        end loop;
        return null;
    end
"""
_TRUNCATE = """
    begin
        raise exception 'a council always has a policy in force: no table of them is emptied'
            using errcode = 'check_violation', constraint = 'one_policy_in_force';
    end
"""
_TRIGGER_FUNCTIONS = {"keep_policy_in_force()": _IN_FORCE, "keep_every_policy()": _TRUNCATE}

_COUNCILS = "(select count(*) from council where association_id = of_association)"
_FUNCTIONS = {
    "sector_policies(of_association uuid, for_person uuid, today date)": (
        "table (not_adopted bigint, review_overdue bigint)",
        f"""
        select {said("count(*) filter (where p.adopted_on is null)", "count(*)")},
            {said("count(*) filter (where p.review_on < today)", "count(*)")}
        from officer o
        join council c on c.association_id = o.association_id
        join adopted_policy p on p.council_id = c.id and p.in_force
        where o.association_id = of_association and o.person_id = for_person
        having count(*) > 0
        """,
    ),
    "sector_models(of_association uuid, for_person uuid)": (
        "table (model_id uuid, title text, version int, councils bigint)",
        f"""
        select m.id, m.title, m.version, {said("count(p.council_id)", _COUNCILS)}
        from officer o
        join model_policy m on m.association_id = o.association_id
        left join (
            council c join adopted_policy p on p.council_id = c.id and p.in_force
        ) on c.association_id = m.association_id and p.model_id = m.id
        where o.association_id = of_association and o.person_id = for_person
        group by m.id
        order by m.published_at desc, m.id
        """,
    ),
}


def _taken_from(table: str) -> tuple[sa.Column | sa.Constraint, ...]:
    return (
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=True),
        sa.Column("model_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "origin in ('shipped_model', 'published_model', 'version_in_force', 'document')",
            name=op.f(f"ck_{table}_origin_known"),
        ),
        sa.CheckConstraint(
            "(origin = 'version_in_force') = (based_on is not null)",
            name=op.f(f"ck_{table}_version_named"),
        ),
        sa.CheckConstraint(
            "origin <> 'published_model' or model_id is not null",
            name=op.f(f"ck_{table}_model_named"),
        ),
        sa.ForeignKeyConstraint(
            ["model_id"], ["model_policy.id"], name=op.f(f"fk_{table}_model_id")
        ),
        sa.ForeignKeyConstraint(
            ["council_id", "based_on"],
            ["adopted_policy.council_id", "adopted_policy.number"],
            name=op.f(f"fk_{table}_council_id_based_on"),
        ),
    )


def _owned(table: str) -> tuple[sa.Column | sa.Constraint, ...]:
    return (
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("council_id", "id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id")
        ),
    )


def _by_member(table: str, column: str) -> sa.Constraint:
    return sa.ForeignKeyConstraint(
        ["council_id", column],
        ["membership.council_id", "membership.id"],
        name=op.f(f"fk_{table}_council_id_{column}"),
    )


def upgrade() -> None:
    op.create_table(
        "adopted_policy",
        *_owned("adopted_policy"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.UniqueConstraint(
            "council_id", "number", name=op.f("uq_adopted_policy_council_id_number")
        ),
        *_taken_from("adopted_policy"),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("minute", sa.Text(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("in_force", sa.Boolean(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.CheckConstraint(words, name=op.f(f"ck_adopted_policy_{name}"))
            for name, words in (
                ("adopted_from_one_on", "(number = 0) = (adopted_on is null)"),
                ("given_once", "(number = 0) = (origin = 'shipped_model')"),
                ("based_on_earlier", "based_on < number"),
                ("adoption_minuted", "adopted_on is null or btrim(minute) <> ''"),
                ("reviewed_later", "review_on > adopted_on"),
                ("superseded_ends_force", "in_force = (superseded_at is null)"),
            )
        ),
    )
    op.create_index(
        "uq_adopted_policy_council_id_in_force",
        "adopted_policy",
        ["council_id"],
        unique=True,
        postgresql_where=sa.text("in_force"),
    )
    op.create_table(
        "policy_draft",
        *_owned("policy_draft"),
        *_taken_from("policy_draft"),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("started_by_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        _by_member("policy_draft", "started_by_id"),
        _by_member("policy_draft", "saved_by_id"),
    )
    op.create_index(
        "uq_policy_draft_council_id_open",
        "policy_draft",
        ["council_id"],
        unique=True,
        postgresql_where=sa.text("finished_at is null"),
    )
    op.create_table(
        "model_answer",
        *_owned("model_answer"),
        sa.Column("model_id", sa.Uuid(), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["model_id"], ["model_policy.id"], name=op.f("fk_model_answer_model_id")
        ),
        _by_member("model_answer", "answered_by_id"),
        sa.UniqueConstraint(
            "council_id", "model_id", name=op.f("uq_model_answer_council_id_model_id")
        ),
    )
    secure()


def secure() -> None:
    own_by_council("adopted_policy", "select", "insert", "update (in_force, superseded_at)")
    # Whoever founds a council gives it its first policy in the same transaction.
    op.execute(
        "create policy founding on adopted_policy for insert to current_user with check (number = 0)"
    )
    saved = "update (document, version, saved_by_id, saved_at, finished_at)"
    own_by_council("policy_draft", "select", "insert", saved, "delete")
    own_by_council("model_answer", "select", "insert")
    let_lookup("adopted_policy", "council_id, number, in_force, adopted_on, review_on, model_id")
    op.execute("grant create on schema public to parish_lookup")
    for signature, (returns, body) in _FUNCTIONS.items():
        make_function(signature, returns, body, role="parish_sector")
    keep_in_force()
    op.execute("revoke create on schema public from parish_lookup")


def keep_in_force() -> None:
    """Make the triggers; their functions look past row-level security, as the lookup role."""
    for signature, body in _TRIGGER_FUNCTIONS.items():
        op.execute(
            f"create function {signature} returns trigger language plpgsql security definer"
            f" set search_path = pg_catalog, public as $function${body}$function$"
        )
    for table, moment in (
        ("council", "insert or update of id"),
        ("adopted_policy", "insert or update or delete"),
    ):
        op.execute(
            f"create constraint trigger one_policy_in_force after {moment} on {table}"
            " deferrable initially deferred for each row execute function keep_policy_in_force()"
        )
    op.execute(
        "create trigger no_policy_forgotten before truncate on adopted_policy"
        " for each statement execute function keep_every_policy()"
    )
    for signature in _TRIGGER_FUNCTIONS:
        op.execute(f"revoke all on function {signature} from public")
        op.execute(f"alter function {signature} owner to parish_lookup")


def downgrade() -> None:
    op.execute("drop trigger one_policy_in_force on council")
    for signature in reversed(_FUNCTIONS):
        drop_function(signature)
    op.drop_table("model_answer")
    op.drop_table("policy_draft")
    op.drop_table("adopted_policy")
    for signature in _TRIGGER_FUNCTIONS:
        drop_function(signature)
