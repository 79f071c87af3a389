"""What a policy settles over time: how long things are kept, what is published, its review."""

from typing import Any, ClassVar, Final

from wtforms.validators import ValidationError

from webapp.forms import LongTextField, Optional, RadioField, Required, TextField
from webapp.policy.amending.document import Entry, Plain
from webapp.policy.amending.fields import NumberField, NumbersField
from webapp.policy.amending.form import AmendForm, day_in
from webapp.policy.amending.place import Here, Item, Part, Shape
from webapp.policy.amending.procedure import with_own_id
from webapp.policy.amending.table import section_field
from webapp.policy.amending.texts import only
from webapp.policy.days import DayField
from webapp.policy.wording import COUNTED_FROM, listed

USUAL_HOURS: Final = (48, 24, 6, 1)


class RetentionForm(AmendForm):
    """How long something is kept."""

    what = TextField(
        "What is kept?",
        hint="For example, the breach's line in the register.",
        validators=[Required("Write what is kept")],
    )
    months = NumberField(
        "For how many months?",
        low=1,
        high=1200,
        suffix="months",
        hint="Six years are 72 months.",
        validators=[Required("Enter the number of months, like 72")],
    )
    counted_from = RadioField(
        "Counted from when?",
        [(name, f"From {words}") for name, words in COUNTED_FROM.items()],
    )
    sentence = LongTextField("In the policy's words, if it says more", limit=1_000)
    section = section_field()

    @classmethod
    def filled(cls, here: Here) -> dict[str, Any]:
        """Write out what the format takes for granted."""
        return {"counted_from": "closure", **here.old}

    def entry(self, here: Here) -> Plain:
        """Give a new entry an id of its own."""
        return with_own_id(super().entry(here), here, self.what.data)


class ReturnForm(AmendForm):
    """What the council publishes about its breaches, if it publishes anything."""

    publishes = RadioField(
        "Does the council publish anything about its breaches?",
        [("yes", "Yes"), ("no", "No")],
        validators=[Required("Choose yes or no")],
    )
    sentence = LongTextField("What does it publish, in one sentence?", limit=4_000)
    nil_return = RadioField(
        "Does it say so too when there was none?",
        [("yes", "Yes"), ("no", "No")],
        validators=[Optional()],
    )
    every_months = NumberField("Every how many months?", low=1, high=120, suffix="months")
    at = TextField("Where?", hint="For example, the council's website.")
    section = section_field()
    reveals: ClassVar[Any] = {
        "publishes": {"yes": ("sentence", "nil_return", "every_months", "at", "section")}
    }

    @classmethod
    def filled(cls, here: Here) -> dict[str, Any]:
        """Say no where the document says nothing."""
        if not here.old:
            return {"publishes": "no", "every_months": 12}
        nil = "yes" if here.old.get("nil_return") else "no"
        return {"every_months": 12, **here.old, "publishes": "yes", "nil_return": nil}

    def validate_sentence(self, field: Any) -> None:
        """Want the words where something is published."""
        if self.publishes.data == "yes" and not field.data:
            raise ValidationError("Write what the council publishes, in one sentence")

    def validate_publishes(self, field: Any) -> None:
        """Want an answer about "none" where something is published."""
        if field.data == "yes" and not self.nil_return.data:
            raise ValidationError("Choose below whether it says so too when there was none")

    def validate_every_months(self, field: Any) -> None:
        """Want how often, where something is published."""
        if self.publishes.data == "yes" and field.data is None:
            raise ValidationError("Enter the number of months, like 12")

    def entry(self, here: Here) -> Plain:
        """Return what is published, or nothing."""
        entry = super().entry(here)
        if entry.pop("publishes") == "no":
            return {}
        return {**entry, "nil_return": self.nil_return.data == "yes"}


class ReviewForm(AmendForm):
    """When the council looks at its policy again."""

    months = NumberField(
        "How many months after the adoption?",
        low=1,
        high=120,
        suffix="months",
        hint="12 for every year. Leave it empty if the policy does not say.",
    )
    at = TextField(
        "At which meeting?", hint="For example, the annual meeting of the council in May."
    )
    sentence = LongTextField("In the policy's words", limit=1_000)
    adopted_on = DayField(
        "When was it adopted, by its own words?",
        hint="Leave it empty if it does not say.",
        validators=[Optional()],
    )
    last_on = DayField("When was it last looked at?", validators=[Optional()])
    next_on = DayField("When is it looked at next, by its own words?", validators=[Optional()])

    @classmethod
    def filled(cls, here: Here) -> dict[str, Any]:
        """Read the days."""
        days = {name: day_in(here.old, name) for name in ("adopted_on", "last_on", "next_on")}
        return {**here.old, **days}


class AlertsForm(AmendForm):
    """How many hours before the time runs out this service writes."""

    alert_hours = NumbersField(
        "How many hours before the end of the 72 hours?",
        low=1,
        high=8760,
        hint="One number on each line. For example, 48, 24, 6 and 1. Empty for no reminders.",
    )

    @classmethod
    def filled(cls, here: Here) -> dict[str, Any]:
        """Write out the hours that the format takes for granted."""
        return {"alert_hours": USUAL_HOURS, **here.old}

    def entry(self, here: Here) -> Plain:
        """Return each number once, the largest first."""
        return {"alert_hours": sorted(set(self.alert_hours.numbers), reverse=True)}


def retention_item(here: Here) -> Item:
    """Say what is kept for how long."""
    start = COUNTED_FROM[here.old.get("counted_from", "closure")]
    return Item(here.old["what"], (f"{here.old['months']} months from {start}.",))


def _return_words(document: Plain) -> str:
    published: Entry = document.get("public_return") or {}
    nothing = "The council publishes nothing about its breaches."
    return str(published.get("sentence", nothing))


def _review_words(document: Plain) -> str:
    review: Entry = document.get("review") or {}
    months = review.get("months")
    otherwise = f"Every {months} months." if months else "The policy does not say when."
    return str(review.get("sentence") or otherwise)


def _alert_words(document: Plain) -> str:
    hours = document.get("alert_hours", USUAL_HOURS)
    if not hours:
        return "No reminders."
    return f"{listed([str(each) for each in hours])} hours before the time runs out."


def _retention_words(document: Plain) -> str:
    kept = document.get("retention", ())
    words = "; ".join(f"{each['what']}: {each['months']} months" for each in kept)
    return f"{words or 'The policy does not say'}."


RETENTION: Final = Part(
    name="retention", title="How long things are kept", at=("retention",), form=RetentionForm,
    item=retention_item, noun="rule", summary=_retention_words,
)  # fmt: skip
RETURN: Final = Part(
    name="return", title="What the council publishes", at=("public_return",), form=ReturnForm,
    item=only, shape=Shape.ONE, summary=_return_words,
)  # fmt: skip
REVIEW: Final = Part(
    name="review", title="When it is looked at again", at=("review",), form=ReviewForm, item=only,
    shape=Shape.ONE, summary=_review_words,
)  # fmt: skip
ALERTS: Final = Part(
    name="alerts", title="Reminders before the time runs out", at=(), form=AlertsForm, item=only,
    shape=Shape.ONE, lines=("alert_hours",), summary=_alert_words,
)  # fmt: skip
