"""The forms about a policy: its draft, its adoption, and the day of the next meeting."""

import calendar
from datetime import date
from typing import Any

from wtforms import HiddenField
from wtforms.validators import ValidationError

from tenants.times import LONDON
from webapp.forms import Form, Optional, RadioField, Required, TextField, WhenField
from webapp.policy.days import DayField, today
from webapp.policy.documents import DocumentForm
from webapp.policy.shown import months_in_words

LONGEST_REVIEW_MONTHS = 60


IN_FORCE, DOCUMENT = "in-force", "document"


class StartDraftForm(DocumentForm):
    """What the draft of the council's next policy begins with."""

    source = RadioField(
        "What does the draft begin with?",
        (),
        validators=[Required("Choose what the draft begins with")],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for a document only where one was chosen to begin with."""
        is_valid = bool(super().validate(extra_validators))
        if not is_valid or self.source.data != DOCUMENT:
            return is_valid
        return self.require_text()


class SeenForm(Form):
    """One button about a thing that the person saw: `seen` says which, and in which state."""

    seen = HiddenField()


class AdoptForm(Form):
    """At which meeting the council adopted the policy, and when it looks at it again."""

    adopted = WhenField(
        "When was the meeting?",
        hint="For example, 9 November 2026",
        validators=[Required("Enter the day of the meeting, like 9 November 2026")],
    )
    minute = TextField(
        "Which minute?",
        hint="The number or reference in the minutes, so that it can be found again. For example,"
        " 26/114",
        limit=100,
        validators=[Required("Enter the number or reference of the minute, like 26/114")],
        render_kw={"classes": "govuk-input--width-20", "spellcheck": False},
    )
    review_on = DayField(
        "When will the council look at it again?",
        hint="For example, 8 November 2027. Leave it empty for one year after the meeting.",
        validators=[Optional()],
    )
    seen = HiddenField()

    @property
    def adopted_on(self) -> date:
        """Return the day of the meeting, in London."""
        if self.adopted.data is None:
            message = "The form was read before it was checked."
            raise RuntimeError(message)
        return self.adopted.data.at.astimezone(LONDON).date()

    def say_months(self, months: int) -> None:
        """Say beside the field after how long the policy itself is looked at again."""
        span = "one year" if months == 12 else months_in_words(months)
        self.review_on.description = (
            f"For example, 8 November 2027. Leave it empty for {span} after the meeting."
        )

    def review_day(self, months: int) -> date:
        """Return the day of the review: as typed, or so many months after the meeting."""
        return self.review_on.data or months_after(self.adopted_on, months)

    def validate_review_on(self, field: Any) -> None:
        """Refuse a review before the meeting, and one so late that nobody will remember it."""
        if self.adopted.data is None:
            return
        if field.data <= self.adopted_on:
            raise ValidationError("The review must come after the meeting. Enter a later day")
        if field.data > months_after(self.adopted_on, LONGEST_REVIEW_MONTHS):
            raise ValidationError("Enter a day within five years of the meeting")


class NextMeetingForm(Form):
    """When the full council meets next."""

    meets_on = DayField(
        "When does the full council meet next?",
        hint="For example, 12 January 2027. Leave it empty if no day has been set.",
        validators=[Optional()],
    )

    def validate_meets_on(self, field: Any) -> None:
        """Refuse a meeting that has been, and one further off than a council plans."""
        if field.data < today():
            raise ValidationError("This day has passed. Enter today or a day to come")
        if field.data > months_after(today(), 24):
            raise ValidationError("Check the year: this is more than two years from now")


def months_after(on: date, months: int) -> date:
    """Return the same day so many months later, or that month's last when it has no such day."""
    years, month = divmod(on.month - 1 + months, 12)
    year, month = on.year + years, month + 1
    return date(year, month, min(on.day, calendar.monthrange(year, month)[1]))
