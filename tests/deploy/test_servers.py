"""The local servers answer, keep their data and leave nothing running behind them."""

import mailbox
import shutil
import smtplib
import stat
from dataclasses import astuple
from email.header import decode_header, make_header
from email.message import EmailMessage
from pathlib import Path

import psycopg
import pytest
import redis

from deploy.local.addresses import DatabaseAddress, answers
from deploy.local.passwords import Passwords
from deploy.local.preflight import CannotStart
from deploy.local.servers import LocalServers, Manner, NamedServers
from tenants.settings import Settings


def test_the_environment_is_all_that_the_service_needs(local_servers: LocalServers) -> None:
    settings = Settings.from_environment(local_servers.environment)
    assert settings.is_local
    assert settings.local_dir == local_servers.folder
    assert " " in str(settings.local_dir)


def test_redis_answers_those_who_know_the_password(local_servers: LocalServers) -> None:
    url = local_servers.environment["REDIS_URL"]
    with redis.Redis.from_url(url) as client:
        assert client.ping()
    without_password = url.partition("://")[0] + "://" + url.rpartition("@")[2]
    stranger = redis.Redis.from_url(without_password)
    with stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()


def test_the_mail_sink_keeps_what_it_receives(local_servers: LocalServers) -> None:
    letter = EmailMessage()
    letter["Subject"] = "A breach was reported: naïve 2026-004"
    letter["From"] = "breach-register@example.org"
    letter["To"] = "clerk@example.org"
    letter.set_content("Here it begins.\nThe naïve 72 hours have begun.\n")

    port = int(local_servers.environment["SMTP_PORT"])
    with smtplib.SMTP(local_servers.environment["SMTP_HOST"], port) as client:
        client.send_message(letter, to_addrs=["clerk@example.org", "chair@example.org"])

    [kept] = mailbox.Maildir(local_servers.folder / "mail", factory=None, create=False)
    assert str(make_header(decode_header(kept["Subject"]))) == letter["Subject"]
    assert kept["Return-Path"] == "<breach-register@example.org>"
    assert kept.get_all("Delivered-To") == ["clerk@example.org", "chair@example.org"]
    body = kept.get_payload(decode=True).decode()
    assert body.splitlines() == ["Here it begins.", "The naïve 72 hours have begun."]


def test_passwords_and_data_are_for_their_owner_only(local_servers: LocalServers) -> None:
    for name in ("secrets", "postgres", "log", "mail", "redis/redis.conf"):
        mode = stat.S_IMODE((local_servers.folder / name).stat().st_mode)
        assert mode & 0o077 == 0, name


def test_passwords_are_made_once(tmp_path: Path) -> None:
    first = Passwords.kept_in(tmp_path / "secrets")
    assert Passwords.kept_in(tmp_path / "secrets") == first
    assert len(set(astuple(first))) == len(astuple(first))


def test_data_outlives_the_servers_and_the_servers_leave_nothing_running(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    manner = Manner(is_durable=False)
    with LocalServers(folder, manner=manner) as servers:
        first = servers.environment
        with psycopg.connect(address_of(servers)) as connection:
            connection.execute("create table kept (line text)")
    assert not any(process.is_running for process in servers.processes)
    assert not answers(int(first["SMTP_PORT"]))

    with LocalServers(folder, manner=manner) as servers:
        assert servers.environment["SECRET_KEY"] == first["SECRET_KEY"]
        with psycopg.connect(address_of(servers)) as connection:
            assert connection.execute("select from kept").rowcount == 0


def test_data_under_other_passwords_is_named_as_such(tmp_path: Path) -> None:
    with LocalServers(tmp_path, manner=Manner(is_durable=False)):
        pass
    (tmp_path / "secrets").unlink()
    with pytest.raises(CannotStart, match="other passwords"):
        LocalServers(tmp_path, manner=Manner(is_durable=False)).start()


def test_a_copied_database_holds_what_its_template_holds(local_servers: LocalServers) -> None:
    template = DatabaseAddress(local_servers.make_database("pattern")["MIGRATION_DATABASE_URL"])
    with psycopg.connect(template.for_libpq) as connection:
        connection.execute("create table copied (line text)")
    copy = DatabaseAddress(
        local_servers.make_database("copy", template="pattern")["MIGRATION_DATABASE_URL"]
    )
    assert copy.database == "copy"
    with psycopg.connect(copy.for_libpq) as connection:
        assert connection.execute("select from copied").rowcount == 0


def test_servers_that_are_named_are_used_and_not_started(
    local_servers: LocalServers, tmp_path: Path
) -> None:
    local_servers.make_database("elsewhere")
    # The roles are the server's, not the folder's: other passwords would shut these tests out.
    shutil.copy(local_servers.folder / "secrets", tmp_path)
    named = NamedServers.from_environment(
        {
            "DATABASE_URL": local_servers.administrator.in_database("elsewhere").for_sqlalchemy,
            "REDIS_URL": local_servers.environment["REDIS_URL"],
        }
    )
    with LocalServers(tmp_path, named=named) as second:
        assert [process.name for process in second.processes] == ["mail sink"]
        assert DatabaseAddress(second.environment["DATABASE_URL"]).role == "parish_app"
        with psycopg.connect(address_of(second)) as connection:
            assert connection.info.dbname == "elsewhere"


def test_a_redis_that_is_named_and_silent_is_refused(
    local_servers: LocalServers, tmp_path: Path
) -> None:
    shutil.copy(local_servers.folder / "secrets", tmp_path)
    named = NamedServers(local_servers.administrator, "redis://127.0.0.1:1/0")
    with pytest.raises(CannotStart, match="Nothing answers at REDIS_URL"):
        LocalServers(tmp_path, named=named).start()


def address_of(servers: LocalServers) -> str:
    return DatabaseAddress(servers.environment["MIGRATION_DATABASE_URL"]).for_libpq


def test_a_filling_that_was_stopped_leaves_no_half_of_it(tmp_path: Path) -> None:
    with LocalServers(tmp_path, manner=Manner(is_durable=False)) as servers:

        def stop_half_way(environment: dict[str, str]) -> None:
            make_table(environment)
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            servers.fill(stop_half_way)
        with psycopg.connect(address_of(servers)) as connection:
            assert not connection.execute(
                "select from pg_tables where tablename = 'filled'"
            ).rowcount

        servers.fill(make_table)
        with psycopg.connect(address_of(servers)) as connection:
            assert connection.execute("select from filled").rowcount == 0

        seen: list[dict[str, str]] = []
        servers.fill(seen.append)
        assert seen == [servers.environment]


def make_table(environment: dict[str, str]) -> None:
    owner = DatabaseAddress(environment["MIGRATION_DATABASE_URL"]).for_libpq
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("create table filled (line text)")
