"""What was backed up comes back whole: rows, owners, rights and row-level security."""

import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from sqlalchemy import create_engine

from deploy.local.addresses import DatabaseAddress
from deploy.local.postgres import PROGRAMS
from deploy.local.servers import LocalServers
from tenants.audit import Verified, verify_chain
from tenants.db import Database
from tenants.settings import Settings, psycopg_url
from tests.conftest import migrate
from tests.councils import CouncilMaker

SCRIPTS = Path(__file__).parents[2] / "deploy"
RunScript = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run_script(local_servers: LocalServers) -> RunScript:
    """Run one of the scripts as the server's superuser, with PostgreSQL's own programs."""
    server = urlsplit(local_servers.administrator.url)
    environment = {
        "PATH": f"{PROGRAMS}{os.pathsep}{os.defpath}",
        "PGHOST": server.hostname or "",
        "PGPORT": str(server.port),
        "PGUSER": server.username or "",
        "PGPASSWORD": server.password or "",
    }

    def run(name: str, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - our own scripts
            [str(SCRIPTS / name), *words],
            env=environment | more,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def council_rows(local_servers: LocalServers) -> DatabaseAddress:
    """A table as the migrations make them, in the service's database, by the app's address."""
    owner = DatabaseAddress(local_servers.environment["MIGRATION_DATABASE_URL"])
    with psycopg.connect(owner.for_libpq) as connection:
        connection.execute("drop table if exists line")
        connection.execute("create table line (council text not null, words text)")
        connection.execute("alter table line enable row level security, force row level security")
        connection.execute(
            "create policy own on line using (council = current_setting('app.council_id', true))"
        )
        connection.execute("grant select, insert on line to parish_app")
    app = DatabaseAddress(local_servers.environment["DATABASE_URL"])
    write(app, "first", "a lost diary")
    write(app, "second", "a misdirected letter, naïve")
    return app


def write(address: DatabaseAddress, council: str, words: str) -> None:
    with psycopg.connect(address.for_libpq) as connection:
        connection.execute("select set_config('app.council_id', %s, true)", [council])
        connection.execute("insert into line values (%s, %s)", [council, words])


def read(address: DatabaseAddress, council: str) -> list[str]:
    with psycopg.connect(address.for_libpq) as connection:
        connection.execute("select set_config('app.council_id', %s, true)", [council])
        return [row[0] for row in connection.execute("select words from line order by words")]


def test_a_backup_restores_rows_and_row_level_security(
    run_script: RunScript, council_rows: DatabaseAddress, tmp_path: Path
) -> None:
    folder = tmp_path / "back ups"
    made = run_script("backup", str(folder))
    assert made.returncode == 0, made.stderr
    [file] = folder.iterdir()
    assert made.stdout.strip() == str(file)
    assert file.stat().st_mode & 0o077 == 0

    restored = run_script("restore", str(file), "restored here")
    assert restored.returncode == 0, restored.stderr
    copy = council_rows.in_database("restored here")
    assert read(copy, "first") == ["a lost diary"]
    assert read(copy, "second") == ["a misdirected letter, naïve"]
    assert read(copy, "") == []


def test_a_councils_record_is_still_whole_after_a_restore(
    run_script: RunScript, local_servers: LocalServers, tmp_path: Path
) -> None:
    environment = local_servers.make_database("with a record")
    migrate(environment)
    owner = create_engine(psycopg_url(environment["MIGRATION_DATABASE_URL"]))
    database = Database(Settings.from_environment(environment))
    council = CouncilMaker(database, owner).make()
    council.report(datetime(2026, 11, 20, 18, 40, tzinfo=UTC))
    with database.session(council.id) as session:
        before = verify_chain(session)
    file = run_script("backup", str(tmp_path), SERVICE_DATABASE="with a record").stdout.strip()
    assert run_script("restore", file, "record restored").returncode == 0
    app = DatabaseAddress(environment["DATABASE_URL"]).in_database("record restored")
    restored = Database(
        replace(Settings.from_environment(environment), database_url=psycopg_url(app.url))
    )
    with restored.session(council.id) as session:
        assert isinstance(before, Verified)
        assert verify_chain(session, noted=before.mark) == before
    # What is done from now on is chained on to what was restored.
    later = replace(council, database=restored)
    later.report(datetime(2026, 11, 21, 9, tzinfo=UTC))
    with restored.session(council.id) as session:
        after = verify_chain(session, noted=before.mark)
    assert isinstance(after, Verified)
    assert after.entries > before.entries
    for opened in (database, restored):
        opened.close()
    owner.dispose()


def test_a_restore_touches_no_database_that_exists(
    run_script: RunScript, council_rows: DatabaseAddress, tmp_path: Path
) -> None:
    file = run_script("backup", str(tmp_path)).stdout.strip()
    write(council_rows, "first", "written after the back-up")
    answer = run_script("restore", file, "parish_breach")
    assert answer.returncode != 0
    assert "already exists" in answer.stderr
    assert "written after the back-up" in read(council_rows, "first")


def test_a_broken_file_leaves_no_half_restored_database(
    run_script: RunScript, council_rows: DatabaseAddress, tmp_path: Path
) -> None:
    file = Path(run_script("backup", str(tmp_path)).stdout.strip())
    file.write_bytes(file.read_bytes()[:-200])
    answer = run_script("restore", str(file), "half")
    assert answer.returncode == 1
    assert "Nothing was restored" in answer.stderr
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        read(council_rows.in_database("half"), "first")


def test_a_backup_past_its_time_is_removed(
    run_script: RunScript, council_rows: DatabaseAddress, tmp_path: Path
) -> None:
    assert council_rows
    old, foreign = tmp_path / "parish-breach-20200101T000000Z.dump", tmp_path / "notes.txt"
    for path in (old, foreign):
        path.touch()
        os.utime(path, (0, 0))
    made = run_script("backup", str(tmp_path), "30").stdout.strip()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [foreign.name, Path(made).name]
    )


def test_the_bootstrap_prepares_a_database_and_may_run_again(
    run_script: RunScript, local_servers: LocalServers
) -> None:
    def password(variable: str) -> str:
        return urlsplit(local_servers.environment[variable]).password or ""

    passwords = {
        "OWNER_PASSWORD": password("MIGRATION_DATABASE_URL"),
        "APP_PASSWORD": password("DATABASE_URL"),
        "SECTOR_PASSWORD": password("SECTOR_DATABASE_URL"),
    }
    for _ in range(2):
        answer = run_script("bootstrap", "county breaches", **passwords)
        assert (answer.returncode, answer.stderr) == (0, "")
    for variable in ("MIGRATION_DATABASE_URL", "DATABASE_URL", "SECTOR_DATABASE_URL"):
        address = DatabaseAddress(local_servers.environment[variable])
        psycopg.connect(address.in_database("county breaches").for_libpq).close()


def test_the_bootstrap_asks_for_a_missing_password(run_script: RunScript) -> None:
    only_one = {"OWNER_PASSWORD": "known"}
    answer = run_script("bootstrap", "county", **only_one)
    assert answer.returncode != 0
    assert "APP_PASSWORD: is missing" in answer.stderr
