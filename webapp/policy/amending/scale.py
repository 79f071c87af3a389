"""The rungs that ratings stand on: their pages, and what follows when one gets another name.

A document writes a rating as the rung's number or as its name. A rung that is renamed keeps
everything that rested on it: criteria, lines and conditions follow.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import Any, Final

from wtforms.validators import ValidationError

from webapp.forms import LongTextField, Required, TextField
from webapp.policy.amending.document import Entry, Plain, entries_at, found, with_value
from webapp.policy.amending.fields import NumberField
from webapp.policy.amending.form import AmendForm
from webapp.policy.amending.place import Here, Item, Part
from webapp.policy.amending.questions import OVERALL, Written

OFF_THE_SCALE: Final = "was:"
"""Stands before a rating that is on no rung any more, among the choices of a page."""


def word_of(rung: Entry) -> str:
    """Return what people call a rung: its name, or else its number."""
    return rung.get("name") or str(rung["value"])


def choice_of(scale: Sequence[Entry], rating: Written | None) -> str | None:
    """Return which choice of a page stands for a rating as the document writes it."""
    if rating is None:
        return None
    rungs = (str(rung["value"]) for rung in scale if rating in (rung["value"], rung.get("name")))
    return next(rungs, f"{OFF_THE_SCALE}{rating}")


def rung_choices(scale: Sequence[Entry], rating: Written | None) -> list[tuple[str, str]]:
    """Return the choices for a rating, the mildest first; last one that is off the scale now."""
    choices = [(str(rung["value"]), f"{word_of(rung)}: {_short(rung)}") for rung in scale]
    now = choice_of(scale, rating)
    if now is not None and now not in dict(choices):
        choices.append((now, f"{rating} (no longer on the scale)"))
    return choices


def rating_of(scale: Sequence[Entry], choice: str | None, rating: Written | None) -> Written | None:
    """Return what the document writes for a choice; what was not changed stays as it was."""
    if not choice or choice == choice_of(scale, rating):
        return rating if choice else None
    rung = next(rung for rung in scale if str(rung["value"]) == choice)
    written: Written = rung.get("name") or rung["value"]
    return written


def _short(rung: Entry) -> str:
    meaning: str = rung["meaning"]
    return meaning if len(meaning) <= 70 else f"{meaning[:67].rstrip()}…"


class RungForm(AmendForm):
    """One rung: its number, the council's word for it, and what it means."""

    value = NumberField(
        "Number",
        low=-99,
        high=999,
        hint="The mildest rating has the smallest number.",
        validators=[Required("Enter the rung's number, like 3")],
    )
    name = TextField(
        "The council's own word for it, if it has one",
        limit=120,
        hint="For example, High or Red. Where there is a word, pages show it and not the number.",
    )
    meaning = LongTextField(
        "What does it mean?",
        limit=4_000,
        validators=[Required("Write what this rating means, in one sentence")],
    )

    others: Sequence[Entry] = ()

    def offer(self, here: Here) -> None:
        """Know the other rungs, so that none is there twice."""
        self.others = [each.old for each in here.each() if here.is_new or each.index != here.index]

    def validate_value(self, field: Any) -> None:
        """Refuse a number that another rung has."""
        if field.data in [rung["value"] for rung in self.others]:
            raise ValidationError(f"Another rung has the number {field.data}. Enter another")

    def validate_name(self, field: Any) -> None:
        """Refuse a word that another rung has."""
        if field.data and field.data in [rung.get("name") for rung in self.others]:
            raise ValidationError(f"Another rung is called “{field.data}”. Choose another word")

    def change(self, here: Here) -> Plain:
        """Return the document with the rung in its order, and all that rested on it following."""
        changed, new = super().change(here), self.entry(here)
        if not here.is_new:
            column = here.outer.old["id"] if here.outer else None
            changed = follow_rung(changed, column, here.old, new)
        rungs = sorted(entries_at(changed, here.way), key=lambda rung: int(rung["value"]))
        return with_value(changed, here.way, rungs)


def rung_item(here: Here) -> Item:
    """Say what a rung is called and what it means."""
    rung = here.old
    if rung.get("name"):
        return Item(rung["name"], (rung["meaning"],), f"Number {rung['value']}")
    return Item(f"Rating {rung['value']}", (rung["meaning"],))


def _scale_words(document: Plain) -> str:
    rungs = document.get("scale", ())
    if not rungs:
        return "No ratings: the law's answer alone settles what follows."
    return f"{len(rungs)} ratings: {', '.join(word_of(rung) for rung in rungs)}."


SCALE = Part(
    name="scale",
    title="The ratings",
    at=("scale",),
    form=RungForm,
    item=rung_item,
    noun="rating",
    intro="The mildest rating comes first. When you change a number or a word, everything in the"
    " policy that rests on it follows.",
    keyed_by="value",
    may_move=False,
    summary=_scale_words,
)
COLUMN_SCALE = Part(
    name="scale",
    title="Ratings of its own",
    at=("scale",),
    form=RungForm,
    item=rung_item,
    noun="rating",
    intro="Only for a column that is not rated like the rest of the policy. With such a column the"
    " policy needs a table that says what the columns come to together.",
    keyed_by="value",
    may_move=False,
)


def follow_rung(document: Entry, column: str | None, old: Entry, new: Entry) -> Plain:
    """Return the document with every mention of a rung put right.

    ``column`` is given where a column has a scale of its own. Mentions are the ratings of rows and
    of triggers, and conditions on a column's rating.
    """
    renamed = _renamer(old, new)
    changed = deepcopy(dict(document))
    for row in _rows_rated_on(changed, column):
        row["rating"] = renamed(row["rating"])
    triggers = triggers_in(changed)
    for trigger in triggers if column is None else ():
        if "rating" in trigger:
            trigger["rating"] = renamed(trigger["rating"])
    names = {column} if column else {OVERALL, *_ids_without_scale(changed)}
    for holder in (*_rows(changed), *triggers):
        for alternative in holder.get("when", ()):
            for name in names & alternative.keys():
                alternative[name] = _followed(alternative[name], renamed)
    return changed


def triggers_in(document: Entry) -> list[Plain]:
    """Return every trigger of a document: the thresholds that are set, then the duties'."""
    duties = [duty["applies"] for duty in document.get("obligations", ())]
    return [*document.get("thresholds", {}).values(), *duties]


def _renamer(old: Entry, new: Entry) -> Callable[[Any], Any]:
    """Return what a rating is to be written as from now on."""
    now: dict[Any, Any] = {old["value"]: new["value"]}
    if old.get("name"):
        now[old["name"]] = new.get("name") or new["value"]
    return lambda written: now.get(written, written)


def _rows(document: Entry) -> list[Plain]:
    overall: list[Plain] = found(document, ("overall", "rows")) or []
    return [*(row for axis in document.get("axes", ()) for row in axis["rows"]), *overall]


def _rows_rated_on(document: Entry, column: str | None) -> list[Plain]:
    """Return the rows whose ratings stand on a column's own scale, or on the policy's."""
    if column is None:
        rated = [axis for axis in document.get("axes", ()) if not axis.get("scale")]
        overall: list[Plain] = found(document, ("overall", "rows")) or []
        return [*(row for axis in rated for row in axis["rows"]), *overall]
    return [
        row for axis in document.get("axes", ()) if axis["id"] == column for row in axis["rows"]
    ]


def _ids_without_scale(document: Entry) -> set[str]:
    return {axis["id"] for axis in document.get("axes", ()) if not axis.get("scale")}


def _followed(test: Any, renamed: Callable[[Any], Any]) -> Any:
    """Return a condition on a rating with the rung's new number or name in it."""
    if isinstance(test, Mapping):
        return {bound: renamed(number) for bound, number in test.items()}
    return [renamed(written) for written in test]
