"""A report as its pages show it: what each part asks and answers, and what is still open."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tenants.breaches.decisions import TELL
from tenants.breaches.page import BreachPage
from tenants.breaches.parties import standing_decisions
from tenants.breaches.regulator_answers import in_words
from tenants.breaches.regulator_saved import (
    answers_in,
    asked_in,
    changes_since_last,
    confirmed_in,
    find_open_report,
    reports_of,
)
from tenants.breaches.regulator_screening import Found, screened
from tenants.models import Decision, RegulatorReport, ReportKind, Subject
from tenants.policy import law
from tenants.policy.regulator_form import (
    PARTS,
    Minimum,
    Part,
    Question,
    is_answered,
    is_wanted,
    missing_minimum,
    not_yet_known,
)
from tenants.times import day_of
from webapp.breaches.receiving import ADDRESS, clock
from webapp.breaches.refusals import KeepTyped, Stands, VersionedForm
from webapp.breaches.timeline import Told
from webapp.scope import scope

ROOT: Final = f"{ADDRESS}/regulator-report"


@dataclass(frozen=True, slots=True)
class Line:
    """A question with its answer in words; `was` is what the last report said, where it differs."""

    question: Question
    answer: str
    is_known: bool
    was: str = ""


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One part of the form, with the lines that are asked for in this report."""

    part: Part
    lines: tuple[Line, ...]
    open: tuple[Question, ...]

    @property
    def number(self) -> int:
        """Return which of the parts it is, from 1."""
        return PARTS.index(self.part) + 1

    @property
    def answered(self) -> int:
        """Return how many of its questions are answered."""
        return sum(line.is_known for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """A report of a breach as whoever may handle breaches sees it."""

    page: BreachPage
    report: RegulatorReport
    answers: Mapping[str, Any]
    parts: tuple[ShownPart, ...]
    before: RegulatorReport | None

    @property
    def is_follow_up(self) -> bool:
        """Whether it follows one that was sent."""
        return self.report.kind == ReportKind.FOLLOW_UP

    @property
    def name(self) -> str:
        """Return what it is called in a sentence."""
        return "the follow-up report" if self.is_follow_up else "the report"

    @property
    def open(self) -> tuple[Question, ...]:
        """Return the questions that are not answered yet, in the form's order."""
        return tuple(each for shown in self.parts for each in shown.open)

    @property
    def changed(self) -> tuple[Line, ...]:
        """Return what is answered otherwise than in the last report."""
        return tuple(line for shown in self.parts for line in shown.lines if line.was)


def find_report(page: BreachPage, sequence: int | None = None) -> ReportPage | None:
    """Return the breach's latest report, or the one of this number; None where there is none."""
    reports = reports_of(scope.session, breach_id=page.breach.id)
    wanted = reports[-1:] if sequence is None else [r for r in reports if r.sequence == sequence]
    return report_page(page, wanted[0], reports) if wanted else None


def report_page(
    page: BreachPage, report: RegulatorReport, reports: Sequence[RegulatorReport]
) -> ReportPage:
    """Return a report with its parts, and what changed since the one before it."""
    answers = answers_in(report)
    changed, before = changes_since_last(reports, report)
    was = answers_in(before) if before else {}
    asked = asked_in(page.breach, report, clock().now())
    parts = []
    for part in PARTS:
        own = [
            each
            for each in asked
            if each.part == part.id
            and (is_answered(answers, each.id) or is_wanted(each, answers) or each in changed)
        ]
        lines = tuple(
            Line(
                each,
                in_words(each, answers),
                is_answered(answers, each.id),
                in_words(each, was) if each in changed else "",
            )
            for each in own
        )
        parts.append(ShownPart(part, lines, not_yet_known(own, answers)))
    return ReportPage(page=page, report=report, answers=answers, parts=tuple(parts), before=before)


def found_in(shown: ReportPage) -> tuple[Found, ...]:
    """Return what looks like somebody's personal data in a report."""
    return screened(scope.session, shown.answers, confirmed_in(shown.report))


@dataclass(frozen=True, slots=True)
class LeastContent:
    """One thing that the law wants in a report, and the questions about it that are open."""

    sentence: str
    missing: tuple[Question, ...]


def least_content(shown: ReportPage) -> tuple[str, tuple[LeastContent, ...], str]:
    """Return what a report must say at the least: a sentence, each thing, and the source."""
    rule = law().rule("regulator-content")
    missing = missing_minimum(shown.answers)
    lines = tuple(
        LeastContent(sentence, missing[minimum])
        for minimum, sentence in zip(Minimum, rule.content, strict=True)
    )
    name = law().regulator_on(day_of(shown.page.breach.aware_at)).name
    return rule.sentence.replace("{regulator}", name), lines, rule.citation


def told_of(shown: ReportPage) -> Decision | None:
    """Return the standing decision to tell the regulator, if that is what was decided."""
    standing = standing_decisions(scope.session, breach_id=shown.page.breach.id)
    row = standing.get((Subject.REGULATOR, ""))
    return row if row is not None and row.decided == TELL else None


def keep_report(
    form: VersionedForm,
    page: BreachPage,
    told: Callable[[RegulatorReport], list[Told]] | None = None,
) -> KeepTyped:
    """Return the keeper of a form about the open report; `told` says what others wrote in it."""

    def stands() -> Stands:
        report = find_open_report(scope.session, breach_id=page.breach.id)
        if report is None:
            return Stands(0, (), "The report was recorded as sent meanwhile. Copy what you typed")
        who = page.name_of(report.saved_by_id)
        saved = Told(report.saved_at, who, "Saved the report")
        return Stands(report.version, (told(report) if told else []) or [saved])

    return KeepTyped(form, stands)
