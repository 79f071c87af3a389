"""The duties of a policy: what somebody must do, in which case, towards whom and by when."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from tenants.policy.duties import DueRule, ShownBy
from webapp.forms import LongTextField, Required, SelectField
from webapp.policy.amending.conditions import conditions
from webapp.policy.amending.document import Entry, Plain, id_from
from webapp.policy.amending.fields import LinesField
from webapp.policy.amending.place import Here, Item, Part
from webapp.policy.amending.table import section_field
from webapp.policy.amending.thresholds import trigger_lines
from webapp.policy.amending.trigger import (
    STARTS,
    WITHIN,
    DueForm,
    TriggerForm,
    due_filled,
    trigger_filled,
)

WHOM: Final[Mapping[str, str]] = {
    "regulator": "The regulator",
    "people": "The people whose information it is",
    "full_council": "The full council",
    "clerk_and_chair": "The clerk and the chair",
    "register": "The register of breaches",
    "others": "Others outside the council",
}
"""What a duty may be owed to besides the parties that a policy names."""

SHOWN_BY: Final[Mapping[str, str]] = {
    ShownBy.REPORTED: "That the breach was reported",
    ShownBy.COUNCIL_TOLD: "That the full council was told",
    ShownBy.REGULATOR_TOLD: "That the regulator was told",
    ShownBy.PEOPLE_TOLD: "That the people were told",
    ShownBy.REGISTERED: "That it stands in the register",
}


class DutyForm(TriggerForm, DueForm):
    """One duty, with all that the format says of it."""

    sentence = LongTextField(
        "What has to be done?",
        limit=4_000,
        hint="One sentence that tells somebody what to do.",
        validators=[Required("Write what has to be done, in one sentence")],
    )
    by = SelectField("Who has to do it?", [])
    to_whom = SelectField("Who is told, or gets it?", [])
    minimum_content = LinesField(
        "What must it say at least?",
        hint="One thing on each line. Leave it empty if the policy does not say.",
    )
    shown_by = SelectField(
        "What in this service shows that it was done?",
        [("", "Nothing in particular"), *SHOWN_BY.items()],
    )
    section = section_field()

    reveals: ClassVar[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
        **TriggerForm.reveals,
        "due_kind": {"within": WITHIN},
    }
    order: ClassVar[tuple[str, ...]] = (
        "sentence", "by", "to_whom", "applies", *STARTS, "due_kind", *WITHIN, "minimum_content",
        "shown_by", "section",
    )  # fmt: skip

    @classmethod
    def filled(cls, here: Here) -> dict[str, Any]:
        """Fill in the duty as the document has it."""
        scale = here.document.get("scale", ())
        trigger = trigger_filled(here.old["applies"], scale) if here.old else {}
        return {**here.old, **trigger, **due_filled(here.old.get("due"))}

    def offer(self, here: Here) -> None:
        """Offer the policy's own people, and whom else a duty may be owed to."""
        self.offer_ratings(here, here.old.get("applies", {}))
        parties = {party["id"]: party["name"] for party in here.document.get("parties", ())}
        by, whom = here.old.get("by"), here.old.get("to_whom")
        gone = {by: f"{_spoken(by)} (no longer in the policy)"} if by and by not in parties else {}
        self.by.offer([("", "The council as a whole"), *parties.items(), *gone.items()])
        known = {**parties, **{name: words for name, words in WHOM.items() if name not in parties}}
        other = {whom: _spoken(whom).capitalize()} if whom and whom not in known else {}
        self.to_whom.offer([("", "Choose who"), *known.items(), *other.items()])
        self.to_whom.validators = [Required("Choose who is told, or gets it")]

    def entry(self, here: Here) -> Plain:
        """Write the duty; a new one gets an id of its own."""
        mixed = super().entry(here)
        keys = ("id", "sentence", "by", "to_whom", "minimum_content", "shown_by", "section")
        entry = {name: mixed[name] for name in keys if name in mixed}
        if here.needs_own_id:
            taken = {duty["id"] for duty in here.entries}
            entry["id"] = id_from(self.sentence.data or "", taken)
        trigger = self.trigger(here, here.old.get("applies", {}))
        return {**entry, "applies": trigger, "due": self.due()}


def duty_item(here: Here) -> Item:
    """Say what has to be done, by whom, when and by when."""
    duty, document = here.old, here.document
    parties = {party["id"]: party["name"] for party in document.get("parties", ())}
    who = parties.get(duty.get("by", ""), _spoken(duty.get("by", "")) or "The council")
    whom = parties.get(duty["to_whom"]) or WHOM.get(duty["to_whom"]) or _spoken(duty["to_whom"])
    lines = (
        f"Who: {who}. To whom: {whom}.",
        *trigger_lines(duty["applies"], document),
        f"By when: {due_words(duty['due'])}.",
    )
    return Item(duty["sentence"], lines)


def due_words(due: Entry) -> str:
    """Say by when, as the engine does."""
    return DueRule.model_validate(due).words


def _spoken(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")


def _duties_words(document: Plain) -> str:
    count = len(document.get("obligations", ()))
    if not count:
        return "The policy asks for nothing beside the law."
    return f"{count} {'duty' if count == 1 else 'duties'} beside what the law asks for."


DUTIES = Part(
    name="duties",
    title="Who is told what, and by when",
    at=("obligations",),
    form=DutyForm,
    item=duty_item,
    noun="duty",
    intro="What the policy asks for beside the law. The law's own duties always hold as well.",
    inner=(conditions("applies", "when", of_trigger=True),),
    summary=_duties_words,
)
