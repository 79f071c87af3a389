"""What PostgreSQL itself was told: read from its catalogue, for every table there is."""

import pytest
from sqlalchemy import Connection, Table, text

from tenants.models import Base

TABLES = tuple(Base.metadata.tables.values())
COUNCIL_OWNED = tuple(table for table in TABLES if "council_id" in table.columns)
NAMES = [table.name for table in COUNCIL_OWNED]
DIRECTORY = ("association", "council", "person", "officer", "operator", "model_policy")
APPEND_ONLY = (
    "acknowledgement",
    "audit_entry",
    "assessment",
    "comment",
    "communication",
    "decision",
    "initial_assessment",
    "involvement",
    "model_answer",
    "reading",
    "receipt",
    "receipt_message",
    "review",
    "risk_assessment",
)
# Its rows say when a clock ticked and nothing of any council.
OPEN_TO_ALL = ("gauge", "heartbeat", "outage")

of_every_council_owned_table = pytest.mark.parametrize("table", COUNCIL_OWNED, ids=NAMES)


def test_every_table_is_either_owned_by_councils_or_in_the_directory() -> None:
    assert {table.name for table in TABLES} == {*NAMES, *DIRECTORY, *OPEN_TO_ALL}
    assert len(COUNCIL_OWNED) >= 11


@of_every_council_owned_table
def test_a_council_owned_row_always_names_its_council(table: Table, behind: Connection) -> None:
    is_nullable = behind.scalar(
        text(
            "select is_nullable from information_schema.columns"
            " where table_name = :table and column_name = 'council_id'"
        ),
        {"table": table.name},
    )

    assert is_nullable == "NO"


@pytest.mark.parametrize("table", [*NAMES, *DIRECTORY])
def test_row_level_security_is_enabled_and_forced(table: str, behind: Connection) -> None:
    flags = behind.execute(
        text(
            "select relrowsecurity, relforcerowsecurity from pg_class where oid = to_regclass(:t)"
        ),
        {"t": table},
    ).one()

    assert tuple(flags) == (True, True)


@of_every_council_owned_table
def test_the_app_reads_and_writes_by_council_and_by_no_other_rule(
    table: Table, behind: Connection
) -> None:
    policies = behind.execute(
        text(
            "select cmd, qual, with_check from pg_policies"
            " where tablename = :table and roles && '{parish_app,public}'::name[]"
        ),
        {"table": table.name},
    ).all()

    assert len(policies) == 1
    assert policies[0].cmd == "ALL"
    for rule in (policies[0].qual, policies[0].with_check):
        assert rule.startswith("(council_id = (NULLIF(current_setting('app.council_id'")


@of_every_council_owned_table
def test_every_unique_index_leads_with_the_council(table: Table, behind: Connection) -> None:
    leading = behind.execute(
        text(
            "select i.relname, a.attname from pg_index x"
            " join pg_class i on i.oid = x.indexrelid"
            " join pg_attribute a on a.attrelid = x.indrelid and a.attnum = x.indkey[0]"
            " where x.indrelid = to_regclass(:table) and (x.indisunique or x.indisprimary)"
        ),
        {"table": table.name},
    ).all()

    assert leading
    assert {column for _, column in leading} == {"council_id"}


@of_every_council_owned_table
def test_a_key_to_a_council_owned_table_holds_the_council_too(
    table: Table, behind: Connection
) -> None:
    keys = behind.execute(
        text(
            "select k.conname, f.relname as target,"
            " (select array_agg(attname order by attnum) from pg_attribute"
            "   where attrelid = k.conrelid and attnum = any(k.conkey))::text[] as columns"
            " from pg_constraint k join pg_class f on f.oid = k.confrelid"
            " where k.contype = 'f' and k.conrelid = to_regclass(:table)"
        ),
        {"table": table.name},
    ).all()

    assert "council" in {key.target for key in keys}
    for key in keys:
        if key.target in NAMES:
            assert "council_id" in key.columns, key.conname


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("right", ["update", "delete", "truncate"])
def test_the_app_cannot_rewrite_what_was_recorded(
    table: str, right: str, behind: Connection
) -> None:
    assert not _may("parish_app", table, right, behind)
    assert _may("parish_app", table, "insert", behind)
    columns = behind.scalar(
        text("select has_any_column_privilege('parish_app', :table, 'update')"), {"table": table}
    )
    assert columns is False


def test_only_the_database_itself_chains_the_audit_trail(behind: Connection) -> None:
    for right in ("insert", "update", "delete", "truncate"):
        assert not _may("parish_app", "audit_link", right, behind)


@pytest.mark.parametrize("table", [*NAMES, *DIRECTORY, *OPEN_TO_ALL])
def test_the_app_deletes_nothing_but_drafts(table: str, behind: Connection) -> None:
    assert _may("parish_app", table, "delete", behind) == (
        table in {"draft", "policy_draft", "outage"}
    )
    assert not _may("parish_app", table, "truncate", behind)


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_the_sector_role_reads_no_table(table: str, behind: Connection) -> None:
    rights = behind.scalar(
        text(
            "select has_any_column_privilege('parish_sector', :table,"
            " 'select, insert, update, references')"
            " or has_table_privilege('parish_sector', :table, 'delete, truncate, trigger')"
        ),
        {"table": table},
    )

    assert rights is False


def test_the_app_reads_no_table_of_associations_or_their_officers(behind: Connection) -> None:
    assert not _may("parish_app", "association", "select", behind)
    assert not _may("parish_app", "officer", "select", behind)


def test_a_counter_tells_the_app_nothing_of_how_much_others_do(behind: Connection) -> None:
    readable = behind.scalars(
        text(
            "select sequencename from pg_sequences"
            " where has_sequence_privilege('parish_app',"
            " (schemaname || '.' || sequencename)::regclass, 'select, usage, update')"
        )
    ).all()

    assert readable == []


def _may(role: str, table: str, right: str, behind: Connection) -> bool:
    return bool(
        behind.scalar(
            text("select has_table_privilege(:role, :table, :right)"),
            {"role": role, "table": table, "right": right},
        )
    )
