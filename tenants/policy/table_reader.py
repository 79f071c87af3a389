"""Turning the rows of a document into tables, and finding out what is wrong with them.

A table must leave no case out, every row and every alternative must be reached by some case, and a
milder row may come before a worse one that it competes with only where it says `exception = true`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from tenants.policy.coverage import Cases, Space, TooTangledError
from tenants.policy.documents import PlainAlternative, PlainRow, PlainTest
from tenants.policy.errors import PolicyDocumentError, Problem
from tenants.policy.facts import COUNTS, FACT_NAMES, SETS
from tenants.policy.questions import vocabulary_of
from tenants.policy.tables import Alternative, AnyOf, OneOf, Result, Row, Table, Test, Within

Level: TypeAlias = Mapping[str | int, str | int]
"""What another table, or a judgement, can come to: as it may be written, and as it is."""

BOUNDS: Final = ("at_least", "at_most", "not_yet_known")


@dataclass(frozen=True, slots=True)
class Source:
    """One row as its document has it, and how bad what it concludes is beside the others."""

    row: PlainRow
    citation: str
    rank: int = 0
    is_exception: bool = False


class TableReader:
    """Turns the rows of one document into tables, and collects what is wrong on the way."""

    def __init__(self, document: str) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.levels: dict[str, Level] = {}
        self._row_ids: set[str] = set()

    def table(
        self, place: str, sources: Sequence[Source], results: Sequence[Result]
    ) -> Table[Result]:
        """Make one table; ``results`` stand beside the sources, in their order."""
        made: list[Row[Result]] = []
        for index, (source, result) in enumerate(zip(sources, results, strict=True)):
            row, here = source.row, _place(place, index, source)
            self._check_position(here, row, is_last=index == len(sources) - 1)
            when = tuple(self.alternative(f"{here}.when", each) for each in row.when)
            made.append(Row(row.id, result, row.sentence, source.citation, when))
        if not sources:
            self.problem(place, "has no rows", "at least one row, the last one without `when`")
        table = Table(place, tuple(made))
        if not any(f"{each.place}.".startswith(f"{place}.") for each in self.problems):
            self._check_reach(table, place, sources)
        return table

    def level(self, name: str, results: Level, place: str = "") -> None:
        """Let later tables test the result of this one, or an answer of judgement, by its name."""
        if name in FACT_NAMES or name in self.levels:
            wrong = f'"{name}" is already the name of a fact, a level or a judgement'
            self.problem(place or name, wrong, "another id")
        self.levels[name] = results

    def alternative(self, place: str, plain: PlainAlternative) -> Alternative:
        """Turn one alternative into its tests, in the order of the questions.

        The order in which a document has them is lost wherever JSON is kept with its keys sorted.
        """
        order = [*FACT_NAMES, *self.levels, *plain]
        tests = sorted(plain.items(), key=lambda test: order.index(test[0]))
        return tuple(self._test(place, fact, condition) for fact, condition in tests)

    def problem(self, place: str, wrong: str, instead: str) -> None:
        """Note one problem, with what to write instead."""
        self.problems.append(Problem(place, wrong, f"write {instead}"))

    def finish(self) -> None:
        """Raise `PolicyDocumentError` if anything was wrong."""
        if self.problems:
            raise PolicyDocumentError(self.document, tuple(self.problems))

    def _check_position(self, here: str, row: PlainRow, *, is_last: bool) -> None:
        if row.id in self._row_ids:
            self.problem(here, "has an id that another row has", "an id of its own")
        self._row_ids.add(row.id)
        if not is_last and not row.when:
            self.problem(here, "has no `when`, so later rows are never reached", "it last")
        if any(not alternative for alternative in row.when):
            self.problem(here, "has an empty alternative", "at least one fact in it")

    def _check_reach(self, table: Table[Result], place: str, sources: Sequence[Source]) -> None:
        """Find gaps, rows that nothing reaches, and milder rows that outrank worse ones unsaid."""
        domains = {name: tuple(level.values()) for name, level in self.levels.items()}
        takers: list[tuple[int, Cases]] = []
        try:
            space = Space.of((each for row in table.rows for each in row.alternatives), domains)
            for index, row in enumerate(table.rows):
                here = _place(place, index, sources[index])
                for each in row.alternatives:
                    cases = space.cases(each)
                    self._check_reached(here, space, cases, takers, table)
                    self._check_rank(here, space, (index, cases), takers, sources)
                    takers.append((index, cases))
            # The last row first: where it takes every case, nothing else has to be looked at.
            missing = space.left_over({}, [cases for _, cases in reversed(takers)])
        except TooTangledError:
            self.problem(place, "has rows that overlap in too many ways to check", "fewer of them")
            return
        if missing is not None:
            wrong = f"no row takes the case that {space.in_words(missing)}"
            self.problem(place, wrong, "a last row without `when`")

    def _check_reached(
        self,
        here: str,
        space: Space,
        cases: Cases,
        takers: Sequence[tuple[int, Cases]],
        table: Table[Result],
    ) -> None:
        if not all(cases.values()):
            self.problem(here, "is never met, whatever the answers", "bounds that can be met")
        elif space.left_over(cases, [taken for _, taken in takers]) is None:
            rows = dict.fromkeys(i for i, taken in takers if space.common(cases, taken))
            names = ", ".join(table.rows[index].id for index in rows)
            words = space.in_words(cases)
            wrong = f"is never reached where {words}, since {names} come first"
            self.problem(here, wrong, "it before them, or leave it out")

    def _check_rank(
        self,
        here: str,
        space: Space,
        worse: tuple[int, Cases],
        takers: Sequence[tuple[int, Cases]],
        sources: Sequence[Source],
    ) -> None:
        """Refuse a milder row above this one where they compete, unless it is an exception."""
        index, cases = worse
        if not sources[index].row.when:
            return
        for place, (other, taken) in enumerate(takers):
            if sources[other].rank >= sources[index].rank or sources[other].is_exception:
                continue
            shared = space.common(cases, taken)
            earlier = [each for _, each in takers[:place]]
            if shared is not None and space.left_over(shared, earlier) is not None:
                wrong = f"is worse than {sources[other].row.id}, which overlaps with it above"
                instead = f"it first, or `exception = true` in {sources[other].row.id}"
                self.problem(here, wrong, instead)
                return

    def _test(self, place: str, fact: str, condition: PlainTest) -> Test:
        if fact in COUNTS:
            return self._within(place, fact, condition)
        if fact in self.levels:
            return self._on_level(place, fact, condition)
        allowed = vocabulary_of(fact)
        if not allowed:
            names = ", ".join((*FACT_NAMES, *self.levels))
            self.problem(place, f'"{fact}" is not a fact', f"the name of one: {names}")
            return OneOf(fact, frozenset())
        listed = self._listed(place, fact, condition, allowed)
        texts = frozenset(str(value) for value in listed)
        return AnyOf(fact, texts) if fact in SETS else OneOf(fact, frozenset(listed))

    def _within(self, place: str, fact: str, condition: PlainTest) -> Test:
        if not isinstance(condition, dict) or not _are_bounds(condition, BOUNDS):
            example = "bounds such as { at_least = 5, at_most = 20 }"
            self.problem(place, f'"{fact}" is a count', example)
            return Within(fact)
        at_least, at_most = condition.get("at_least"), condition.get("at_most")
        if at_least is not None and at_most is not None and at_least > at_most:
            wrong = f'"{fact}" can never be at least {at_least} and at most {at_most}'
            self.problem(place, wrong, "the smaller number first")
        return Within(fact, at_least, at_most, bool(condition.get("not_yet_known", False)))

    def _on_level(self, place: str, name: str, condition: PlainTest) -> Test:
        level = self.levels[name]
        if isinstance(condition, dict):
            low, high = condition.get("at_least"), condition.get("at_most")
            listed = [
                value
                for value in level.values()
                if isinstance(value, int)
                and (low is None or value >= low)
                and (high is None or value <= high)
            ]
            if not listed or not _are_bounds(condition, BOUNDS[:2]):
                self.problem(place, f'"{name}" is never within these bounds', "a list of values")
            return OneOf(name, frozenset(listed))
        written = self._listed(place, name, condition, tuple(level))
        return OneOf(name, frozenset(level.get(value, value) for value in written))

    def _listed(
        self, place: str, fact: str, condition: PlainTest, allowed: Sequence[str | int]
    ) -> list[str | int]:
        names = ", ".join(map(str, allowed))
        if not isinstance(condition, list) or not condition:
            self.problem(place, f'"{fact}" needs a list of values', f"some of: {names}")
            return []
        for value in condition:
            if value not in allowed:
                wrong = f'"{value}" is not a value of "{fact}"'
                self.problem(place, wrong, f"one of: {names}")
        return condition


def _are_bounds(condition: Mapping[str, int | bool], allowed: Sequence[str]) -> bool:
    """Say whether there are bounds, all of them numbers, and "not yet known" a yes or no."""
    return bool(condition) and all(
        name in allowed and isinstance(bound, bool) == (name == "not_yet_known")
        for name, bound in condition.items()
    )


def _place(place: str, index: int, source: Source) -> str:
    return f"{place}.rows[{index}] ({source.row.id})"
