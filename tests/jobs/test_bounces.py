"""What comes back is read, however sloppy; what is no bounce changes nothing."""

import os
import smtplib
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import select

from deploy.local.addresses import free_port
from deploy.local.servers import LocalServers
from jobs.bounce_reports import read_report
from jobs.bounces import MOST_BYTES, BounceListener, ReturnDesk, listener
from jobs.return_address import letter_of, return_address
from tenants import contacts
from tenants.db import Database
from tenants.models import Contact, Message
from tenants.settings import Settings
from tests.councils import TestCouncil
from tests.jobs.conftest import Post, StoppedClock, send
from tests.jobs.reports import (
    AUTO_REPLY,
    DELAYED,
    DELAYED_IN_PROSE,
    FAILED,
    FAILED_BY_POLICY,
    FAILED_IN_PROSE,
    RUBBISH,
    UNKNOWN_CODE,
)

BOUNCES = "bounces@council-association.example"
BringBack = Callable[..., dict[str, tuple[int, bytes]]]


@pytest.fixture
def back(post: Post) -> Post:
    """Letters that come back to addresses of their own."""
    listen = f"127.0.0.1:{free_port()}"
    settings = replace(post.settings, bounce_address=BOUNCES, bounce_listen=listen)
    return replace(post, settings=settings)


@pytest.fixture
def listening(back: Post, council: TestCouncil, now: datetime) -> Iterator[BounceListener]:
    """The listener, as the mail server finds it."""
    started = listener(ReturnDesk(council.database, back.settings, StoppedClock(at=now)))
    started.start()
    yield started
    started.stop()


@pytest.fixture
def bring_back(listening: BounceListener) -> BringBack:
    """Bring letters back as a mail server does, in LMTP."""

    def bring(content: bytes, *to: str) -> dict[str, tuple[int, bytes]]:
        with smtplib.LMTP("127.0.0.1", listening.port) as server:
            return server.sendmail("", list(to), content)

    return bring


def sent(council: TestCouncil, who: str) -> Message:
    """Return the news of the report that somebody was sent."""
    with council.session() as session:
        return session.scalars(
            select(Message).where(
                Message.recipient_id == council.members[who].membership_id,
                Message.sent_at.is_not(None),
                Message.breach_id.is_not(None),
            )
        ).one()


def problem_of(council: TestCouncil, message: Message) -> str | None:
    with council.session() as session:
        found = session.get_one(Message, (council.id, message.id))
        return found.problem if found.failed_at else None


@pytest.fixture
def letter(council: TestCouncil, back: Post, now: datetime) -> Message:
    """A letter to the clerk that the mail server took."""
    council.report(now)
    send(back, council, now)
    back.server.letters.clear()
    return sent(council, "clerk")


@pytest.mark.parametrize(
    ("content", "outcome", "problem"),
    [
        (FAILED, "failed", "bounced 5.1.1"),
        (FAILED_BY_POLICY, "failed", "bounced 5.7.1"),
        (FAILED_IN_PROSE, "failed", "bounced 5.1.1"),
        (UNKNOWN_CODE, "failed", "bounced"),
        (DELAYED, "delayed or delivered", None),
        (DELAYED_IN_PROSE, "delayed or delivered", None),
        (AUTO_REPLY, "a reply", None),
        (RUBBISH, "a reply", None),
        (b"", "a reply", None),
    ],
)
def test_a_report_is_read_for_what_it_says(
    content: bytes, outcome: str, problem: str | None
) -> None:
    report = read_report(content)

    assert report.outcome == outcome
    assert (report.problem if report.has_failed else None) == problem


def test_an_address_that_is_not_ours_names_no_letter() -> None:
    ours = return_address(BOUNCES, "a1b2")

    assert ours == "bounces+a1b2@council-association.example"
    assert letter_of(ours.upper().replace("A1B2", "a1b2"), BOUNCES) == "a1b2"
    for address in (
        BOUNCES,
        "bounces+a1b2@elsewhere.example",
        "x+a1b2@council-association.example",
    ):
        assert letter_of(address, BOUNCES) is None
    assert letter_of("bounces+a b@council-association.example", BOUNCES) is None


def test_a_letter_that_bounced_goes_to_the_next_contact(
    council: TestCouncil, back: Post, letter: Message, bring_back: BringBack, now: datetime
) -> None:
    bring_back(FAILED, return_address(BOUNCES, letter.letter_id))

    assert problem_of(council, letter) == "bounced 5.1.1"
    assert send(back, council, now) == 1
    assert back.server.to(council.email("lead"))
    with council.session() as session:
        clerk = session.get_one(Contact, (council.id, letter.recipient_id))
        assert clerk.undeliverable_since == now


def test_a_bounce_by_policy_does_not_speak_of_the_address(
    council: TestCouncil, letter: Message, bring_back: BringBack
) -> None:
    bring_back(FAILED_BY_POLICY, return_address(BOUNCES, letter.letter_id))

    assert problem_of(council, letter) == "bounced 5.7.1"
    with council.session() as session:
        assert session.get(Contact, (council.id, letter.recipient_id)) is None


def test_a_second_address_that_fails_is_no_bounce_of_the_first(
    council: TestCouncil, letter: Message, bring_back: BringBack, now: datetime
) -> None:
    with council.session() as session:
        entry = contacts.Entry(other_email="Clerk@testham.example")
        contacts.save_entry(session, entry, by=council.members["clerk"], now=now)
        session.commit()

    bring_back(FAILED, return_address(BOUNCES, letter.letter_id))

    assert problem_of(council, letter) is None


def test_the_same_bounce_twice_tells_one_more_person(
    council: TestCouncil, back: Post, letter: Message, bring_back: BringBack, now: datetime
) -> None:
    for _ in range(2):
        bring_back(FAILED, return_address(BOUNCES, letter.letter_id))

    assert send(back, council, now) == 1


@pytest.mark.parametrize("content", [DELAYED, DELAYED_IN_PROSE, AUTO_REPLY, RUBBISH])
def test_what_is_no_bounce_is_taken_and_changes_nothing(
    council: TestCouncil, letter: Message, bring_back: BringBack, content: bytes
) -> None:
    assert bring_back(content, return_address(BOUNCES, letter.letter_id)) == {}

    assert problem_of(council, letter) is None


def test_a_forged_letter_does_nothing(
    council: TestCouncil, letter: Message, bring_back: BringBack
) -> None:
    for name in (uuid4().hex, "x" * 64, "x" * 65, "'or'1", letter.letter_id.upper()):
        assert bring_back(FAILED, f"bounces+{name}@council-association.example") == {}

    assert problem_of(council, letter) is None


def test_a_letter_that_was_never_sent_cannot_bounce(
    council: TestCouncil, letter: Message, bring_back: BringBack, now: datetime
) -> None:
    council.report(now)
    with council.session() as session:
        waiting = session.scalars(select(Message).where(Message.tries == 0).limit(1)).one()

    bring_back(FAILED, return_address(BOUNCES, waiting.letter_id))

    assert problem_of(council, waiting) is None


def test_two_letters_in_one_are_brought_one_at_a_time(
    council: TestCouncil, letter: Message, bring_back: BringBack
) -> None:
    first, second = (return_address(BOUNCES, name) for name in (letter.letter_id, uuid4().hex))

    refused = bring_back(FAILED, first, second)

    assert {address: code for address, (code, _) in refused.items()} == {second: 452}
    assert problem_of(council, letter) == "bounced 5.1.1"


def test_more_than_a_megabyte_is_not_taken(letter: Message, bring_back: BringBack) -> None:
    with pytest.raises(smtplib.SMTPException):
        bring_back(
            FAILED + b"x" * 70 * 1000 * 20 + b"\r\n", return_address(BOUNCES, letter.letter_id)
        )
    assert MOST_BYTES == 1_000_000


def test_a_database_that_is_away_has_the_letter_brought_again(
    letter: Message, back: Post, settings: Settings, now: datetime
) -> None:
    away = Database(replace(settings, database_url="postgresql+psycopg://x@127.0.0.1:1/none"))
    started = listener(ReturnDesk(away, back.settings, StoppedClock(at=now)))
    started.start()
    try:
        with (
            smtplib.LMTP("127.0.0.1", started.port) as server,
            pytest.raises(smtplib.SMTPDataError) as refused,
        ):
            server.sendmail("", [return_address(BOUNCES, letter.letter_id)], FAILED)
    finally:
        started.stop()
        away.close()
    assert refused.value.smtp_code == 451


def test_the_listener_runs_by_itself_until_it_is_told_to_stop(
    letter: Message, back: Post, servers: LocalServers, council: TestCouncil
) -> None:
    environment = {
        **servers.environment,
        "PATH": os.environ["PATH"],
        "BOUNCE_ADDRESS": BOUNCES,
        "BOUNCE_LISTEN": back.settings.bounce_listen,
    }
    command = [sys.executable, "-m", "jobs.bounces"]
    with subprocess.Popen(  # noqa: S603 - our own program
        command, env=environment, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        try:
            assert "listening" in process.stderr.readline()
            port = int(back.settings.bounce_listen.rpartition(":")[2])
            with smtplib.LMTP("127.0.0.1", port) as server:
                server.sendmail("", [return_address(BOUNCES, letter.letter_id)], FAILED)
        finally:
            process.terminate()
    assert process.returncode == 0
    assert problem_of(council, letter) == "bounced 5.1.1"


def test_a_listener_without_an_address_says_what_to_set(servers: LocalServers) -> None:
    environment = {**servers.environment, "PATH": os.environ["PATH"]}
    ended = subprocess.run(
        [sys.executable, "-m", "jobs.bounces"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode != 0
    assert "Set BOUNCE_ADDRESS" in ended.stderr
