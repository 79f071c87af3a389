"""From where on something in a policy follows, in words, with every condition written out."""

from dataclasses import dataclass

from tenants.policy import Policy
from tenants.policy.criteria import criteria_words
from tenants.policy.duties import Trigger
from tenants.policy.reasons import trigger_words

_IN_CASES = "in the cases that it describes"


@dataclass(frozen=True, slots=True)
class Applies:
    """In which case something holds: a phrase, and the cases it names, each in one sentence."""

    words: str
    cases: tuple[str, ...] = ()


def applies_of(trigger: Trigger, policy: Policy) -> Applies:
    """Return from where on something follows; its conditions on the facts stand apart."""
    words = trigger_words(trigger, policy)
    cases = criteria_words(trigger.when, policy)
    here = "in this case:" if len(cases) == 1 else "in any of these cases:"
    return Applies(sentence_case(words.replace(_IN_CASES, here)), cases)


def sentence_case(words: str) -> str:
    """Return the words with a capital in front."""
    return words[:1].upper() + words[1:]
