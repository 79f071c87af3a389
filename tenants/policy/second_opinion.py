"""The ENISA 2013 severity score: a second opinion beside the assessment, never the decision.

It is a published working method and not law. It reads nothing but the facts; its tables, bands and
most of its words are data. Each answer that is not yet known counts as the worst that the other
answers leave room for, and the result says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from tenants.policy.enisa import About, Band, PartName, ScoredPart, enisa_method
from tenants.policy.facts import BreachFacts
from tenants.policy.reasons import Because
from tenants.policy.tables import Match, Values
from tenants.policy.vocabulary import RiskToPeople

_RISK_WORDS: Final = {
    RiskToPeople.UNLIKELY: "a risk to people is unlikely",
    RiskToPeople.RISK: "there is a risk to people",
    RiskToPeople.HIGH_RISK: "there is a high risk to people",
}
_SHARES: Final = {0.25: "a quarter", 0.5: "half", 0.75: "three quarters", 1.0: "all"}
_BITS: Final = {0.25: "a quarter of a point", 0.5: "half a point"}


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of the score comes to, of how much at most, and why.

    ``rests_on`` names the facts behind it that are not yet known.
    """

    name: PartName
    title: str
    points: float
    most: float
    because: Because
    rests_on: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give the part as JSON can hold it."""
        return {
            "name": str(self.name),
            "title": self.title,
            "points": self.points,
            "most": self.most,
            "because": self.because.as_json(),
            "rests_on": list(self.rests_on),
        }


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """The score in exact quarters, 0.25 to 6, its band, and where it parts from the assessment.

    ``lowest`` is the score if all that is not yet known turned out as mild as it can; ``reads_as``
    is the risk that tools usually read the band as; ``flags`` change no score; ``drives`` is empty
    where the two agree; ``caution`` is empty where nothing rests on what is not yet known.
    """

    score: float
    lowest: float
    band: Band
    reads_as: RiskToPeople
    agrees: bool
    parts: tuple[Part, ...]
    flags: tuple[Because, ...]
    drives: tuple[str, ...]
    rests_on: tuple[str, ...]
    caution: str
    about: About

    def as_json(self) -> dict[str, Any]:
        """Give the second opinion as JSON can hold it, with what kind of method it is."""
        return {
            "score": self.score,
            "lowest": self.lowest,
            "band": str(self.band),
            "reads_as": str(self.reads_as),
            "agrees": self.agrees,
            "parts": [part.as_json() for part in self.parts],
            "flags": [flag.as_json() for flag in self.flags],
            "drives": list(self.drives),
            "rests_on": list(self.rests_on),
            "caution": self.caution,
            "method": asdict(self.about),
        }


def second_opinion(facts: BreachFacts, risk: RiskToPeople) -> SecondOpinion:
    """Score the facts by the ENISA 2013 method and compare it with the assessment's risk to people.

    The comparison goes by what tools usually read a band as: a custom, not the method's own rule.
    """
    method, values, mild = enisa_method(), facts.values(), _mildest(facts)
    parts = tuple(_part(part, facts, values, mild) for part in method.parts)
    score = _score([part.points for part in parts])
    lowest = _score([_points(part, mild) for part in method.parts])
    found = method.band(score)
    agrees = found.reads_as is risk
    rests_on = tuple(dict.fromkeys(name for part in parts for name in part.rests_on))
    caution = _caution(rests_on, lowest)
    drives = () if agrees else tuple(_drives(parts, values, risk))
    return SecondOpinion(
        score=score,
        lowest=lowest,
        band=found.band,
        reads_as=found.reads_as,
        agrees=agrees,
        parts=parts,
        flags=tuple(
            _because(match, facts)
            for match in (flag.match(values) for flag in method.flags)
            if match.row.result
        ),
        drives=(*drives, caution) if drives and caution else drives,
        rests_on=rests_on,
        caution=caution,
        about=method.about,
    )


def _mildest(facts: BreachFacts) -> Values:
    """Give the facts with every missing answer that the score reads as mild as it can be."""
    mildest = enisa_method().mildest.items()
    return facts.replace(**{n: mild for n, mild in mildest if not facts.is_known(n)}).values()


def _part(part: ScoredPart, facts: BreachFacts, values: Values, mild: Values) -> Part:
    """Score one part; of tables that score the same, one that rests on answers speaks for it."""
    best = max(
        (table.match(values) for table in part.tables),
        key=lambda match: (match.row.result, all(map(facts.is_known, match.facts))),
    )
    because = _because(best, facts)
    rests_on = _rests_on(part, values, mild)
    return Part(part.name, part.title, best.row.result, part.most, because, rests_on)


def _points(part: ScoredPart, values: Values) -> float:
    return max(table.decide(values) for table in part.tables)


def _rests_on(part: ScoredPart, values: Values, mild: Values) -> tuple[str, ...]:
    """Name the missing answers that alone could make a part milder, or alone keep it from that."""
    points, least = _points(part, values), _points(part, mild)
    return tuple(
        name
        for name in mild
        if mild[name] != values[name]
        and (
            _points(part, {**values, name: mild[name]}) < points
            or _points(part, {**mild, name: values[name]}) > least
        )
    )


def _because(match: Match[float] | Match[bool], facts: BreachFacts) -> Because:
    mattered = tuple((name, facts.plain(name)) for name in match.facts)
    return Because(match.row.id, match.row.sentence, match.row.citation, mattered)


def _score(points: Sequence[float]) -> float:
    """Multiply the two factors and add the rest, in the order of the parts."""
    information, identifiability, *around = points
    return information * identifiability + sum(around)


def _caution(rests_on: Sequence[str], lowest: float) -> str:
    """Say that the score rests on what is not yet known."""
    if not rests_on:
        return ""
    counted = (
        "an answer that is not yet known, which counts"
        if len(rests_on) == 1
        else f"{len(rests_on)} answers that are not yet known, which count"
    )
    return (
        f"The score rests on {counted} as bad as it could be. At its mildest the score would be"
        f" {lowest:g}, which is {enisa_method().band(lowest).band.words}."
    )


def _drives(parts: Sequence[Part], values: Values, risk: RiskToPeople) -> Iterator[str]:
    """Say where the two part, what drives the score there, and what the one counts differently."""
    method, score = enisa_method(), _score([part.points for part in parts])
    found = method.band(score)
    yield (
        f"The score is {score:g}, which is {found.band.words}. By a custom of tools, not by the"
        f" law, that reads: {_RISK_WORDS[found.reads_as]}."
        f" The assessment says: {_RISK_WORDS[risk]}."
    )
    is_higher = found.reads_as.rank > risk.rank
    yield from _raised_by(parts, risk) if is_higher else _held_down_by(parts, risk)
    yield method.differences["higher" if is_higher else "lower"].match(values).row.sentence


def _raised_by(parts: Sequence[Part], risk: RiskToPeople) -> Iterator[str]:
    """Name what happened where only that lifts the score over the line, else the information."""
    information, identifiability, *circumstances = parts
    product = information.points * identifiability.points
    below = enisa_method().band(product)
    if below.reads_as.rank > risk.rank:
        yield (
            f"What drives the score is {information.title}: it gets {information.points:g} of"
            f" {information.most:g} points. By {identifiability.title},"
            f" {_SHARES[identifiability.points]} of that counts."
        )
        yield information.because.sentence
        return
    around = sorted((c for c in circumstances if c.points), key=lambda part: -part.points)
    named = " and ".join(f"{_BITS.get(p.points, p.points)} for {p.title}" for p in around)
    yield (
        f"What drives the score is {named}. Without that it would be {product:g}, which is"
        f" {below.band.words}."
    )
    yield from (part.because.sentence for part in around)


def _held_down_by(parts: Sequence[Part], risk: RiskToPeople) -> Iterator[str]:
    """Name how surely people can tell where only that keeps the two apart, else the information."""
    information, identifiability, *circumstances = parts
    in_full = _score([information.points, identifiability.most, *(c.points for c in circumstances)])
    is_by_names = enisa_method().band(in_full).reads_as.rank >= risk.rank
    if is_by_names:
        yield (
            f"What keeps the score low is {identifiability.title}: only"
            f" {_SHARES[identifiability.points]} of the points for {information.title} counts."
        )
        yield identifiability.because.sentence
        return
    yield (
        f"What keeps the score low is {information.title}: it gets only {information.points:g} of"
        f" {information.most:g} points."
    )
    yield information.because.sentence
