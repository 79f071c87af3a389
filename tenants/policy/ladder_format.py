"""Ladders in the policy format: who is reached, how, at what hours, and who next."""

import re
from datetime import time
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, WithJsonSchema

from tenants.policy.documents import Document, Id, Text
from tenants.policy.duties import Section


class Channel(StrEnum):
    """How somebody is reached."""

    EMAIL = "email"
    TEXT = "text"
    PHONE = "phone"
    LETTER = "letter"
    IN_PERSON = "in_person"


class Rung(Document):
    """Who is written to, how, and after how many hours without an answer."""

    to: Id
    channels: Annotated[tuple[Channel, ...], Field(min_length=1)] = (Channel.EMAIL,)
    after_hours: Annotated[int, Field(ge=0, le=720)] = 0


class LadderAbout(StrEnum):
    """What a ladder is climbed for."""

    ALL = "all"
    REPORTS = "reports"
    DEADLINES = "deadlines"


class LadderHours(StrEnum):
    """At what hours a ladder is climbed."""

    ALWAYS = "always"
    OFFICE = "office"
    OUT_OF_HOURS = "out_of_hours"


class Ladder(Document):
    """Who hears of something first, and who next when nobody acts; the first rung is at 0 hours."""

    id: Id
    sentence: Text
    rungs: Annotated[tuple[Rung, ...], Field(min_length=1)]
    about: LadderAbout = LadderAbout.ALL
    hours: LadderHours = LadderHours.ALWAYS
    section: Section = ""


_CLOCK: Final = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"


def _time_of_day(written: str) -> str:
    if not re.fullmatch(_CLOCK, written):
        raise ValueError('write a time of day, such as "07:00"')
    return written


Clock = Annotated[
    str, AfterValidator(_time_of_day), WithJsonSchema({"type": "string", "pattern": _CLOCK})
]
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class DailyHours(Document):
    """Hours of the day on a wall clock in London; `until` not after `start` is the next day's."""

    start: Clock
    until: Clock
    days: Annotated[tuple[Weekday, ...], Field(min_length=1, max_length=7)] = WEEKDAYS

    @property
    def starts(self) -> time:
        """When they begin."""
        return time.fromisoformat(self.start)

    @property
    def ends(self) -> time:
        """When they end, itself no longer among them."""
        return time.fromisoformat(self.until)

    def holds_on(self, weekday: int) -> bool:
        """Whether they begin on this day of the week, Monday being 0."""
        return WEEKDAYS[weekday] in self.days


NONE: Final = "none"
OFFICE_HOURS: Final = DailyHours(start="09:00", until="17:00", days=WEEKDAYS[:5])
QUIET_HOURS: Final = DailyHours(start="21:00", until="07:00")
