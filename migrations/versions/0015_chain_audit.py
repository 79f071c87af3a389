"""Chain the audit trail: each entry of a council is bound to the one before it, at commit."""

import sqlalchemy as sa
from alembic import op

from migrations.security import every_council, let_lookup, own_by_council

revision = "0015_chain_audit"
down_revision = "0014_handle_breaches"
branch_labels = None
depends_on = None

# What a hash covers, a line each: the hash before it, its number, and all of the entry. The
# same text is made in tenants/audit.py by whoever verifies it.
_HASH = """
    encode(sha256(convert_to(concat_ws(chr(10), head.hash, head.sequence + 1,
        entry.council_id, entry.id,
        to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), entry.event,
        coalesce(entry.actor_id::text, ''), coalesce(entry.breach_id::text, ''),
        entry.changes::text), 'UTF8')), 'hex')
"""
# Puts `entry` at the end of its council's chain.
_APPEND = f"""
    select l.sequence, l.hash into head from public.audit_link l
        where l.council_id = entry.council_id order by l.sequence desc limit 1;
    if head.sequence is null then
        select 0::bigint as sequence, repeat('0', 64) as hash into head;
    end if;
    insert into public.audit_link (council_id, sequence, entry_id, hash)
        values (entry.council_id, head.sequence + 1, entry.id, {_HASH});
"""
# It runs when the transaction commits, after every other lock was taken: one lock a council, held
# for as long as a commit takes, that nobody can wait for while holding it.
_CHAIN = f"""
    declare
        entry public.audit_entry := new;
        head record;
    begin
        perform pg_advisory_xact_lock(hashtextextended('audit ' || entry.council_id, 0));
        {_APPEND}
        return null;
    end
"""
_CHAIN_WHAT_IS_THERE = f"""
    declare
        entry public.audit_entry;
        head record;
    begin
        for entry in select * from public.audit_entry order by council_id, id loop
            {_APPEND}
        end loop;
    end
"""


def upgrade() -> None:
    op.create_table(
        "audit_link",
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id", "entry_id"],
            ["audit_entry.council_id", "audit_entry.id"],
            name=op.f("fk_audit_link_council_id_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_audit_link_council_id")
        ),
        sa.PrimaryKeyConstraint("council_id", "sequence", name=op.f("pk_audit_link")),
        sa.UniqueConstraint(
            "council_id", "entry_id", name=op.f("uq_audit_link_council_id_entry_id")
        ),
    )
    with every_council("audit_entry"):
        op.execute(f"do $chain${_CHAIN_WHAT_IS_THERE}$chain$")
    secure()


def secure() -> None:
    own_by_council("audit_link", "select")
    let_lookup("audit_link", "council_id, sequence, hash")
    let_lookup("audit_link", "council_id, sequence, entry_id, hash", "insert")
    op.execute("grant create on schema public to parish_lookup")
    op.execute(
        "create function chain_audit() returns trigger language plpgsql security definer"
        f" set search_path = pg_catalog, public as $function${_CHAIN}$function$"
    )
    op.execute("revoke all on function chain_audit() from public")
    op.execute("alter function chain_audit() owner to parish_lookup")
    op.execute("revoke create on schema public from parish_lookup")
    op.execute(
        "create constraint trigger chained after insert on audit_entry"
        " deferrable initially deferred for each row execute function chain_audit()"
    )


def downgrade() -> None:
    op.execute("drop trigger chained on audit_entry")
    op.execute("drop function chain_audit()")
    op.drop_table("audit_link")
