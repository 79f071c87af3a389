"""Where two policy documents differ, in pieces as small as can be told apart, and in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from tenants.policy.council_policy import Policy
from tenants.policy.difference_sentences import change_words, list_words, short, threshold_words
from tenants.policy.part_words import (
    DEFAULTS,
    ENTRIES,
    as_data,
    entry_name,
    label_of,
    parts_of,
    value_words,
)
from tenants.policy.places import is_list_of_entries, named
from tenants.policy.policy_format import PlainPolicy

TABLES: Final[Mapping[str, str]] = {
    "thresholds": "",
    "overall": "",
    "review": "the review",
    "public_return": "the public return",
}
"""The parts that are no lists, with what they are called before what differs in them."""

LISTS: Final = frozenset({"when", "tasks", "minimum_content", "cites"})
"""Lists of which it is said what came and what went, not what they are as a whole."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two policies do not say alike; ``was`` or ``now`` is None where it is not."""

    part: str
    place: str
    was: str | None
    now: str | None
    sentence: str

    def as_json(self) -> dict[str, Any]:
        """Give the difference as JSON can hold it."""
        return asdict(self)


def document_differences(old: Policy, new: Policy) -> tuple[Difference, ...]:
    """Walk both documents together, part by part; nothing differs only where they are the same."""
    pair = _Pair(old, new)
    return tuple(
        each
        for part in PlainPolicy.model_fields
        for each in pair.walk(_Spot(part, part), old.document.get(part), new.document.get(part))
    )


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place in both documents; ``subject`` says in words what it belongs to, if not to all."""

    place: str
    field: str
    subject: str = ""

    @property
    def part(self) -> str:
        return self.place.partition(".")[0]

    def inside(self, key: str, field: str, subject: str) -> "_Spot":
        return _Spot(f"{self.place}.{key}", field, subject)

    def difference(self, was: str | None, now: str | None, words: str) -> Difference:
        end = "" if words.endswith((".", ".”")) else "."
        return Difference(self.part, self.place, was, now, f"{words[:1].upper()}{words[1:]}{end}")


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two policies that are walked together."""

    old: Policy
    new: Policy

    def walk(self, spot: _Spot, was: Any, now: Any) -> Iterator[Difference]:
        """Find what differs at a spot; where nothing smaller can be named, the spot as a whole."""
        default = DEFAULTS.get(spot.field)
        was, now = (default if each is None else each for each in (was, now))
        if was is now or as_data(was) == as_data(now):
            return
        found = list(self._inside(spot, was, now))
        yield from found or [self._whole(spot, was, now)]

    def _inside(self, spot: _Spot, was: Any, now: Any) -> Iterator[Difference]:
        if spot.field in ENTRIES:
            if all(is_list_of_entries(spot.field, each or []) for each in (was, now)):
                yield from self._entries(spot, was or [], now or [])
        elif spot.field in TABLES and (spot.field != "public_return" or (was and now)):
            yield from self._keys(spot, TABLES[spot.field], was or {}, now or {})

    def _keys(
        self, spot: _Spot, subject: str, was: Mapping[str, Any], now: Mapping[str, Any]
    ) -> Iterator[Difference]:
        for key in dict.fromkeys((*was, *now)):
            yield from self.walk(spot.inside(key, key, subject), was.get(key), now.get(key))

    def _entries(self, spot: _Spot, was: Sequence[Any], now: Sequence[Any]) -> Iterator[Difference]:
        before, after = named(spot.field, was), named(spot.field, now)
        for name in dict.fromkeys((*before, *after)):
            here = spot.inside(name, "", "")
            if name not in after:
                words = value_words(spot.field, before[name], self.old)
                subject = _subject(spot, before[name], self.old)
                yield here.difference(words, None, f"{subject} is gone")
            elif name not in before:
                words = value_words(spot.field, after[name], self.new)
                subject = _subject(spot, after[name], self.new)
                yield here.difference(None, words, f"{subject} is new")
            else:
                subject = _subject(spot, before[name], self.old)
                yield from self._keys(here, subject, before[name], after[name])
        yield from _moved(
            spot, [n for n in before if n in after], [n for n in after if n in before]
        )

    def _whole(self, spot: _Spot, was: Any, now: Any) -> Difference:
        before = None if was is None else value_words(spot.field, was, self.old)
        after = None if now is None else value_words(spot.field, now, self.new)
        label = label_of(spot.field)
        if before == after:
            before, after = as_data(was), as_data(now)
            words = f"{label} is written otherwise and means the same"
        elif spot.part == "thresholds":
            words = threshold_words(spot.field, before, after)
        elif spot.field in LISTS:
            members = [
                parts_of(spot.field, was or [], self.old),
                parts_of(spot.field, now or [], self.new),
            ]
            words = list_words(spot.field, label, *members)
        else:
            words = change_words(spot.field, label, before, after)
        return spot.difference(before, after, f"{spot.subject}: {words}" if spot.subject else words)


def _subject(spot: _Spot, entry: Mapping[str, Any], policy: Policy) -> str:
    """Name an entry to people, with the entry that it stands in."""
    within = f" in {spot.subject}" if spot.subject else ""
    within = within or (" for the overall rating" if spot.part == "overall" else "")
    name = short(entry_name(spot.field, entry, policy))
    return f"the {ENTRIES[spot.field][0]} “{name}”{within}"


def _moved(spot: _Spot, was: Sequence[str], now: Sequence[str]) -> Iterator[Difference]:
    """Say that entries stand in another order, which for rows decides which comes first."""
    if was == now:
        return
    within = f" in {spot.subject}" if spot.subject else ""
    words = f"the {ENTRIES[spot.field][1]}{within} stand in another order"
    if spot.field == "rows":
        words = f"{words}, and the first that matches decides"
    yield spot.difference(", ".join(was), ", ".join(now), words)
