"""Made-up values that show each component of our own in each of its states."""

from datetime import datetime, timedelta
from typing import Any

from webapp.forms import (
    CheckboxField,
    CountField,
    Form,
    LongTextField,
    Optional,
    RadioField,
    Required,
    SelectField,
    TextField,
    WhenField,
)


class SampleForm(Form):
    """One field of each kind."""

    what_happened = LongTextField(
        "What happened",
        hint="In your own words. Leave out the names of the people affected.",
        validators=[Required("Write what happened, in a sentence or two")],
    )
    found_at = WhenField(
        "When did you find out?",
        hint="For example, 21 November 2026, 6:40pm or yesterday 4pm",
        validators=[Required("Enter when you found out, like yesterday 4pm")],
    )
    whose = CheckboxField(
        "Whose information was it?",
        [
            ("residents", "Residents"),
            ("staff", "Staff or councillors"),
            ("children", "Children"),
            ("not_known", "Not yet known"),
        ],
        hint="Choose all that apply",
        alone="not_known",
        validators=[Required("Choose whose information it was, or “Not yet known”")],
    )
    recoverable = RadioField(
        "Can it be got back?",
        [("yes", "Yes"), ("partly", "Some of it"), ("no", "No"), ("not_known", "Not yet known")],
        hints={"partly": "For example, some copies were deleted"},
        divided="not_known",
        validators=[Required("Choose whether it can be got back, or “Not yet known”")],
    )
    how_many = CountField("How many people, roughly?", validators=[Optional()])
    kind = SelectField("Nearest kind", [("", "Choose one"), ("email", "Email"), ("post", "Post")])
    telephone = TextField(
        "Telephone number",
        validators=[Optional()],
        render_kw={"type": "tel", "autocomplete": "tel", "classes": "govuk-input--width-20"},
    )


def samples(now: datetime) -> dict[str, Any]:
    """Return due times around now, and rows for lists."""
    hours = {"calm": 52, "soon": 22, "urgent": 4, "overdue": -3}
    return {
        "clocks": [(state, now + timedelta(hours=ahead)) for state, ahead in hours.items()],
        "rungs": [
            (0, "No real effect on anybody"),
            (1, "A small effect on one person, soon over"),
            (2, "An inconvenience to a few people"),
            (3, "Distress or cost to several people"),
            (4, "Serious distress, cost or loss of standing"),
            (5, "Lasting harm to one person or more"),
            (6, "Danger to someone's life or safety"),
        ],
        "events": [
            {"at": now - timedelta(hours=20), "who": "Sam Example", "what": "Reported the breach"},
            {
                "at": now - timedelta(hours=18),
                "who": "Alex Sample",
                "what": "Made the initial assessment",
            },
            {"at": now - timedelta(hours=2), "who": "", "what": "Wrote to the lead investigator"},
        ],
    }
