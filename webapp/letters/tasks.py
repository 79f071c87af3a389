"""What a letter asks for, as boxes to tick, and what was ticked."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from tenants.models import Action, RegulatorLetter
from tenants.policy import NOT_YET_KNOWN, Cause
from tenants.regulator_letters.fitting import measures_that_fit
from tenants.regulator_letters.letters import Task
from tenants.regulator_letters.strangers import REQUEST
from tenants.times import day
from webapp.letters.forms import ConfirmForm

FITS: Final = "Fits this kind of breach"
PASSED: Final = "This day has passed"
_UNDATED: Final = ("specific", "standing", "measures")
_PLAIN: Final = {"specific": "recommendations", "standing": "standing_recommendations"}

Choices = dict[str, list[tuple[str, str]]]


def offered(letter: RegulatorLetter) -> Choices:
    """Return the boxes of each field, numbered as the letter has them."""
    found = letter.found
    boxes = {name: _numbered(found.get(key, [])) for name, key in _PLAIN.items()}
    deadlines = [_deadline_words(each) for each in found.get("deadlines", [])]
    titles = [f"{each['number']}. {each['title']}" for each in found.get("measures", [])]
    return {**boxes, "deadlines": _numbered(deadlines), "measures": _numbered(titles)}


def hint_boxes(form: ConfirmForm, letter: RegulatorLetter, cause: str, today: date) -> list[str]:
    """Say beside a box what speaks for it or against it; return the deadlines to tick at first.

    What a letter about something else wants has no place among the actions of a breach.
    """
    titles = [each["title"] for each in letter.found.get("measures", [])]
    known = Cause(cause) if cause in tuple(Cause) and cause != NOT_YET_KNOWN else None
    fitting = measures_that_fit(known, titles) if known else set()
    form.measures.hints = {str(n): FITS for n, title in enumerate(titles) if title in fitting}
    days = [_day(each) for each in letter.found.get("deadlines", [])]
    form.deadlines.hints = {str(n): PASSED for n, on in enumerate(days) if on and on < today}
    if letter.found.get("why") == REQUEST:
        return []
    return [str(n) for n in range(len(days)) if str(n) not in form.deadlines.hints]


def ticked(form: ConfirmForm, letter: RegulatorLetter) -> list[Task]:
    """Return what was ticked and what was added, each once, what has its own day first."""
    deadlines = letter.found.get("deadlines", [])
    dated = [
        Task(deadlines[int(n)]["words"], _day(deadlines[int(n)]))
        for n in _picked(form, "deadlines")
    ]
    texts = offered(letter)
    undated = [dict(texts[name])[number] for name in _UNDATED for number in _picked(form, name)]
    added = [line.strip(" -\t") for line in (form.more.data or "").split("\n")]
    taken = {task.words for task in dated}
    words = [text for text in dict.fromkeys([*undated, *added]) if text and text not in taken]
    return [*dated, *map(Task, words)]


def in_order(actions: Sequence[Action], letter: RegulatorLetter) -> list[Action]:
    """Return a letter's actions as the letter has them, what was added by hand at the end."""
    texts = offered(letter)
    dated = [str(each["words"]) for each in letter.found.get("deadlines", [])]
    undated = [words for name in _UNDATED for _, words in texts[name]]
    asked = [*dated, *undated]
    places = {words: place for place, words in enumerate(asked)}
    return sorted(actions, key=lambda action: places.get(action.words, len(places)))


def _dated(found: Mapping[str, Any]) -> Task:
    return Task(str(found["words"]), _day(found))


def _picked(form: ConfirmForm, name: str) -> Sequence[str]:
    picked: Sequence[str] = form[name].data or []
    return picked


def _numbered(texts: Sequence[str]) -> list[tuple[str, str]]:
    return [(str(number), text) for number, text in enumerate(texts)]


def _deadline_words(found: Mapping[str, Any]) -> str:
    on = _day(found)
    return f"{found['words']} (by {day(on)})" if on else str(found["words"])


def _day(found: Mapping[str, Any]) -> date | None:
    return date.fromisoformat(found["due_on"]) if found.get("due_on") else None
