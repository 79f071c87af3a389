"""What a policy says in words: its title, its clauses, and notes about it."""

from typing import Any, Final

from wtforms.validators import Regexp, ValidationError

from webapp.forms import LongTextField, Required, SelectField, TextField
from webapp.policy.amending.document import Plain
from webapp.policy.amending.fields import LinesField, NumberField
from webapp.policy.amending.form import AmendForm
from webapp.policy.amending.place import Here, Item, Part, Shape
from webapp.policy.amending.procedure import with_own_id
from webapp.policy.amending.table import section_field
from webapp.policy.wording import CLAUSES

_ID: Final = r"^[a-z0-9]+(-[a-z0-9]+|_[a-z0-9]+)*$"


class TitleForm(AmendForm):
    """What the policy is called, and where its words come from."""

    title = TextField(
        "What is the policy called?", validators=[Required("Write what the policy is called")]
    )
    version = TextField(
        "Which version is this?",
        hint="For example, 2027-1. When the council adopts it, the day of the meeting is kept too.",
        validators=[Required("Write which version this is, like 2027-1")],
    )
    source = LongTextField(
        "Where do its words come from?",
        limit=1_000,
        hint="For example, the council's own policy of 9 November 2026.",
    )
    id = TextField(
        "Short name, for files",
        limit=80,
        hint="Small letters, digits and hyphens. Nobody sees it but whoever saves it as a file.",
        validators=[
            Required("Write a short name, like scotton"),
            Regexp(_ID, message="Use small letters, digits and single hyphens, like scotton-2027"),
        ],
    )


class ClauseForm(AmendForm):
    """Something that the policy says in words, and what it cites."""

    kind = SelectField(
        "What is it about?",
        [("", "Choose what"), *((kind.value, words) for kind, words in CLAUSES.items())],
        validators=[Required("Choose what it is about")],
    )
    sentence = LongTextField(
        "What does the policy say?",
        limit=4_000,
        validators=[Required("Write what the policy says")],
    )
    cites = LinesField(
        "What does it cite?",
        each=200,
        hint="One source on each line. For example, UK GDPR Art. 33(1).",
    )
    lowest = NumberField(
        "The lowest rating that these words speak of",
        low=-99,
        high=999,
        hint="Only if the words name a scale, like “1 to 6”.",
    )
    highest = NumberField("The highest rating that these words speak of", low=-99, high=999)
    section = section_field()

    @classmethod
    def filled(cls, here: Here) -> dict[str, Any]:
        """Take the scale that the words state apart."""
        lowest, highest = here.old.get("states_scale") or (None, None)
        return {**here.old, "lowest": lowest, "highest": highest}

    def validate_highest(self, field: Any) -> None:
        """Want both ends of a scale, or neither."""
        if not field.process_errors and (field.data is None) != (self.lowest.data is None):
            raise ValidationError("Enter both the lowest and the highest rating, or neither")

    def entry(self, here: Here) -> Plain:
        """Put the scale together again; a new clause gets an id of its own."""
        entry = super().entry(here)
        ends = [entry.pop("lowest", None), entry.pop("highest", None)]
        entry.pop("states_scale", None)
        if None not in ends:
            entry["states_scale"] = ends
        return with_own_id(entry, here, self.sentence.data)


class NoteForm(AmendForm):
    """Something that whoever reads the policy here must know about it."""

    sentence = LongTextField("The note", limit=4_000, validators=[Required("Write the note")])

    def entry(self, here: Here) -> Plain:
        """Give a new note an id of its own."""
        return with_own_id(super().entry(here), here, self.sentence.data)


def clause_item(here: Here) -> Item:
    """Say what a clause is about, what it says and what it cites."""
    words = {kind.value: text for kind, text in CLAUSES.items()}
    cites = here.old.get("cites", ())
    lines = (here.old["sentence"], *([f"It cites {'; '.join(cites)}."] if cites else []))
    return Item(words[here.old["kind"]], lines)


def note_item(here: Here) -> Item:
    """Say a note."""
    return Item(here.old["sentence"])


def only(here: Here) -> Item:
    """Say nothing of a part that is one form, but what it is called."""
    return Item(here.part.title)


def _title_words(document: Plain) -> str:
    return f"{document['title']}, version {document['version']}."


def _clause_words(document: Plain) -> str:
    count = len(document.get("clauses", ()))
    return f"{count} {'clause' if count == 1 else 'clauses'}." if count else "No clauses."


def _note_words(document: Plain) -> str:
    count = len(document.get("notes", ()))
    return f"{count} {'note' if count == 1 else 'notes'}." if count else "No notes."


TITLE: Final = Part(
    name="title", title="Title and version", at=(), form=TitleForm, item=only, shape=Shape.ONE,
    lines=("title", "version", "source", "id"), summary=_title_words,
)  # fmt: skip
CLAUSES_PART: Final = Part(
    name="clauses", title="What the policy says in words", at=("clauses",), form=ClauseForm,
    item=clause_item, noun="clause", summary=_clause_words,
)  # fmt: skip
NOTES: Final = Part(
    name="notes", title="Notes for whoever reads it", at=("notes",), form=NoteForm, item=note_item,
    noun="note", summary=_note_words,
)  # fmt: skip
