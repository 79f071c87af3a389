"""The forms about reaching somebody, and about their being away."""

from collections.abc import Iterable
from typing import Any

from wtforms import HiddenField

from tenants.contacts import Absence, Entry, mutable_kinds
from tenants.models import Contact, Membership
from webapp.alerts.words import MUTABLE
from webapp.forms import CheckboxField, EmailField, Form, Optional, RadioField, TextField
from webapp.policy.days import DayField

NOBODY = "nobody"


class ReachedForm(Form):
    """How somebody is reached; an unticked box of the last group mutes that kind."""

    mobile = TextField(
        "Mobile number",
        hint="A UK number, like 07700 900123. Leave it empty if you want no texts.",
        limit=40,
        validators=[Optional()],
        render_kw={
            "type": "tel",
            "autocomplete": "tel",
            "inputmode": "tel",
            "classes": "govuk-input--width-20",
        },
    )
    texts = CheckboxField(
        "Texts",
        [("yes", "Text me as well when something is due")],
        hints={"yes": "A text says the council, the number, the hours left and a link. No more."},
    )
    other_email = EmailField(
        "Second email address, for outside office hours",
        hint="What cannot wait goes there too at night and at weekends. You may leave it empty.",
        validators=[Optional()],
    )
    wanted = CheckboxField(
        "What else do you want?",
        [(kind.value, MUTABLE[kind]) for kind in mutable_kinds()],
        hint="Untick what you do not want. Nothing that the law or the policy counts is here.",
    )

    def entry(self) -> Entry:
        """Return what was written, as the service wants it."""
        wanted = set(self.wanted.data or ())
        unwanted = frozenset(kind.value for kind in mutable_kinds() if kind.value not in wanted)
        return Entry(
            mobile=self.mobile.data or "",
            other_email=self.other_email.data or "",
            wants_texts=bool(self.texts.data),
            wants_digest="weekly_digest" in wanted,
            muted=unwanted,
        )


class AwayForm(Form):
    """From when until when somebody is away, and who stands in."""

    away_from = DayField(
        "First day away",
        hint="For example, 12 January 2027 or today. Leave it empty if they are here.",
        validators=[Optional()],
    )
    away_until = DayField(
        "Last day away",
        hint="Leave it empty if it is not known yet.",
        validators=[Optional()],
    )
    deputy = RadioField("Who stands in?", [])
    back = HiddenField()

    def absence(self) -> Absence:
        """Return what was written, as the service wants it; pressing "back" empties it."""
        if self.back.data:
            return Absence()
        chosen = self.deputy.data
        return Absence(
            away_from=self.away_from.data,
            away_until=self.away_until.data,
            deputy_id=next((one for one in self.deputies if str(one) == chosen), None),
        )

    def offer(self, members: Iterable[Membership]) -> None:
        """Offer these members as those who may stand in."""
        listed = list(members)
        self.deputies = [member.id for member in listed]
        choices = [(str(member.id), _named(member)) for member in listed]
        self.deputy.offer([*choices, (NOBODY, "Nobody")])
        self.deputy.divided = NOBODY


def reached_values(contact: Contact | None) -> dict[str, Any]:
    """Return what the form about reaching somebody starts with."""
    muted = contact.muted if contact else ()
    wanted = [kind.value for kind in mutable_kinds() if kind.value not in muted]
    if contact is None:
        return {"wanted": wanted}
    return {
        "mobile": contact.mobile,
        "texts": ["yes"] if contact.wants_texts else [],
        "other_email": contact.other_email,
        "wanted": wanted,
    }


def away_values(contact: Contact | None) -> dict[str, Any]:
    """Return what the form about being away starts with."""
    if contact is None:
        return {"deputy": NOBODY}
    return {
        "away_from": contact.away_from,
        "away_until": contact.away_until,
        "deputy": str(contact.deputy_id) if contact.deputy_id else NOBODY,
    }


def _named(member: Membership) -> str:
    return f"{member.name}, {member.office}" if member.office else member.name
