"""The five pages of questions as forms: the engine's facts, and what the policy asks besides."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, cast

from wtforms import HiddenField

from tenants.models import Subject
from tenants.policy import FACTS, NOT_YET_KNOWN, Fact, FactKind, Policy, RiskToPeople
from tenants.policy.facts import NONE_OF_THESE
from tenants.policy.policy_format import FormQuestion, Judgement
from webapp.breaches.rating_questions import JUDGED, labels_of
from webapp.breaches.refusals import VersionedForm
from webapp.breaches.wording import RISKS
from webapp.forms import (
    CheckboxField,
    CountField,
    LongTextField,
    Optional,
    RadioField,
    Required,
)

FINDING: Final = "finding_"
_LONG_LIST = 12
_WHAT_FOLLOWS: Final[Mapping[str, str]] = {
    RiskToPeople.UNLIKELY: "Then the law does not ask that anybody outside is told.",
    RiskToPeople.RISK: "Then the regulator must be told.",
    RiskToPeople.HIGH_RISK: "Then the regulator must be told, and the people themselves.",
}


def questions_on(page_id: str, policy: Policy) -> tuple[FormQuestion, ...]:
    """Return what the policy's own form asks of the lead investigator in words, on one page."""
    sections = (section for section in policy.form if section.part == "assessment")
    return tuple(
        question
        for section in sections
        for question in section.questions
        if question.answered_by is None and question.page == page_id
    )


def judgements_on(page_id: str, policy: Policy) -> tuple[Judgement, ...]:
    """Return what the policy has somebody judge on one page, in its order."""
    return tuple(judgement for judgement in policy.judgements if judgement.page == page_id)


def facts_on(page_id: str) -> tuple[Fact, ...]:
    """Return the engine's questions on one page, in their order."""
    return tuple(fact for fact in FACTS if fact.page == page_id)


@lru_cache(maxsize=256)
def page_form(page_id: str, policy: Policy) -> type[VersionedForm]:
    """Return the form of one page; every question may stay without an answer."""
    fields: dict[str, Any] = {fact.name: _field(fact) for fact in facts_on(page_id)}
    for judgement in judgements_on(page_id, policy):
        fields[JUDGED + judgement.id] = RadioField(
            judgement.question,
            labels_of(judgement).items(),
            hint=judgement.hint,
            divided=NOT_YET_KNOWN,
            validators=[Optional()],
        )
    for question in questions_on(page_id, policy):
        fields[FINDING + question.id] = LongTextField(
            question.text,
            hint="In a few words. Leave it empty if it is not yet known.",
            limit=2_000,
        )
    return cast("type[VersionedForm]", type("RatingPageForm", (VersionedForm,), fields))


def answers_in(form: VersionedForm) -> dict[str, Any]:
    """Return what a page's form says, as a draft keeps it."""
    return {
        field.name: NOT_YET_KNOWN
        if isinstance(field, RadioField) and not field.data
        else field.data
        for field in form
        if isinstance(field, (RadioField, CheckboxField, CountField, LongTextField))
    }


class CheckForm(VersionedForm):
    """The answers as they stand, sent to be rated; `draft` is where they were saved."""

    draft = HiddenField()


class OverrideForm(VersionedForm):
    """Another rating, or another risk, than the answers give, and why."""

    decided = RadioField(
        "What do you say instead?", [], validators=[Required("Choose what you say instead")]
    )
    reason = LongTextField(
        "Why?",
        hint="What do you know that the questions do not ask? One sentence is enough.",
        limit=5_000,
    )

    def offer(self, subject: Subject, policy: Policy) -> None:
        """Offer the rungs of the policy's scale, or the law's three answers."""
        if subject == Subject.RATING:
            offered = {str(rung.value): f"{rung.word}: {rung.meaning}" for rung in policy.scale}
        else:
            offered = {str(risk): RISKS[risk] for risk in RiskToPeople}
            self.decided.hints = _WHAT_FOLLOWS
        self.decided.offered = offered
        self.decided.choices = list(offered.items())


def _field(fact: Fact) -> Any:
    choices = [(value.value, value.label) for value in fact.values]
    hints = {value.value: value.hint for value in fact.values if value.hint}
    match fact.kind:
        case FactKind.CHOICE:
            return RadioField(
                fact.question,
                choices,
                hint=fact.hint,
                hints=hints,
                divided=NOT_YET_KNOWN,
                validators=[Optional()],
                render_kw={"classes": "govuk-radios--small"} if len(choices) > _LONG_LIST else {},
            )
        case FactKind.SET:
            alone = NONE_OF_THESE if NONE_OF_THESE in dict(choices) else None
            return CheckboxField(
                fact.question,
                choices,
                hint=fact.hint,
                hints=hints,
                alone=alone,
                validators=[Optional()],
                render_kw={"classes": "govuk-checkboxes--small"}
                if len(choices) > _LONG_LIST
                else {},
            )
        case FactKind.COUNT:
            return CountField(
                fact.question,
                hint=f"{fact.hint} Leave it empty if it is not yet known.",
                validators=[Optional()],
            )
