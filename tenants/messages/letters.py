"""The letters: written when they are sent, from the rows as they are then.

A letter holds the council's name, the breach's number, what is due and one link. It never holds a
person's name, what happened, or whose data it was: e-mail is read over shoulders and forwarded.
"""

from dataclasses import dataclass
from datetime import datetime
from html import escape

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tenants.db import ScopedSession
from tenants.messages.subject import Subject
from tenants.messages.wording import Wording, words_for
from tenants.models import Breach, Council, Deadline, Membership, Message
from tenants.passwords import make_password_link
from tenants.settings import Settings


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail, ready for the mail server: both parts say the same."""

    to: str
    subject: str
    text: str
    html: str
    letter_id: str


def write_letter(
    session: ScopedSession, message: Message, *, settings: Settings, now: datetime
) -> Letter:
    """Return the letter that a message stands for, as things are now."""
    recipient = session.scalars(
        select(Membership)
        .options(joinedload(Membership.person))
        .where(Membership.id == message.recipient_id)
    ).one()
    council = session.scalars(select(Council)).one()
    subject = Subject(
        council=council,
        message=message,
        recipient=recipient,
        breach=_breach_of(session, message),
        deadline=_clock_of(session, message),
        others=_others_told(session, message),
        now=now,
    )
    wording = words_for(subject)
    token = make_password_link(
        settings.secret_key,
        person_id=recipient.person_id,
        password_hash=recipient.person.password_hash,
    )
    address = settings.base_url + wording.path.format(council=council.slug, token=token)
    return Letter(
        to=recipient.person.email,
        subject=wording.subject,
        text=_as_text(wording, address, council),
        html=_as_html(wording, address, council),
        letter_id=message.letter_id,
    )


def _breach_of(session: ScopedSession, message: Message) -> Breach | None:
    if message.breach_id is None:
        return None
    return session.get_one(Breach, (message.council_id, message.breach_id))


def _clock_of(session: ScopedSession, message: Message) -> Deadline | None:
    """Return the deadline that the letter speaks of: its own, or its breach's first open one."""
    if message.deadline_id is not None:
        return session.get_one(Deadline, (message.council_id, message.deadline_id))
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


def _as_text(wording: Wording, address: str, council: Council) -> str:
    parts = [*wording.paragraphs, f"{wording.link}:\n{address}", _footer(council)]
    return "\n\n".join(parts) + "\n"


def _as_html(wording: Wording, address: str, council: Council) -> str:
    paragraphs = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in wording.paragraphs)
    return (
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">'
        f"<title>{escape(wording.subject)}</title></head>"
        '<body style="font-family: Arial, sans-serif; font-size: 17px; line-height: 1.5;'
        ' color: #0b0c0c; max-width: 36em; margin: 0 auto; padding: 20px">'
        f'<p style="font-weight: bold; border-bottom: 1px solid #b1b4b6; padding-bottom: 8px">'
        f"Breach register<br>{escape(council.name)}</p>"
        f"{paragraphs}"
        f'<p><a href="{escape(address)}" style="display: inline-block; background: #00703c;'
        ' color: #ffffff; padding: 12px 20px; text-decoration: none; font-weight: bold">'
        f"{escape(wording.link)}</a></p>"
        f'<p style="color: #505a5f">{escape(_footer(council))}</p></body></html>'
    )


def _footer(council: Council) -> str:
    return (
        f"You get this because you have a place in {council.name}'s breach register."
        " It holds no details on purpose: sign in to see them."
    )
