"""Everything that there is about a breach, step by step, with how far each thing is. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from tenants.breaches.left import Left
from tenants.breaches.overview import Overview
from tenants.breaches.page import BreachPage
from webapp.breaches.actions import Actions, Form
from webapp.breaches.wording import is_apart


@dataclass(frozen=True, slots=True)
class Where:
    """One page beside a breach: its name, the last part of its address, and how far it is."""

    name: str
    form: str
    note: str
    is_left: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The pages that belong together."""

    title: str
    places: tuple[Where, ...]


def places_of(page: BreachPage, there: Overview, actions: Actions) -> tuple[Group, ...]:
    """Return the pages beside a breach, in the order of the policy's steps, then its record.

    A page on which something is left to do says so. Closing, and opening it again, stand there for
    whoever may do it.
    """
    left = {_page(one) for one in page.left}
    groups: tuple[_Listed, ...] = _of_the_record(page, there)
    if not is_apart(page.breach):
        groups = (*_of_the_steps(page, there, actions), *groups)
    return tuple(
        Group(
            title,
            tuple(Where(name, form, note, form in left) for name, form, note in places),
        )
        for title, places in groups
    )


_Listed = tuple[str, tuple[tuple[str, str, str], ...]]
_NONE: Final = "None yet"


def _page(left: Left) -> str:
    """Return the page in the list on which something is left: a form's own parent."""
    return left.form.partition("/")[0]


def _of_the_steps(page: BreachPage, there: Overview, actions: Actions) -> Iterator[_Listed]:
    yield (
        "Stop it",
        (
            ("Steps that help", "containment", ""),
            ("Actions", "actions", _open(there.actions_open, there.actions)),
        ),
    )
    yield (
        "Weigh it",
        (
            ("What is known, and what has changed", "facts", ""),
            ("The rating in full", "rating", "" if page.breach.risk else "Not rated yet"),
            ("What could follow", "consequences", _written(there.consequences)),
        ),
    )
    yield (
        "Tell those who must know",
        (
            ("Who is told", "decisions", ""),
            ("The regulator's form", "regulator-report", _reports(there)),
            ("Letters from the regulator", "letters", _letters(there)),
            ("Complaints", "complaints", _number(there.complaints)),
            ("Documents", "documents", "Reports, letters and notices, as PDF and Word"),
        ),
    )
    yield (
        "Learn from it",
        (
            ("How it went", "review", _written(there.reviews)),
            ("The paper for the council", "council-paper", _read(there.readers_of_paper)),
            ("The council's meeting", "council-report", page.breach.council_minute or _NONE),
            *_ending(page, actions),
        ),
    )


def _ending(page: BreachPage, actions: Actions) -> tuple[tuple[str, str, str], ...]:
    if page.breach.closed_at is not None:
        is_over = page.breach.is_drill or page.breach.erased_at is not None
        may_reopen = not actions.was_involved and not is_over
        return (("Open it again", "reopen", ""),) if may_reopen else ()
    return (("Close it", "close", ""),) if actions.may(Form.CLOSE) else ()


def _of_the_record(page: BreachPage, there: Overview) -> tuple[_Listed, ...]:
    places = [
        ("Files and photographs", "files", _number(there.files)),
        ("Who was told what", "communications", _number(there.communications)),
        ("Comments among you", "comments", _number(there.comments)),
        ("Linked breaches", "links", _number(there.links)),
        ("Alerts", "alerts", "Who is told when, and who has it"),
        ("Who looked at it", "readers", ""),
        ("Legal hold", "legal-hold", "Nothing is erased" if there.holds else "None"),
    ]
    if there.receipts:
        wrote = ("What its reporter writes", "conversation", _number(there.receipt_messages))
        places.insert(0, wrote)
    if page.breach.closed_at is not None:
        places.append(("What will be erased", "erasing", ""))
    return (("Its record", tuple(places)),)


def _number(value: int) -> str:
    return str(value) if value else _NONE


def _open(still_open: int, every: int) -> str:
    return f"{still_open} to do of {every}" if every else _NONE


def _written(rows: int) -> str:
    return "Written down" if rows else "Not yet written down"


def _reports(there: Overview) -> str:
    said = [
        f"{there.reports_sent} sent" if there.reports_sent else "",
        "a draft is saved" if there.reports_saved else "",
    ]
    return ", ".join(filter(None, said)).capitalize() or _NONE


def _letters(there: Overview) -> str:
    if there.letters_unread:
        return f"{there.letters_unread} to check"
    return _number(there.letters)


def _read(readers: int) -> str:
    if not readers:
        return "Nobody has said that they read it"
    return "Read by 1 person" if readers == 1 else f"Read by {readers} people"


def still_to_do(left: Iterable[Left]) -> list[Left]:
    """Return what is left but closing itself, which is no work."""
    return [one for one in left if one.form != "close"]
