"""The forms of the public report page, of the receipt, and of the council's answer."""

from collections.abc import Iterator, Mapping
from typing import Final

from wtforms import Field, HiddenField

from webapp.forms import (
    CheckboxField,
    CountField,
    Form,
    FormWithFile,
    LongTextField,
    RadioField,
    Required,
    TextField,
    UploadField,
    WhenField,
)
from webapp.record.forms import BesideForm
from webapp.report.forms import UNKNOWN, refuse_a_tale, refuse_both, refuse_later
from webapp.report.kinds import KindField

OUTSIDE: Final = "no"
WORKS_HERE: Final[Mapping[str, str]] = {
    "yes": "Yes: I am staff, a councillor or a volunteer",
    OUTSIDE: "No: I am a resident, a supplier or anybody else",
    "unsaid": "I would rather not say",
}
_SMALL: Final = {"classes": "govuk-checkboxes--small"}
_NO_ANSWER: Final = {"number", "website", "csrf_token"}


class TellUsForm(Form):
    """A report by somebody without an account; only what happened and its kind must be answered.

    `number` is the form's own, signed; `website` is a trap that no person sees.
    """

    number = HiddenField()
    description = LongTextField(
        "What happened?",
        hint="A few sentences are enough. Please leave out the names and addresses of the people"
        " whose information it is.",
        validators=[Required("Tell us what happened. One sentence is enough")],
    )
    cause = KindField(
        "Which of these is nearest?",
        hint="Pick the nearest. “Not sure” is a good answer.",
        validators=[Required("Pick the nearest kind. If none fits, pick “Not sure”")],
    )
    found = WhenField(
        "When did you find out?",
        hint="For example: yesterday 4pm, this morning, or 21/11/2026 18:40. The day alone is"
        " enough.",
    )
    found_unknown = CheckboxField(
        "If you cannot say when you found out", [(UNKNOWN, "I do not know")], render_kw=_SMALL
    )
    occurred = WhenField(
        "When did it happen?",
        hint="Write it in the same way. It may be long before you found out.",
    )
    occurred_unknown = CheckboxField(
        "If you cannot say when it happened", [(UNKNOWN, "Not known")], render_kw=_SMALL
    )
    whose = TextField(
        "Whose information is it?",
        hint="A few words, like: allotment holders, one resident, everyone on a mailing list. No"
        " names.",
        limit=500,
    )
    people = CountField(
        "Roughly how many people is it about?",
        hint="A guess will do, like about 20.",
        render_kw={"classes": "govuk-input--width-10"},
    )
    people_unknown = CheckboxField(
        "If you cannot say how many", [(UNKNOWN, "Not known")], render_kw=_SMALL
    )
    action_taken = LongTextField(
        "What has been done so far?",
        hint="For example: picked it up, told somebody, deleted it. “Nothing yet” is a good"
        " answer.",
    )
    works_here = RadioField(
        "Do you work for the council, or help it?",
        WORKS_HERE.items(),
        hint="It tells the council since when it has known. It is not used to find out who you"
        " are.",
        render_kw={"classes": "govuk-radios--small"},
    )
    contact = LongTextField(
        "How can the council reach you?",
        hint="You can leave this empty. You get a receipt either way, with which you can read here"
        " what the council answers.",
        limit=500,
    )
    website = TextField("Leave this box empty", limit=4_000_000)

    def validate_found(self, field: WhenField) -> None:
        """Refuse a time beside "I do not know"."""
        refuse_both(field, self.found_unknown, "I do not know")

    def validate_occurred(self, field: WhenField) -> None:
        """Refuse a time beside "Not known", and one that is later than finding out."""
        refuse_both(field, self.occurred_unknown, "Not known")
        refuse_later(field, self.found)

    def validate_people(self, field: CountField) -> None:
        """Refuse a number beside "Not known", and a tale instead of a number."""
        refuse_a_tale(field)
        refuse_both(field, self.people_unknown, "Not known")

    def questions(self) -> Iterator[Field]:
        """Yield the fields that hold answers, in the order of the page."""
        return (field for field in self if field.name not in _NO_ANSWER)


class CodeForm(Form):
    """A receipt's code; `words` is what was typed when the receipt had been closed meanwhile."""

    code = TextField(
        "Your receipt code",
        hint="Twenty letters in five groups. Small letters and missing blanks do not matter.",
        limit=4_000_000,
        validators=[Required("Enter the code from your receipt")],
        render_kw={
            "classes": "govuk-input--width-20 pb-receipt__box",
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": False,
        },
    )
    words = HiddenField()


class AddForm(Form):
    """Something that a reporter adds to their report."""

    words = LongTextField(
        "Add something, or answer a question",
        hint="Please leave out the names and addresses of the people whose information it is.",
        validators=[Required("Write something first")],
    )


class SendFileForm(FormWithFile):
    """A photograph or a file that goes with a report."""

    file = UploadField(
        "Send a photograph or a file",
        hint="At most 10 MB: a picture, a PDF, an email, text, or a file of Word, Excel, PowerPoint"
        " or OpenDocument. Only those who deal with breaches at the council can open it.",
        validators=[Required("Choose a file first")],
    )


class AnswerForm(BesideForm):
    """The council's answer to whoever reported without an account."""

    words = LongTextField(
        "Your answer",
        hint="They read it when they come back with their receipt. Your name is not shown. Say"
        " nothing about other people, and nothing that they need not know.",
        validators=[Required("Write your answer first")],
    )


class SwitchForm(Form):
    """The press that switches the public page on or off."""

    wanted = HiddenField()
