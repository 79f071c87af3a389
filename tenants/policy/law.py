"""The law that the engine applies, as dated and cited data."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from tenants.policy.documents import Document, Id, Text, read, shipped
from tenants.policy.errors import NoRegulatorError, PolicyDocumentError


class Regulator(Document):
    """Who must be told; the name and number change by Act of Parliament, so they are dated."""

    name: Text
    short_name: Text
    phone: Text
    phone_hours: str = ""
    report_url: str | None = None


class _DatedRegulator(Regulator):
    since: date


class _Citation(Document):
    since: date
    citation: Text


class _PlainRule(Document):
    id: Id
    sentence: Text
    in_force_from: date
    citations: tuple[_Citation, ...]
    content: tuple[Text, ...] = ()


class _PlainLaw(Document):
    version: Text
    regulator_hours: int
    regulators: tuple[_DatedRegulator, ...]
    rules: tuple[_PlainRule, ...]


@dataclass(frozen=True, slots=True)
class LawRule:
    """One duty or definition; ``content`` lists what it says must be told or kept."""

    id: str
    sentence: str
    in_force_from: date
    citations: tuple[tuple[date, str], ...]
    content: tuple[str, ...] = ()

    @property
    def citation(self) -> str:
        """The newest citation."""
        return self.citations[-1][1]

    def citation_on(self, day: date) -> str:
        """Give the citation as it stood on a day; before the first, the first."""
        current = self.citations[0][1]
        for since, citation in self.citations:
            if since <= day:
                current = citation
        return current

    def is_in_force_on(self, day: date) -> bool:
        """Say whether the rule binds on the day."""
        return self.in_force_from <= day


@dataclass(frozen=True, slots=True)
class Law:
    """The rules of one version of the law's data, by id."""

    version: str
    regulator_hours: int
    rules: tuple[LawRule, ...]
    regulators: tuple[tuple[date, Regulator], ...]

    def rule(self, rule_id: str) -> LawRule:
        """Give one rule; raises KeyError for an unknown id."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    def regulator_on(self, day: date) -> Regulator:
        """Give the regulator of a day; raises `NoRegulatorError` before the first."""
        current: Regulator | None = None
        for since, regulator in self.regulators:
            if since <= day:
                current = regulator
        if current is None:
            raise NoRegulatorError(f"No regulator is recorded for {day.isoformat()}.")
        return current

    def sentence_on(self, rule_id: str, day: date | None = None) -> str:
        """Give a rule's sentence with the regulator's name of the day, or its newest, in it."""
        regulator = self.regulators[-1][1] if day is None else self.regulator_on(day)
        return self.rule(rule_id).sentence.format(regulator=regulator.name)


NEEDED_RULES = (
    "definition", "tell-regulator", "regulator-content", "in-phases", "register", "tell-people",
    "people-content", "people-exceptions",
)  # fmt: skip


def load_law(text: str) -> Law:
    """Read the law's data; raises `PolicyDocumentError`. Dated lists are put in order of date."""
    plain = read(text, _PlainLaw, "law")
    rules = tuple(
        LawRule(
            rule.id,
            rule.sentence,
            rule.in_force_from,
            tuple(sorted((c.since, c.citation) for c in rule.citations)),
            rule.content,
        )
        for rule in plain.rules
    )
    if not plain.regulators:
        raise PolicyDocumentError("law", ("regulators: there is none; write one with its date",))
    missing = [name for name in NEEDED_RULES if name not in {rule.id for rule in rules}]
    if missing:
        raise PolicyDocumentError(
            "law", tuple(f"rules: {name} is missing; write it" for name in missing)
        )
    regulators = tuple(
        (r.since, Regulator(**r.model_dump(exclude={"since"})))
        for r in sorted(plain.regulators, key=lambda r: r.since)
    )
    return Law(plain.version, plain.regulator_hours, rules, regulators)


@cache
def law() -> Law:
    """Give the law that comes with the engine."""
    return load_law(shipped("law.toml"))
