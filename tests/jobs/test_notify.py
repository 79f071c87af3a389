"""Texts leave by the council's own account, once; what fails there is that council's alone."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from deploy.local.addresses import free_port
from jobs.mailer import conversation
from jobs.marking import EMAIL
from jobs.notify import Texter
from jobs.post import send_all
from tenants import contacts, messages, notify_accounts
from tenants.messages import Plan, plan_message
from tenants.models import Message, MessageChannel, MessageKind
from tenants.notify_accounts import NotifyDraft, NotifyRefused, NotifyService, Parcel
from tests.jobs.conftest import office_of, send
from tests.jobs.notify_server import EMAIL_TEMPLATE, KEY, TEXT_TEMPLATE, NotifyServer

MINUTE = timedelta(minutes=1)
MOBILE = "+447700900123"


@pytest.fixture
def notify():
    server = NotifyServer()
    yield server
    server.stop()


@pytest.fixture
def post(post, notify):
    """The same post, with a Notify."""
    return replace(post, settings=replace(post.settings, notify_url=notify.url))


@pytest.fixture
def account(council, post, now):
    """The council's account for texts, and the clerk's mobile; all that was due before is sent."""
    send(post, council, now)
    post.server.letters.clear()
    enter(council, post, now)
    with council.session() as session:
        entry = contacts.Entry(mobile="07700 900123", wants_texts=True)
        contacts.save_entry(session, entry, by=council.members["clerk"], now=now)
        session.commit()


def enter(council, post, now, *, email_template="", text_template=TEXT_TEMPLATE):
    with council.session() as session:
        notify_accounts.save_account(
            session,
            NotifyDraft(KEY, text_template, email_template),
            secret_key=post.settings.secret_key,
            by=council.members["clerk"],
            now=now,
        )
        session.commit()


def plan(council, now, *channels):
    """Plan the same for the clerk by each of these ways, and for nobody else."""
    with council.session() as session:
        for channel in channels:
            plan_message(
                session,
                Plan(
                    kind=MessageKind.WEEKLY_DIGEST,
                    recipient_id=council.members["clerk"].membership_id,
                    due_at=now,
                    occasion="2026-W47",
                    channel=channel,
                ),
                now=now,
            )
        session.commit()


@pytest.fixture
def text(council, account, now):
    plan(council, now, MessageChannel.TEXT)
    return rows(council, MessageChannel.TEXT)[0]


def rows(council, channel):
    with council.session() as session:
        return session.scalars(
            select(Message)
            .where(Message.kind == MessageKind.WEEKLY_DIGEST, Message.channel == channel)
            .order_by(Message.planned_at, Message.id)
        ).all()


def problem(council):
    with council.session() as session:
        return notify_accounts.get_state(session).problem


def outage(council):
    with council.session() as session:
        return messages.find_outage(session, channel=EMAIL)


def test_a_text_leaves_by_the_councils_account(council, post, notify, text, now):
    assert send(post, council, now) == 1

    (taken,) = notify.taken
    assert taken["phone_number"] == MOBILE
    assert taken["reference"] == text.letter_id
    assert post.settings.base_url in taken["personalisation"]["body"]
    (row,) = rows(council, MessageChannel.TEXT)
    assert (row.sent_at, row.their_id) == (now, taken["id"])
    assert post.server.letters == []


def test_emails_leave_by_the_account_where_the_council_chose_so(
    council, post, notify, account, now
):
    enter(council, post, now, email_template=EMAIL_TEMPLATE)
    plan(council, now, MessageChannel.EMAIL)
    send(post, council, now)

    (taken,) = notify.taken
    assert taken["email_address"] == council.email("clerk")
    assert post.server.letters == []


def test_an_invitation_never_depends_on_the_account(council, post, notify, now):
    enter(council, post, now, email_template=EMAIL_TEMPLATE)

    assert send(post, council, now) == 5
    assert len(post.server.letters) == 5
    assert notify.taken == []


def test_a_text_that_was_taken_without_an_answer_is_not_sent_twice(
    council, post, notify, text, now
):
    notify.answers.append("lose")
    assert send(post, council, now) == 0
    assert rows(council, MessageChannel.TEXT)[0].doubts == 1

    assert send(post, council, now + MINUTE) == 1
    (taken,) = notify.taken
    assert rows(council, MessageChannel.TEXT)[0].their_id == taken["id"]


@pytest.mark.parametrize("answer", [429, 500, 503, "babble"])
def test_a_text_that_notify_cannot_take_now_is_tried_again(
    council, post, notify, text, now, answer
):
    notify.answers.append(answer)

    assert send(post, council, now) == 0
    assert outage(council) is None
    assert send(post, council, now + MINUTE) == 1
    assert len(notify.taken) == 1


def test_a_notify_that_hangs_is_left_in_time(notify):
    notify.answers.append("hang")
    parcel = Parcel(MOBILE, TEXT_TEMPLATE, "Subject", "Body", "one")

    with pytest.raises(NotifyRefused) as refused:
        NotifyService(KEY, url=notify.url, most_seconds=0.1).send(parcel)

    assert (refused.value.problem, refused.value.is_doubtful) == ("no answer", True)


def test_a_notify_that_hangs_keeps_back_no_email_and_no_other_council(
    council, other_council, post, notify, account, now
):
    enter(council, post, now, email_template=EMAIL_TEMPLATE)
    enter(other_council, post, now, email_template=EMAIL_TEMPLATE)
    for one in (council, other_council):
        plan(one, now - MINUTE, MessageChannel.TEXT)
        plan(one, now, MessageChannel.EMAIL)
    notify.answers += ["hang"] * 9

    with conversation(post.settings) as mailer:
        office = replace(office_of(council, post, now, mailer), texter=Texter(most_seconds=0.1))
        for one in (council, other_council):
            send_all(office, one.id)
            assert post.server.to(one.email("clerk"))

    assert len(notify.asked) == 1
    assert rows(other_council, MessageChannel.TEXT)[0].tries == 0


@pytest.mark.parametrize("refusal", [(403, "refused 403"), (400, "refused 400"), ("number", "")])
def test_what_a_text_cannot_say_an_email_says_instead(council, post, notify, text, now, refusal):
    answer, kept = refusal
    notify.answers.append(answer)

    assert send(post, council, now) == 1

    assert [letter["To"] for letter in post.server.letters] == [council.email("clerk")]
    assert rows(council, MessageChannel.TEXT)[0].failed_at == now
    assert rows(council, MessageChannel.EMAIL)[0].instead_of_id == text.id
    assert problem(council) == kept
    assert outage(council) is None


def test_no_second_email_goes_where_the_same_was_said_by_email(council, post, notify, account, now):
    plan(council, now, MessageChannel.TEXT, MessageChannel.EMAIL)
    notify.answers.append(403)
    send(post, council, now)

    assert len(post.server.letters) == 1
    assert len(rows(council, MessageChannel.EMAIL)) == 1


def test_without_an_account_a_text_becomes_an_email(council, post, notify, text, now):
    with council.session() as session:
        notify_accounts.stop_using(session, by=council.members["clerk"], now=now)
        session.commit()

    assert send(post, council, now) == 1
    assert post.server.to(council.email("clerk"))
    assert notify.asked == []


def test_somebody_without_a_number_gets_an_email(council, post, notify, text, now):
    with council.session() as session:
        contacts.save_entry(session, contacts.Entry(), by=council.members["clerk"], now=now)
        session.commit()

    assert send(post, council, now) == 1
    assert post.server.to(council.email("clerk"))
    assert notify.asked == []


def test_emails_leave_by_our_own_server_where_the_account_fails(
    council, post, notify, account, now
):
    enter(council, post, now, email_template=EMAIL_TEMPLATE)
    plan(council, now, MessageChannel.EMAIL)
    notify.answers.append(403)

    assert send(post, council, now) == 1
    assert post.server.to(council.email("clerk"))
    assert problem(council) == "refused 403"


def test_an_email_does_not_wait_for_a_notify_that_is_away_for_long(
    council, post, notify, account, now
):
    enter(council, post, now, email_template=EMAIL_TEMPLATE)
    plan(council, now, MessageChannel.EMAIL)
    notify.answers += [500] * 9

    for minutes in range(4):
        send(post, council, now + minutes * MINUTE)

    assert post.server.to(council.email("clerk"))


def test_a_text_leaves_while_the_mail_server_is_away(council, post, notify, account, now):
    nowhere = replace(post, settings=replace(post.settings, smtp_port=free_port()))
    plan(council, now, MessageChannel.EMAIL, MessageChannel.TEXT)

    assert send(nowhere, council, now) == 1
    assert len(notify.taken) == 1
    assert outage(council) is not None


@pytest.mark.parametrize("status", ["permanent-failure", "temporary-failure", "technical-failure"])
def test_a_text_that_reached_nobody_is_said_by_email(council, post, notify, text, now, status):
    send(post, council, now)
    notify.fail(status)
    post.server.letters.clear()

    for minutes in (11, 12):
        send(post, council, now + minutes * MINUTE)

    assert rows(council, MessageChannel.TEXT)[0].problem == f"notify {status}"
    assert post.server.to(council.email("clerk"))


def test_notify_is_asked_what_became_of_texts_ever_more_rarely(council, post, notify, text, now):
    send(post, council, now)
    asked_before = len(notify.asked)

    for minutes in range(1, 120):
        send(post, council, now + minutes * MINUTE)

    assert 2 <= len(notify.asked) - asked_before <= 5


def test_neither_key_nor_number_is_ever_logged(council, post, notify, text, now, caplog):
    caplog.set_level(logging.DEBUG)
    notify.answers += ["number", 403]
    send(post, council, now)

    assert caplog.records
    for secret in (KEY, KEY[-36:], MOBILE, "phone_number"):
        assert secret not in caplog.text
