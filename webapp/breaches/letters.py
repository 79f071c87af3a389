"""The letters of a breach as its page lists them: one row for what went to several people. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tenants.breaches.page import BreachPage
from tenants.models import Message, MessageKind
from webapp.breaches.wording import LETTERS


class Post(StrEnum):
    """What became of a letter."""

    SENT = "sent"
    WAITING = "waiting"
    TRYING = "trying"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Letters:
    """What was, or will be, said to these people, and what became of it."""

    about: str
    to: tuple[str, ...]
    post: Post
    at: datetime


def letters_of(page: BreachPage) -> list[Letters]:
    """Return the letters by the time they left or are due; what they share they share a row for."""
    grouped: dict[tuple[str, Post, datetime], list[str]] = {}
    for message in page.messages:
        about, post = _about(message), _post(message)
        names = grouped.setdefault((about, post, _minute(message, post)), [])
        names.append(page.name_of(message.recipient_id))
    rows = [Letters(about, tuple(to), post, at) for (about, post, at), to in grouped.items()]
    return sorted(rows, key=lambda row: row.at)


def among(rows: Sequence[Letters], *posts: Post) -> list[Letters]:
    """Return the rows of which this became."""
    return [row for row in rows if row.post in posts]


def _post(message: Message) -> Post:
    if message.sent_at is not None:
        return Post.SENT
    if message.failed_at is not None:
        return Post.FAILED
    return Post.TRYING if message.tries else Post.WAITING


def _minute(message: Message, post: Post) -> datetime:
    """Return when it left, was given up, or is due: letters of one minute belong together."""
    at = message.sent_at or message.failed_at or message.due_at
    return at.replace(second=0, microsecond=0) if post != Post.WAITING else at


def _about(message: Message) -> str:
    hours = message.hours_before
    if hours is None or message.kind != MessageKind.CLOCK_ALERT:
        return LETTERS[message.kind]
    if hours > 0:
        return f"{hours} {'hour' if hours == 1 else 'hours'} before the clock runs out"
    return "the time has run out" if hours == 0 else f"{-hours} hours on, if it is still to do"
