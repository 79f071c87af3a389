"""The forms about people, and the words for what each role and office may do."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from wtforms import HiddenField

from tenants.access import Office, Role
from webapp.forms import (
    CheckboxField,
    EmailField,
    Form,
    RadioField,
    Required,
    TextField,
    choices_of,
)

NO_OFFICE = "none"
ROLES: Mapping[StrEnum, str] = {
    Role.REPORTER: "Reporter",
    Role.LEAD_INVESTIGATOR: "Lead investigator",
    Role.COUNCILLOR: "Councillor",
}
OFFICES: Mapping[StrEnum, str] = {Office.CLERK: "Clerk", Office.CHAIR: "Chair"}
_ROLE_HINTS = {
    "reporter": "Can report a breach and read the policy. Everybody here can.",
    "lead_investigator": "Can be asked to look into a breach: sees the whole register, rates a"
    " breach and decides who is told.",
    "councillor": "Sees the register and each breach, but not who reported it. Is told of every"
    " breach that the policy brings to the full council.",
}
_OFFICE_HINTS = {
    "clerk": "Receives every report, chooses the lead investigator, and keeps the people and the"
    " policy up to date.",
    "chair": "Receives every report, and stands in when the clerk is away or was involved.",
}


def _roles_field() -> CheckboxField:
    return CheckboxField(
        "What may they do?",
        choices_of(ROLES),
        hint="Tick all that fit.",
        hints=_ROLE_HINTS,
        validators=[Required("Tick at least one. “Reporter” is enough for most people")],
    )


def _office_field() -> RadioField:
    return RadioField(
        "Do they hold an office?",
        [(NO_OFFICE, "No"), *choices_of(OFFICES)],
        hint="One person at a time holds each.",
        hints=_OFFICE_HINTS,
        validators=[Required("Choose “No” if they are neither the clerk nor the chair")],
    )


class AddForm(Form):
    """Somebody new, and where their invitation goes."""

    name = TextField(
        "Full name",
        hint="As it should stand in the record, like Sam Example.",
        validators=[Required("Enter their name")],
        render_kw={"autocomplete": "off", "spellcheck": False},
    )
    email = EmailField(
        "Email address",
        hint="The invitation goes here. Use their council address if they have one.",
        validators=[Required("Enter their email address, like clerk@example.org")],
        render_kw={"type": "email", "autocomplete": "off", "spellcheck": False},
    )
    roles = _roles_field()
    office = _office_field()


class ChangeForm(Form):
    """A change to somebody's place, or their leaving; `seen` is how it stood when it was opened."""

    roles = _roles_field()
    office = _office_field()
    has_left = CheckboxField(
        "Have they left?",
        [("yes", "They have left the council")],
        hints={
            "yes": "They can no longer open any page of this council, and no more letters go to"
            " them. What they did stays in the record."
        },
    )
    seen = HiddenField()


def place_of(form: AddForm | ChangeForm) -> tuple[Collection[Role], Office | None]:
    """Return the roles and the office of a form as services want them."""
    office = None if form.office.data == NO_OFFICE else Office(form.office.data)
    return [Role(role) for role in form.roles.data or ()], office
