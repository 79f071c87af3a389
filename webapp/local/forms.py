"""The forms of the trial's clock."""

from wtforms import ValidationError
from wtforms.fields import Field

from webapp.forms import Form, Required, TextField


class MoveClockForm(Form):
    """By how many hours to move the clock on."""

    hours = TextField(
        "Hours to move the clock on",
        hint="A whole number from 1 to 9000. The clock cannot be moved back, only reset.",
        limit=10,
        render_kw={"classes": "govuk-input--width-4", "inputmode": "numeric"},
        validators=[Required("Enter how many hours, like 24")],
    )

    def validate_hours(self, field: Field) -> None:
        """Refuse what is no whole number of hours, or more than a year."""
        text = str(field.data)
        if not (text.isascii() and text.isdecimal() and len(text) < 6 and 1 <= int(text) <= 9000):
            raise ValidationError("Enter a whole number of hours from 1 to 9000, like 24")
