"""The forms of what could follow, of the steps to take on, and of looking back."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField

from tenants.breaches.consequences import (
    HARM_WORDS,
    LIKELIHOOD_WORDS,
    SERIOUSNESS_WORDS,
    Harm,
)
from tenants.breaches.containment import Suggestion
from tenants.models import ActionKind
from webapp.breaches.duty_forms import OwnedForm
from webapp.breaches.refusals import VersionedForm
from webapp.forms import CheckboxField, LongTextField, RadioField, Required

_ENOUGH = 5_000


class ConsequenceForm(VersionedForm):
    """One thing that could happen to people because of a breach."""

    what = RadioField(
        "What could happen to them?",
        HARM_WORDS.items(),
        divided=Harm.NONE,
        validators=[Required("Choose what could happen to them")],
    )
    words = LongTextField(
        "In your words",
        hint="Who, and how? Leave out their names. If nothing could happen, say why.",
        limit=_ENOUGH,
    )
    seriousness = RadioField("How serious would it be for them?", SERIOUSNESS_WORDS.items())
    likelihood = RadioField("How likely is it?", LIKELIHOOD_WORDS.items())


class RemoveForm(VersionedForm):
    """Which one of a list is taken off it."""

    which = RadioField("Which one?", [], validators=[Required("Choose which one")])


class CouncilRisksForm(VersionedForm):
    """What could follow for the council, heading by heading, and what is done about all of it."""

    strategic = LongTextField(
        "What the council plans and does",
        hint="Does a project, a service or a decision suffer? “Nothing” is an answer too.",
        limit=_ENOUGH,
    )
    legal = LongTextField(
        "The law, contracts and claims",
        hint="Could the regulator act, or somebody claim? Was it bound by a contract?",
        limit=_ENOUGH,
    )
    financial = LongTextField("Money", hint="What could it cost, and who pays?", limit=_ENOUGH)
    reputation = LongTextField(
        "The council's good name",
        hint="Who will hear of it? What will they think of the council?",
        limit=_ENOUGH,
    )
    continuity = LongTextField(
        "Keeping services going",
        hint="Can the council do its work without what was lost?",
        limit=_ENOUGH,
    )
    remedy = LongTextField(
        "What more should be done, because of all this?",
        hint="Leave it empty if nothing. What has an owner and a day belongs among the actions.",
        limit=_ENOUGH,
    )


class StepsForm(OwnedForm):
    """Which of the suggested steps are taken on, by whom and by which day."""

    stop = CheckboxField("To stop it and put it right", [])
    prevent = CheckboxField("So that it does not happen again", [])

    def offer_steps(self, suggestions: Sequence[Suggestion]) -> None:
        """Offer what has not been taken on yet, in its two groups."""
        left = [one for one in suggestions if not one.is_taken]
        for field, kind in (
            (self.stop, ActionKind.CONTAINMENT),
            (self.prevent, ActionKind.RECOMMENDATION),
        ):
            field.offer((one.id, one.words) for one in left if one.kind == kind)

    @property
    def chosen(self) -> list[str]:
        """Return the steps that were ticked."""
        return [*(self.stop.data or []), *(self.prevent.data or [])]


class ReviewForm(VersionedForm):
    """How a breach was handled, by the questions of the policy's last step."""

    steps = LongTextField("", limit=_ENOUGH)
    risk = LongTextField("", limit=_ENOUGH)
    policies = LongTextField("", limit=_ENOUGH)
    security = LongTextField("", limit=_ENOUGH)
    people = LongTextField("", limit=_ENOUGH)
    money = LongTextField("", limit=_ENOUGH)
    lessons = LongTextField(
        "What did the council learn?",
        hint="Two or three sentences that anybody may read. Leave out names.",
        limit=10_000,
    )
    policy_changes = LongTextField(
        "What should change in the breach policy?",
        hint="Leave it empty if nothing. The clerk can start a draft of the policy from it.",
        limit=_ENOUGH,
    )

    def ask(self, questions: Sequence[Any]) -> None:
        """Put the questions in their own words."""
        for question in questions:
            field = self[question.id]
            field.label.text, field.description = question.words, question.hint


class ShareForm(VersionedForm):
    """A lesson in the words in which the association may read it."""

    words = LongTextField(
        "The lesson, as other councils may read it",
        hint="Say what went wrong in general and what helps. No names, no places, no dates.",
        limit=2_000,
        validators=[Required("Write the lesson as other councils may read it")],
    )
    shown = HiddenField()
    sure = CheckboxField(
        "",
        [("yes", "I have read it again: nobody, and no council, can be recognised in it")],
    )
