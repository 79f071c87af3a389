"""Whether the policy's sentences tell the regulator and the people later than the law does."""

import re
from collections.abc import Iterator
from typing import Final

from tenants.policy.duties import DueRule, Told
from tenants.policy.lint_rules.due_times import longest_hours
from tenants.policy.lint_rules.finding import Finding, Reading, Weight
from tenants.policy.lint_rules.tellings import RULES, regulator_words
from tenants.policy.lint_rules.wording import number_in
from tenants.policy.places import Statement
from tenants.policy.policy_format import ClauseKind

_TELL: Final = r"\b(?:tell|tells|told|notif\w+|report\w*|inform\w*)\b"
_PEOPLE: Final = (
    r"\b(?:people|persons?|individuals?|data\s+subjects?|residents?"
    r"|them|those|affected|everybody)\b"
)
_HIGH: Final = r"\bhigh\s+risk\b|\brisk\b[^.;]{0,20}\bhigh\b"
_SPAN: Final = (
    r"\b(?:within|no\s+later\s+than|not\s+later\s+than|up\s+to|in)\s+(?:the\s+next\s+)?"
    r"(\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten)[\s-]+"
    r"(working|business|office|calendar)?\s*(hour|day|week|month)s?\b"
)
_LATER_START: Final = (
    r"\b(?:72|seventy-two)[\s-]*hours?\s+(?:of|after|from|following)\s+"
    r"(?:(?!aware|unless|\bif\b|discover|finding\s+out)[^.;,]){0,40}?"
    r"\b(?:investigat|assess|confirm|decision|decid|meeting|conclu|complet|being\s+reported)"
)
_HOURS: Final = r"\b(?:72|seventy-two)[\s-]*"
_WORKING: Final = (
    rf"{_HOURS}(?:working|business|office)[\s-]*hours?\b"
    rf"|{_HOURS}hours?\b[^.;]{{0,40}}\b(?:excluding|not\s+counting|leaving\s+out|except)\b"
    r"[^.;]{0,30}\b(?:weekends?|bank\s+holidays?|saturdays?|sundays?)\b"
)


def findings(reading: Reading) -> Iterator[Finding]:
    """Find sentences that give the regulator or the people less than the law does."""
    kinds = {f"clauses.{c.id}.sentence": c.kind for c in reading.policy.clauses}
    for each in reading.said_in("clauses", "steps", "obligations", "responsibilities"):
        yield from _only_at_high_risk(reading, each)
        yield from _clock(reading, each)
        yield from _regulator_late(reading, each, kinds.get(each.place))
        yield from _people_late(reading, each, kinds.get(each.place))


def _has(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None


def _by_law(reading: Reading, told: Told) -> str:
    rule = RULES[told]
    return f"{reading.sentence(rule)} ({reading.citation(rule)})"


def _weaker(name: str, place: str, reason: str, mend: str) -> Finding:
    return Finding(name, place, reason, mend, Weight.WEAKER_THAN_LAW)


def _only_at_high_risk(reading: Reading, said: Statement) -> Iterator[Finding]:
    regulator = regulator_words(reading.law)
    for part in re.split(r"[.;]", said.text):
        if all(_has(each, part) for each in (_HIGH, regulator, _TELL)) and not _has(_PEOPLE, part):
            reason = (
                "This reads as if the regulator were told at a high risk only. "
                f"{_by_law(reading, Told.REGULATOR)}"
            )
            mend = (
                "Write the law's line for the regulator.\n"
                'sentence = "The regulator is told unless a risk to people is unlikely."'
            )
            yield _weaker("regulator-only-at-high-risk", said.place, reason, mend)
            return


def _clock(reading: Reading, said: Statement) -> Iterator[Finding]:
    mend = (
        "Count the hours as the law does.\nsentence = "
        '"The regulator is told within 72 hours of the council becoming aware."'
    )
    if _has(_LATER_START, said.text):
        reason = (
            "This counts the hours from later than when the council became aware. "
            f"{_by_law(reading, Told.REGULATOR)}"
        )
        yield _weaker("hours-counted-late", said.place, reason, mend)
    elif _has(_WORKING, said.text):
        reason = (
            "This counts working hours only, which makes the time longer. "
            f"{_by_law(reading, Told.REGULATOR)}"
        )
        yield _weaker("hours-counted-late", said.place, reason, mend)


def _regulator_late(
    reading: Reading, said: Statement, kind: ClauseKind | None
) -> Iterator[Finding]:
    """Read spans beside the regulator; in a clause on the 72 hours, those of the whole clause."""
    hours, regulator = reading.law.regulator_hours, regulator_words(reading.law)
    if kind is ClauseKind.SEVENTY_TWO_HOURS:
        spans = _spans(said.text)
        late = spans if all(longest > hours for _, longest in spans) else []
    else:
        parts = [p for p in re.split(r"[.;,]", said.text) if _has(regulator, p) and _has(_TELL, p)]
        late = [each for part in parts for each in _spans(part) if each[1] > hours]
    if late:
        reason = (
            f"This gives the regulator's telling {late[0][0]}. {_by_law(reading, Told.REGULATOR)}"
        )
        mend = (
            "Write the law's own time, or less.\nsentence = "
            f'"The regulator is told within {hours} hours of the council becoming aware."'
        )
        yield _weaker("regulator-told-late", said.place, reason, mend)


def _people_late(reading: Reading, said: Statement, kind: ClauseKind | None) -> Iterator[Finding]:
    if kind is not ClauseKind.TELL_PEOPLE:
        return
    late = [span for span, longest in _spans(said.text) if longest > reading.law.regulator_hours]
    late += ["the next meeting"] if _has(r"\bnext\s+(?:\w+\s+)?meeting\b", said.text) else []
    if late:
        reason = f"This lets the people wait: {late[0]}. {_by_law(reading, Told.PEOPLE)}"
        mend = (
            "Write it as the law does.\nsentence = "
            '"Where the risk to people is likely to be high, they are told without undue delay."'
        )
        yield _weaker("people-told-late", said.place, reason, mend)


def _spans(text: str) -> list[tuple[str, int]]:
    """Give every span of time in a text, with the most hours that it can take."""
    found = []
    for match in re.finditer(_SPAN, text, re.IGNORECASE):
        number, working, unit = match.groups()
        due = _due(number_in(number), (working or "").lower(), unit.lower())
        found.append((match.group(), longest_hours(due) or 0))
    return found


def _due(number: int, working: str, unit: str) -> DueRule:
    number = max(number, 1)
    if unit == "month":
        return DueRule(kind="within", months=number)
    if working in ("working", "business", "office"):
        days = {"hour": -(-number // 8), "day": number, "week": 5 * number}[unit]
        return DueRule(kind="within", working_days=days)
    hours = {"hour": 1, "day": 24, "week": 168}[unit] * number
    return DueRule(kind="within", hours=hours)
