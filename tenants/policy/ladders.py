"""Who is told of something due, in which order, by which channel, and who next when nobody acts.

Pure: a ladder's people are handed in, and so is what each of them said about being away. Every
time is an instant in UTC; quiet hours and office hours are the clock's on the wall, in London.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, TypeAlias
from uuid import UUID

from tenants.policy.ladder_format import Channel, DailyHours, Ladder, LadderAbout, LadderHours
from tenants.policy.times import LONDON, in_utc

# From so many hours before the end on, everybody on the ladder is told at once, whatever it says.
LAST_HOURS: Final = 6
# Who said "I have it" is asked first when the next alert comes, and the others so much later.
GRACE: Final = timedelta(hours=3)

_AT_ONCE: Final = timedelta()
# British clocks change at this hour in UTC, forward and back.
_CLOCKS_CHANGE: Final = time(1)


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
    after: timedelta | None = _AT_ONCE
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
People: TypeAlias = Mapping[UUID, Contact]
NOBODY: Final[People] = {}


def calls(
    steps: Sequence[Step],
    contacts_at: ContactsAt,
    *,
    last_hours: int | None,
    held: Held | None = None,
    people: People = NOBODY,
) -> tuple[Call, ...]:
    """List every call of an alert's steps, in the order of their times.

    The asking begins with the first step, and again with the first one after somebody said "I have
    it": they are then asked first, the others `GRACE` later. A rung is reached its hours after the
    asking began and hears every step from there on. Nobody waits for somebody who is away with
    nobody standing in. From ``last_hours`` before the due time on, and ever after, nobody waits for
    anybody: that floor holds whatever a policy says. Of steps that fall together, as quiet hours
    may make them, only the last is said.

    ``people`` tells how whoever stands on no rung is reached and when they are away: deputies, and
    who said "I have it". Of whom nothing is known, it is taken that they are there and read e-mail.
    """
    listed: list[Call] = []
    began: datetime | None = None
    said = _one_at_a_time(steps)
    for index, (step, at) in enumerate(said):
        holder = held if held is not None and at > held.at else None
        if began is None or (holder is not None and began <= holder.at):
            began = at
        rungs = _rungs(
            _Staff(tuple(contacts_at(at)), people),
            at,
            is_last=last_hours is not None and step <= last_hours,
            holder=None if holder is None else holder.by,
        )
        # Whoever would be reached with the next step or after it hears that one, not this.
        until = said[index + 1][1] if index + 1 < len(said) else None
        quiet_after = held.at if held is not None and holder is None else None
        for (who, channel), (reached_at, position) in _reached(rungs, at, began).items():
            is_late = until is not None and reached_at >= until
            if not is_late and (quiet_after is None or reached_at <= quiet_after):
                listed.append(Call(step, reached_at, who, channel, position))
    return tuple(sorted(listed, key=lambda call: (call.at, -call.step, call.position)))


def _one_at_a_time(steps: Sequence[Step]) -> list[Step]:
    """Return the steps in the order of their times; the one with fewest hours left at each."""
    ordered = sorted(steps, key=lambda step: (step[1], -step[0]))
    return [(step, at) for at, step in {at: step for step, at in ordered}.items()]


@dataclass(frozen=True, slots=True)
class _Staff:
    """A ladder's people and whoever may stand in for them."""

    contacts: tuple[Contact, ...]
    people: People

    def find(self, who: UUID) -> Contact:
        """Return what is known of somebody, on the ladder or beside it."""
        on_ladder = (contact for contact in self.contacts if contact.who == who)
        return next(on_ladder, None) or self.people.get(who) or Contact(who=who)

    def in_place_of(self, who: UUID, at: datetime) -> UUID | None:
        """Return who answers for somebody: they, a deputy, a deputy's; None if all are away."""
        passed: set[UUID] = set()
        asked: UUID | None = who
        while asked is not None and asked not in passed:
            contact = self.find(asked)
            if not contact.is_away(at):
                return asked
            passed.add(asked)
            asked = contact.deputy
        return None

    def ways_to(self, who: UUID, wanted: Sequence[Channel]) -> tuple[Channel, ...]:
        """Return how a stand-in is reached: as wanted where that can be, or else as they can."""
        known = self.people.get(who) or self.find(who)
        return tuple(way for way in wanted if way in known.channels) or known.channels


@dataclass(frozen=True, slots=True)
class _Rung:
    """One contact at a step: how long after the asking began, and who then hears it."""

    contact: Contact
    after: timedelta
    staff: _Staff
    is_told_anyway: bool

    def heard_by(self, at: datetime) -> Iterator[tuple[UUID, tuple[Channel, ...]]]:
        """Walk who hears it: the contact unless away, and whoever stands in."""
        answering = self.staff.in_place_of(self.contact.who, at)
        if self.is_told_anyway or answering == self.contact.who:
            yield self.contact.who, self.contact.channels
        if answering is not None and answering != self.contact.who:
            yield answering, self.staff.ways_to(answering, self.contact.channels)


def _rungs(staff: _Staff, at: datetime, *, is_last: bool, holder: UUID | None) -> list[_Rung]:
    """Return the rungs of a step, the lowest that somebody answers at the foot."""

    def is_answered(who: UUID) -> bool:
        return staff.in_place_of(who, at) is not None

    contacts = list(staff.contacts)
    if holder is not None:
        contacts.insert(0, _at_once(staff.find(holder)))
    is_deserted = not any(is_answered(contact.who) for contact in contacts)
    if is_last or is_deserted:
        return [_Rung(contact, _AT_ONCE, staff, is_told_anyway=True) for contact in contacts]
    grace = GRACE if holder is not None and is_answered(holder) else _AT_ONCE
    waits = [
        (contact, contact.after if contact.who == holder else max(contact.after, grace))
        for contact in contacts
        if contact.after is not None
    ]
    foot = min((after for contact, after in waits if is_answered(contact.who)), default=None)
    if foot is None:
        # Only those are there who are otherwise told in the last hours: they are told now.
        waits, foot = [(contact, _AT_ONCE) for contact in contacts], _AT_ONCE
    return [
        _Rung(contact, max(after - foot, _AT_ONCE), staff, is_told_anyway=False)
        for contact, after in waits
    ]


def _at_once(contact: Contact) -> Contact:
    """Return the contact as one who waits for nobody."""
    return Contact(
        who=contact.who,
        channels=contact.channels,
        away_from=contact.away_from,
        away_until=contact.away_until,
        deputy=contact.deputy,
    )


def _reached(
    rungs: Sequence[_Rung], at: datetime, began: datetime
) -> dict[tuple[UUID, Channel], tuple[datetime, int]]:
    """Return when each person is first reached by each channel, and on which rung."""
    first: dict[tuple[UUID, Channel], tuple[datetime, int]] = {}
    for position, rung in enumerate(rungs):
        reached_at = max(at, began + rung.after)
        for who, channels in rung.heard_by(reached_at):
            for channel in channels:
                found = (reached_at, position)
                first[who, channel] = min(first.get((who, channel), found), found)
    return first


def ladder_for(
    ladders: Sequence[Ladder], about: LadderAbout, *, is_out_of_hours: bool
) -> Ladder | None:
    """Return the policy's ladder for this, at this hour: the one that names both comes first.

    Of two that name one each, the hours count for more: at night somebody must be awake.
    """
    hours = LadderHours.OUT_OF_HOURS if is_out_of_hours else LadderHours.OFFICE
    fitting = [
        ladder
        for ladder in ladders
        if ladder.about in {about, LadderAbout.ALL} and ladder.hours in {hours, LadderHours.ALWAYS}
    ]
    exact = sorted(fitting, key=lambda ladder: (ladder.hours != hours, ladder.about != about))
    return exact[0] if exact else None


def is_within(hours: DailyHours, at: datetime) -> bool:
    """Whether an instant lies in these hours on a wall clock in London; they may span midnight.

    Hours that end when they start last the whole day.
    """
    local = in_utc("at", at).astimezone(LONDON)
    clock, weekday = local.time(), local.weekday()
    if hours.starts < hours.ends:
        return hours.starts <= clock < hours.ends and hours.holds_on(weekday)
    is_evening = clock >= hours.starts and hours.holds_on(weekday)
    return is_evening or (clock < hours.ends and hours.holds_on((weekday - 1) % 7))


def out_of_quiet(quiet: DailyHours | None, at: datetime) -> datetime:
    """Return the instant itself, or the first one after it that is not in the quiet hours.

    Hours that never end would postpone for ever: they move nothing.
    """
    instant = in_utc("at", at)
    if quiet is None or not is_within(quiet, instant):
        return instant
    ends = (end for end in _ends(quiet.ends, instant) if not is_within(quiet, end))
    return next(ends, instant)


def _ends(clock: time, at: datetime) -> Iterator[datetime]:
    """Walk the instants of the next week, in order, at which quiet hours could end.

    A wall clock shows a time twice, once or never on a day on which it changes; where it leaps over
    the time, the leap itself ends them.
    """
    today = at.astimezone(LONDON).date()
    for day in (today + timedelta(days=number) for number in range(9)):
        local = datetime.combine(day, clock, tzinfo=LONDON)
        shown = {local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)}
        leap = datetime.combine(day, _CLOCKS_CHANGE, tzinfo=UTC)
        yield from (end for end in sorted({*shown, leap}) if end > at)
