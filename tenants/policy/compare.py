"""Two policies side by side: all that differs, in words, and which published cases it touches."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tenants.policy.conclusion import conclude
from tenants.policy.council_policy import Policy
from tenants.policy.document_differences import Difference, document_differences
from tenants.policy.law import Law
from tenants.policy.law import law as law_in_force
from tenants.policy.outcomes import Becomes, differences
from tenants.policy.worked_cases import WorkedCase, worked_cases

__all__ = ["CaseDifference", "Comparison", "Difference", "compare"]


@dataclass(frozen=True, slots=True)
class CaseDifference:
    """A published case that comes out differently, and in what."""

    case: WorkedCase
    becomes: tuple[Becomes, ...]

    @property
    def sentence(self) -> str:
        """Say it in words that can be read aloud."""
        said = " ".join(each.sentence for each in self.becomes)
        return f"In the published case “{self.case.title}” ({self.case.source}): {said}"

    def as_json(self) -> dict[str, Any]:
        """Give it as JSON can hold it, the case by its id, title and source."""
        return {
            "case": self.case.id,
            "title": self.case.title,
            "source": self.case.source,
            "sentence": self.sentence,
            "becomes": [each.as_json() for each in self.becomes],
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one policy differs from another, in the order of the document, and what follows."""

    differences: tuple[Difference, ...]
    cases: tuple[CaseDifference, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the comparison as JSON can hold it."""
        return {
            "differences": [each.as_json() for each in self.differences],
            "cases": [each.as_json() for each in self.cases],
        }


def compare(old: Policy, new: Policy, law: Law | None = None) -> Comparison:
    """Find all that differs; nothing is found only where both documents are the same.

    The published cases are concluded under both policies and one law.
    """
    cases = tuple(_cases(old, new, law or law_in_force()))
    return Comparison(document_differences(old, new), cases)


def _cases(old: Policy, new: Policy, law: Law) -> Iterator[CaseDifference]:
    for case in worked_cases().cases:
        values = case.facts.values()
        now, then = conclude(old, values, law), conclude(new, values, law)
        becomes = tuple(differences(old, now, then, new))
        if becomes:
            yield CaseDifference(case, becomes)
