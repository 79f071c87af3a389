"""The policy's table: its columns, the criteria in each, and what the columns come to together."""

from collections.abc import Sequence
from typing import Any, ClassVar

from webapp.forms import LongTextField, Required, SelectField, TextField
from webapp.policy.amending.conditions import cases_words, conditions, questions_for
from webapp.policy.amending.document import (
    Entry,
    Plain,
    entries_at,
    found,
    id_from,
    with_entry,
    with_value,
)
from webapp.policy.amending.fields import TickField
from webapp.policy.amending.form import AmendForm
from webapp.policy.amending.place import Here, Item, Part
from webapp.policy.amending.questions import OVERALL, RISK, questions_in
from webapp.policy.amending.scale import COLUMN_SCALE, choice_of, rating_of, rung_choices, word_of

SECTION_HINT = "For example, Section 5, step 1. Leave it empty if it is nowhere in particular."


def section_field() -> TextField:
    """Return the field that every entry has: where the council's own document says so."""
    return TextField("Where does the council's own document say so?", hint=SECTION_HINT, limit=400)


class AxisForm(AmendForm):
    """One column: what it is called. Its criteria have pages of their own."""

    title = TextField(
        "What is the column called?",
        hint="For example, People who could be affected.",
        validators=[Required("Write what the column is called")],
    )
    always: ClassVar[dict[str, Any]] = {"rows": []}

    def entry(self, here: Here) -> Plain:
        """Give a new column an id that no fact, judgement or column has."""
        entry = super().entry(here)
        if here.is_new:
            taken = {question.name for question in questions_in(here.document)}
            entry["id"] = id_from(self.title.data or "", {*taken, OVERALL, RISK})
        return entry


class RowForm(AmendForm):
    """One criterion: the rating that it gives, and its words; its cases have their own pages."""

    sentence = LongTextField(
        "The criterion, in one sentence",
        limit=4_000,
        hint="It is read aloud to the council as the reason for a rating.",
        validators=[Required("Write the criterion in one sentence")],
    )
    rating = SelectField("Which rating does it give?", [])
    section = section_field()
    exception = TickField(
        "Is it an exception?",
        "Yes: it stands above worse criteria on purpose",
        hint="For example, encrypted information with a safe key is rated low whatever else is so.",
    )

    def offer(self, here: Here) -> None:
        """Offer the rungs that this table is rated on."""
        self.rating.offer(
            [("", "Choose a rating"), *rung_choices(scale_at(here), here.old.get("rating"))]
        )
        self.rating.validators = [Required("Choose the rating that this criterion gives")]

    @classmethod
    def filled(cls, here: Here) -> dict[str, Any]:
        """Pick the rung that the document names."""
        return {**here.old, "rating": choice_of(scale_at(here), here.old.get("rating"))}

    def entry(self, here: Here) -> Plain:
        """Write the rating as the document does, and give a new criterion an id of its own."""
        rating = rating_of(scale_at(here), self.rating.data, here.old.get("rating"))
        entry = {**super().entry(here), "rating": rating}
        if here.needs_own_id:
            entry["id"] = id_from(self.sentence.data or "", row_ids(here.document))
        return entry

    def change(self, here: Here) -> Plain:
        """Put a new criterion above the milder ones, and above the last, which takes the rest."""
        if not here.is_new:
            return super().change(here)
        entry = self.entry(here)
        return with_entry(here.document, here.way, entry, before=place_for(here, entry))


class OverallRowForm(RowForm):
    """One row of the table that says what the columns come to together."""


def scale_at(here: Here) -> Sequence[Entry]:
    """Return the rungs that a criterion is rated on: its column's own, or the policy's."""
    own: Sequence[Entry] = here.outer.old.get("scale", ()) if here.outer else ()
    return own or here.document.get("scale", ())


def row_ids(document: Entry) -> set[str]:
    """Return the ids of all rows of all tables; none may be there twice."""
    rows = [*(row for axis in document.get("axes", ()) for row in axis["rows"])]
    return {row["id"] for row in [*rows, *entries_at(document, ("overall", "rows"))]}


def place_for(here: Here, entry: Entry) -> int:
    """Return before which criterion a new one stands: one that is milder, or takes the rest."""
    ranks = {written: rung["value"] for rung in scale_at(here) for written in _ways(rung)}
    new = ranks.get(entry["rating"], 0)
    for index, row in enumerate(here.entries):
        is_milder = ranks.get(row["rating"], new) < new and not row.get("exception")
        if is_milder or not row.get("when"):
            return index
    return len(here.entries)


def _ways(rung: Entry) -> tuple[Any, ...]:
    return (rung["value"], rung["name"]) if rung.get("name") else (rung["value"],)


def row_item(here: Here) -> Item:
    """Say which rating a criterion gives, in which words, and when."""
    row, scale = here.old, scale_at(here)
    rating = next((word_of(rung) for rung in scale if row["rating"] in _ways(rung)), None)
    word = rating or f"{row['rating']} (no longer on the scale)"
    cases = cases_words(row.get("when", ()), questions_for(here))
    whenever = ["In every case that nothing above takes."] if not cases else []
    mark = "Exception" if row.get("exception") else ""
    return Item(f"{word}: {row['sentence']}", (*cases, *whenever), mark)


def axis_item(here: Here) -> Item:
    """Say what a column is called, how many criteria it has, and what it is rated on."""
    axis = here.old
    count = len(axis["rows"])
    lines = [f"{count} {'criterion' if count == 1 else 'criteria'}"]
    if axis.get("scale"):
        lines.append(f"Rated as: {', '.join(word_of(rung) for rung in axis['scale'])}")
    return Item(axis["title"], tuple(lines))


def _axes_words(document: Plain) -> str:
    axes = document.get("axes", ())
    if not axes:
        return "No columns: nothing is rated."
    return f"{', '.join(axis['title'] for axis in axes)}."


def _overall_words(document: Plain) -> str:
    rows = found(document, ("overall", "rows")) or ()
    if rows:
        return f"A table of {len(rows)} rows says what the columns come to together."
    return "The highest rating of all columns counts."


ROWS = Part(
    name="rows",
    title="Criteria",
    at=("rows",),
    form=RowForm,
    item=row_item,
    noun="criterion",
    intro="They are tried from the top, and the first that is true gives the rating. So the worst"
    " come first, and the last one takes every case that is left.",
    inner=(conditions("when", of_trigger=False),),
    then="conditions/new",
)
AXES = Part(
    name="axes",
    title="The table that gives the rating",
    at=("axes",),
    form=AxisForm,
    item=axis_item,
    noun="column",
    intro="Each column is rated by itself, by its own criteria.",
    inner=(ROWS, COLUMN_SCALE),
    summary=_axes_words,
)
OVERALL_ROWS = Part(
    name=OVERALL,
    title="What the columns come to together",
    at=("overall", "rows"),
    form=OverallRowForm,
    item=row_item,
    noun="row",
    intro="Without any rows here, the highest rating of all columns counts. With rows, they are"
    " tried from the top, and the first that is true gives the overall rating.",
    inner=(conditions("when", of_trigger=False),),
    then="conditions/new",
    summary=_overall_words,
)


def without_empty_table(document: Plain) -> Plain:
    """Return the document without a table of the columns together that has no rows left."""
    if "overall" in document and not found(document, ("overall", "rows")):
        return with_value(document, ("overall",), None)
    return document
