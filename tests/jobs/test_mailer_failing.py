"""Whose fault a failure is: the letter's, its recipient's, or the mail server's for everybody."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from time import monotonic

import pytest

from deploy.local.addresses import free_port
from jobs.mailer import SEVERAL, Mailer, conversation
from jobs.refusals import TAKEN_OR_NOT, LetterRefused
from tenants.messages import Letter
from tenants.settings import Settings
from tests.jobs.conftest import Post
from tests.jobs.moody_server import DAWDLE, DROP, HANG, MoodyServer

NOW = datetime(2026, 11, 20, 18, 40, tzinfo=UTC)
# How long a letter may take here; 50 seconds in earnest.
SHORT = 0.2


def letter(name: str = "one", *, to: str = "clerk@example.org") -> Letter:
    return Letter(
        to=to, subject=f"Letter {name}", text=".\nDecide", html="<p>Decide</p>", letter_id=name
    )


@pytest.fixture
def moody() -> Iterator[MoodyServer]:
    server = MoodyServer()
    yield server
    server.stop()


@pytest.fixture
def there(moody: MoodyServer, settings: Settings) -> Settings:
    return replace(settings, smtp_host="127.0.0.1", smtp_port=moody.port)


@pytest.fixture
def mailer(there: Settings) -> Iterator[Mailer]:
    with conversation(there) as made:
        yield made


def give(settings: Settings, one: Letter) -> None:
    with conversation(settings) as mailer:
        mailer.send(one, now=NOW)


def refused(mailer: Mailer, name: str = "one") -> LetterRefused:
    with pytest.raises(LetterRefused) as caught:
        mailer.send(letter(name), now=NOW)
    return caught.value


def test_a_letter_comes_back_to_an_address_that_names_it(post: Post) -> None:
    settings = replace(post.settings, bounce_address="bounces@council-association.example")

    give(settings, letter("a1b2"))

    assert post.server.senders == ["bounces+a1b2@council-association.example"]


def test_without_a_bounce_address_a_letter_comes_back_to_who_sent_it(post: Post) -> None:
    give(replace(post.settings, mail_from="Breaches <post@example.org>"), letter())

    assert post.server.senders == ["post@example.org"]


def test_a_letter_to_two_addresses_needs_one_that_takes_it(post: Post) -> None:
    post.server.refused_recipients["clerk@example.org"] = "550 No such person"

    give(post.settings, replace(letter(), also_to="other@example.org"))

    assert len(post.server.letters) == 1


def test_a_line_of_one_dot_does_not_end_a_letter(post: Post) -> None:
    give(post.settings, letter())

    plain = post.server.letters[0].get_body(("plain",))
    assert plain is not None
    assert plain.get_content().splitlines() == [".", "Decide"]


@pytest.mark.parametrize("mood", [HANG, DAWDLE])
@pytest.mark.parametrize("step", ["greeting", "EHLO", "MAIL", "RCPT", "DATA", "end"])
def test_a_letter_takes_no_longer_than_it_may_however_slow_the_answer(
    moody: MoodyServer, there: Settings, step: str, mood: str
) -> None:
    moody.moods[step] = mood
    begun = monotonic()

    failed = refused(Mailer(there, most_seconds=SHORT))

    assert monotonic() - begun < SHORT + 1
    assert failed.is_for_all == (step in {"greeting", "EHLO", "MAIL"})
    assert failed.is_doubtful == (step == "end")


@pytest.mark.parametrize(
    ("step", "answer", "problem"),
    [
        ("greeting", "421 Too busy", "refused 421"),
        ("greeting", "554 Not you", "refused 554"),
        ("greeting", DROP, "no answer"),
        ("MAIL", "451 Later", "refused 451"),
        ("MAIL", "553 Not your address", "refused 553"),
        ("MAIL", DROP, "no answer"),
        ("RCPT", "530 Sign in first", "refused 530"),
    ],
)
def test_what_fails_before_any_recipient_is_the_servers_fault(
    moody: MoodyServer, mailer: Mailer, step: str, answer: str, problem: str
) -> None:
    moody.moods[step] = answer

    failed = refused(mailer)

    assert (failed.problem, failed.is_for_all, failed.is_final) == (problem, True, False)


def test_a_server_that_is_not_there_is_the_servers_fault(settings: Settings) -> None:
    nowhere = replace(settings, smtp_host="127.0.0.1", smtp_port=free_port())

    assert refused(Mailer(nowhere)).is_for_all


@pytest.mark.parametrize(
    ("step", "answer", "verdict"),
    [
        ("RCPT", "550 No such person", "final"),
        ("RCPT", "450 Mailbox busy", "later"),
        ("RCPT", "421 Too many for today", "later"),
        ("RCPT", "554 5.7.1 Relay access denied", "stubborn"),
        ("DATA", "451 Later", "later"),
        ("DATA", "554 No valid recipients", "stubborn"),
        ("end", "554 Not this", "stubborn"),
        ("end", "452 Full", "later"),
        ("end", "421 Closing", "later"),
        ("end", DROP, "later"),
    ],
)
def test_one_letter_that_fails_later_on_stops_no_other(
    moody: MoodyServer, mailer: Mailer, step: str, answer: str, verdict: str
) -> None:
    moody.moods[step] = answer

    failed = refused(mailer)

    assert not failed.is_for_all
    assert (failed.is_final, failed.is_stubborn) == (verdict == "final", verdict == "stubborn")


def test_a_server_that_drops_after_the_end_leaves_doubt(moody: MoodyServer, mailer: Mailer) -> None:
    moody.moods["end"] = DROP

    failed = refused(mailer)

    assert (failed.problem, failed.is_doubtful) == (TAKEN_OR_NOT, True)


def test_several_letters_that_fail_in_a_row_are_the_servers_fault(
    moody: MoodyServer, mailer: Mailer
) -> None:
    moody.moods["end"] = "554 Not from you"

    failures = [refused(mailer, f"letter-{number}") for number in range(SEVERAL)]

    assert [failed.is_for_all for failed in failures] == [False, False, True]
    assert not any(failed.is_final for failed in failures)


def test_one_letter_that_fails_again_and_again_is_never_the_servers_fault(
    moody: MoodyServer, mailer: Mailer
) -> None:
    moody.poison = "poison"

    assert not any(refused(mailer, "poison").is_for_all for _ in range(5))


def test_letters_that_go_between_clear_the_server(moody: MoodyServer, mailer: Mailer) -> None:
    moody.poison = "poison"
    failures = []
    for number in range(5):
        failures.append(refused(mailer, f"poison {number}"))
        mailer.send(letter(f"good {number}"), now=NOW)

    assert not any(failed.is_for_all for failed in failures)
    assert len(moody.letters) == 5


def test_many_people_who_are_not_there_are_not_the_servers_fault(
    moody: MoodyServer, mailer: Mailer
) -> None:
    moody.moods["RCPT"] = "550 No such person"

    assert not any(refused(mailer, str(number)).is_for_all for number in range(5))


def test_a_conversation_that_was_closed_meanwhile_is_opened_again(
    moody: MoodyServer, mailer: Mailer
) -> None:
    moody.closes_after = 1

    for name in ("one", "two", "three"):
        mailer.send(letter(name), now=NOW)

    assert [kept["Subject"] for kept in moody.letters] == [
        "Letter one",
        "Letter two",
        "Letter three",
    ]
    assert moody.conversations == 3


def test_a_letter_that_may_have_been_taken_is_not_given_twice_at_once(
    moody: MoodyServer, mailer: Mailer
) -> None:
    mailer.send(letter("one"), now=NOW)
    moody.moods["end"] = DROP

    refused(mailer, "two")

    assert moody.conversations == 1
