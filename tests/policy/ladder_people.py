"""People on ladders for tests: a clerk, a chair and so on, whole hours, and calls in short."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from tenants.policy.ladder_format import Channel
from tenants.policy.ladders import Contact, Held, Step, calls

DUE: Final = datetime(2026, 11, 23, 18, 40, tzinfo=UTC)
NAMES: Final = ("clerk", "chair", "lead", "deputy", "vicar", "mayor", "other")
WHO: Final = {name: UUID(int=number + 1) for number, name in enumerate(NAMES)}
NAMED: Final = {who: name for name, who in WHO.items()}
BY_EMAIL: Final = (Channel.EMAIL,)


def at(left: float) -> datetime:
    """Return the instant so many hours before the due time."""
    return DUE - timedelta(hours=left)


def steps(*hours: int) -> tuple[Step, ...]:
    """Return steps at these hours before the due time."""
    return tuple((left, at(left)) for left in hours)


def contact(name: str, after: float | None = 0, *, deputy: str = "", **more: Any) -> Contact:
    """Return somebody reached after so many hours; `away` gives both days, or the first alone."""
    away = more.pop("away", None)
    first, last = away if isinstance(away, tuple) else (away, None)
    return Contact(
        who=WHO[name],
        after=None if after is None else timedelta(hours=after),
        deputy=WHO[deputy] if deputy else None,
        away_from=first,
        away_until=last,
        **more,
    )


def held(name: str, left: float) -> Held:
    """Return that somebody said "I have it" so many hours before the due time."""
    return Held(WHO[name], at(left))


def told(
    asked: Sequence[Step], ladder: Sequence[Contact], last_hours: int | None = 6, **more: Any
) -> list[tuple[int, float, str]]:
    """Return each call's step, the hours left when it is made, and to whom; not the channel."""
    more["people"] = {one.who: one for one in more.pop("people", ())}
    made = calls(asked, lambda _at: ladder, last_hours=last_hours, **more)
    short = ((c.step, (DUE - c.at) / timedelta(hours=1), NAMED[c.who]) for c in made)
    return list(dict.fromkeys(short))
