"""A policy's ladders laid out: a table for each, and a grid where two make the rating."""

from collections.abc import Sequence
from dataclasses import dataclass

from tenants.policy import Policy
from tenants.policy.council_policy import OVERALL, Axis
from tenants.policy.policy_format import ScaleValue

WORDED_SCALE = 5
"""Up to so many names of rungs are listed; of more, the first and the last are named."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence that gives a rating; `is_exception` where it decides before worse ones do."""

    sentence: str
    section: str
    is_exception: bool


@dataclass(frozen=True, slots=True)
class Rung:
    """One rating, with what puts a breach there: for each column, any one of these reasons."""

    value: int
    word: str
    meaning: str
    cells: tuple[tuple[Reason, ...], ...]
    is_for_full_council: bool = False


@dataclass(frozen=True, slots=True)
class RatingTable:
    """A ladder and the columns that are rated on it, the mildest rung first."""

    id: str
    title: str
    columns: tuple[str, ...]
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The overall rating for each rung of one column beside each rung of another."""

    down: str
    across: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def rungs_of(policy: Policy) -> tuple[Rung, ...]:
    """Return the policy's own ladder with all columns that stand on it; empty without one."""
    shared = [axis for axis in policy.axes if axis.scale == policy.scale]
    if policy.overall is None:
        return _rungs(policy, policy.scale, [_reasons(policy, axis) for axis in shared])
    return _rungs(policy, policy.scale, [_overall_reasons(policy)])


def tables_of(policy: Policy) -> tuple[RatingTable, ...]:
    """Return the tables in the order in which a breach goes through them."""
    if not policy.scale:
        return ()
    if policy.overall is None:
        titles = tuple(axis.title for axis in policy.axes)
        columns = titles if len(titles) > 1 else ("It is given when",)
        return (RatingTable("rating", "The ratings", columns, rungs_of(policy)),)
    own = (
        RatingTable(
            axis.id,
            axis.title,
            ("It is given when",),
            _rungs(None, axis.scale, [_reasons(policy, axis)]),
        )
        for axis in policy.axes
    )
    together = RatingTable(OVERALL, "Together", ("It is given when",), rungs_of(policy))
    return (*own, together)


def grid_of(policy: Policy) -> Grid | None:
    """Return the grid that two columns make, where nothing else has a say in the rating."""
    table = policy.overall
    if table is None or len(policy.axes) != 2 or not set(table.facts) <= _ids(policy.axes):
        return None
    down, across = policy.axes
    rows = tuple(
        (
            rung.word,
            tuple(
                policy.word(table.decide({down.id: rung.value, across.id: other.value}))
                for other in across.scale
            ),
        )
        for rung in reversed(down.scale)
    )
    return Grid(down.title, across.title, tuple(rung.word for rung in across.scale), rows)


def scale_words(policy: Policy) -> str:
    """Return "a rating from 0 to 6", or "one of three ratings: Low, Medium or High"."""
    words = [rung.word for rung in policy.scale]
    if len(words) > WORDED_SCALE or not any(rung.name for rung in policy.scale):
        return f"a rating from {words[0]} to {words[-1]}"
    listed = ", ".join(words[:-1])
    return f"one of these ratings: {listed} or {words[-1]}" if listed else f"the rating {words[0]}"


def _ids(axes: Sequence[Axis]) -> set[str]:
    return {axis.id for axis in axes}


def _rungs(
    policy: Policy | None,
    scale: Sequence[ScaleValue],
    columns: Sequence[Sequence[tuple[int, Reason]]],
) -> tuple[Rung, ...]:
    line = policy.lines.get("thresholds.full_council") if policy else None
    lowest = line.rating if line else None
    return tuple(
        Rung(
            step.value,
            step.word,
            step.meaning,
            tuple(
                tuple(reason for rating, reason in column if rating == step.value)
                for column in columns
            ),
            lowest is not None and step.value >= lowest,
        )
        for step in scale
    )


def _reasons(policy: Policy, axis: Axis) -> list[tuple[int, Reason]]:
    """Pair each row's rating with its sentence; the document knows which rows are exceptions."""
    plain = next(each for each in policy.document["axes"] if each["id"] == axis.id)["rows"]
    return [
        (row.result, Reason(row.sentence, row.citation, bool(written.get("exception"))))
        for row, written in zip(axis.table.rows, plain, strict=True)
    ]


def _overall_reasons(policy: Policy) -> list[tuple[int, Reason]]:
    rows = policy.overall.rows if policy.overall else ()
    plain = policy.document["overall"]["rows"]
    return [
        (row.result, Reason(row.sentence, row.citation, bool(written.get("exception"))))
        for row, written in zip(rows, plain, strict=True)
    ]
