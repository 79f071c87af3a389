"""A place in the draft laid out for its page: its heading, the way back, its list, what to mend."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from tenants.policy import Problem
from webapp.policy.amending.document import Plain, entries_at, key_of
from webapp.policy.amending.parts import address_of
from webapp.policy.amending.place import Here, Item, Part, Shape
from webapp.policy.amending.problems import ToMend, to_mend
from webapp.scope import scope

_VOWELS = "aeio"


@dataclass(frozen=True, slots=True)
class Inner:
    """A list inside an entry: what it is called, how many it holds, where it is."""

    name: str
    title: str
    count: int
    items: tuple[Item, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry as its list shows it, with the addresses of its pages."""

    key: str
    item: Item
    address: str
    remove: str
    inner: tuple[Inner, ...]


@dataclass(frozen=True, slots=True)
class Mending:
    """One thing to mend, with the address of the page on which it is mended."""

    place: str
    address: str
    wrong: str
    mend: str
    is_here: bool


def shown(here: Here, problems: Sequence[Problem], *, is_removal: bool = False) -> dict[str, Any]:
    """Return what the page of a place shows."""
    mending = tuple(_mending(each, here) for each in to_mend(problems, here.document))
    return {
        "here": here,
        "part": here.part,
        "heading": f"Remove this {here.part.noun}?" if is_removal else heading_of(here),
        "caption": caption_of(here),
        "adding": f"Add {a_noun(here.part)}",
        "listed": _listed(here) if here.is_list else (),
        "inner": () if here.is_list else inner_of(here),
        "mending": mending,
        "back": back_of(here),
        "action": address_of(f"{here.where}/remove" if is_removal else here.where),
        "list_address": address_of(here.list_where),
        "new_address": address_of(f"{here.list_where}/new"),
        "remove_address": address_of(f"{here.where}/remove"),
    }


def heading_of(here: Here) -> str:
    """Return the page's heading: the part's title, or what is done to an entry of it."""
    if here.is_list or here.is_alone:
        return here.part.title
    if here.part.shape == Shape.FIXED:
        return here.part.item(here).heading
    return f"Add {a_noun(here.part)}" if here.is_new else f"Change this {here.part.noun}"


def caption_of(here: Here) -> str:
    """Return what the page's place is inside of, in words."""
    if here.outer is None:
        return "Draft of the policy" if here.is_list or here.is_alone else here.part.title
    heading = "" if here.outer.is_lost else here.outer.part.item(here.outer).heading
    return heading if len(heading) <= 100 else f"{heading[:97].rstrip()}…"


def a_noun(part: Part) -> str:
    """Return "a duty", "an answer"."""
    return f"{'an' if part.noun[0] in _VOWELS else 'a'} {part.noun}"


def back_of(here: Here) -> tuple[str, str]:
    """Return the words and the address of the way back."""
    if not (here.is_list or here.is_alone):
        return f"Back to: {here.part.title}", address_of(here.list_where)
    if here.outer is not None:
        part = here.outer.part
        return f"Back to: {part.title}", address_of(here.outer.list_where)
    return "Back to the draft", url_for("policy.draft", council=scope.council.slug)


def inner_of(here: Here) -> tuple[Inner, ...]:
    """Return the lists inside an entry; a new one has none yet."""
    if here.is_new or here.is_lost:
        return ()
    lists = (_inner(here.inside(part)) for part in here.part.inner)
    shy = {part.name for part in here.part.inner if part.is_shy}
    return tuple(each for each in lists if each.count or each.name not in shy)


def _inner(here: Here) -> Inner:
    items = tuple(each.part.item(each) for each in here.each())
    return Inner(here.part.name, here.part.title, len(items), items, address_of(here.where))


def _listed(here: Here) -> tuple[Listed, ...]:
    return tuple(
        Listed(
            each.where.rpartition("/")[2],
            each.part.item(each),
            address_of(each.where),
            address_of(f"{each.where}/remove"),
            inner_of(each),
        )
        for each in here.each()
    )


def _mending(each: ToMend, here: Here) -> Mending:
    inside, around = f"{here.where.removesuffix('/new')}/", f"{each.where}/"
    # What is wrong with an entry is mended in the lists inside it too.
    is_here = around.startswith(inside) or inside.startswith(around)
    return Mending(each.place, address_of(each.where), each.wrong, each.mend, is_here)


def key_after(here: Here, changed: Plain) -> str:
    """Return the key of an entry once it is saved; a new one is the one that was not there."""
    if here.part.shape == Shape.FIXED:
        return here.part.lines[here.index or 0]
    entries = entries_at(changed, here.way)
    if not here.is_new:
        return key_of(entries, here.index or 0, here.part.keyed_by)
    before = [key_of(here.entries, index, here.part.keyed_by) for index in range(len(here.entries))]
    keys = [key_of(entries, index, here.part.keyed_by) for index in range(len(entries))]
    return next((key for key in keys if key not in before), keys[-1])
