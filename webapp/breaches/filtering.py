"""What a reader asks of the register in its address; what cannot be read is left out, and said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from tenants.breaches.register import Filters, Shelf
from tenants.models import State
from webapp.forms.typed import tidy

Value = TypeVar("Value")

SHELVES: Final[Mapping[Shelf, str]] = {
    Shelf.OPEN: "Open",
    Shelf.CLOSED: "Closed",
    Shelf.APART: "Near misses and no breach",
    Shelf.EVERYTHING: "Everything",
    Shelf.PRACTICE: "Practice",
}
_HIGHEST = 20  # no policy is longer than this, and a larger number is a slip
_OPEN_STATES = tuple(state for state in State if state != State.CLOSED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters and the page that were asked for, with a sentence for what was misread."""

    filters: Filters
    page: int
    misread: tuple[str, ...]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the shelf was chosen."""
        return replace(self.filters, shelf=Shelf.OPEN) != Filters()

    @property
    def states(self) -> tuple[State, ...]:
        """Return the states that may be chosen on this shelf; what is closed has but one."""
        match self.filters.shelf:
            case Shelf.OPEN:
                return _OPEN_STATES
            case Shelf.EVERYTHING | Shelf.PRACTICE:
                return tuple(State)
            case Shelf.CLOSED | Shelf.APART:
                return ()

    def address_arguments(self) -> dict[str, Any]:
        """Return the filters as an address holds them, without the page."""
        chosen = {
            "shelf": self.filters.shelf if self.filters.shelf != Shelf.OPEN else None,
            "state": self.filters.state,
            "year": self.filters.year,
            "rated": self.filters.rated_at_least,
        }
        return {name: str(value) for name, value in chosen.items() if value is not None}

    def address_arguments_on(self, shelf: Shelf) -> dict[str, Any]:
        """Return the same filters for another shelf; the state belongs to the shelf it is on."""
        return Wanted(replace(self.filters, shelf=shelf, state=None), 1, ()).address_arguments()


def read_filters(arguments: Mapping[str, str]) -> Wanted:
    """Read filters from an address; nothing in an address can fail."""
    misread: list[str] = []

    def read(name: str, reading: Callable[[str], Value], otherwise: str) -> Value | None:
        typed = " ".join(tidy(arguments.get(name, "")).split())
        if not typed:
            return None
        try:
            return reading(typed)
        except ValueError:
            misread.append(f"“{_shortened(typed)}” is not {otherwise}.")
            return None

    shelf = read("shelf", Shelf, "a part of the register, so you see the open ones")
    filters = Filters(
        shelf=shelf or Shelf.OPEN,
        state=read("state", State, "a state of a breach, so you see every state"),
        year=read("year", _year, "a year, so you see every year"),
        rated_at_least=read("rated", _rating, "a rating, so you see every rating"),
    )
    page = read("page", _page, "a page of this list, so you see the first")
    return Wanted(filters, page or 1, tuple(misread))


def _year(text: str) -> int:
    return _between(text, 2000, 2999)


def _rating(text: str) -> int:
    return _between(text, 0, _HIGHEST)


def _page(text: str) -> int:
    return _between(text, 1, 99_999)


def _between(text: str, lowest: int, highest: int) -> int:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else -1
    if not lowest <= number <= highest:
        raise ValueError(text)
    return number


def _shortened(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:30]}…"
