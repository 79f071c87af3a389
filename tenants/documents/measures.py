"""What was undertaken because of a breach, as rows of a table."""

from collections.abc import Collection

from tenants.documents.case import Case
from tenants.documents.shape import Table
from tenants.models import Action
from tenants.times import day_short

_COLUMNS = ("What", "Who", "By when", "Where it stands")
Row = tuple[str, ...]


def action_rows(case: Case, *, kinds: Collection[str]) -> tuple[Row, ...]:
    """Return the actions of these kinds, open ones first."""
    rows = (row for row in case.actions if row.kind in kinds)
    return tuple(
        (row.words, case.name_of(row.owner_id), _due(row), standing_of(row)) for row in rows
    )


def actions_table(caption: str, rows: tuple[Row, ...]) -> Table:
    """Return rows of actions under their heads."""
    return Table(caption, _COLUMNS, rows)


def standing_of(action: Action) -> str:
    """Return whether an action is done, dropped or still to do, and what shows it."""
    if action.done_on is not None:
        return f"Done on {day_short(action.done_on)}. {action.evidence}".strip()
    if action.dropped_at is not None:
        return f"Will not be done: {action.dropped_why}"
    return "Still to do"


def _due(action: Action) -> str:
    return day_short(action.due_on) if action.due_on else "No day is set"
