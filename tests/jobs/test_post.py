"""What is due goes out, once; one bad letter stops no other; a server that is down loses none."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from deploy.local.addresses import free_port
from jobs.mailer import conversation
from jobs.post import send_all
from tenants.breaches.record import get_breach
from tenants.messages import messages_of, wording
from tenants.messages.sending import CLAIM_LASTS
from tenants.models import Message, MessageKind
from tests.jobs.conftest import office_of, send

HOUR = timedelta(hours=1)


def waiting(council):
    with council.session() as session:
        return session.scalars(
            select(Message).where(Message.sent_at.is_(None), Message.cancelled_at.is_(None))
        ).all()


@pytest.fixture
def reported(council, post, now):
    """A breach found an hour ago, with the invitations of long ago out of the way."""
    send(post, council, now)
    post.server.letters.clear()
    return council.report(now)


def test_clerk_and_chair_are_written_to_when_a_breach_is_reported(council, post, reported, now):
    assert send(post, council, now) == 2
    recipients = {letter["To"] for letter in post.server.letters}
    assert recipients == {council.email("clerk"), council.email("chair")}


def test_the_subject_names_council_number_and_time_left(council, post, reported, now):
    send(post, council, now)
    number = council.name.removesuffix(" Parish Council")
    assert post.server.to(council.email("clerk"))[0]["Subject"] == (
        f"{number}: breach {reported} reported, 71 hours left, decide by Monday 5:40 pm"
    )


def test_a_letter_has_a_plain_and_an_html_part_that_lead_here_only(council, post, reported, now):
    send(post, council, now)
    letter = post.server.to(council.email("clerk"))[0]
    link = f"{post.settings.base_url}/councils/{council.slug}/breaches/{reported}"
    plain = letter.get_body(("plain",)).get_content()
    html = letter.get_body(("html",)).get_content()
    assert plain.count("http") == plain.count(f"{post.settings.base_url}/")
    assert link in plain
    assert link in html
    assert letter["Auto-Submitted"] == "auto-generated"


def test_what_was_sent_is_not_sent_again(council, post, reported, now):
    send(post, council, now)
    assert send(post, council, now) == 0
    assert len(post.server.letters) == 2


def test_alerts_go_out_as_their_hours_come(council, post, reported, now):
    due_at = now - HOUR + timedelta(hours=72)
    told = []
    for hours in (48, 24, 6, 1, 0):
        send(post, council, due_at - timedelta(hours=hours, minutes=1))
        post.server.letters.clear()
        send(post, council, due_at - timedelta(hours=hours))
        told.append(len(post.server.to(council.email("clerk"))))
    assert told == [1, 1, 1, 1, 1]


def test_no_alert_of_a_decision_goes_out_after_it(council, post, reported, now):
    council.receive(reported, now)
    council.appoint(reported, now)
    council.rate(reported, now)
    council.decide(reported, now, done_at=now)
    council.decide(reported, now, subject="people", done_at=now)
    send(post, council, now)
    post.server.letters.clear()
    send(post, council, now + timedelta(days=9))
    assert not [letter for letter in post.server.letters if "decide" in letter["Subject"]]


def test_one_refused_address_stops_no_other_letter(council, post, reported, now):
    post.server.refused_recipients[council.email("clerk")] = "550 No such person"
    assert send(post, council, now) == 2
    assert post.server.to(council.email("chair"))
    with council.session() as session:
        breach = get_breach(session, reference=reported)
        failed = [row for row in messages_of(session, breach_id=breach.id) if row.failed_at]
    assert [row.problem for row in failed] == ["refused 550"]


def test_a_full_mailbox_is_tried_again_later(council, post, reported, now):
    post.server.refused_recipients[council.email("clerk")] = "452 Mailbox full"
    send(post, council, now)
    post.server.refused_recipients.clear()
    assert send(post, council, now + timedelta(seconds=59)) == 0
    assert send(post, council, now + timedelta(seconds=60)) == 1


def test_a_server_that_refuses_every_letter_loses_none(council, post, reported, now):
    post.server.answer = "451 Come back later"
    assert send(post, council, now) == 0
    post.server.answer = "250 Kept"
    assert send(post, council, now + HOUR) == 2


def test_a_server_that_is_down_costs_no_try_and_loses_nothing(council, post, reported, now):
    nowhere = replace(post, settings=replace(post.settings, smtp_port=free_port()))
    assert send(nowhere, council, now) == 0
    assert sorted(row.tries for row in waiting(council) if row.due_at <= now) == [0, 0]
    assert send(post, council, now + HOUR) == 2


def test_a_letter_that_cannot_be_written_stops_no_other(council, post, reported, now, monkeypatch):
    def poison(_subject):
        message = "a fault in the words"
        raise ValueError(message)

    council.receive(reported, now)
    monkeypatch.setitem(wording._WORDS, MessageKind.LEAD_APPOINTED, poison)
    council.appoint(reported, now)
    assert send(post, council, now) == 2
    left = [row for row in waiting(council) if row.kind == MessageKind.LEAD_APPOINTED]
    assert [row.problem for row in left] == ["not written: ValueError"]


class Killed(BaseException):
    """What is left of a worker after kill -9: nothing that comes next is done."""


def send_and_be_killed(post, council, now):
    with conversation(post.settings) as mailer:
        hand_over = mailer.send

        def hand_over_and_die(letter, *, now):
            hand_over(letter, now=now)
            raise Killed

        mailer.send = hand_over_and_die
        send_all(office_of(council, post, now, mailer), council.id)


def test_a_crash_after_sending_repeats_the_letter_with_the_same_id(council, post, reported, now):
    with pytest.raises(Killed):
        send_and_be_killed(post, council, now)
    send(post, council, now + CLAIM_LASTS)
    ids = [letter["Message-ID"] for letter in post.server.letters]
    assert len(ids) == 3
    assert len(set(ids)) == 2


def test_a_round_that_has_sent_its_most_leaves_the_rest_unclaimed(
    council, post, reported, now, monkeypatch
):
    monkeypatch.setattr("jobs.post.MOST_AT_ONCE", 1)
    assert send(post, council, now) == 1
    assert send(post, council, now) == 1
    assert not [row for row in waiting(council) if row.trying_until or row.doubts]


def test_one_councils_post_never_goes_out_with_anothers(
    council, other_council, post, reported, now
):
    send(post, council, now)
    assert not [letter for letter in post.server.letters if other_council.slug in letter["To"]]
