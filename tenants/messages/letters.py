"""The letters: written when they are sent, from the rows as they are then.

A letter holds the council's name, the breach's number, what is due and its links. It never holds a
person's name, what happened, or whose data it was: e-mail is read over shoulders and forwarded.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants.db import ScopedSession
from tenants.messages.holding import HoldLink, make_hold_link
from tenants.messages.paper import Links, as_html, as_plain, as_text_message
from tenants.messages.subject import PUNCTUAL, Subject
from tenants.messages.wording import Wording, words_for
from tenants.models import (
    AdoptedPolicy,
    Breach,
    Contact,
    Council,
    Deadline,
    Membership,
    Message,
    MessageChannel,
    MessageKind,
    ObligationId,
)
from tenants.passwords import make_password_link
from tenants.policy import load_policy
from tenants.policy.ladder_format import DailyHours
from tenants.policy.ladders import is_within
from tenants.settings import Settings
from tenants.times import when

# What reaches somebody at their other address too when no office is open.
CANNOT_WAIT: Final = frozenset(
    {
        ObligationId.DECIDE_REGULATOR,
        ObligationId.NOTIFY_REGULATOR,
        ObligationId.DECIDE_PEOPLE,
        ObligationId.TELL_PEOPLE,
        ObligationId.REASSESS,
        ObligationId.FOLLOW_UP,
        ObligationId.ACKNOWLEDGE_COMPLAINT,
    }
)
_IS_NEWS: Final = frozenset(
    {
        MessageKind.REPORT_RECEIVED,
        MessageKind.ROUTED_TO_YOU,
        MessageKind.LEAD_APPOINTED,
        MessageKind.LEAD_WANTED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One e-mail or text, ready to be handed over; an e-mail's two parts say the same.

    `to` is an address or, by text, a number in E.164, and empty where there is none; `also_to` is a
    second address of the same person, or empty. A text has no HTML part.
    """

    to: str
    subject: str
    text: str
    html: str
    letter_id: str
    channel: MessageChannel = MessageChannel.EMAIL
    also_to: str = ""


def write_letter(
    session: ScopedSession, message: Message, *, settings: Settings, now: datetime
) -> Letter:
    """Return the letter that a message stands for, as things are now."""
    subject = _subject_of(session, message, now)
    words = words_for(subject)
    wording = replace(words, paragraphs=(*_why_late(message, now), *words.paragraphs))
    links = _links(subject, wording, _asked_of(session, message), settings)
    contact = session.get(Contact, (message.council_id, message.recipient_id))
    if message.channel == MessageChannel.TEXT:
        return Letter(
            to=contact.mobile if contact else "",
            subject=wording.subject,
            text=as_text_message(subject, wording, links),
            html="",
            letter_id=message.letter_id,
            channel=MessageChannel.TEXT,
        )
    return Letter(
        to=subject.recipient.person.email,
        subject=wording.subject,
        text=as_plain(wording, links, subject.council),
        html=as_html(wording, links, subject.council),
        letter_id=message.letter_id,
        also_to=_other_address(session, subject, contact),
    )


def _subject_of(session: ScopedSession, message: Message, now: datetime) -> Subject:
    recipient = session.scalars(
        select(Membership)
        .options(joinedload(Membership.person))
        .where(Membership.id == message.recipient_id)
    ).one()
    return Subject(
        council=session.scalars(select(Council)).one(),
        message=message,
        recipient=recipient,
        breach=_breach_of(session, message),
        deadline=_clock_of(session, message),
        others=_others_told(session, message),
        now=now,
    )


def _links(subject: Subject, wording: Wording, asked: Deadline | None, settings: Settings) -> Links:
    """Return the letter's addresses; a link that sets a password is made for no other letter."""
    token = ""
    if "{token}" in wording.path:
        token = make_password_link(
            settings.secret_key,
            person_id=subject.recipient.person_id,
            password_hash=subject.recipient.person.password_hash,
        )
    page = settings.base_url + wording.path.format(council=subject.council.slug, token=token)
    if asked is None or asked.met_at or asked.cancelled_at:
        return Links(page)
    link = HoldLink(subject.message.council_id, subject.message.id)
    signed = make_hold_link(settings.secret_key, link, now=subject.now)
    return Links(page, f"{settings.base_url}/have-it/{signed}")


def _why_late(message: Message, now: datetime) -> tuple[str, ...]:
    """Say of an alert that leaves late for when it was meant, so that several are not alike."""
    if message.deadline_id is None:
        return ()
    if message.instead_of_id is not None:
        was_due = f"This alert was due on {when(message.due_at)}, for somebody else."
        return (f"{was_due} It could not be delivered to them, so it has come to you.",)
    if now - max(message.due_at, message.planned_at) < PUNCTUAL:
        return ()
    return (f"This alert was due on {when(message.due_at)}; it could not be sent before.",)


def _other_address(session: ScopedSession, subject: Subject, contact: Contact | None) -> str:
    """Return the recipient's other address where the matter cannot wait and no office is open."""
    if contact is None or not contact.other_email or not _cannot_wait(subject):
        return ""
    adopted = session.scalars(select(AdoptedPolicy).where(AdoptedPolicy.in_force)).one()
    is_open = is_within(_office_hours(adopted.document), subject.now)
    return "" if is_open else contact.other_email


@lru_cache(maxsize=128)
def _office_hours(document: str) -> DailyHours:
    return load_policy(document).office_hours


def _cannot_wait(subject: Subject) -> bool:
    if subject.message.kind in _IS_NEWS:
        return True
    deadline = subject.deadline
    return (
        subject.message.deadline_id is not None
        and deadline is not None
        and deadline.obligation in CANNOT_WAIT
    )


def _breach_of(session: ScopedSession, message: Message) -> Breach | None:
    if message.breach_id is None:
        return None
    return session.get_one(Breach, (message.council_id, message.breach_id))


def _asked_of(session: ScopedSession, message: Message) -> Deadline | None:
    """Return the deadline that the message asks its recipient to meet, or to hold."""
    if message.deadline_id is None:
        return None
    return session.get_one(Deadline, (message.council_id, message.deadline_id))


def _clock_of(session: ScopedSession, message: Message) -> Deadline | None:
    """Return the deadline that the letter speaks of: its own, or its breach's first open one.

    The news of a report is asked for by no hour of its own; what counts is the breach's clock.
    """
    asked = _asked_of(session, message)
    if asked is not None and message.kind != MessageKind.REPORT_RECEIVED:
        return asked
    if message.breach_id is None:
        return None
    return session.scalars(
        select(Deadline)
        .where(
            Deadline.breach_id == message.breach_id,
            Deadline.due_at.is_not(None),
            Deadline.met_at.is_(None),
            Deadline.cancelled_at.is_(None),
        )
        .order_by(Deadline.due_at, Deadline.obligation)
        .limit(1)
    ).first()


def _others_told(session: ScopedSession, message: Message) -> list[Membership]:
    """Return who else gets the same news, so that nobody thinks that they are alone with it."""
    if message.breach_id is None:
        return []
    told = select(Message.recipient_id).where(
        Message.breach_id == message.breach_id,
        Message.kind == message.kind,
        Message.due_at == message.due_at,
        Message.cancelled_at.is_(None),
        Message.recipient_id != message.recipient_id,
    )
    return list(
        session.scalars(
            select(Membership)
            .where(Membership.id.in_(told))
            .order_by(Membership.office.desc().nulls_last(), Membership.id)
        )
    )
