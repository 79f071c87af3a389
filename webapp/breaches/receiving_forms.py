"""The forms with which a breach is received."""

from collections.abc import Iterable, Mapping
from typing import Final

from tenants.breaches.page import BreachPage
from tenants.models import Breach, Membership, Nature
from tenants.policy import NOT_YET_KNOWN
from webapp.breaches.refusals import VersionedForm
from webapp.breaches.wording import category_words, cause_words
from webapp.forms import LongTextField, RadioField, Required

NATURE_CHOICES: Final[Mapping[str, str]] = {
    Nature.BREACH: "Yes, a personal data breach",
    Nature.NEAR_MISS: "No, a near miss",
    Nature.NOT_A_BREACH: "No, not a breach",
}
NATURE_HINTS: Final[Mapping[str, str]] = {
    Nature.BREACH: (
        "Information about living people was lost, changed, given out or seen when it should not"
        " have been, by mistake or on purpose. Not sure? Treat it as a breach for now."
    ),
    Nature.NEAR_MISS: (
        "It nearly happened, but was stopped in time. It stays in the register, apart, so that the"
        " council can learn from it. Its clock stops."
    ),
    Nature.NOT_A_BREACH: (
        "No information about living people was touched. It stays in the register, apart, with your"
        " reason. Its clock stops."
    ),
}
_PLACES: Final[Mapping[str | None, str]] = {"clerk": "Clerk", "chair": "Chair"}
_ENOUGH = 5_000

ASSESSED_MEANWHILE: Final = (
    "Somebody made the first assessment while you had this page open, so yours was not saved."
    " Nothing you typed is lost: copy what you want to keep, and give it to the lead investigator"
)


class InvolvementForm(VersionedForm):
    """Whether this member was involved in what happened."""

    answer = RadioField(
        "Your answer",
        [("no", "No, I was not involved"), ("yes", "Yes, I was involved, or I may have been")],
        validators=[Required("Say whether you were involved")],
    )


class FirstLookForm(VersionedForm):
    """The six things that the policy's step 1 establishes."""

    nature = RadioField(
        "Is it a personal data breach?",
        NATURE_CHOICES.items(),
        hints=NATURE_HINTS,
        validators=[Required("Choose whether it is a breach, a near miss or not a breach")],
    )
    reason = LongTextField(
        "If it is not a breach: why not?",
        hint=(
            "A sentence is enough. Saving it closes the report and stops the clock and its letters,"
            " so write what would convince somebody who asks in a year."
        ),
        limit=_ENOUGH,
    )
    what_data = LongTextField(
        "What information is it about?",
        hint="Whose it is and what kind: names, bank details, health, for example.",
        limit=_ENOUGH,
    )
    cause = LongTextField("How did it come about?", limit=_ENOUGH)
    extent = LongTextField("How many people is it about?", limit=_ENOUGH)
    harm = LongTextField(
        "What harm could come to them?",
        hint="Think of money, safety, embarrassment, upset, and doing without a service.",
        limit=_ENOUGH,
    )
    containment = LongTextField(
        "What has been done to stop it spreading, and what still can be?", limit=_ENOUGH
    )

    def words_when_overtaken(self, breach: Breach) -> str:
        """Return what to do: there is one first assessment, so pressing again cannot save it."""
        is_made = breach.received_at is not None
        return ASSESSED_MEANWHILE if is_made else super().words_when_overtaken(breach)


class LeadForm(VersionedForm):
    """Who is to investigate; the choices are the people of this council who may."""

    lead = RadioField(
        "Lead investigator", [], validators=[Required("Choose who is to lead the investigation")]
    )

    def offer(self, people: Iterable[Membership]) -> None:
        """Offer these people, each with the place that they have beside the name."""
        people = list(people)
        self.lead.offered = {str(person.id): person.name for person in people}
        self.lead.choices = list(self.lead.offered.items())
        self.lead.hints = {
            str(person.id): _PLACES.get(person.office, "Lead investigator") for person in people
        }


def first_look_from(page: BreachPage) -> dict[str, str]:
    """Return what the report says already of what the first look asks, in its own words."""
    breach = page.breach
    kinds = ", ".join(category_words(breach.facts))
    cause = "" if breach.cause == NOT_YET_KNOWN else cause_words(breach)
    return {
        "what_data": "\n".join(filter(None, [breach.whose, kinds])),
        "cause": cause,
        "extent": breach.people_words,
        "containment": breach.action_taken,
    }
