"""From where on somebody is told: the full council, the regulator, the people."""

from collections.abc import Mapping
from typing import Any, Final

from tenants.policy import RiskToPeople
from tenants.policy.duties import Told
from webapp.forms import RadioField, Required
from webapp.policy.amending.conditions import cases_words, conditions
from webapp.policy.amending.document import Entry, Plain, found
from webapp.policy.amending.place import Here, Item, Part, Shape
from webapp.policy.amending.questions import questions_in
from webapp.policy.amending.scale import choice_of, word_of
from webapp.policy.amending.trigger import (
    ALWAYS,
    NEVER,
    SOMETIMES,
    TOLD,
    TriggerForm,
    trigger_filled,
)

LINES: Final[Mapping[str, str]] = {
    "full_council": "Tell the full council",
    "regulator": "Tell the regulator",
    "people": "Tell the people affected",
}
_RISKS: Final[Mapping[str, str]] = {
    RiskToPeople.UNLIKELY: "Whatever the risk to people",
    RiskToPeople.RISK: "When there is a risk to people",
    RiskToPeople.HIGH_RISK: "When there is a high risk to people",
}
_BY_LAW: Final = "The law asks for this where the risk is high enough, whatever stands here."


class ThresholdForm(TriggerForm):
    """From where on one of them is told."""

    applies = RadioField(
        "When are they told?",
        [
            (NEVER, "This policy draws no line of its own"),
            (ALWAYS, "In every case"),
            (SOMETIMES, "In some cases"),
        ],
        validators=[Required("Choose when they are told")],
    )

    @classmethod
    def filled(cls, here: Here) -> dict[str, Any]:
        """Fill in the line as the document draws it."""
        return trigger_filled(here.old or None, here.document.get("scale", ()))

    def offer(self, here: Here) -> None:
        """Name who is told."""
        self.offer_ratings(here, here.old)
        whom = here.where.rpartition("/")[2]
        self.applies.description = "" if whom == Told.FULL_COUNCIL else _BY_LAW
        if whom != Told.FULL_COUNCIL:
            # Who is told cannot rest on who is told, and the format says so.
            self.once_told.offer([])

    def entry(self, here: Here) -> Plain:
        """Return the line, or nothing where none is drawn."""
        return self.trigger(here, here.old) or {}


def threshold_item(here: Here) -> Item:
    """Say in words when one of them is told."""
    name = here.where.rpartition("/")[2]
    heading = LINES[name]
    if not here.old:
        return Item(heading, ("This policy draws no line of its own.",))
    return Item(heading, trigger_lines(here.old, here.document))


def trigger_lines(trigger: Entry, document: Entry) -> tuple[str, ...]:
    """Say from where on something follows, a line for each thing that is enough."""
    cases = cases_words(trigger.get("when", ()), questions_in(document))
    return (*_lines(trigger, document), *cases)


def _lines(trigger: Entry, document: Entry) -> list[str]:
    """Say what is enough besides the facts that a trigger lists."""
    lines = ["In every case."] if trigger.get("always") else []
    if trigger.get("rating") is not None:
        word = _rung_word(document, trigger["rating"])
        lines.append(f"At an overall rating of {word} or more.")
    if trigger.get("risk"):
        lines.append(f"{_RISKS[trigger['risk']]} (as the law draws the lines).")
    return lines + [
        f"When {TOLD[told][0].lower()}{TOLD[told][1:]}." for told in trigger.get("told", ())
    ]


def _rung_word(document: Entry, rating: str | int) -> str:
    scale = document.get("scale", ())
    choice = choice_of(scale, rating)
    word = next((word_of(rung) for rung in scale if str(rung["value"]) == choice), None)
    return word or f"{rating} (no longer on the scale)"


def _thresholds_words(document: Plain) -> str:
    trigger = found(document, ("thresholds", "full_council"))
    if trigger is None:
        return "The policy draws no line for telling the full council."
    lines = _lines(trigger, document) + ["In the cases that it lists."] * bool(trigger.get("when"))
    said = ", or ".join(f"{line[0].lower()}{line[1:]}".rstrip(".") for line in lines)
    return f"The full council is told {said}."


THRESHOLDS = Part(
    name="thresholds",
    title="From where on somebody is told",
    at=("thresholds",),
    form=ThresholdForm,
    item=threshold_item,
    noun="line",
    intro="The law's own lines always hold as well: a council may ask for more than the law, never"
    " for less.",
    shape=Shape.FIXED,
    lines=tuple(LINES),
    inner=(conditions("when", of_trigger=True),),
    summary=_thresholds_words,
)
