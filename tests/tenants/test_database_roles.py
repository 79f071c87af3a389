"""What the service's roles may be and do, and how it refuses to start with stronger ones."""

from contextlib import closing
from dataclasses import replace

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import ProgrammingError

from deploy.local.servers import LocalServers
from tenants.db import Database, DatabaseRoleTooPowerful
from tenants.settings import Settings, psycopg_url
from tests.councils import TestCouncil

# What each role may execute of what is not PostgreSQL's own.
FUNCTIONS = {
    "parish_app": {
        "association_by_slug",
        "calendar_of",
        "council_by_slug",
        "council_taking_reports",
        "councils_named",
        "councils_with_work",
        "ensure_person",
        "erase_breach",
        "my_associations",
        "message_of_letter",
        "my_memberships",
        "operator_name",
        "post_failures",
        "post_figures",
        "sign_in_lookup",
    },
    "parish_sector": {
        "association_models",
        "publish_model",
        "sector_by_cause",
        "sector_by_year",
        "sector_councils",
        "sector_lessons",
        "sector_models",
        "sector_policies",
        "sector_returns",
        "sector_returns_missing",
        "sector_reviews_overdue",
        "withdraw_model",
    },
}
# What only triggers run: no role executes it.
OF_TRIGGERS = {"chain_audit", "keep_policy_in_force", "keep_every_policy"}


@pytest.mark.parametrize("role", ["parish_app", "parish_sector", "parish_lookup", "parish_owner"])
def test_no_role_of_the_service_is_above_row_level_security(role: str, behind: Connection) -> None:
    powers = behind.execute(
        text(
            "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication"
            " from pg_roles where rolname = :role"
        ),
        {"role": role},
    ).one()

    assert not any(powers)


@pytest.mark.parametrize("role", ["parish_app", "parish_sector"])
def test_who_signs_in_for_the_service_can_become_nobody_else(role: str, behind: Connection) -> None:
    others = behind.scalars(
        text(
            "select rolname from pg_roles"
            " where rolname <> :role and pg_has_role(:role, oid, 'member')"
        ),
        {"role": role},
    ).all()

    assert others == []


def test_nobody_signs_in_as_the_role_that_looks_across_councils(behind: Connection) -> None:
    assert not behind.scalar(text("select rolcanlogin from pg_roles where rolname='parish_lookup'"))


@pytest.mark.parametrize("role", FUNCTIONS)
def test_a_role_executes_its_own_narrow_functions_only(role: str, behind: Connection) -> None:
    executable = behind.scalars(
        text(
            "select proname from pg_proc where pronamespace = 'public'::regnamespace"
            " and has_function_privilege(:role, oid, 'execute')"
        ),
        {"role": role},
    ).all()

    assert set(executable) == FUNCTIONS[role]


def test_a_narrow_function_runs_as_the_lookup_role_on_a_fixed_path(behind: Connection) -> None:
    functions = behind.execute(
        text(
            "select proname, proowner::regrole::text as owner, proconfig from pg_proc"
            " where pronamespace = 'public'::regnamespace and prosecdef"
        )
    ).all()

    narrow = {name for names in FUNCTIONS.values() for name in names}
    assert {function.proname for function in functions} == {*narrow, *OF_TRIGGERS}
    for function in functions:
        assert function.owner == "parish_lookup", function.proname
        assert function.proconfig == ["search_path=pg_catalog, public"], function.proname


@pytest.mark.parametrize("role", ["parish_app", "parish_sector"])
def test_who_signs_in_for_the_service_makes_nothing_in_the_schema(
    role: str, behind: Connection
) -> None:
    assert not behind.scalar(
        text("select has_schema_privilege(:role, 'public', 'create')"), {"role": role}
    )


def test_the_tests_themselves_run_as_the_app_role(council: TestCouncil) -> None:
    with council.session() as session:
        assert session.scalar(text("select current_user")) == "parish_app"


def test_the_service_starts_with_its_own_roles(database: Database) -> None:
    database.refuse_powerful_roles()


def test_the_service_refuses_a_superuser_and_says_what_to_do(
    settings: Settings, servers: LocalServers
) -> None:
    superuser = psycopg_url(servers.administrator.in_database("parish_breach").for_sqlalchemy)

    for powerful in (
        replace(settings, database_url=superuser),
        replace(settings, sector_database_url=superuser),
    ):
        opened = Database(powerful)
        refusal = pytest.raises(DatabaseRoleTooPowerful, match=r"'postgres'.*deploy/roles\.sql")
        with closing(opened), refusal:
            opened.refuse_powerful_roles()


def test_the_service_refuses_a_role_that_may_become_a_stronger_one(
    settings: Settings, servers: LocalServers
) -> None:
    owner = psycopg_url(servers.environment["MIGRATION_DATABASE_URL"])
    opened = Database(replace(settings, database_url=owner))

    with closing(opened), pytest.raises(DatabaseRoleTooPowerful, match="parish_owner"):
        opened.refuse_powerful_roles()


def test_the_owner_of_the_tables_sees_no_breach_either(
    owner: Engine, council: TestCouncil, reported: str
) -> None:
    assert reported
    with owner.connect() as connection:
        connection.execute(
            text("select set_config('app.council_id', :id, true)"), {"id": str(council.id)}
        )
        assert connection.scalar(text("select count(*) from breach")) == 0


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_entry set changes = '{}'",
        "delete from audit_entry",
        "update assessment set facts = '{}'",
        "update decision set reason = 'another'",
        "update breach set reporter_id = received_by_id",
        "update breach set reported_at = now()",
        "update breach set description = 'nothing happened'",
        "update breach set number = 7",
        "update breach set council_id = gen_random_uuid()",
        "update membership set person_id = gen_random_uuid()",
        "update draft set membership_id = gen_random_uuid()",
        "update message set recipient_id = gen_random_uuid()",
        "update deadline set breach_id = gen_random_uuid()",
        "delete from breach",
        "truncate breach",
        "alter table breach disable row level security",
        "drop policy own_council on breach",
        "set role parish_owner",
        "set session authorization postgres",
        "select * from officer",
        "select * from sector_by_year(gen_random_uuid(), gen_random_uuid())",
        "create table loot (x int)",
        "create temporary table adopted_policy (x int)",
        "alter table adopted_policy disable trigger one_policy_in_force",
        "drop trigger one_policy_in_force on council",
        "set session_replication_role = replica",
        "update policy_draft set origin = 'document'",
        "update policy_draft set started_by_id = saved_by_id",
        "update model_answer set answered_at = now()",
        "copy breach to program 'cat'",
    ],
)
def test_the_app_role_is_refused(statement: str, council: TestCouncil, reported: str) -> None:
    assert reported
    with council.session() as session, pytest.raises(ProgrammingError):
        session.execute(text(statement))
