"""A register again under another policy: which breaches would have come out differently."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from tenants.policy.conclusion import Conclusion, conclude
from tenants.policy.council_policy import Policy
from tenants.policy.facts import BreachFacts
from tenants.policy.law import Law
from tenants.policy.law import law as law_in_force
from tenants.policy.outcomes import Becomes, differences


@dataclass(frozen=True, slots=True)
class Replayed:
    """One breach that would have come out differently, and in what."""

    reference: str
    becomes: tuple[Becomes, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the breach as JSON can hold it."""
        return {
            "reference": self.reference,
            "becomes": [each.as_json() for each in self.becomes],
        }


@dataclass(frozen=True, slots=True)
class Replay:
    """What another policy would have made of the same breaches, in the order they came in.

    ``replayed`` holds only those that differ, of ``total``. ``sentences`` count them in words,
    what matters most first.
    """

    total: int
    replayed: tuple[Replayed, ...]
    sentences: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the replay as JSON can hold it."""
        return {
            "total": self.total,
            "different": len(self.replayed),
            "sentences": list(self.sentences),
            "replayed": [each.as_json() for each in self.replayed],
        }


def replay(
    old: Policy,
    new: Policy,
    breaches: Iterable[tuple[str, BreachFacts]],
    law: Law | None = None,
) -> Replay:
    """Conclude every breach under both policies and one law, and keep those that differ.

    ``breaches`` are references with facts. In what two conclusions differ is worked out once for
    each pair that comes up, so a breach costs little more than two bare conclusions.
    """
    law = law or law_in_force()
    known: dict[tuple[Conclusion, Conclusion], tuple[Becomes, ...]] = {}
    replayed: list[Replayed] = []
    total = 0
    for reference, facts in breaches:
        total += 1
        values = facts.values()
        pair = conclude(old, values, law), conclude(new, values, law)
        becomes = known.get(pair)
        if becomes is None:
            becomes = known[pair] = tuple(differences(old, *pair, new))
        if becomes:
            replayed.append(Replayed(reference, becomes))
    return Replay(total, tuple(replayed), tuple(_sentences(old, new, total, replayed)))


class _Way(StrEnum):
    """In which way an answer would be another."""

    MORE = "more"
    LESS = "less"
    BEGINS = "begins"
    ENDS = "ends"


_TOLD: Final = (
    (
        "notify_regulator",
        "The regulator would have been told of {breaches} and was not.",
        "The regulator was told of {breaches} and would not have been.",
    ),
    (
        "tell_people",
        "The people would have been told of {breaches} and were not.",
        "The people were told of {breaches} and would not have been.",
    ),
    (
        "tell_full_council",
        "{breaches} would have gone to the full council and did not.",
        "{breaches} went to the full council and would not have.",
    ),
)
_RATED: Final = {
    _Way.MORE: "{breaches} would have been rated higher{on}.",
    _Way.LESS: "{breaches} would have been rated lower{on}.",
    _Way.BEGINS: "{breaches} would have been rated{on} and had no such rating.",
    _Way.ENDS: "{breaches} would not have been rated{on}.",
}
_RATED_OTHERWISE: Final = "{breaches} would have been rated otherwise{on}, on another ladder."


def _sentences(old: Policy, new: Policy, total: int, replayed: Sequence[Replayed]) -> Iterator[str]:
    """Count what differs, both ways: who is told, then the ratings, then the policy's duties."""
    if not total:
        yield "There is no breach to look at again."
        return
    came = Counter((each.what, _way(each)) for breach in replayed for each in breach.becomes)
    for what, more, less in _TOLD:
        yield from _counted(came[what, _Way.MORE], more)
        yield from _counted(came[what, _Way.LESS], less)
    yield from _of_ratings(old, new, came)
    for duty in {each.id: each for each in (*old.obligations, *new.obligations)}.values():
        if duty.applies.told:
            continue  # It arises with the telling, which is counted above.
        what = f"obligations.{duty.id}"
        asked = "{breaches} would have come with a duty more: " + duty.sentence
        spared = "{breaches} would have come without a duty: " + duty.sentence
        yield from _counted(came[what, _Way.MORE], asked)
        yield from _counted(came[what, _Way.LESS], spared)
    yield from _counted(total - len(replayed), "{breaches} would have come out the same.")


def _of_ratings(old: Policy, new: Policy, came: Counter[tuple[str, _Way]]) -> Iterator[str]:
    """Say higher and lower only where both policies stand on the same ladder."""
    ladders = [
        {"overall": policy.scale, **{f"ratings.{axis.id}": axis.scale for axis in policy.axes}}
        for policy in (old, new)
    ]
    titles = {f"ratings.{axis.id}": f" on “{axis.title}”" for axis in (*old.axes, *new.axes)}
    for what in ("overall", *titles):
        words = {way: each.replace("{on}", titles.get(what, "")) for way, each in _RATED.items()}
        counts = {way: came[what, way] for way in _Way}
        if ladders[0].get(what) != ladders[1].get(what):
            otherwise = counts.pop(_Way.MORE) + counts.pop(_Way.LESS)
            yield from _counted(otherwise, _RATED_OTHERWISE.replace("{on}", titles.get(what, "")))
        for way, count in counts.items():
            yield from _counted(count, words[way])


def _way(becomes: Becomes) -> _Way:
    before, after = becomes.before, becomes.after
    if before is None:
        return _Way.BEGINS
    if after is None:
        return _Way.ENDS
    if isinstance(before, int) and isinstance(after, int):
        return _Way.MORE if after > before else _Way.LESS
    return _Way.MORE


def _counted(count: int, words: str) -> Iterator[str]:
    if count:
        breaches = "1 breach" if count == 1 else f"{count:,} breaches"
        yield words.replace("{breaches}", breaches, 1)
