"""Row-level security, said once for every council-owned table."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import op

OWN_COUNCIL = "council_id = nullif(current_setting('app.council_id', true), '')::uuid"


def force_row_security(table: str) -> None:
    """Bind everybody to the table's policies, its owner too."""
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")


@contextmanager
def every_council(*tables: str) -> Iterator[None]:
    """Let the owner, who is bound by row-level security too, reach every council's rows here."""
    for table in tables:
        op.execute(f"alter table {table} no force row level security")
    yield
    for table in tables:
        op.execute(f"alter table {table} force row level security")


def own_by_council(table: str, *grants: str) -> None:
    """Show and accept only the rows of the session's council, and grant the app these rights."""
    force_row_security(table)
    op.execute(
        f"create policy own_council on {table} to parish_app"
        f" using ({OWN_COUNCIL}) with check ({OWN_COUNCIL})"
    )
    op.execute(f"grant {', '.join(grants)} on {table} to parish_app")


def let_lookup(table: str, columns: str, command: str = "select") -> None:
    """Let the narrow functions, and nobody who signs in, see these columns of every row."""
    op.execute(f"grant {command} ({columns}) on {table} to parish_lookup")
    clause = "with check" if command == "insert" else "using"
    op.execute(
        f"create policy lookup_{command} on {table} for {command} to parish_lookup {clause} (true)"
    )


def make_function(signature: str, returns: str, body: str, role: str = "parish_app") -> None:
    """Make a function that looks across councils, owned by a role that nobody can sign in as."""
    op.execute(
        f"create function {signature} returns {returns} language sql security definer"
        f" set search_path = pg_catalog, public as $function${body}$function$"
    )
    op.execute(f"revoke all on function {signature} from public")
    op.execute(f"grant execute on function {signature} to {role}")
    op.execute(f"alter function {signature} owner to parish_lookup")


def drop_function(signature: str) -> None:
    """Drop such a function: its owner is not the one who migrates."""
    op.execute(f"drop function {signature}")


def said(count: str, most: str = "null") -> str:
    """Give SQL that says a count to an officer, and none so small that it could be a person.

    Below five it is null, "too few to say"; the others are rounded to five, so that taking one
    from another gives nothing away, but never to more than the `most` that there can be.
    """
    return f"case when {count} >= 5 then least((5 * round({count} / 5.0))::bigint, {most}) end"
