"""What is yet to be mended in a draft, in plain words, with the page on which it is mended.

The engine names places as the document does, "axes.harm.rows[2] (harm-3).rating", and says what to
write there; whoever amends by pages needs the page, and what to press.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from tenants.policy import Problem
from webapp.policy.amending.document import Entry, Plain, entries_at, found, key_of
from webapp.policy.amending.parts import PARTS
from webapp.policy.amending.place import Here, NoSuchPlaceError, Part, Shape, find_place
from webapp.policy.amending.questions import questions_in

_STEP = re.compile(r"([A-Za-z0-9_-]+)|\[(\d+)\]|\(([^)]*)\)")

_OF_ROWS = re.compile("has no rows|no row takes|has rows that")


@dataclass(frozen=True, slots=True)
class ToMend:
    """One thing to mend: where it is in words and as an address in the draft, and what to do."""

    place: str
    where: str
    wrong: str
    mend: str


def to_mend(problems: Sequence[Problem], document: Plain) -> tuple[ToMend, ...]:
    """Return the problems of a draft's document for the person who amends it."""
    return tuple(_shown(problem, document) for problem in problems)


def _shown(problem: Problem, document: Plain) -> ToMend:
    here = here_of(problem.place, document)
    if here is not None and here.part.name == "axes" and _OF_ROWS.match(problem.wrong):
        here = here.inside(here.part.inner[0])
    wrong, mend = in_plain_words(problem, document)
    if here is None:
        return ToMend(problem.place, PARTS[0].name, wrong, mend)
    return ToMend(_named(here), here.where, wrong, mend)


def _named(here: Here) -> str:
    """Return what a place is called: its part's title, then each entry on the way, shortened."""
    names: list[str] = []
    at: Here | None = here
    while at is not None:
        is_entry = not at.is_list and at.part.shape != Shape.ONE
        heading = at.part.item(at).heading if is_entry else ""
        names.append(f"{at.part.title}: {_short(heading)}" if heading else at.part.title)
        at = at.outer
    return "; ".join(reversed(names))


def _short(words: str) -> str:
    return words if len(words) <= 80 else f"{words[:77].rstrip()}…"


def here_of(place: str, document: Plain) -> Here | None:
    """Return the deepest place with a page of its own that a problem's place leads to."""
    steps = _STEP.findall(place)
    if not steps:
        return None
    part = next((part for part in PARTS if _key_of(part) == steps[0][0]), None)
    if part is None:
        return _duty(steps[0][0], document)
    here = _found(part.name, document)
    for key, index, named in steps[1:]:
        here = here and (_deeper(here, key, index, named) or here)
    return here


def _key_of(part: Part) -> str:
    return str(part.at[0]) if part.at else ""


def _duty(name: str, document: Plain) -> Here | None:
    """Return the place of the duty that a condition is named after, or of a column or judgement."""
    for part, way in (("duties", "obligations"), ("axes", "axes"), ("judgements", "judgements")):
        if any(entry["id"] == name for entry in entries_at(document, (way,))):
            return _found(f"{part}/{name}", document)
    lead = next((part for part in PARTS if name in part.lines), None)
    return _found(lead.name, document) if lead else None


def _deeper(here: Here, key: str, index: str, named: str) -> Here | None:
    """Return one step further in, or None where the step has no page of its own."""
    if here.is_list and key and here.part.shape == Shape.LIST and key in here.part.at:
        return None
    if here.is_list:
        return _entry(here, key, index, named)
    inner = next((part for part in here.part.inner if key and key in (*part.at, part.name)), None)
    if inner is not None:
        return here.inside(inner)
    listed = here.inside(here.part.inner[0]) if here.part.name == "form" else None
    return _entry(listed, key, "", named) if listed else None


def _entry(here: Here, key: str, index: str, named: str) -> Here | None:
    listed = here.entries
    if index and here.part.shape == Shape.LIST and int(index) < len(listed):
        key = key_of(listed, int(index), here.part.keyed_by)
    elif named and not index:
        key = f"{named}~2"
    entry = _found(f"{here.where}/{key}", here.document) if key else None
    return None if entry is None or entry.is_lost or entry.is_new else entry


def _found(where: str, document: Plain) -> Here | None:
    with suppress(NoSuchPlaceError):
        return find_place(document, where, PARTS)
    return None


Says = Callable[[Sequence[str], Plain], tuple[str, str]]


def in_plain_words(problem: Problem, document: Plain) -> tuple[str, str]:
    """Return what is wrong, and what to do about it by pages; else as the engine says it."""
    for pattern, says in _WORDS.items():
        match = re.search(pattern, problem.wrong)
        if match:
            return says(match.groups(), document)
    return _sentence(problem.wrong), _sentence(problem.instead)


def _always(wrong: str, mend: str) -> Says:
    return lambda groups, _document: (wrong.format(*groups), mend)


def _gap(groups: Sequence[str], document: Plain) -> tuple[str, str]:
    case = _case(groups[0], document)
    return f"Nothing says what happens to this case: {case}", (
        "Add a last one without any cases of its own: it takes all that is left."
    )


def _behind(groups: Sequence[str], document: Plain) -> tuple[str, str]:
    return f"It is never reached, because of what stands above it: {_rows(groups[1], document)}", (
        "Move it up above that, or remove it."
    )


def _outranked(groups: Sequence[str], document: Plain) -> tuple[str, str]:
    return f"It is worse than {_rows(groups[0], document)}, which takes some cases first", (
        "Move it up above that one, or say in that one that it is an exception."
    )


_WORDS: Final[Mapping[str, Says]] = {
    r"^(.*) is not on the scale$": _always(
        "It rests on the rating {0}, which is not on the scale",
        "Choose another rating here, or add that rating to the scale.",
    ),
    r"^has one name twice$": _always("Two ratings have the same word", "Change one of them."),
    r"^is a ladder of its own$": _always(
        "The column has ratings of its own, and nothing says what the columns come to together",
        "Add rows to “What the columns come to together”, or remove the column's own ratings.",
    ),
    r"^rests on who is told": _always(
        "It rests on who is told, which is what it has to settle",
        "Choose a rating, a risk or facts instead.",
    ),
    r"^has an id that another": _always(
        "It shares its name inside the document with another one",
        "Open it and save it: it gets a name of its own.",
    ),
    r'^"(.*)" is no party of the policy$': _always(
        "It names somebody who is not in the policy: {0}",
        "Choose somebody else, or add them to “Who has a part”.",
    ),
    r'^"(.*)" is no page of the policy$': _always(
        "It is to be asked on a page that there is not", "Choose a page."
    ),
    r'^"(.*)" is no fact or judgement of the policy$': _always(
        "It is answered by a question that is no longer asked", "Choose what answers it."
    ),
    r"^has no rows$": _always(
        "It has no criteria", "Add one. The last one takes every case that is left."
    ),
    r"^has no `when`": _always(
        "It takes every case, so nothing below it is ever reached",
        "Say in which cases it holds, or move it to the end.",
    ),
    r"^has an empty alternative$": _always(
        "One of its cases asks nothing", "Open that case and say what must be so, or remove it."
    ),
    r"^no row takes the case that (.*)$": _gap,
    r"^is never reached where (.*), since (.*) come first$": _behind,
    r"^is worse than (.*), which overlaps with it above$": _outranked,
    r"^is never met": _always(
        "No breach can ever meet it", "Open its cases and choose answers that go together."
    ),
    r'^"(.*)" is not a fact$': _always(
        "One of its cases asks about something that the policy no longer asks: {0}",
        "Open that case and leave it out.",
    ),
    r'^"(.*)" is not a value of "(.*)"$': _always(
        "One of its cases names an answer that there is no more: {0}",
        "Open that case, look at what is ticked, and save it.",
    ),
    r"is never within these bounds$": _always(
        "One of its cases names ratings that there are not",
        "Open that case, look at what is ticked, and save it.",
    ),
    r"is already the name of": _always(
        "Its name inside the document is the name of something else too",
        "Remove it and add it again: it gets a name of its own.",
    ),
    r"^has rows that overlap": _always(
        "Its criteria overlap in so many ways that nobody can check them", "Write fewer of them."
    ),
}


def _rows(ids: str, document: Plain) -> str:
    """Return the sentences of rows, by their ids."""
    sentences: dict[str, str] = {
        row["id"]: row["sentence"] for rows in _tables(document) for row in rows
    }
    return "; ".join(f"“{_short(sentences.get(each, each))}”" for each in ids.split(", "))


def _tables(document: Entry) -> list[Any]:
    axes = [axis["rows"] for axis in document.get("axes", ())]
    return [*axes, found(document, ("overall", "rows")) or ()]


def _case(words: str, document: Entry) -> str:
    """Return a case with the questions and answers that people know."""
    questions = {question.name: question for question in questions_in(document)}
    said = []
    for each in words.split(" and "):
        name, _, answer = each.partition(" is ")
        question = questions.get(name)
        labels = {str(value): label for value, label in question.answers} if question else {}
        answers = ", ".join(labels.get(one, one.replace("_", " ")) for one in answer.split(", "))
        said.append(f"{question.words} {answers}" if question else each)
    return "; ".join(said)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
