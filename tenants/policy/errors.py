"""What can go wrong in the engine.

PolicyEngineError
├── FactsError            an answer that the vocabulary does not have
├── PolicyDocumentError   a policy (or the law's own tables) that cannot be used as written
└── NaiveTimeError        a time that does not say which clock it was read from
"""

from dataclasses import dataclass


class PolicyEngineError(ValueError):
    """Anything that the engine refuses."""


class FactsError(PolicyEngineError):
    """An unknown fact, or a value that it does not have; ``field`` and ``allowed`` say which."""

    def __init__(self, field: str, problem: str, allowed: tuple[str, ...] = ()) -> None:
        self.field = field
        self.problem = problem
        self.allowed = allowed
        words = f"{field}: {problem}."
        super().__init__(f"{words} Use one of: {', '.join(allowed)}" if allowed else words)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a document: where it is, what is wrong, and what to write instead."""

    place: str
    wrong: str
    instead: str

    def __str__(self) -> str:
        return f"{self.place}: {self.wrong}; {self.instead}"


class PolicyDocumentError(PolicyEngineError):
    """A document that cannot be used; ``problems`` give places, faults and what to write."""

    def __init__(self, document: str, problems: tuple[Problem, ...]) -> None:
        self.document = document
        self.problems = problems
        super().__init__(f"{document} cannot be used:\n" + "\n".join(f"- {p}" for p in problems))


class NaiveTimeError(PolicyEngineError):
    """A time without a time zone: 72 hours cannot be counted from it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} has no time zone. Give it in UTC, for example 2026-03-28T20:00+00:00"
        )
