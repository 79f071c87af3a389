"""Where in a policy's draft an address leads: which part, which entry of it, inside which others.

An address alternates: a list, one of its entries, a list inside that one, and so on, as in
`axes/reputation/rows/reputation-3/conditions/1`. Which parts there are: `parts`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from webapp.policy.amending.document import (
    NEW,
    Entry,
    Plain,
    Way,
    entries_at,
    found,
    index_of,
    key_of,
)

if TYPE_CHECKING:
    from webapp.policy.amending.form import AmendForm


class Shape(Enum):
    """What a part is: a list of entries, one form, or a few lines that are always there."""

    LIST = auto()
    ONE = auto()
    FIXED = auto()


@dataclass(frozen=True, slots=True)
class Item:
    """How one entry reads in its list: what it is called, what it says, and what marks it."""

    heading: str
    lines: tuple[str, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a policy that has a page of its own.

    ``at`` is the way to it from the entry around it. ``keyed_by`` names what tells entries apart;
    empty, it is their number. ``then`` is where a new entry leads on to. A shy part is offered only
    where it has entries: something else leads to the first. ``lines`` names what a part has that is
    no list: the lines that are always there, or keys at the head of the document. ``summary`` says
    in one sentence how the part stands.
    """

    name: str
    title: str
    at: Way
    form: type[AmendForm]
    item: Callable[[Here], Item]
    noun: str = "entry"
    intro: str = ""
    shape: Shape = Shape.LIST
    keyed_by: str = "id"
    may_move: bool = True
    inner: tuple[Part, ...] = ()
    lines: tuple[str, ...] = ()
    then: str = ""
    is_shy: bool = False
    summary: Callable[[Plain], str] = field(default=lambda _document: "")


@dataclass(frozen=True, slots=True)
class Here:
    """A place in a draft: its part and, inside a list, the entry (index None: the list itself).

    ``old`` is the entry as the document has it, empty for one that is yet to be written.
    ``outer`` is the entry around the list. ``is_missing`` says that the document has no such entry.
    """

    document: Plain
    part: Part
    way: Way
    where: str
    index: int | None = None
    is_new: bool = False
    is_missing: bool = False
    outer: Here | None = None
    stood: Entry | None = None

    @property
    def is_list(self) -> bool:
        """Whether this is a list as a whole, not an entry of it nor a part of its own."""
        return self.part.shape != Shape.ONE and self.index is None and not self.is_new

    @property
    def needs_own_id(self) -> bool:
        """Whether the entry is new, or shares its id with one before it."""
        return self.is_new or "~" in self.where.rpartition("/")[2]

    @property
    def is_lost(self) -> bool:
        """Whether the entry, or one around it, is not in the document: somebody removed it."""
        return self.is_missing or (self.outer is not None and self.outer.is_lost)

    @property
    def is_alone(self) -> bool:
        """Whether this is a part of its own, in no list."""
        return self.part.shape == Shape.ONE

    @property
    def may_be_removed(self) -> bool:
        """Whether this is an entry of a list."""
        return self.part.shape == Shape.LIST and not self.is_list

    @property
    def entry_way(self) -> Way:
        """Return the way to the entry; a fixed part has its entries under names."""
        match self.part.shape:
            case Shape.ONE:
                return self.way
            case Shape.FIXED:
                return (*self.way, self.part.lines[self.index or 0])
            case Shape.LIST:
                return (*self.way, self.index or 0)

    @property
    def old(self) -> Entry:
        """Return the entry as the document has it, or as it stood where that is asked for."""
        if self.stood is not None:
            return self.stood
        if self.is_new or self.is_lost or self.is_list:
            return {}
        there = found(self.document, self.entry_way)
        held: Entry = there if isinstance(there, Mapping) else {}
        if not self.way:
            return {name: held[name] for name in self.part.lines if name in held}
        return held

    @property
    def entries(self) -> list[Plain]:
        """Return the entries of the list; none where what is around it was removed."""
        return [] if self.outer and self.outer.is_lost else entries_at(self.document, self.way)

    def each(self) -> list[Here]:
        """Return the place of each entry of the list, in its order."""
        keys: Sequence[str] = self.part.lines
        if self.part.shape == Shape.LIST:
            listed = self.entries
            keys = [key_of(listed, index, self.part.keyed_by) for index in range(len(listed))]
        return [
            replace(self, index=index, where=f"{self.list_where}/{key}", is_new=False)
            for index, key in enumerate(keys)
        ]

    def added(self) -> Here:
        """Return the place of an entry that is yet to be written."""
        return replace(self, index=None, is_new=True, where=f"{self.list_where}/{NEW}")

    @property
    def list_where(self) -> str:
        """Return the address of the list that this is, or is in."""
        return self.where if self.is_list else self.where.rpartition("/")[0]

    def found_again(self, was: str | None) -> Here:
        """Return where an entry without an id stands now, if it was moved since a page showed it.

        ``was`` is the entry as that page carried it along.
        """
        if self.part.keyed_by or self.is_new or self.part.shape != Shape.LIST:
            return self
        if not was or carried(self) == was:
            return self
        return next((each for each in self.each() if carried(each) == was), self)

    def inside(self, part: Part) -> Here:
        """Return the place of a list inside this entry."""
        way, where = (*self.entry_way, *part.at), f"{self.where}/{part.name}"
        return Here(self.document, part, way, where, outer=self)


def carried(here: Here) -> str:
    """Return the entry as its page is to remember it, without lists that have their own pages."""
    lists = {part.at[0] for part in here.part.inner if len(part.at) == 1}
    entry = {name: value for name, value in here.old.items() if name not in lists}
    return json.dumps(entry, ensure_ascii=False)


class NoSuchPlaceError(LookupError):
    """An address that no part of a policy has, whatever the document says."""


def find_place(document: Plain, where: str, parts: Sequence[Part]) -> Here:
    """Return where an address leads; raises `NoSuchPlaceError` where there can be no such part.

    An entry that the document does not have is a place too: one that `is_missing`.
    """
    names = where.split("/")
    here = _top(document, names[0], parts)
    for name in names[1:]:
        if here.is_list:
            here = _entry(here, name)
            continue
        inner = next((part for part in here.part.inner if part.name == name), None)
        if inner is None or here.is_new:
            raise NoSuchPlaceError(where)
        here = here.inside(inner)
    return here


def _top(document: Plain, name: str, parts: Sequence[Part]) -> Here:
    part = next((part for part in parts if part.name == name), None)
    if part is None:
        raise NoSuchPlaceError(name)
    return Here(document, part, part.at, part.name)


def _entry(here: Here, key: str) -> Here:
    where = f"{here.where}/{key}"
    match here.part.shape:
        case Shape.LIST if key == NEW:
            return replace(here, is_new=True, where=where)
        case Shape.LIST:
            index = index_of(here.entries, key, here.part.keyed_by)
            return replace(here, index=index or 0, is_missing=index is None, where=where)
        case _:
            if key not in here.part.lines:
                raise NoSuchPlaceError(where)
            return replace(here, index=here.part.lines.index(key), where=where)
