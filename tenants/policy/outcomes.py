"""In what two conclusions differ, in words: with other answers, or under another policy."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tenants.policy.conclusion import Conclusion
from tenants.policy.council_policy import Policy
from tenants.policy.vocabulary import RiskToPeople


@dataclass(frozen=True, slots=True)
class Becomes:
    """One answer that would be another; ``what`` is, for example, "overall" or "tell_people"."""

    what: str
    before: int | str | bool | None
    after: int | str | bool | None
    sentence: str

    def as_json(self) -> dict[str, Any]:
        """Give it as JSON can hold it."""
        return {
            "what": self.what,
            "from": self.before,
            "to": self.after,
            "sentence": self.sentence,
        }


_RISK_SENTENCES: Final = {
    RiskToPeople.UNLIKELY: "A risk to people would be unlikely.",
    RiskToPeople.RISK: "There would be a risk to people.",
    RiskToPeople.HIGH_RISK: "There would be a high risk to people.",
}
_DUTY_SENTENCES: Final = (
    (
        "notify_regulator",
        "The regulator would have to be told.",
        "The regulator would not have to be told.",
    ),
    ("tell_people", "The people would have to be told.", "The people would not have to be told."),
    (
        "tell_full_council",
        "The full council would hear of it.",
        "The full council would not hear of it.",
    ),
)


def differences(
    policy: Policy, now: Conclusion, then: Conclusion, under: Policy | None = None
) -> Iterator[Becomes]:
    """Give what is different ``then``, which may stand under another policy than ``now``.

    Two ratings differ where people call them by different words.
    """
    other = under or policy
    yield from _axis_differences(_rated(policy, now), _rated(other, then))
    if policy.word(now.overall) != other.word(then.overall):
        sentence = f"The overall rating would be {other.word(then.overall)}"
        if then.overall is None:
            sentence = "There would be no overall rating"
        elif now.overall is not None:
            sentence = f"{sentence}, not {policy.word(now.overall)}"
        yield Becomes("overall", now.overall, then.overall, f"{sentence}.")
    if now.risk_to_people is not then.risk_to_people:
        sentence = _RISK_SENTENCES[then.risk_to_people]
        before_risk, after_risk = str(now.risk_to_people), str(then.risk_to_people)
        yield Becomes("risk_to_people", before_risk, after_risk, sentence)
    for duty, arises, falls_away in _DUTY_SENTENCES:
        was, is_then = getattr(now, duty), getattr(then, duty)
        if was != is_then:
            yield Becomes(duty, was, is_then, arises if is_then else falls_away)
    if now.duties != then.duties:
        duties = {each.id: each.sentence for each in (*policy.obligations, *other.obligations)}
        yield from _duty_differences(duties, now, then)


_Rated = tuple[str, int, str]
"""An axis's title, its rating and the word for it."""


def _rated(policy: Policy, conclusion: Conclusion) -> dict[str, _Rated]:
    pairs = zip(policy.axes, conclusion.ratings, strict=True)
    return {axis.id: (axis.title, rating, axis.word(rating)) for axis, rating in pairs}


def _axis_differences(now: Mapping[str, _Rated], then: Mapping[str, _Rated]) -> Iterator[Becomes]:
    for axis in dict.fromkeys((*now, *then)):
        was, is_then = now.get(axis), then.get(axis)
        what = f"ratings.{axis}"
        if is_then is None and was is not None:
            sentence = f"“{was[0]}” would not be rated any more."
            yield Becomes(what, was[1], None, sentence)
        elif was is None and is_then is not None:
            sentence = f"“{is_then[0]}” would be rated as well, {is_then[2]}."
            yield Becomes(what, None, is_then[1], sentence)
        elif was is not None and is_then is not None and was[2] != is_then[2]:
            sentence = f"“{is_then[0]}” would be rated {is_then[2]}, not {was[2]}."
            yield Becomes(what, was[1], is_then[1], sentence)


def _duty_differences(
    duties: Mapping[str, str], now: Conclusion, then: Conclusion
) -> Iterator[Becomes]:
    for duty, sentence in duties.items():
        was, is_then = duty in now.duties, duty in then.duties
        if was != is_then:
            asks = "would also ask" if is_then else "would no longer ask"
            words = f"The policy {asks}: {sentence}"
            yield Becomes(f"obligations.{duty}", was, is_then, words)
