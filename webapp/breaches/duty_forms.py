"""The forms about what was undertaken, complained of, brought before the council, and kept."""

from collections.abc import Iterable, Sequence
from typing import Final

from tenants.models import ActionKind, Membership
from webapp.breaches.duty_events import KINDS
from webapp.breaches.refusals import VersionedForm
from webapp.forms import LongTextField, Optional, RadioField, Required, TextField, WhenField
from webapp.policy.days import DayField

_PAST: Final = "For example, 12 November 2026 or yesterday."
_TO_COME: Final = "For example, 12 January 2027."
_PLACES: Final = {"clerk": "Clerk", "chair": "Chair"}
_ENOUGH: Final = 2_000
_HINTS: Final[dict[str, str]] = {
    ActionKind.CONTAINMENT: "For example, ask them to delete it, or change the password.",
    ActionKind.FOLLOW_UP: "What you told the regulator that you would send later, and by when.",
    ActionKind.RECOMMENDATION: "So that it does not happen again. For example, use blind copy.",
    ActionKind.LESSON: "What everybody should know now. For example, at the next training.",
}


class OwnedForm(VersionedForm):
    """A form that asks who has something, and by which day."""

    owner = RadioField("Who has it?", [], validators=[Required("Choose who has it")])
    due_on = DayField("By which day?", hint=_TO_COME, validators=[Optional()])

    def offer_owners(self, people: Iterable[Membership]) -> None:
        """Offer these people, each with the place that they have beside the name."""
        people = list(people)
        self.owner.offered = {str(person.id): person.name for person in people}
        self.owner.choices = list(self.owner.offered.items())
        self.owner.hints = {
            str(person.id): _PLACES.get(person.office or "", "Lead investigator")
            for person in people
        }


class NewActionForm(OwnedForm):
    """What is to be done, by whom and by when."""

    kind = RadioField(
        "What is it?",
        [],
        hints=_HINTS,
        validators=[Required("Choose what it is")],
    )
    words = LongTextField(
        "What is to be done?",
        hint="A sentence is enough. Leave out the names of those affected.",
        limit=_ENOUGH,
        validators=[Required("Say in a few words what is to be done")],
    )

    def offer_kinds(self, kinds: Sequence[ActionKind]) -> None:
        """Offer these kinds: nothing is promised about a breach that is closed."""
        self.kind.offered = {kind.value: KINDS[kind] for kind in kinds}
        self.kind.choices = list(self.kind.offered.items())


class ActionDoneForm(VersionedForm):
    """That an action was done, and what shows it."""

    done_on = WhenField(
        "When was it done?", hint=_PAST, validators=[Required("Enter the day on which it was done")]
    )
    evidence = LongTextField(
        "What shows that it was done?",
        hint="For example, their answer of 12 November, in the clerk's file.",
        limit=_ENOUGH,
    )


class ActionDroppedForm(VersionedForm):
    """That an action will not be done, and why."""

    why = LongTextField("Why will it not be done?", hint="A sentence is enough.", limit=_ENOUGH)


class ComplaintForm(VersionedForm):
    """That a complaint came; nothing of what it says."""

    received_on = WhenField(
        "On which day did the complaint come?",
        hint=_PAST,
        validators=[Required("Enter the day on which the complaint came")],
    )


class AcknowledgedForm(VersionedForm):
    """That a complaint was acknowledged."""

    acknowledged_on = WhenField(
        "On which day did you tell them that it has arrived?",
        hint=_PAST,
        validators=[Required("Enter the day on which you told them")],
    )


class CouncilReportForm(VersionedForm):
    """At which meeting the full council heard of a breach."""

    on = WhenField(
        "When was the meeting?",
        hint=_PAST,
        validators=[Required("Enter the day of the meeting")],
    )
    minute = TextField(
        "Which minute?",
        hint="The number or reference in the minutes, like 26/114.",
        limit=100,
        render_kw={"classes": "govuk-input--width-20", "spellcheck": False},
    )


class KeepLongerForm(VersionedForm):
    """Until when something is kept longer, and why."""

    until = DayField(
        "Until when must it be kept?",
        hint=_TO_COME,
        validators=[Required("Enter the day until which it must be kept")],
    )
    reason = LongTextField(
        "Why must it be kept longer?",
        hint="For example, a claim against the council is still running.",
        limit=_ENOUGH,
    )
