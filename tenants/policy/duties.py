"""How a document says that something must be done: from where on, by whom, to whom, by when."""

import json
import re
from enum import StrEnum
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Field, model_validator

from tenants.policy.documents import Document, Id, PlainAlternative, Text
from tenants.policy.vocabulary import RiskToPeople

Name = Annotated[str, Field(min_length=1, max_length=200)]
Section = Annotated[str, Field(max_length=400)]


class Told(StrEnum):
    """Whom a breach has to be told to; something else may follow from that."""

    REGULATOR = "regulator"
    PEOPLE = "people"
    FULL_COUNCIL = "full_council"


class Trigger(Document):
    """From where on something follows: any one of what it lists is enough.

    Written short, it is a rating (`3`, or a rung's name), a risk (`"high_risk"`), `"always"`, or
    whom the breach must be told to (`"regulator"`, `"people"`, `"full_council"`).
    """

    always: bool = Field(default=False, description="In every case.")
    rating: int | Name | None = Field(
        default=None, description="From this overall rating on: a rung's value or its name."
    )
    risk: RiskToPeople | None = Field(
        default=None,
        strict=False,
        description="From this risk to people on, as the law draws the lines.",
    )
    told: tuple[Annotated[Told, Field(strict=False)], ...] = Field(
        default=(),
        strict=False,
        description="When one of these has to be told, by law or by the policy.",
    )
    when: Annotated[tuple[PlainAlternative, ...], Field(max_length=40)] = Field(
        default=(),
        strict=False,
        description="When the facts are so; written like the criteria of a row.",
    )

    @model_validator(mode="before")
    @classmethod
    def _read_short(cls, given: Any) -> Any:
        if isinstance(given, str):
            if given == "always":
                return {"always": True}
            if given in tuple(RiskToPeople):
                return {"risk": given}
            return {"told": [given]} if given in tuple(Told) else {"rating": given}
        if isinstance(given, int) and not isinstance(given, bool):
            return {"rating": given}
        return given

    @model_validator(mode="after")
    def _require_something(self) -> Self:
        if not (self.always or self.rating is not None or self.risk or self.told or self.when):
            message = 'it says nothing; write "always", a rating, a risk, or whom it is told to'
            raise ValueError(message)
        return self


_SHORT: Final = {
    "at once": "at_once",
    "immediately": "at_once",
    "without undue delay": "without_undue_delay",
    "next meeting": "next_meeting",
    "at the next meeting": "next_meeting",
}
_SPAN: Final = re.compile(r"(?:within )?(\d{1,4}) (hour|day|working day|month)s?")


def _due_in_words(given: str) -> dict[str, str | int]:
    """Read "at once" or "within 2 working days"; raises ValueError, which says what to write."""
    span = _SPAN.fullmatch(given)
    if span:
        return {"kind": "within", f"{span[2].replace(' ', '_')}s": int(span[1])}
    kind = _SHORT.get(given, given)
    if kind not in _SHORT.values():
        message = f'write {", ".join(map(json.dumps, _SHORT))}, or a span such as "24 hours"'
        raise ValueError(message)
    return {"kind": kind}


class DueRule(Document):
    """By when: at once, without undue delay, at the next meeting, or within a span of time.

    Hours and days are elapsed; working days leave out Saturdays and Sundays; months are the
    calendar's, in London. A span is counted from when the council became aware, unless it says
    otherwise.
    """

    kind: Literal["at_once", "without_undue_delay", "next_meeting", "within"]
    hours: Annotated[int, Field(ge=1, le=8760)] | None = None
    days: Annotated[int, Field(ge=1, le=3650)] | None = None
    working_days: Annotated[int, Field(ge=1, le=250)] | None = None
    months: Annotated[int, Field(ge=1, le=120)] | None = None
    counted_from: Literal["aware", "suspected", "occurred"] = "aware"

    @model_validator(mode="before")
    @classmethod
    def _read_short(cls, given: Any) -> Any:
        if isinstance(given, str):
            return _due_in_words(given)
        if isinstance(given, dict) and "kind" not in given:
            return {**given, "kind": "within"}
        return given

    @model_validator(mode="after")
    def _require_one_span(self) -> Self:
        spans = [self.hours, self.days, self.working_days, self.months]
        if sum(span is not None for span in spans) != (self.kind == "within"):
            message = "it needs a span, and one only; write { hours = 24 }, or { days = 3 }"
            raise ValueError(message)
        return self

    @property
    def words(self) -> str:
        """The words for it: "within 24 hours of becoming aware"."""
        if self.kind != "within":
            return self.kind.replace("_", " ").replace("next meeting", "at the next meeting")
        spans = (
            (self.hours, "hour"),
            (self.days, "day"),
            (self.working_days, "working day"),
            (self.months, "month"),
        )
        number, unit = next((n, unit) for n, unit in spans if n is not None)
        start = {
            "aware": "becoming aware",
            "suspected": "the first suspicion",
            "occurred": "the breach itself",
        }[self.counted_from]
        return f"within {number} {unit}{'s' if number > 1 else ''} of {start}"


class ShownBy(StrEnum):
    """What in the breach's record shows that a duty has been met."""

    REPORTED = "reported"
    COUNCIL_TOLD = "council_told"
    REGULATOR_TOLD = "regulator_told"
    PEOPLE_TOLD = "people_told"
    REGISTERED = "registered"


class Duty(Document):
    """Something that somebody must do, in which case, towards whom and by when.

    ``by`` and ``to_whom`` name parties; where the document knows no such party they are read as
    words ("regulator", "people", "register", "full_council", "others").
    """

    id: Id
    sentence: Text
    to_whom: Id
    applies: Trigger
    due: DueRule
    by: Id | None = Field(default=None, description="The party whose duty it is, if not all.")
    section: Section = Field(default="", description="Where the document says so.")
    minimum_content: Annotated[tuple[Text, ...], Field(max_length=60)] = Field(
        default=(), description="The least that must be said or written."
    )
    shown_by: ShownBy | None = Field(
        default=None, description="What in the breach's record shows that it was done."
    )
