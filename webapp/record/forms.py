"""The forms of what is added beside a breach."""

from collections.abc import Sequence
from typing import Final

from wtforms import HiddenField
from wtforms.validators import ValidationError

from tenants.models import Direction, LinkKind, Party, Precision
from webapp.breaches.refusals import VersionedForm
from webapp.breaches.timeline import Told
from webapp.forms import (
    Form,
    FormWithFile,
    LongTextField,
    RadioField,
    Required,
    SelectField,
    TextField,
    UploadField,
    When,
    WhenField,
    choices_of,
)
from webapp.record.words import DIRECTIONS, LINK_HINTS, LINK_KINDS, PARTIES

_SENTENCE: Final = 2_000
LIFT: Final = "lift"


class BesideForm(Form):
    """A form that adds something and overtakes nobody, so that it knows no version."""

    changes: Sequence[Told] = ()


class FileForm(FormWithFile, BesideForm):
    """A file, and what it shows."""

    file = UploadField(
        "Choose a file",
        hint=(
            "At most 10 MB: a PDF, a picture, an email, text, or a file of Word, Excel, PowerPoint"
            " or OpenDocument."
        ),
        validators=[Required("Choose a file")],
    )
    shows = LongTextField(
        "What does it show? (optional)",
        hint="For example: the email as it was sent. A sentence is enough.",
        limit=_SENTENCE,
    )


class ReasonForm(BesideForm):
    """Why something is taken away, set or lifted; the page gives the question."""

    why = LongTextField("Why?", hint="A sentence is enough.", limit=_SENTENCE)


class HoldForm(ReasonForm):
    """Why a hold is set or lifted; `does` says which of the two the page offered."""

    does = HiddenField()

    @property
    def lifts(self) -> bool:
        """Whether the hold that stood on the page is to be lifted."""
        return bool(self.does.data == LIFT)


class ConversationForm(BesideForm):
    """Who told whom what, when and how."""

    direction = RadioField(
        "Who spoke?",
        choices_of(DIRECTIONS),
        validators=[Required("Choose whether you told them or they told you")],
    )
    party = SelectField(
        "With whom?",
        [("", "Choose one"), *choices_of(PARTIES)],
        validators=[Required("Choose with whom")],
    )
    with_whom = TextField(
        "Who exactly? (optional)",
        hint="For example, the duty officer. Leave out the names of those affected.",
        limit=200,
    )
    told_at = WhenField(
        "When?",
        hint="The time as near as you know it. For example, yesterday 4pm.",
        validators=[Required("Enter when it was said or sent")],
    )
    method = TextField("How?", hint="For example, by telephone, by email, or in person.", limit=100)
    words = LongTextField("What was said or sent?", hint="A few sentences are enough.")

    def validate_told_at(self, field: WhenField) -> None:
        """Ask for the time of day too: who knew what at which hour is what matters later."""
        if isinstance(field.data, When) and field.data.precision != Precision.TIME:
            message = "Enter the time of day too, as near as you know it, like 21 November, 4pm"
            raise ValidationError(message)


class CommentForm(BesideForm):
    """A remark among those who handle a breach."""

    words = LongTextField(
        "Your comment", hint="Only those who handle breaches read it.", limit=5_000
    )


class LinkForm(VersionedForm):
    """Which other breach this one has to do with, and why."""

    kind = RadioField(
        "What have they to do with each other?",
        choices_of(LINK_KINDS),
        hints=LINK_HINTS,
        validators=[Required("Choose what they have to do with each other")],
    )
    other = TextField(
        "Number of the other breach",
        hint="As in the register, like 2026-003.",
        limit=20,
        validators=[Required("Enter the number of the other breach, like 2026-003")],
        render_kw={"classes": "govuk-input--width-10", "spellcheck": False},
    )
    why = LongTextField("Why?", hint="A sentence is enough.", limit=_SENTENCE)

    @property
    def is_duplicate(self) -> bool:
        """Whether this report is to be closed as the same as the other."""
        return bool(self.kind.data == LinkKind.DUPLICATE_OF)


def told_when(form: ConversationForm) -> When:
    """Return the moment that the form has required."""
    if form.told_at.data is None:
        message = "The form was read before it was checked."
        raise RuntimeError(message)
    return form.told_at.data


def direction_in(form: ConversationForm) -> Direction:
    """Return who spoke, as the form has required."""
    return Direction(form.direction.data)


def party_in(form: ConversationForm) -> Party:
    """Return with whom, as the form has required."""
    return Party(form.party.data)
