"""Who sees to what in every breach, on whose advice, and who stands in for them."""

from collections.abc import Mapping
from typing import Any, Final, Self, cast

from tenants.policy.policy_format import Act
from webapp.forms import CheckboxField, LongTextField, Required, SelectField
from webapp.policy.amending.document import Plain
from webapp.policy.amending.form import AmendForm
from webapp.policy.amending.people import count_of, known_parties
from webapp.policy.amending.place import Here, Item, Part
from webapp.policy.amending.table import section_field
from webapp.policy.wording import ACTS

_INSTEAD: Final = "instead-"
_FIRST: Final = "Who stands in first, when they are away or were involved?"
_AFTER: Final = "And who after that?"


class ResponsibilityForm(AmendForm):
    """Who sees to one thing in every breach, on whose advice, and who stands in for them."""

    act = SelectField(
        "What do they see to?",
        [("", "Choose what"), *((act.value, words) for act, words in ACTS.items())],
        validators=[Required("Choose what they see to")],
    )
    by = CheckboxField(
        "Who sees to it?", [], validators=[Required("Tick at least one who sees to it")]
    )
    advised_by = CheckboxField("On whose advice?", [], hint="Tick nobody if nobody is asked.")
    sentence = LongTextField("In the policy's words, if it says more", limit=1_000)
    section = section_field()

    @classmethod
    def shaped(cls, here: Here, sent: Mapping[str, str] | None) -> type[Self]:
        """Return the form with a list to pick from for each who stands in, and one list more."""
        named = len(here.old.get("instead", ())) if sent is None else _sent_in(sent) - 1
        names = [f"{_INSTEAD}{number}" for number in range(max(1, named) + 1)]
        fields = {
            name: SelectField(_AFTER if number else _FIRST, []) for number, name in enumerate(names)
        }
        order = ("act", "by", "advised_by", *names, "sentence", "section")
        return cast("type[Self]", type("Shaped", (cls,), {**fields, "order": order}))

    @classmethod
    def filled(cls, here: Here) -> dict[str, Any]:
        """Put each who stands in into a list of their own, in their order."""
        instead = enumerate(here.old.get("instead", ()))
        return {**here.old, **{f"{_INSTEAD}{number}": party for number, party in instead}}

    def offer(self, here: Here) -> None:
        """Offer the policy's own people."""
        for name in ("by", "advised_by"):
            field = self[name]
            field.offer(known_parties(here.document, here.old.get(name, ())).items())
            if not field.offered:
                field.description = "Nobody is in the policy yet. Add its people first."
        for field in self.stand_ins():
            known = known_parties(here.document, here.old.get("instead", ()))
            field.offer([("", "Nobody"), *known.items()])

    def stand_ins(self) -> list[Any]:
        """Return the fields for those who stand in, in their order."""
        return [field for field in self if field.name.startswith(_INSTEAD)]

    def entry(self, here: Here) -> Plain:
        """Keep the order of those who were there, and put who is new behind them."""
        entry = super().entry(here)
        for name in ("by", "advised_by"):
            ticked, before = entry.get(name, []), here.old.get(name, [])
            if ticked:
                stay = [party for party in before if party in ticked]
                entry[name] = [*stay, *(party for party in ticked if party not in stay)]
        picked = [entry.pop(field.name, "") for field in self.stand_ins()]
        entry["instead"] = [party for party in dict.fromkeys(picked) if party]
        return entry


def _sent_in(sent: Mapping[str, str]) -> int:
    """Return how many lists for who stands in a form was sent with, within reason."""
    return min(sum(name.startswith(_INSTEAD) for name in sent), 40)


def responsibility_item(here: Here) -> Item:
    """Say who sees to what, and who stands in."""
    entry = here.old

    def names(name: str) -> str:
        known = known_parties(here.document, entry.get(name, ()))
        return ", then ".join(known[party] for party in entry.get(name, ()))

    lines = [f"{names('by')}."]
    lines += [f"On the advice of {names('advised_by')}."] if entry.get("advised_by") else []
    lines += [f"Instead: {names('instead')}."] if entry.get("instead") else []
    return Item(ACTS[Act(entry["act"])], tuple(lines))


RESPONSIBILITIES: Final = Part(
    name="responsibilities",
    title="Who sees to what",
    at=("responsibilities",),
    form=ResponsibilityForm,
    item=responsibility_item,
    noun="responsibility",
    keyed_by="act",
    summary=count_of(
        "responsibilities", "thing is given to somebody", "things are given to somebody"
    ),
)
