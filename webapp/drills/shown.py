"""What a practice showed, in words. Pure."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from tenants.breaches.drill_results import DrillResult, Milestone, Reached, SentAlert, Verdict
from tenants.breaches.scenarios import SCENARIOS, ScenarioId
from webapp.breaches.wording import LETTERS

MILESTONES: Final[Mapping[Milestone, str]] = {
    Milestone.ANSWERED: "Somebody answered",
    Milestone.HELD: "Somebody said “I have it”",
    Milestone.ASSESSED: "First assessment",
    Milestone.LEAD: "Lead investigator appointed",
    Milestone.RATED: "Rated",
    Milestone.DECIDED: "Decided about the regulator",
}
VERDICTS: Final[Mapping[Verdict, tuple[str, str]]] = {
    Verdict.IN_TIME: ("Decided in time", "green"),
    Verdict.LATE: ("Decided late", "red"),
    Verdict.RUNNING: ("Running", "blue"),
    Verdict.ENDED_BEFORE: ("Ended early", "grey"),
    Verdict.NEVER: ("Not decided in time", "red"),
    Verdict.NOT_NEEDED: ("Found to be no breach", "turquoise"),
}
_SENTENCES: Final[Mapping[Verdict, str]] = {
    Verdict.IN_TIME: "The decision about the regulator came within the 72 hours.",
    Verdict.LATE: "The decision about the regulator came after the 72 hours.",
    Verdict.RUNNING: "The 72 hours are still running, and nothing is decided yet.",
    Verdict.ENDED_BEFORE: "It was ended before the 72 hours were over, with nothing decided.",
    Verdict.NEVER: "The 72 hours ran out and nobody had decided about the regulator.",
    Verdict.NOT_NEEDED: "The first assessment found that it was no breach, so the clock stopped.",
}
_HOUR: Final = timedelta(hours=1)


def sentence_of(result: DrillResult) -> str:
    """Return in one sentence whether the practice did what it should."""
    return _SENTENCES[result.verdict]


def story_of(result: DrillResult) -> str:
    """Return what a practice was about."""
    known = {story.value: SCENARIOS[story].title for story in ScenarioId}
    return known.get(result.scenario, "A story that is no longer told")


def in_short(result: DrillResult) -> str:
    """Return what a practice showed in three short sentences, for the year's evidence."""
    first = result.moment(Milestone.ANSWERED)
    answered = "Nobody answered"
    if first.after is not None:
        answered = f"First answer {_length(first.after)} after the report"
    lost = f" Never reached: {', '.join(result.never_reached)}." if result.never_reached else ""
    return f"{answered}. {sentence_of(result)}{lost}"


def after_words(reached: Reached, *, is_running: bool) -> str:
    """Return "40 minutes after the report, by Jo Bloggs", or that it never came."""
    if reached.after is None:
        return "Not yet" if is_running else "Nobody did"
    return f"{_length(reached.after)} after the report, by {reached.who}"


def alert_words(alert: SentAlert) -> str:
    """Return what a letter told, for a list."""
    words = LETTERS.get(alert.kind, "about it")
    if alert.hours_before is None or alert.kind != "clock_alert":
        return words
    hours = abs(alert.hours_before)
    counted = "1 hour" if hours == 1 else f"{hours} hours"
    if not hours:
        return "that the time had run out"
    return f"that {counted} were left" if alert.hours_before > 0 else f"{counted} after the time"


def _length(after: timedelta) -> str:
    minutes = after // timedelta(minutes=1)
    if minutes < 120:
        return "1 minute" if minutes == 1 else f"{minutes} minutes"
    hours, rest = after // _HOUR, minutes % 60
    return f"{hours} hours and {rest} minutes" if rest else f"{hours} hours"
