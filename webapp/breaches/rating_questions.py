"""What each question of a rating is called, asked and answered, the policy's own among them. Pure.

The engine's facts are the same for every council; the judgements are the policy's, under their ids.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tenants.breaches import drafts
from tenants.policy import NOT_YET_KNOWN, Policy, fact
from tenants.policy.facts import PlainValue, is_known
from tenants.policy.policy_format import Judgement

NOT_KNOWN: Final = "Not yet known"
JUDGED: Final = drafts.JUDGED

_TOPICS: Final[Mapping[str, str]] = {
    "kinds": "what went wrong with the information",
    "cause": "what happened",
    "intent": "whether somebody meant it",
    "people_affected": "the number of people",
    "data_subjects": "who the people are",
    "categories": "the kind of information",
    "revealing": "what it tells about somebody",
    "particulars": "the high-risk details in it",
    "credentials": "whether passwords or PINs are in it",
    "identifiable_locally": "whether people nearby would know who it is about",
    "recipient": "who has the information",
    "deletion_confirmed": "whether it was deleted or given back",
    "exposure_evidence": "what shows whether anybody got hold of it",
    "protection": "whether it was encrypted",
    "restoration": "whether it can be put right",
    "service_effect": "whether people had to go without something",
    "reputation_harm": "whose good name could suffer",
    "media_interest": "whether the news takes it up",
    "councillor_involved": "whether a councillor is involved",
    "monetary_penalty": "whether the council had to pay a penalty",
    "liability": "whether the council has to pay for it",
}


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `topic` is what a sentence calls it, `field` its field on the page `page`."""

    name: str
    field: str
    page: str
    text: str
    topic: str
    labels: Mapping[str, str]

    @property
    def label(self) -> str:
        """Return what stands before its answer: the topic, or a judgement's question as it is."""
        if self.field != self.name:
            return self.text
        return f"{self.topic[:1].upper()}{self.topic[1:]}:"

    def in_words(self, value: PlainValue) -> tuple[str, ...]:
        """Return an answer in words, one for each that is ticked; nothing where it is not known."""
        if value is None or not is_known(value):
            return ()
        if isinstance(value, int):
            return (f"{value:,}",)
        values = (value,) if isinstance(value, str) else value
        return tuple(self.labels.get(each, _spoken(each)) for each in values)

    def said(self, value: PlainValue) -> str:
        """Return an answer in words, what is not yet known too."""
        return " and ".join(self.in_words(value)) or NOT_KNOWN


def question_of(policy: Policy, name: str) -> Question:
    """Return a fact's question or a judgement's; what neither knows any more by its bare name."""
    for judgement in policy.judgements:
        if judgement.id == name:
            labels = labels_of(judgement)
            text = judgement.question
            return Question(name, JUDGED + name, judgement.page, text, f"“{text}”", labels)
    try:
        asked = fact(name)
    except KeyError:
        return Question(name, name, "", _spoken(name), _spoken(name).lower(), {})
    labels = {value.value: value.label for value in asked.values}
    topic = _TOPICS.get(name, f"“{asked.question}”")
    return Question(name, name, asked.page, asked.question, topic, labels)


def labels_of(judgement: Judgement) -> dict[str, str]:
    """Return a judgement's answers in words by their values, with the one that it may stay open."""
    return {
        **{answer.value: answer.label for answer in judgement.answers},
        NOT_YET_KNOWN: NOT_KNOWN,
    }


def _spoken(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()
