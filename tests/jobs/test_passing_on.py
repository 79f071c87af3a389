"""Who is told when somebody could not be; and that one letter's trouble is not everybody's."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from deploy.local.addresses import free_port
from jobs.mailer import conversation
from jobs.marking import EMAIL, TAKEN
from jobs.post import send_all
from jobs.refusals import TAKEN_OR_NOT
from tenants import messages
from tenants.models import Contact, Message, MessageKind
from tests.jobs.conftest import Post, office_of, send
from tests.jobs.moody_server import DROP, MoodyServer

MINUTE = timedelta(minutes=1)
NOBODY = "550 No such person"


@pytest.fixture
def reported(council, post, now):
    """A breach found an hour ago, with the invitations of long ago out of the way."""
    send(post, council, now)
    post.server.letters.clear()
    return council.report(now)


@pytest.fixture
def moody(post, council, reported):
    """The same post, by a server with moods."""
    server = MoodyServer()
    settings = replace(post.settings, smtp_host="127.0.0.1", smtp_port=server.port)
    yield Post(server, settings)
    server.stop()


def refuse(post, council, *who):
    for one in who:
        post.server.refused_recipients[council.email(one)] = NOBODY


def failed(council):
    with council.session() as session:
        return session.scalars(select(Message).where(Message.failed_at.is_not(None))).all()


def outage(council):
    with council.session() as session:
        return messages.find_outage(session, channel=EMAIL)


def undeliverable(council, who):
    with council.session() as session:
        contact = session.get(Contact, (council.id, council.members[who].membership_id))
        return contact is not None and contact.undeliverable_since is not None


def test_what_the_clerk_cannot_be_given_goes_to_the_lead_investigator(council, post, reported, now):
    refuse(post, council, "clerk")
    send(post, council, now)

    assert {letter["To"] for letter in post.server.letters} == {
        council.email("chair"),
        council.email("lead"),
    }
    assert undeliverable(council, "clerk")
    assert not undeliverable(council, "chair")


def test_where_the_whole_chain_fails_what_was_not_given_stands_listed(council, post, reported, now):
    refuse(post, council, "clerk", "chair", "lead")

    assert send(post, council, now) == 0

    given_up = failed(council)
    assert {row.recipient_id for row in given_up} == {
        council.members[who].membership_id for who in ("clerk", "chair", "lead")
    }
    with council.session() as session:
        listed = messages.undelivered_since(session, since=now - timedelta(days=1))
    assert {row.id for row in listed} == {row.id for row in given_up}


def test_what_was_passed_on_says_in_place_of_what(council, post, reported, now):
    refuse(post, council, "clerk")
    send(post, council, now)

    (lost,) = failed(council)
    with council.session() as session:
        instead = session.scalars(select(Message).where(Message.instead_of_id == lost.id)).one()
    assert (instead.kind, instead.due_at) == (lost.kind, lost.due_at)


def test_an_invitation_is_passed_on_to_nobody(council, post, now):
    refuse(post, council, "reporter")
    send(post, council, now)

    assert [row.kind for row in failed(council)] == [MessageKind.INVITATION]
    assert send(post, council, now) == 0


def test_a_server_that_is_away_pauses_all_and_is_probed(
    council, other_council, post, reported, now
):
    nowhere = replace(post, settings=replace(post.settings, smtp_port=free_port()))
    send(nowhere, council, now)

    assert outage(council).problem == "no answer"
    assert send(post, other_council, now) == 0
    assert send(post, council, outage(council).try_at) == 2
    assert outage(council) is None


def test_the_pause_grows_while_the_server_stays_away(council, post, reported, now):
    nowhere = replace(post, settings=replace(post.settings, smtp_port=free_port()))
    pauses, at = [], now
    for _ in range(6):
        send(nowhere, council, at)
        pauses.append((outage(council).try_at - at).total_seconds())
        at = outage(council).try_at

    assert pauses == [15, 30, 60, 120, 120, 120]
    assert not failed(council)


def test_nobody_is_given_up_while_it_is_being_tried_whether_the_server_is_back(
    council, post, reported, now
):
    nowhere = replace(post, settings=replace(post.settings, smtp_port=free_port()))
    send(nowhere, council, now)
    post.server.answer = "554 Not from you"

    send(post, council, outage(council).try_at)

    assert not failed(council)


def test_one_poison_letter_does_not_shut_the_way_out(council, moody, now):
    moody.server.poison = "breach"
    for minutes in range(0, 90, 3):
        send(moody, council, now + minutes * MINUTE)

    assert outage(council) is None


def test_a_letter_that_is_dropped_while_others_go_is_given_up_and_passed_on(
    council, other_council, moody, now
):
    moody.server.poison = "breach"
    with council.database.session() as session:
        messages.record_tick(session, now=now + 80 * MINUTE, name=TAKEN)
        session.commit()

    for minutes in range(0, 150, 5):
        send(moody, council, now + minutes * MINUTE)

    lost = failed(council)
    assert {row.problem for row in lost} == {TAKEN_OR_NOT}
    assert all(row.doubts == messages.MOST_DOUBTS for row in lost)


def test_a_server_that_drops_every_letter_loses_none(council, moody, now):
    moody.server.moods["end"] = DROP
    with council.database.session() as session:
        messages.record_tick(session, now=now - timedelta(hours=9), name=TAKEN)
        session.commit()

    for hours in range(24):
        send(moody, council, now + timedelta(hours=hours))

    assert not failed(council)
    moody.server.moods.clear()
    assert send(moody, council, now + timedelta(days=1)) >= 2


def test_several_letters_that_fail_shut_the_way_out(council, post, now):
    server = MoodyServer()
    server.moods["end"] = "554 Not from you"
    moody = replace(post, settings=replace(post.settings, smtp_port=server.port))

    send(moody, council, now)
    server.stop()

    assert outage(council).problem == "refused 554"
    with conversation(post.settings) as mailer:
        assert send_all(office_of(council, post, now, mailer), council.id) == 0


def told_of(council):
    """Return who waits for, or was given, the news of the report."""
    with council.session() as session:
        rows = session.scalars(
            select(Message).where(
                Message.kind == MessageKind.REPORT_RECEIVED, Message.cancelled_at.is_(None)
            )
        )
        return sorted(row.recipient_id for row in rows)


def ids(council, *who):
    return sorted(council.members[one].membership_id for one in who)


def test_a_filter_that_takes_every_letter_for_spam_costs_no_alert(council, post, reported, now):
    post.server.answer = "554 5.7.1 Spam"
    for minutes in (0, 1, 2, 4):
        send(post, council, now + minutes * MINUTE)

    assert not failed(council)
    assert not undeliverable(council, "clerk")
    assert told_of(council) == ids(council, "clerk", "chair", "lead")

    post.server.answer = "250 Kept"
    assert send(post, council, now + 60 * MINUTE) == 3
    assert {letter["To"] for letter in post.server.letters} == {
        council.email(who) for who in ("clerk", "chair", "lead")
    }


def test_a_letter_refused_by_a_rule_is_passed_on_at_once_and_once(council, post, reported, now):
    post.server.refused_recipients[council.email("clerk")] = "550 5.7.1 Not from you"
    for minutes in (0, 1, 3, 7):
        send(post, council, now + minutes * MINUTE)

    assert told_of(council) == ids(council, "clerk", "chair", "lead")
    assert len(post.server.letters) == 2
    assert not failed(council)


def test_a_dead_address_is_passed_on_while_it_is_tried_whether_the_server_is_back(
    council, post, reported, now
):
    nowhere = replace(post, settings=replace(post.settings, smtp_port=free_port()))
    send(nowhere, council, now)
    refuse(post, council, "clerk", "chair")

    assert send(post, council, outage(council).try_at) == 1
    assert [letter["To"] for letter in post.server.letters] == [council.email("lead")]
    assert outage(council) is None


def test_what_was_passed_on_does_not_reach_who_says_they_were_involved(
    council, post, reported, now
):
    refuse(post, council, "clerk")
    post.server.refused_recipients[council.email("lead")] = "450 Busy"
    send(post, council, now)
    council.declare(reported, now, who="lead", was_involved=True)
    post.server.refused_recipients.clear()

    send(post, council, now + 5 * MINUTE)

    assert not post.server.to(council.email("lead"))


def test_an_alert_passed_on_does_not_reach_who_says_they_were_involved(
    council, post, reported, now
):
    council.receive(reported, now)
    send(post, council, now)
    refuse(post, council, "clerk")
    post.server.refused_recipients[council.email("lead")] = "450 Busy"
    at = now + timedelta(hours=23, minutes=1)
    send(post, council, at)
    with council.session() as session:
        passed_on = session.scalars(
            select(Message.recipient_id).where(Message.instead_of_id.is_not(None))
        ).all()
    assert passed_on == [council.members["lead"].membership_id]
    post.server.letters.clear()
    council.declare(reported, at, who="lead", was_involved=True)
    post.server.refused_recipients.clear()

    send(post, council, at + 5 * MINUTE)

    assert not post.server.to(council.email("lead"))
