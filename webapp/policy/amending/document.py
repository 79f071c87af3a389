"""Changing a policy document: pure functions on its plain mapping, each giving a changed copy.

A place in the document is the way to it from the outside: keys of mappings, numbers in lists.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from copy import deepcopy
from typing import Any, Final, TypeAlias

from tenants.policy.documents import check
from tenants.policy.policy_format import PlainPolicy

Plain: TypeAlias = dict[str, Any]
Entry: TypeAlias = Mapping[str, Any]
Way: TypeAlias = tuple[str | int, ...]

NEW: Final = "new"
"""What stands in an address in place of the key of an entry that is yet to be written."""

NO_OR_YES: Final = [{"value": "no", "label": "No"}, {"value": "yes", "label": "Yes"}]

_LONGEST_ID = 40
_WORD = re.compile(r"[a-z0-9]+")


def opened(document: Entry) -> Plain:
    """Return a document with what the format takes for granted written out, where a page lists it.

    A question of judgement without answers is answered by no or yes.
    """
    judged = [{"answers": NO_OR_YES, **each} for each in document.get("judgements", ())]
    return {**document, "judgements": deepcopy(judged)} if judged else dict(document)


def as_kept(document: Entry) -> Plain:
    """Return a document as it is kept, without what the format takes for granted.

    Raises `PolicyDocumentError` for one that the format cannot hold.
    """
    kept: Plain = check(document, PlainPolicy, "policy").model_dump(
        mode="json", exclude_defaults=True
    )
    return kept


def found(document: Entry, way: Way) -> Any:
    """Return what stands at a place, or None where the document says nothing there."""
    here: Any = document
    for step in way:
        if isinstance(here, Mapping):
            here = here.get(str(step))
        elif isinstance(here, list) and isinstance(step, int) and 0 <= step < len(here):
            here = here[step]
        else:
            return None
    return here


def entries_at(document: Entry, way: Way) -> list[Plain]:
    """Return the list at a place; an empty one where the document has none."""
    listed: list[Plain] = found(document, way) or []
    return listed


def with_value(document: Entry, way: Way, value: Any) -> Plain:
    """Return the document with a value at a place; nothing at all is kept of an empty one."""
    changed, holder = _opened(document, way)
    if value in ("", None, [], {}):
        if isinstance(holder, dict):
            holder.pop(way[-1], None)
        else:
            del holder[way[-1]]
    else:
        holder[way[-1]] = value
    return changed


def with_entry(document: Entry, way: Way, entry: Entry, *, before: int | None = None) -> Plain:
    """Return the document with one entry more in a list, at its end unless told before which."""
    changed, holder = _opened(document, way)
    listed = holder.setdefault(way[-1], []) if isinstance(holder, dict) else holder[way[-1]]
    listed.insert(len(listed) if before is None else before, dict(entry))
    return changed


def with_entry_moved(document: Entry, way: Way, index: int, by: int) -> Plain:
    """Return the document with one entry further up (-1) or down (+1); at the end it stays put."""
    changed, holder = _opened(document, way)
    listed = holder[way[-1]]
    target = max(0, min(len(listed) - 1, index + by))
    listed.insert(target, listed.pop(index))
    return changed


def without(document: Entry, way: Way) -> Plain:
    """Return the document without what stands at a place."""
    return with_value(document, way, None)


def key_of(entries: Sequence[Entry], index: int, keyed_by: str) -> str:
    """Return what an entry is called in an address: its id, or its number in the list from 1.

    Where several have one id, the second is `id~2`: a document may hold such a fault, and the page
    that mends it must be found.
    """
    if not keyed_by:
        return str(index + 1)
    own = str(entries[index][keyed_by])
    times = sum(str(entry[keyed_by]) == own for entry in entries[: index + 1])
    return own if times == 1 and own != NEW else f"{own}~{times}"


def index_of(entries: Sequence[Entry], key: str, keyed_by: str) -> int | None:
    """Return where in its list the entry with a key of `key_of` stands, or None."""
    keys = (key_of(entries, index, keyed_by) for index in range(len(entries)))
    return next((index for index, each in enumerate(keys) if each == key), None)


def id_from(words: str, taken: Collection[str], *, otherwise: str = "entry") -> str:
    """Return an id made of the first words, as the format wants it, that nothing else has."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    made = ""
    for word in _WORD.findall(plain):
        longer = f"{made}-{word}" if made else word[:_LONGEST_ID]
        if len(longer) > _LONGEST_ID:
            break
        made = longer
    made = made or otherwise
    number, chosen = 2, made
    while chosen in taken or chosen == NEW:
        chosen = f"{made}-{number}"
        number += 1
    return chosen


def _opened(document: Entry, way: Way) -> tuple[Plain, Any]:
    """Return a copy of the document, and in it what holds the last step; made if it is missing."""
    changed = deepcopy(dict(document))
    holder: Any = changed
    for step in way[:-1]:
        holder = holder.setdefault(step, {}) if isinstance(holder, dict) else holder[step]
    return changed, holder
