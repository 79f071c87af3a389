"""From where on something follows, and by when it must be done: fields that several pages share."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from wtforms.validators import ValidationError

from tenants.policy.duties import Told
from webapp.forms import CheckboxField, Optional, RadioField, Required, SelectField
from webapp.policy.amending.document import Entry, Plain, found
from webapp.policy.amending.fields import NumberField, TickField
from webapp.policy.amending.form import AmendForm
from webapp.policy.amending.place import Here
from webapp.policy.amending.questions import RISKS
from webapp.policy.amending.scale import choice_of, rating_of, rung_choices

NEVER: Final = "never"
ALWAYS: Final = "always"
SOMETIMES: Final = "sometimes"
TOLD: Final[Mapping[str, str]] = {
    Told.REGULATOR: "The regulator must be told",
    Told.PEOPLE: "The people must be told",
    Told.FULL_COUNCIL: "The full council must be told",
}
STARTS: Final = ("from_rating", "from_risk", "once_told", "on_facts")
"""The fields for what may set something off; any one of them is enough."""


class TriggerForm(AmendForm):
    """Radios for never, always and sometimes; the last opens whatever may set something off."""

    applies = RadioField(
        "When does it apply?",
        [
            (ALWAYS, "In every case"),
            (SOMETIMES, "In some cases"),
        ],
        validators=[Required("Choose when it applies")],
    )
    from_rating = SelectField("From which rating on?", [])
    from_risk = SelectField(
        "From which risk to people on?",
        [("", "The risk does not matter here"), *RISKS.items()],
        hint="The risk as the law draws the lines, whatever the council's own rating is.",
    )
    once_told = CheckboxField("When somebody else must be told", list(TOLD.items()))
    on_facts = TickField(
        "When certain facts are so",
        "Some facts of the breach settle it",
        hint="The next page asks which facts.",
    )

    reveals: ClassVar[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
        "applies": {SOMETIMES: STARTS}
    }

    def offer_ratings(self, here: Here, old: Entry) -> None:
        """Offer the rungs of the policy's scale, and the one that the document has now."""
        scale = here.document.get("scale", ())
        none = "The rating does not matter here" if scale else "This policy has no ratings"
        self.from_rating.offer([("", none), *rung_choices(scale, old.get("rating"))])
        if old.get("when"):
            self.on_facts.description = "They stand at the foot of this page."

    def validate_applies(self, _field: Any) -> None:
        """Want at least one thing that sets it off."""
        chosen = (self.from_rating.data, self.from_risk.data, self.once_told.data)
        if self.applies.data == SOMETIMES and not any((*chosen, self.on_facts.is_ticked)):
            raise ValidationError("Choose at least one thing below that makes it apply")

    def goes_on(self, here: Here) -> str:
        """Go on to the facts that settle it, where none has been named yet."""
        wants = self.applies.data == SOMETIMES and self.on_facts.is_ticked
        conditions = here.part.inner[0]
        return f"{conditions.name}/new" if wants and not found(here.old, conditions.at) else ""

    def trigger(self, here: Here, old: Entry) -> Plain | None:
        """Return what the document writes; its conditions stay while their box is ticked."""
        if self.applies.data in (NEVER, ALWAYS):
            return {"always": True} if self.applies.data == ALWAYS else None
        written = {
            "rating": rating_of(
                here.document.get("scale", ()), self.from_rating.data, old.get("rating")
            ),
            "risk": self.from_risk.data,
            "told": self.once_told.data,
            "when": old.get("when") if self.on_facts.is_ticked else None,
        }
        trigger = {name: value for name, value in written.items() if value not in (None, "", [])}
        # Until the facts are named on the next page nothing else may be there to say when.
        return trigger or {"always": True}


def trigger_filled(trigger: Entry | None, scale: Sequence[Entry]) -> dict[str, Any]:
    """Return what the fields hold for a trigger of the document; None applies never."""
    if trigger is None:
        return {"applies": NEVER}
    return {
        "applies": ALWAYS if trigger.get("always") else SOMETIMES,
        "from_rating": choice_of(scale, trigger.get("rating")),
        "from_risk": trigger.get("risk"),
        "once_told": trigger.get("told", []),
        "on_facts": bool(trigger.get("when")),
    }


class DueForm(AmendForm):
    """By when something must be done: in words, or within a span of time from a start."""

    due_kind = RadioField(
        "By when?",
        [
            ("at_once", "At once"),
            ("without_undue_delay", "Without undue delay"),
            ("within", "Within a span of time"),
            ("next_meeting", "At the next meeting of the full council"),
        ],
        hints={"without_undue_delay": "As soon as it can be done, with no time set."},
        validators=[Required("Choose by when it must be done")],
    )
    due_number = NumberField("How many?", low=1, high=8760)
    due_unit = RadioField(
        "Of what?",
        [
            ("hours", "Hours"),
            ("days", "Days"),
            ("working_days", "Working days (Monday to Friday)"),
            ("months", "Months"),
        ],
        validators=[Optional()],
    )
    due_from = RadioField(
        "Counted from when?",
        [
            ("aware", "When the council became aware of the breach"),
            ("suspected", "When somebody first suspected it"),
            ("occurred", "When the breach happened"),
        ],
        validators=[Optional()],
    )

    def validate_due_number(self, field: Any) -> None:
        """Want a number that its unit allows, where a span was chosen."""
        if self.due_kind.data != "within":
            return
        if field.data is None:
            raise ValidationError("Enter how many hours, days or months, like 24")
        most = MOST_OF.get(self.due_unit.data or "", field.data)
        if field.data > most:
            raise ValidationError(f"Enter a number from 1 to {most:,}")

    def validate_due_kind(self, field: Any) -> None:
        """Want the unit of a span."""
        if field.data == "within" and not self.due_unit.data:
            raise ValidationError("Choose below whether that is hours, days or months")

    def due(self) -> Plain:
        """Return what the document writes."""
        if self.due_kind.data != "within":
            return {"kind": self.due_kind.data}
        start = self.due_from.data or "aware"
        counted = {} if start == "aware" else {"counted_from": start}
        return {"kind": "within", str(self.due_unit.data): self.due_number.data, **counted}


MOST_OF: Final[Mapping[str, int]] = {
    "hours": 8760, "days": 3650, "working_days": 250, "months": 120,
}  # fmt: skip
WITHIN: Final = ("due_number", "due_unit", "due_from")


def due_filled(due: Entry | None) -> dict[str, Any]:
    """Return what the fields hold for a time of the document."""
    if not due:
        return {"due_from": "aware"}
    unit = next((unit for unit in MOST_OF if unit in due), None)
    return {
        "due_kind": due["kind"],
        "due_unit": unit,
        "due_number": due.get(unit) if unit else None,
        "due_from": due.get("counted_from", "aware"),
    }
