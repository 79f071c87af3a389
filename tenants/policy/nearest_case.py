"""The published worked case that is nearest to a breach, and in what the two are not alike."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from typing import Any, Final

from tenants.policy.facts import BreachFacts, FactValue, PlainValue, is_known
from tenants.policy.questions import fact as question
from tenants.policy.risk import risk_tables
from tenants.policy.vocabulary import RiskToPeople
from tenants.policy.worked_cases import WHOLE, SourceStatus, WorkedCase, worked_cases

NAMED: Final = 3
"""How many facts a sentence names; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that is not the same in the breach, ``here``, and in the case, ``there``."""

    fact: str
    here: PlainValue
    there: PlainValue

    def as_json(self) -> dict[str, Any]:
        """Give the difference as JSON can hold it."""
        return {n: list(v) if isinstance(v, tuple) else v for n, v in asdict(self).items()}

    def in_words(self) -> str:
        """Name the fact with both of its values; of sets that share something, only the rest."""
        here, there, also = self.here, self.there, ""
        if isinstance(here, tuple) and isinstance(there, tuple) and set(here) & set(there):
            here, there, also = _less(here, there), _less(there, here), " also"
        said = [
            f"{side}{also} {_said(self.fact, value) or unknown}"
            for side, value, unknown in (
                ("there", there, "not told"),
                ("here", here, "not yet known"),
            )
            if value or not also
        ]
        return f"{_words(self.fact)} ({'; '.join(said)})"


@dataclass(frozen=True, slots=True)
class NearestCase:
    """A case and how it compares, in the facts that the risk to people rests on.

    ``alike`` are known on both sides and the same (for the count: of the same magnitude);
    ``unlike`` are known on both sides and differ, the weightiest first; ``unknown`` are not yet
    known of the breach; ``untold`` are known of it, but the case does not tell them.
    ``distance`` runs from 0, the same in everything, to 1000. ``risk`` is the breach's own, if
    it was given.
    """

    case: WorkedCase
    facts: BreachFacts
    risk: RiskToPeople | None
    distance: int
    alike: tuple[str, ...]
    unlike: tuple[Difference, ...]
    unknown: tuple[str, ...]
    untold: tuple[str, ...]

    def agrees_with(self, risk: RiskToPeople) -> bool:
        """Say whether the case came out with this risk to people."""
        return self.case.risk_to_people is risk

    @property
    def is_close(self) -> bool:
        """Say whether the case is near enough to be called like the breach."""
        return self.distance <= worked_cases().far

    @property
    def deciding(self) -> tuple[Difference, ...]:
        """Give the differences but for which the breach would come out as the case did.

        One where one is enough, the weightiest; otherwise several, of which none can be left out.
        None where the outcomes agree, or where the risk was not given.
        """
        if self.risk is None or self.agrees_with(self.risk) or self._comes_out_as_there(()):
            return ()
        every = (*self.unlike, *map(self._difference, (*self.unknown, *self.untold)))
        for one in every:
            if self._comes_out_as_there((one,)):
                return (one,)
        needed = every if self._comes_out_as_there(every) else ()
        for one in reversed(needed):
            fewer = tuple(each for each in needed if each is not one)
            if self._comes_out_as_there(fewer):
                needed = fewer
        return needed

    @property
    def sentence(self) -> str:
        """Say it all in words that can be read aloud."""
        return " ".join(filter(None, (self._which(), self._differences(), self._outcome())))

    def as_json(self) -> dict[str, Any]:
        """Give the comparison as JSON can hold it."""
        return {
            "case": self.case.as_json(),
            "distance": self.distance,
            "is_close": self.is_close,
            "alike": list(self.alike),
            "unlike": [each.as_json() for each in self.unlike],
            "unknown": list(self.unknown),
            "untold": list(self.untold),
            "agrees": None if self.risk is None else self.agrees_with(self.risk),
            "deciding": [each.as_json() for each in self.deciding],
            "sentence": self.sentence,
        }

    def _comes_out_as_there(self, changed: Sequence[Difference]) -> bool:
        values = dict(self.facts.values())
        for each in changed:
            values[each.fact] = getattr(self.case.facts, each.fact)
        tables = risk_tables()
        for level in tables.levels:
            values[level.id] = level.table.decide(values)
        return self.agrees_with(tables.table.decide(values))

    def _difference(self, name: str) -> Difference:
        return Difference(name, self.facts.plain(name), self.case.facts.plain(name))

    def _which(self) -> str:
        found = "The nearest published case is"
        if not self.alike and not self.unlike:
            found = "Too little is known yet to compare. Until more is, take"
        elif not self.is_close:
            found = "No published case is very like it; the nearest is"
        case, told = self.case, ""
        if case.outcome_status is not SourceStatus.CONFIRMED:
            told = ", as other people's summaries of it say"
        return (
            f'{found} "{case.title}" ({case.source}): there {_DUTIES[case.risk_to_people]}{told}.'
        )

    def _differences(self) -> str:
        unlike = _listed([each.in_words() for each in self.unlike[:NAMED]], len(self.unlike))
        unknown = _listed([_words(name) for name in self.unknown[:NAMED]], len(self.unknown))
        said = f"It differs from yours in {unlike}." if unlike else ""
        return f"{said} Not yet known of yours: {unknown}.".strip() if unknown else said

    def _outcome(self) -> str:
        if self.risk is None:
            return ""
        if self.agrees_with(self.risk):
            return "By law yours comes out the same."
        words = f"By law yours comes out differently: here {_DUTIES_NOW[self.risk]}."
        deciding = [each.in_words() for each in self.deciding]
        if not deciding:
            return words
        same = f"{'this' if len(deciding) == 1 else 'these'} were the same"
        named = _listed(deciding, len(deciding))
        return f"{words} It would come out as it did there if {same}: {named}."


def nearest_case(facts: BreachFacts, risk: RiskToPeople | None = None) -> NearestCase:
    """Find the published case whose facts are nearest to the breach's.

    The facts alone choose it. A case picked because it ended as the engine says would only seem
    to support the engine; so the outcome is no part of the distance, and where the nearest case
    ended otherwise, that is said, with the facts that make the difference. Of cases that are
    exactly as near, one with the same ``risk`` comes first, if that is given; then the one with
    the graver outcome; then the first of the library.
    """
    library = worked_cases()
    columns = [_column(each.fact, getattr(facts, each.fact)) for each in library.weights]
    totals = [sum(costs) for costs in zip(*columns, strict=True)]
    nearest = min(totals)
    place = min(
        (n for n, total in enumerate(totals) if total == nearest),
        key=lambda n: _tie(library.cases[n], risk),
    )
    return _compared(facts, risk, place, columns)


@lru_cache(maxsize=4096)
def _column(name: str, value: FactValue) -> tuple[int, ...]:
    """Give what one answer adds to the distance of each case, in the library's order."""
    weight = next(each for each in worked_cases().weights if each.fact == name)
    return tuple(
        weight.points * weight.difference(value, getattr(case.facts, name))
        for case in worked_cases().cases
    )


def _tie(case: WorkedCase, risk: RiskToPeople | None) -> tuple[bool, int]:
    return case.risk_to_people is not risk, -case.risk_to_people.rank


def _compared(
    facts: BreachFacts, risk: RiskToPeople | None, place: int, columns: Sequence[tuple[int, ...]]
) -> NearestCase:
    library = worked_cases()
    case, told = library.cases[place], _told()[place]
    alike: list[str] = []
    unlike: list[tuple[int, str]] = []
    unknown: list[str] = []
    untold: list[str] = []
    for each, costs in zip(library.weights, columns, strict=True):
        if not is_known(getattr(facts, each.fact)):
            unknown.append(each.fact)
        elif each.fact not in told:
            untold.append(each.fact)
        elif costs[place]:
            unlike.append((costs[place], each.fact))
        else:
            alike.append(each.fact)
    unlike.sort(key=lambda each: -each[0])
    return NearestCase(
        case=case,
        facts=facts,
        risk=risk,
        distance=1000 * sum(costs[place] for costs in columns) // (WHOLE * _points()),
        alike=tuple(alike),
        unlike=tuple(
            Difference(name, facts.plain(name), case.facts.plain(name)) for _, name in unlike
        ),
        unknown=tuple(unknown),
        untold=tuple(untold),
    )


@cache
def _told() -> tuple[frozenset[str], ...]:
    names = [each.fact for each in worked_cases().weights]
    return tuple(frozenset(filter(case.facts.is_known, names)) for case in worked_cases().cases)


@cache
def _points() -> int:
    return sum(each.points for each in worked_cases().weights)


_DUTIES: Final = {
    RiskToPeople.UNLIKELY: "neither the regulator nor the people had to be told",
    RiskToPeople.RISK: "the regulator had to be told and the people did not",
    RiskToPeople.HIGH_RISK: "the regulator and the people had to be told",
}
_DUTIES_NOW: Final = {
    RiskToPeople.UNLIKELY: "neither the regulator nor the people have to be told",
    RiskToPeople.RISK: "the regulator has to be told and the people do not",
    RiskToPeople.HIGH_RISK: "the regulator and the people have to be told",
}


def _words(name: str) -> str:
    return next(each.words for each in worked_cases().weights if each.fact == name)


def _less(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each for each in some if each not in others)


def _said(name: str, value: PlainValue) -> str:
    """Give a value in words; empty where it is not known."""
    if not is_known(value):
        return ""
    if isinstance(value, int):
        return f"{value:,}"
    asked = question(name)
    labels = [asked.label(each) for each in ((value,) if isinstance(value, str) else value or ())]
    return " and ".join(label[:1].lower() + label[1:] for label in labels)


def _listed(named: Sequence[str], total: int) -> str:
    """Join what is named, and count what is left."""
    more = total - len(named)
    counted = [f"{more} {'thing' if more == 1 else 'things'} more"] if more else []
    *first, last = [*named, *counted] or [""]
    return f"{', '.join(first)} and {last}" if first else last
