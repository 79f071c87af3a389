"""The letters of a breach as its page lists them: one row for what went to several people. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from tenants.breaches.page import BreachPage
from tenants.models import Message, MessageChannel, MessageKind
from webapp.breaches.wording import LETTERS


class Post(StrEnum):
    """What became of a letter."""

    SENT = "sent"
    WAITING = "waiting"
    TRYING = "trying"
    FAILED = "failed"
    BOUNCED = "bounced"


@dataclass(frozen=True, slots=True)
class Letters:
    """What was, or will be, said to these people, by which way, and what became of it.

    `note` says who was told instead, or what is in doubt.
    """

    about: str
    to: tuple[str, ...]
    post: Post
    at: datetime
    is_text: bool
    note: str


def letters_of(page: BreachPage) -> list[Letters]:
    """Return the letters by the time they left or are due; what they share they share a row for."""
    instead = {message.instead_of_id: message for message in page.messages if message.instead_of_id}
    grouped: dict[Letters, list[str]] = {}
    for message in page.messages:
        post = _post(message)
        row = Letters(
            _about(message),
            (),
            post,
            _minute(message, post),
            message.channel == MessageChannel.TEXT,
            _note(page, message, instead.get(message.id)),
        )
        grouped.setdefault(row, []).append(page.name_of(message.recipient_id))
    rows = [replace(row, to=tuple(to)) for row, to in grouped.items()]
    return sorted(rows, key=lambda row: row.at)


def among(rows: Sequence[Letters], *posts: Post) -> list[Letters]:
    """Return the rows of which this became."""
    return [row for row in rows if row.post in posts]


def _post(message: Message) -> Post:
    if message.failed_at is not None:
        return Post.BOUNCED if message.sent_at is not None else Post.FAILED
    if message.sent_at is not None:
        return Post.SENT
    return Post.TRYING if message.tries else Post.WAITING


def _note(page: BreachPage, message: Message, instead: Message | None) -> str:
    """Return who was told instead, for whom this one is, or that it may have arrived twice."""
    if instead is not None:
        return f"{page.name_of(instead.recipient_id)} was told instead."
    if message.instead_of_id is not None:
        return "In the place of somebody who could not be reached."
    return "It may have arrived twice." if message.doubts and message.sent_at else ""


def _minute(message: Message, post: Post) -> datetime:
    """Return when it left, was given up, or is due: letters of one minute belong together."""
    at = message.failed_at or message.sent_at or message.due_at
    return at.replace(second=0, microsecond=0) if post != Post.WAITING else at


def _about(message: Message) -> str:
    hours = message.hours_before
    if hours is None or message.kind != MessageKind.CLOCK_ALERT:
        return LETTERS[message.kind]
    if hours > 0:
        return f"{hours} {'hour' if hours == 1 else 'hours'} before the clock runs out"
    return "the time has run out" if hours == 0 else f"{-hours} hours on, if it is still to do"
