"""Forms that ask nothing: moving an entry up or down in its list, and removing one."""

import re
from typing import Any, Final

from wtforms import StringField

from webapp.policy.amending.document import Plain, entries_at, key_of, with_entry_moved, without
from webapp.policy.amending.form import AmendForm
from webapp.policy.amending.place import Here
from webapp.policy.amending.table import without_empty_table

_MOVE: Final = re.compile(r"(up|down) ([0-9]{1,4})")


class MoveForm(AmendForm):
    """One entry of a list moved by one place: "up 3" for the fourth."""

    move = StringField()
    says = ""

    def answers(self) -> list[Any]:
        """Return nothing: there is only a button."""
        return []

    def change(self, here: Here) -> Plain:
        """Return the document with the entry moved; what is not in the list stays."""
        match = _MOVE.fullmatch(self.move.data or "")
        if match is None or int(match[2]) >= len(here.entries) or not here.part.may_move:
            return here.document
        return with_entry_moved(here.document, here.way, *_parts(match))

    def anchor(self, here: Here, changed: Plain) -> str:
        """Return the end of the address that shows the entry again, once it has moved."""
        match, entries = _MOVE.fullmatch(self.move.data or ""), entries_at(changed, here.way)
        if match is None or not entries:
            return ""
        place = max(0, min(sum(_parts(match)), len(entries) - 1))
        return f"#entry-{key_of(entries, place, here.part.keyed_by)}"


def _parts(match: re.Match[str]) -> tuple[int, int]:
    return int(match[2]), -1 if match[1] == "up" else 1


class RemoveForm(AmendForm):
    """One entry removed from its list."""

    says = "It is removed from the draft."

    def change(self, here: Here) -> Plain:
        """Return the document without the entry."""
        return without_empty_table(without(here.document, here.entry_way))
