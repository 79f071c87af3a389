"""The law that the engine applies, as dated and cited data."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Annotated

from pydantic import Field

from tenants.policy.documents import Document, Id, Text, read, shipped
from tenants.policy.duties import DueRule, ShownBy
from tenants.policy.errors import PolicyDocumentError, Problem
from tenants.policy.vocabulary import RiskToPeople


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
    source: Text
    citations: Annotated[tuple[_Citation, ...], Field(min_length=1)]
    content: tuple[Text, ...] = ()


class LawDuty(Document):
    """What a rule asks of a council: from which risk on (None: always), towards whom, by when."""

    rule: Id
    to_whom: Id
    from_risk: RiskToPeople | None = None
    due: DueRule
    content: Id
    shown_by: ShownBy


class LawSpan(Document):
    """How many days a rule gives, counted with the day on which they begin."""

    rule: Id
    days: Annotated[int, Field(ge=1, le=3650)]

    def last_day(self, first: date) -> date:
        """Give the last of the days that begin with this one."""
        return first + timedelta(days=self.days - 1)


class _PlainLaw(Document):
    version: Text
    regulators: tuple[_DatedRegulator, ...]
    rules: tuple[_PlainRule, ...]
    duties: tuple[LawDuty, ...]
    spans: tuple[LawSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class LawRule:
    """One duty or definition; ``content`` lists what it says must be told or kept.

    ``source`` is where its words were read and confirmed.
    """

    id: str
    sentence: str
    in_force_from: date
    source: str
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


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """The rules of one version of the law's data, by id."""

    version: str
    rules: tuple[LawRule, ...]
    duties: tuple[LawDuty, ...]
    regulators: tuple[tuple[date, Regulator], ...]
    spans: tuple[LawSpan, ...] = ()

    def rule(self, rule_id: str) -> LawRule:
        """Give one rule; raises KeyError for an unknown id."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    def duty(self, rule_id: str) -> LawDuty:
        """Give what a rule asks of a council; raises KeyError where it asks nothing."""
        for duty in self.duties:
            if duty.rule == rule_id:
                return duty
        raise KeyError(rule_id)

    def span_on(self, rule_id: str, day: date) -> LawSpan | None:
        """Give the days that a rule gives from a day on; None where it does not bind then."""
        span = next((span for span in self.spans if span.rule == rule_id), None)
        return span if span is not None and self.rule(rule_id).is_in_force_on(day) else None

    def asks_for(self, rule_id: str, risk: RiskToPeople) -> bool:
        """Say whether a duty of the law arises at this risk to people."""
        line = self.duty(rule_id).from_risk
        return line is None or risk.rank >= line.rank

    @property
    def regulator_hours(self) -> int:
        """The elapsed hours from becoming aware in which the regulator must be told."""
        return self.duty("tell-regulator").due.hours or 0

    def regulator_on(self, day: date) -> Regulator:
        """Give the regulator of a day; before the first, the first."""
        _, current = self.regulators[0]
        for since, regulator in self.regulators:
            if since <= day:
                current = regulator
        return current

    def sentence_on(self, rule_id: str, day: date | None = None) -> str:
        """Give a rule's sentence with the regulator's name of the day, or its newest, in it."""
        regulator = self.regulators[-1][1] if day is None else self.regulator_on(day)
        return self.rule(rule_id).sentence.format(regulator=regulator.name)


NEEDED_RULES = (
    "definition", "tell-regulator", "regulator-content", "in-phases", "register", "tell-people",
    "people-content", "people-exceptions", "people-protected-before", "people-risk-removed-since",
    "people-disproportionate",
)  # fmt: skip
NEEDED_DUTIES = ("tell-regulator", "tell-people", "register")


def load_law(text: str) -> Law:
    """Read the law's data; raises `PolicyDocumentError`. Dated lists are put in order of date."""
    plain = read(text, _PlainLaw, "law")
    rules = tuple(
        LawRule(
            rule.id,
            rule.sentence,
            rule.in_force_from,
            rule.source,
            tuple(sorted((c.since, c.citation) for c in rule.citations)),
            rule.content,
        )
        for rule in plain.rules
    )
    _require_all(plain)
    regulators = tuple(
        (r.since, Regulator(**r.model_dump(exclude={"since"})))
        for r in sorted(plain.regulators, key=lambda r: r.since)
    )
    return Law(plain.version, rules, plain.duties, regulators, plain.spans)


def _require_all(plain: _PlainLaw) -> None:
    """Refuse data without a regulator, a rule or a duty that the engine rests on."""
    problems: list[Problem] = []
    if not plain.regulators:
        problems.append(Problem("regulators", "there is none", "write one with its date"))
    rules, duties = {rule.id for rule in plain.rules}, {duty.rule for duty in plain.duties}
    used = {name for duty in plain.duties for name in (duty.rule, duty.content)}
    used |= {span.rule for span in plain.spans}
    problems += [
        Problem(place, f"{name} is missing", "write it")
        for place, needed, known in (
            ("rules", {*NEEDED_RULES, *used}, rules),
            ("duties", {*NEEDED_DUTIES}, duties),
        )
        for name in sorted(needed - known)
    ]
    if not problems and not any(
        duty.rule == "tell-regulator" and duty.due.hours for duty in plain.duties
    ):
        wrong = "tell-regulator has no hours"
        problems.append(Problem("duties", wrong, "write due = { hours = 72 }"))
    if problems:
        raise PolicyDocumentError("law", tuple(problems))


@cache
def law() -> Law:
    """Give the law that comes with the engine."""
    return load_law(shipped("law.toml"))
