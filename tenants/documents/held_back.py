"""What people wrote, as far as it may stand in a paper that anybody can read."""

from collections.abc import Iterable
from dataclasses import dataclass

from tenants.documents.case import Case
from tenants.models import ActionKind
from tenants.policy.screening import find_personal_data


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A text that is left out of the public report: where it stands, and what looks like whom."""

    where: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Screened:
    """What may be printed of what was learned and undertaken, and what is held back."""

    learned: str
    done: tuple[str, ...]
    planned: tuple[str, ...]
    held_back: tuple[HeldBack, ...]


def screen(case: Case) -> Screened:
    """Return what names nobody, as far as can be seen; a person reads it before it is printed.

    Held back is every text in which somebody of the council is named too: papers for the public
    name offices, not people.
    """
    held: list[HeldBack] = []

    def clean(where: str, text: str) -> str:
        found = _findings(case, text)
        if found:
            held.append(HeldBack(where, found))
            return ""
        return text.strip()

    lessons = case.review.lessons if case.review else case.breach.learned
    learned = clean("What was learned", lessons)
    done: list[str] = []
    planned: list[str] = []
    for row in case.actions:
        if row.dropped_at is None and row.kind != ActionKind.FOLLOW_UP:
            words = clean(f"An action: {row.words[:60]}", row.words)
            (planned if row.done_on is None else done).extend([words] if words else [])
    return Screened(learned, tuple(done), tuple(planned), tuple(held))


def _findings(case: Case, text: str) -> tuple[str, ...]:
    likely = (one.words for one in find_personal_data(text, allowed=(case.council.name,)))
    return tuple(dict.fromkeys([*likely, *_members_in(text, case.names.values())]))


def _members_in(text: str, names: Iterable[str]) -> list[str]:
    folded = text.casefold()
    return [name for name in names if name.casefold() in folded]
