"""Who is told of something due, in which order, by which channel, and who next when nobody acts.

Pure: a ladder's people are handed in, and so is what each of them said about being away. Every
time is an instant in UTC; quiet hours and office hours are the clock's on the wall, in London.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, TypeAlias
from uuid import UUID

from tenants.policy.ladder_format import Channel, DailyHours, Ladder, LadderAbout, LadderHours
from tenants.policy.times import LONDON, in_utc

# From so many hours before the end on, everybody on the ladder is told at once, whatever it says.
LAST_HOURS: Final = 6
# Who said "I have it" is asked first when the next alert comes, and the others so much later.
GRACE: Final = timedelta(hours=3)


class Urgency(StrEnum):
    """Whether something may wait for the morning. What the law counts in hours never may."""

    CANNOT_WAIT = "cannot_wait"
    CAN_WAIT = "can_wait"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody on a ladder: reached so long after the asking began, or in the last hours only.

    ``after`` is None for who is told in the last hours only. Away from ``away_from`` to
    ``away_until``, both days included (London), the ``deputy`` is told in their place.
    """

    who: UUID
    channels: tuple[Channel, ...] = (Channel.EMAIL,)
    after: timedelta | None = timedelta()
    away_from: date | None = None
    away_until: date | None = None
    deputy: UUID | None = None

    def is_away(self, at: datetime) -> bool:
        """Whether they said that they would be away on that day."""
        if self.away_from is None:
            return False
        day = at.astimezone(LONDON).date()
        return self.away_from <= day and (self.away_until is None or day <= self.away_until)


@dataclass(frozen=True, slots=True)
class Held:
    """Who said "I have it", and when."""

    by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Call:
    """One thing to say to one person: ``step`` is the hours before the due time that it is about.

    A rung that is reached later than its step keeps the step and has its own time.
    """

    step: int
    at: datetime
    who: UUID
    channel: Channel
    position: int


Step: TypeAlias = tuple[int, datetime]
ContactsAt: TypeAlias = Callable[[datetime], Sequence[Contact]]


def calls(
    steps: Sequence[Step],
    contacts_at: ContactsAt,
    *,
    last_hours: int | None,
    held: Held | None = None,
) -> tuple[Call, ...]:
    """List every call of an alert's steps, in the order of their times.

    The asking begins with the first step, and again with the first one after somebody said "I have
    it": they are then asked first, the others `GRACE` later. A rung is reached its hours after the
    asking began and hears every step from there on. From ``last_hours`` before the due time on, and
    ever after, nobody waits for anybody: that floor holds whatever a policy says.
    """
    listed: list[Call] = []
    began: datetime | None = None
    for index, (step, at) in enumerate(steps):
        is_held = held is not None and at > held.at
        if began is None or (is_held and held is not None and began <= held.at):
            began = at
        following = steps[index + 1][1] if index + 1 < len(steps) else None
        is_last = last_hours is not None and step <= last_hours
        rungs = _rungs(contacts_at(at), at, is_last=is_last, held=held if is_held else None)
        for position, rung in enumerate(rungs):
            reached_at = max(at, began + rung.after) if rung.after is not None else None
            if reached_at is None or (following is not None and at < reached_at >= following):
                continue
            if not is_held and held is not None and reached_at > held.at:
                continue
            listed += [Call(step, reached_at, rung.who, by, position) for by in rung.channels]
    return tuple(sorted(listed, key=lambda call: (call.at, -call.step, call.position)))


@dataclass(frozen=True, slots=True)
class _Rung:
    who: UUID
    channels: tuple[Channel, ...]
    after: timedelta | None


def _rungs(
    contacts: Sequence[Contact], at: datetime, *, is_last: bool, held: Held | None
) -> list[_Rung]:
    """Return who is told of a step, and how long after the asking began; each person once."""
    rungs: dict[UUID, _Rung] = {}
    if held is not None:
        own = next((one.channels for one in contacts if one.who == held.by), (Channel.EMAIL,))
        rungs[held.by] = _Rung(held.by, own, timedelta())
    for contact in contacts:
        after = timedelta() if is_last else contact.after
        if held is not None and not is_last and after is not None:
            after = max(after, GRACE)
        is_away = contact.is_away(at)
        if is_away and contact.deputy is not None:
            rungs.setdefault(contact.deputy, _Rung(contact.deputy, contact.channels, after))
        if not is_away or is_last:
            rungs.setdefault(contact.who, _Rung(contact.who, contact.channels, after))
    present = list(rungs.values()) or [
        _Rung(contact.who, contact.channels, timedelta()) for contact in contacts
    ]
    return _lowered(present)


def _lowered(rungs: list[_Rung]) -> list[_Rung]:
    """Bring the lowest rung that there is to the foot: nobody waits for somebody who is away."""
    waits = [rung.after for rung in rungs if rung.after is not None]
    if not waits:
        return [_Rung(rung.who, rung.channels, timedelta()) for rung in rungs]
    least = min(waits)
    return [
        _Rung(rung.who, rung.channels, None if rung.after is None else rung.after - least)
        for rung in rungs
    ]


def ladder_for(
    ladders: Sequence[Ladder], about: LadderAbout, *, is_out_of_hours: bool
) -> Ladder | None:
    """Return the policy's ladder for this, at this hour: the one that names both comes first."""
    hours = LadderHours.OUT_OF_HOURS if is_out_of_hours else LadderHours.OFFICE
    fitting = [
        ladder
        for ladder in ladders
        if ladder.about in {about, LadderAbout.ALL} and ladder.hours in {hours, LadderHours.ALWAYS}
    ]
    exact = sorted(fitting, key=lambda ladder: (ladder.hours != hours, ladder.about != about))
    return exact[0] if exact else None


def is_within(hours: DailyHours, at: datetime) -> bool:
    """Whether an instant lies in these hours on a wall clock in London; they may span midnight."""
    local = in_utc("at", at).astimezone(LONDON)
    clock = local.time().replace(tzinfo=None)
    start, end = hours.starts, hours.ends
    if start <= end:
        return hours.holds_on(local.weekday()) and start <= clock < end
    if clock >= start:
        return hours.holds_on(local.weekday())
    return clock < end and hours.holds_on((local.weekday() - 1) % 7)


def out_of_quiet(quiet: DailyHours | None, at: datetime) -> datetime:
    """Return the instant itself, or the end of the quiet hours that it lies in."""
    moved = in_utc("at", at)
    for _ in range(8):
        if quiet is None or not is_within(quiet, moved):
            return moved
        moved = _next(quiet.ends, moved)
    return in_utc("at", at)


def _next(clock: time, at: datetime) -> datetime:
    """Return the next instant at which a wall clock in London shows this time."""
    local = at.astimezone(LONDON)
    on = local.date() if local.time().replace(tzinfo=None) < clock else local.date() + _ONE_DAY
    return in_utc("at", datetime.combine(on, clock, tzinfo=LONDON))


_ONE_DAY: Final = timedelta(days=1)
