"""Forms that ask nothing: moving an entry up or down in its list, and removing one."""

import re
from typing import Any, Final

from flask import request
from wtforms import StringField

from webapp.policy.amending_document import Plain, with_entry_moved, without
from webapp.policy.amending_form import AmendForm
from webapp.policy.amending_place import Here
from webapp.policy.amending_table import without_empty_table

_MOVE: Final = re.compile(r"(up|down) ([0-9]{1,4})")


class MoveForm(AmendForm):
    """One entry of a list moved by one place: "up 3" for the fourth."""

    move = StringField()

    def answers(self) -> list[Any]:
        """Return nothing: there is only a button."""
        return []

    def change(self, here: Here) -> Plain:
        """Return the document with the entry moved; what is not in the list stays."""
        match = _MOVE.fullmatch(self.move.data or "")
        if match is None or int(match[2]) >= len(here.entries) or not here.part.may_move:
            return here.document
        by = -1 if match[1] == "up" else 1
        return with_entry_moved(here.document, here.way, int(match[2]), by)


class RemoveForm(AmendForm):
    """One entry removed from its list."""

    def change(self, here: Here) -> Plain:
        """Return the document without the entry."""
        return without_empty_table(without(here.document, here.entry_way))

    def is_sent(self) -> bool:
        """Whether the button was pressed by this person."""
        return request.method == "POST" and super().is_sent()
