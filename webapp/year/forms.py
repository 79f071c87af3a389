"""The forms of a council's year: training, the yearly return, and the evidence."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from wtforms import HiddenField

from tenants.prompts import Counts, TrainingLine
from tenants.times import LONDON
from webapp.forms import CheckboxField, Form, Required, TextField, WhenField


class RecordForm(Form):
    """Who was trained, on which day, and what the training was."""

    members = CheckboxField(
        "Who was trained?",
        (),
        hint="Select everybody who took part.",
        validators=[Required("Select who was trained")],
    )
    trained_on = WhenField(
        "On which day?",
        hint="For example, 9 November 2026",
        validators=[Required("Enter the day of the training, like 9 November 2026")],
    )
    what = TextField(
        "What was it?",
        hint="For example, an evening course of the association, or an hour on our own policy",
        limit=200,
        validators=[Required("Enter what the training was")],
    )

    def offer(self, lines: Iterable[TrainingLine]) -> None:
        """Offer the present members, by name."""
        names = [(str(line.member.id), line.member.name) for line in lines]
        self.members.offer(sorted(names, key=lambda choice: (choice[1].casefold(), choice[0])))

    @property
    def member_ids(self) -> list[UUID]:
        """Return who was selected."""
        return [UUID(chosen) for chosen in self.members.data or ()]

    @property
    def day(self) -> date:
        """Return the day of the training, in London."""
        if self.trained_on.data is None:
            message = "The form was read before it was checked."
            raise RuntimeError(message)
        return self.trained_on.data.at.astimezone(LONDON).date()


class ReturnForm(Form):
    """A yes to the register's numbers; the hidden fields are what the person saw."""

    year = HiddenField()
    breaches = HiddenField()
    near_misses = HiddenField()
    confirmed = CheckboxField(
        "Is this right?",
        (),
        validators=[Required("Tick the box to confirm what the council answers")],
    )

    def ask(self, counts: Counts) -> None:
        """Say what is confirmed: that there was nothing, or these numbers."""
        words = (
            "I confirm that the council had no personal data breach in this year"
            if counts.is_nil
            else "I confirm that the register holds all the breaches that the council knows of"
        )
        self.confirmed.offer([("yes", words)])

    @property
    def seen(self) -> Counts | None:
        """Return the numbers that the person saw; None where somebody wrote other things there."""
        said = (self.breaches.data or "", self.near_misses.data or "")
        if not all(number.isascii() and number.isdigit() and len(number) < 7 for number in said):
            return None
        return Counts(int(said[0]), int(said[1]))


class PrepareForm(Form):
    """One button: the evidence for the year is prepared."""

    year = HiddenField()
