"""Whether what is said about the ratings agrees with the policy's own ladder and table."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from tenants.policy.council_policy import Policy
from tenants.policy.lint_rules.finding import Finding, Reading, Weight, entry
from tenants.policy.lint_rules.wording import number_in
from tenants.policy.places import Statement
from tenants.policy.policy_format import ScaleValue
from tenants.policy.tables import OneOf, Table

_NUMBER: Final = r"(\d{1,3}|zero|nought|one|two|three|four|five|six|seven|eight|nine|ten)"
_RANGE: Final = rf"{_NUMBER}\s*(?:to|and|through|-|–|—)\s*{_NUMBER}\b"  # noqa: RUF001
_UNIT: Final = (
    r"(?!\s*(?:or\s+\w+\s+)?(?:\d|%|hours?|days?|weeks?|months?|years?|people|persons?|working))"
)
_RATED: Final = (
    r"\b(?:rat(?:ed?|ings?)|scor(?:ed?|es?)|severity|grad(?:ed?|es?)|categor(?:y|ised)|rungs?)\b"
)
_WHOLE: Final = (
    rf"\bscale\b[^.;\d]{{0,30}}?\b{_RANGE}{_UNIT}",
    rf"\b{_RANGE}\s+(?:point\s+)?scale\b",
)
_ASKED: Final = rf"{_RATED}[^.;\d]{{0,40}}?\b{_RANGE}{_UNIT}"
_STEPS: Final = rf"\b{_NUMBER}[- ]point\s+scale\b"
_ONE: Final = rf"{_RATED}(?:\s+(?:of|at|is|as|a|an|it|them))*\s+(\d{{1,2}})\b{_UNIT}"
_LINE: Final = rf"{_ONE}\s*(?:\+|(?:or|and)\s+(?:above|more|higher|over|worse|upwards?))"
_OWN: Final = (
    r"(?<!than\sa\s)\b(?:rating|rated|level|category|grade|score|rung)\s*(?:of|:)?\s*(\d{1,2})\b",
    r"^\s*(\d{1,2})\s*(?:[:)=]|\.\s|[–—-](?!\s*\d))",  # noqa: RUF001
)
_FROM_HERE: Final = r"from\s+(?:here|this\s+\w+)\s+on"
_COUNCIL: Final = r"full\s+(?:parish\s+|town\s+)?council|(?:every|all)\s+(?:the\s+)?councillors?"


def findings(reading: Reading) -> Iterator[Finding]:
    """Find words that speak of another ladder or line, and rungs on which nothing can stand."""
    yield from _clauses(reading)
    yield from _words(reading)
    yield from _rungs(reading)
    yield from _unreached(reading.policy)


def _ladders(policy: Policy) -> tuple[Sequence[ScaleValue], ...]:
    return (policy.scale, *(axis.scale for axis in policy.axes if axis.scale is not policy.scale))


def _ends(policy: Policy) -> list[tuple[int, int]]:
    return [(ladder[0].value, ladder[-1].value) for ladder in _ladders(policy) if ladder]


def _clauses(reading: Reading) -> Iterator[Finding]:
    ends = _ends(reading.policy)
    for clause in reading.policy.clauses:
        stated = clause.states_scale
        if stated is not None and stated not in ends:
            place = f"clauses.{clause.id}.states_scale"
            yield _otherwise(place, f"{stated[0]} to {stated[1]}", ends)


def _words(reading: Reading) -> Iterator[Finding]:
    """Read the numbers in what the policy says about its ratings."""
    policy = reading.policy
    stated = {f"clauses.{c.id}.sentence" for c in policy.clauses if c.states_scale}
    ends = _ends(policy)
    for each in reading.statements:
        wrong = next((some for some in _ranges(each, ends) if some not in ends), None)
        if wrong and each.place not in stated:
            yield _otherwise(each.place, f"{wrong[0]} to {wrong[1]}", ends)
        yield from _steps(policy, each.place, each.text)
        yield from _numbers(policy, each.place, each.text)


def _ranges(said: Statement, ends: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give what the words take for the whole scale, and not for some of its rungs."""
    for pattern in _WHOLE:
        yield from _numbered(pattern, said.text)
    for low, high in _numbered(_ASKED, said.text):
        is_band = any(bottom <= low and high <= top for bottom, top in ends)
        is_near = any(high == top and low != bottom and low <= 1 for bottom, top in ends)
        if ends and (said.part == "form" or is_near or not is_band):
            yield low, high


def _numbered(pattern: str, text: str) -> list[tuple[int, int]]:
    return [(number_in(low), number_in(high)) for low, high in _all(pattern, text)]


def _all(pattern: str, text: str) -> list[tuple[str, ...]]:
    found = re.findall(pattern, text, re.IGNORECASE)
    return [(each,) if isinstance(each, str) else each for each in found]


def _otherwise(place: str, stated: str, ends: Sequence[tuple[int, int]]) -> Finding:
    if not ends:
        reason = f"This speaks of a scale from {stated}, but the policy has no scale."
        rung = entry("scale", value=0, meaning="A small breach.")
        mend = f"Write the scale, one entry for each rung, or take this out.\n{rung}"
    else:
        low, high = ends[0]
        reason = f"This speaks of a scale from {stated}, but the scale runs from {low} to {high}."
        mend = (
            f"Say the same in both places: write “{low} to {high}” here, or change the scale."
            f"\nstates_scale = [{low}, {high}]"
        )
    return Finding("scale-stated-otherwise", place, reason, mend, Weight.FAULT)


def _steps(policy: Policy, place: str, text: str) -> Iterator[Finding]:
    lengths = [len(ladder) for ladder in _ladders(policy)]
    for (words,) in _all(_STEPS, text):
        if number_in(words) not in lengths:
            has = f"the scale has {lengths[0]} rungs" if lengths[0] else "the policy has no scale"
            reason = f"This speaks of a scale with {words} points, but {has}."
            mend = f"Write how many rungs there are: a {lengths[0]}-point scale."
            yield Finding("scale-stated-otherwise", place, reason, mend, Weight.FAULT)


def _numbers(policy: Policy, place: str, text: str) -> Iterator[Finding]:
    """Find single ratings that no ladder has, and lines that the table draws elsewhere."""
    values = {rung.value for ladder in _ladders(policy) for rung in ladder}
    if not values:
        return
    for number in dict.fromkeys(int(each) for (each,) in _all(_ONE, text)):
        if number not in values:
            reason = f"This speaks of a rating of {number}, and no rung of the scale has it."
            allowed = ", ".join(map(str, sorted(values)))
            mend = f"Write one of the scale's own ratings: {allowed}."
            yield Finding("rating-off-the-scale", place, reason, mend, Weight.FAULT)
    lines = {line.rating for line in policy.lines.values() if line.rating is not None}
    for number in dict.fromkeys(int(each) for (each,) in _all(_LINE, text)):
        if number in values and number not in lines:
            drawn = " and ".join(map(str, sorted(lines))) or "no rating at all"
            reason = (
                f"This says that something follows from a rating of {number} on, but the lines of "
                f"the policy are drawn at {drawn}."
            )
            words = "Draw the line where the words say, or write the other number here."
            mend = f"{words}\n[thresholds]\nfull_council = {number}"
            yield Finding("line-stated-otherwise", place, reason, mend, Weight.FAULT)


def _rungs(reading: Reading) -> Iterator[Finding]:
    """Find a rung whose meaning speaks of another rung's number, or of another line."""
    policy = reading.policy
    line = policy.lines.get("thresholds.full_council")
    said = {each.place: each.text for each in reading.statements}
    for place, ladder in _places(policy):
        for rung in ladder:
            here = f"{place}.{rung.value}.meaning"
            own = {int(each) for each in re.findall(r"\d+", rung.name)} or {rung.value}
            meaning = said[here]
            named = {int(n) for pattern in _OWN for (n,) in _all(pattern, meaning)}
            if named and not named & own:
                number = min(named)
                reason = f"The meaning of {rung.word} speaks of {number}, which is another rung."
                mend = f"Write what {rung.word} means, without another rung's number."
                yield Finding("rung-named-otherwise", here, reason, mend, Weight.FAULT)
            if (
                place == "scale"
                and re.search(_FROM_HERE, meaning, re.IGNORECASE)
                and re.search(_COUNCIL, meaning, re.IGNORECASE)
                and (line is None or line.rating != rung.value)
            ):
                yield _from_here(policy, here, rung, None if line is None else line.rating)


def _from_here(policy: Policy, place: str, rung: ScaleValue, line: int | None) -> Finding:
    drawn = "no such line is drawn there" if line is None else f"the line is {policy.word(line)}"
    told = "says that the full council hears of it from there on"
    reason = f"The meaning of {rung.word} {told}, but {drawn}."
    mend = (
        "Move the words to the rung where the line is, or move the line."
        f"\n[thresholds]\nfull_council = {rung.value}"
    )
    return Finding("line-stated-otherwise", place, reason, mend, Weight.FAULT)


def _places(policy: Policy) -> list[tuple[str, Sequence[ScaleValue]]]:
    own = [(f"axes.{a.id}.scale", a.scale) for a in policy.axes if a.scale is not policy.scale]
    return [("scale", policy.scale), *own]


def _unreached(policy: Policy) -> Iterator[Finding]:
    """Find rungs that no row leads to, so that no breach can ever stand there."""
    if policy.scale and not policy.axes and policy.overall is None:
        reason = (
            "There is a scale, but no table that puts a breach on it, so nothing is ever rated."
        )
        row = entry(
            "axes.rows", id="people-0", rating=policy.scale[0].value, sentence="It is small."
        )
        axis = entry("axes", id="people", title="People affected")
        mend = f"Write a column with its rows, the last one without `when`.\n{axis}\n\n{row}"
        yield Finding("scale-without-table", "scale", reason, mend, Weight.FAULT)
        return
    given = _given(policy)
    for place, ladder in _places(policy):
        for rung in ladder:
            if rung.value not in given[place]:
                reason = f"No row can lead to {rung.word}, so no breach is ever rated so."
                mend = f"Write a row that gives it, or take the rung out.\nrating = {rung.value}"
                yield Finding(
                    "rung-never-reached", f"{place}.{rung.value}", reason, mend, Weight.FAULT
                )


def _given(policy: Policy) -> dict[str, set[int]]:
    """Give for each ladder the values that some row leads to."""
    by_axis = {axis.id: {row.result for row in axis.table.rows} for axis in policy.axes}
    given = {f"axes.{a.id}.scale": by_axis[a.id] for a in policy.axes}
    if policy.overall is None:
        floor = max((min(each) for each in by_axis.values()), default=0)
        every = set().union(*by_axis.values()) if by_axis else set()
        return {**given, "scale": {value for value in every if value >= floor}}
    return {**given, "scale": _reached(policy.overall, by_axis)}


def _reached(table: Table[int], by_axis: dict[str, set[int]]) -> set[int]:
    """Give the results of the rows that ask for no rating which a column never gives."""
    return {
        row.result
        for row in table.rows
        if any(
            all(
                not isinstance(test, OneOf)
                or test.fact not in by_axis
                or test.values & by_axis[test.fact]
                for test in each
            )
            for each in row.alternatives
        )
    }
