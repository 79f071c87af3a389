"""The facts of one breach, as far as they are known."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, Self, TypeAlias

from tenants.policy.errors import FactsError
from tenants.policy.vocabulary import (
    NOT_YET_KNOWN,
    Answer,
    Category,
    Cause,
    Credentials,
    DataSubject,
    ExposureEvidence,
    Intent,
    Kind,
    Liability,
    MediaInterest,
    Particular,
    Protection,
    Recipient,
    ReputationHarm,
    Restoration,
    Revealing,
    ServiceEffect,
)

FactValue: TypeAlias = str | int | frozenset[Any] | None
PlainValue: TypeAlias = str | int | tuple[str, ...] | None

MOST_PEOPLE: Final = 1_000_000_000
"""A count above this is a slip of the keyboard, whatever happened."""

NONE_OF_THESE: Final = "none_of_these"


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachFacts:
    """The answers that the engine may use; whatever is left out is not yet known.

    For a set, empty means not yet known; for the count, None does. ``judgements`` holds what a
    person judged where the council's policy asks for it: the policy's question and the answer.
    ``unknown`` names the facts that are not yet known.
    """

    kinds: frozenset[Kind] = frozenset()
    cause: Cause = Cause.NOT_YET_KNOWN
    intent: Intent = Intent.NOT_YET_KNOWN
    people_affected: int | None = None
    data_subjects: frozenset[DataSubject] = frozenset()
    categories: frozenset[Category] = frozenset()
    revealing: Revealing = Revealing.NOT_YET_KNOWN
    particulars: frozenset[Particular] = frozenset()
    credentials: Credentials = Credentials.NOT_YET_KNOWN
    identifiable_locally: Answer = Answer.NOT_YET_KNOWN
    recipient: Recipient = Recipient.NOT_YET_KNOWN
    deletion_confirmed: Answer = Answer.NOT_YET_KNOWN
    exposure_evidence: ExposureEvidence = ExposureEvidence.NOT_YET_KNOWN
    protection: Protection = Protection.NOT_YET_KNOWN
    restoration: Restoration = Restoration.NOT_YET_KNOWN
    service_effect: ServiceEffect = ServiceEffect.NOT_YET_KNOWN
    reputation_harm: ReputationHarm = ReputationHarm.NOT_YET_KNOWN
    media_interest: MediaInterest = MediaInterest.NOT_YET_KNOWN
    councillor_involved: Answer = Answer.NOT_YET_KNOWN
    monetary_penalty: Answer = Answer.NOT_YET_KNOWN
    liability: frozenset[Liability] = frozenset()
    judgements: tuple[tuple[str, str], ...] = ()
    _values: dict[str, FactValue] = field(init=False, repr=False, compare=False)
    _plain: dict[str, PlainValue] = field(init=False, repr=False, compare=False)
    unknown: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        values: dict[str, FactValue] = {}
        for name in FACT_NAMES:
            values[name] = _checked(name, getattr(self, name))
            object.__setattr__(self, name, values[name])
        object.__setattr__(self, JUDGEMENTS, _judged(self.judgements))
        values.update(self.judgements)
        missing = frozenset(name for name, value in values.items() if not is_known(value))
        object.__setattr__(self, "unknown", missing)
        object.__setattr__(self, "_values", values)
        object.__setattr__(
            self, "_plain", {name: as_plain(value) for name, value in values.items()}
        )

    @classmethod
    def from_json(cls, mapping: Mapping[str, object]) -> Self:
        """Read facts from decoded JSON; raises `FactsError` for an unknown fact or value."""
        for name in mapping:
            _require_fact(str(name))
        unchecked: dict[str, Any] = dict(mapping)
        return cls(**unchecked)

    def as_json(self) -> dict[str, Any]:
        """Give every fact as JSON can hold it: strings, sorted lists, a number or null."""
        plain = {name: self.plain(name) for name in FACT_NAMES}
        facts = {n: list(v) if isinstance(v, tuple) else v for n, v in plain.items()}
        return {**facts, JUDGEMENTS: dict(self.judgements)}

    def replace(self, **changes: object) -> Self:
        """Give a copy with some facts changed; raises `FactsError` as `from_json` does."""
        for name in changes:
            _require_fact(name)
        unchecked: dict[str, Any] = changes
        return replace(self, **unchecked)

    def plain(self, name: str) -> PlainValue:
        """Give one fact, or one judgement, as a plain string, count or sorted tuple of strings."""
        return self._plain.get(name, NOT_YET_KNOWN)

    def is_known(self, name: str) -> bool:
        """Say whether the fact, or the judgement, has been answered."""
        return is_known(self.plain(name))

    def values(self) -> Mapping[str, FactValue]:
        """Give every fact and every judgement by name, as the tables read them."""
        return self._values

    def plain_values(self) -> Mapping[str, PlainValue]:
        """Give what `plain` gives, for every fact and every judgement that was answered."""
        return self._plain


CHOICES: Final[Mapping[str, type[StrEnum]]] = MappingProxyType(
    {
        "cause": Cause,
        "intent": Intent,
        "revealing": Revealing,
        "credentials": Credentials,
        "identifiable_locally": Answer,
        "recipient": Recipient,
        "deletion_confirmed": Answer,
        "exposure_evidence": ExposureEvidence,
        "protection": Protection,
        "restoration": Restoration,
        "service_effect": ServiceEffect,
        "reputation_harm": ReputationHarm,
        "media_interest": MediaInterest,
        "councillor_involved": Answer,
        "monetary_penalty": Answer,
    }
)
SETS: Final[Mapping[str, type[StrEnum]]] = MappingProxyType(
    {
        "kinds": Kind,
        "data_subjects": DataSubject,
        "categories": Category,
        "particulars": Particular,
        "liability": Liability,
    }
)
JUDGEMENTS: Final = "judgements"
FACT_NAMES: Final[tuple[str, ...]] = tuple(
    each.name for each in fields(BreachFacts) if each.init and each.name != JUDGEMENTS
)
COUNTS: Final[tuple[str, ...]] = tuple(n for n in FACT_NAMES if n not in CHOICES and n not in SETS)


def is_known(value: FactValue | PlainValue) -> bool:
    """Say whether a fact's value is an answer; an empty set, None and "not yet known" are not."""
    return value not in (None, NOT_YET_KNOWN, frozenset(), ())


def as_plain(value: FactValue) -> PlainValue:
    """Give a fact's value without enums: a string, a count or a sorted tuple of strings."""
    if isinstance(value, frozenset):
        return tuple(sorted(str(member) for member in value))
    return str(value) if isinstance(value, str) else value


def _require_fact(name: str) -> None:
    if name not in FACT_NAMES and name != JUDGEMENTS:
        raise FactsError(name, "there is no such fact", (*FACT_NAMES, JUDGEMENTS))


def _judged(value: object) -> tuple[tuple[str, str], ...]:
    """Check judgements in their form alone: which ones there are, the policy says."""
    judged: dict[Any, Any]
    try:
        # A list is never an answer, not even an empty one; whatever else JSON held is tried.
        judged = {"": value} if isinstance(value, list) else dict(value or ())  # type: ignore[call-overload]  # checked below
    except (TypeError, ValueError):
        judged = {"": value}
    for question, answer in judged.items():
        if not (isinstance(question, str) and question and isinstance(answer, str) and answer):
            problem = f"{value!r} does not give each of the policy's questions one answer"
            raise FactsError(JUDGEMENTS, problem)
        if question in FACT_NAMES:
            problem = f"{question!r} is the name of a fact, not of a judgement"
            raise FactsError(JUDGEMENTS, problem)
    return tuple(sorted((q, a) for q, a in judged.items() if a != NOT_YET_KNOWN))


def _checked(name: str, value: object) -> FactValue:
    if name in CHOICES:
        return _choice(name, CHOICES[name], value)
    if name in SETS:
        return _set(name, SETS[name], value)
    return _count(name, value)


def _choice(name: str, vocabulary: type[StrEnum], value: object) -> StrEnum:
    if value is None:
        value = NOT_YET_KNOWN
    return _member(name, vocabulary, value)


def _member(name: str, vocabulary: type[StrEnum], value: object) -> StrEnum:
    try:
        return vocabulary(value) if isinstance(value, str) else vocabulary("")
    except ValueError:
        problem = f"{value!r} is not an answer to it"
        raise FactsError(name, problem, tuple(vocabulary)) from None


def _set(name: str, vocabulary: type[StrEnum], value: object) -> frozenset[StrEnum]:
    if value is None or value == NOT_YET_KNOWN:
        return frozenset()
    if isinstance(value, str) or not isinstance(value, (list, tuple, set, frozenset)):
        raise FactsError(name, f"{value!r} is not a list of answers", tuple(vocabulary))
    if list(value) == [NOT_YET_KNOWN]:
        return frozenset()
    answers = frozenset(_member(name, vocabulary, member) for member in value)
    if NONE_OF_THESE in answers and len(answers) > 1:
        raise FactsError(
            name, f'"{NONE_OF_THESE}" stands alone; leave it out or leave out the rest'
        )
    return answers


def _count(name: str, value: object) -> int | None:
    if value is None or value == NOT_YET_KNOWN:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise FactsError(name, f"{value!r} is not a whole number, nor null for not yet known")
    if not 0 <= value <= MOST_PEOPLE:
        raise FactsError(name, f"{value} is not between 0 and {MOST_PEOPLE}")
    return value
