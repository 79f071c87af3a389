"""Finding a breach to work on, and leaving the mark of each change on it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm.attributes import flag_modified

from tenants import audit
from tenants.access import Member
from tenants.db import ScopedSession
from tenants.errors import AlreadyDone, ChangedMeanwhile, NotFound
from tenants.models import Breach, Event, State

_REFERENCE = re.compile(r"([0-9]{4})-(D?)([0-9]{2,6})")


@dataclass(frozen=True, slots=True)
class Seen:
    """A breach as a person had it before them: its number and the version that they saw."""

    reference: str
    version: int


def get_breach(session: ScopedSession, *, reference: str) -> Breach:
    """Return the council's breach of this number, 2026-004 or 2026-D01, or raise `NotFound`."""
    breach = session.scalars(_of(reference)).one_or_none()
    if breach is None:
        raise NotFound
    return breach


def get_breach_to_change(session: ScopedSession, seen: Seen) -> Breach:
    """Return the breach that a person saw, locked until the transaction ends.

    Raises `NotFound`, `ChangedMeanwhile` when somebody
    has changed it since, `AlreadyDone` when it is closed.
    """
    # As it is now, not as this session may have read it before.
    newest = _of(seen.reference).with_for_update(key_share=True)
    newest = newest.execution_options(populate_existing=True)
    breach = session.scalars(newest).one_or_none()
    if breach is None:
        raise NotFound
    if breach.version != seen.version:
        message = "Somebody else changed this breach while you were looking at it."
        raise ChangedMeanwhile(message)
    if breach.state == State.CLOSED:
        message = "This breach is closed."
        raise AlreadyDone(message)
    return breach


def leave_mark(
    session: ScopedSession,
    event: Event,
    breach: Breach,
    *,
    by: Member | None,
    now: datetime,
    changes: Mapping[str, object] | None = None,
) -> None:
    """Save the breach as a new version and add the audit entry that says what changed."""
    breach.changed_at = now
    flag_modified(breach, "changed_at")
    session.flush()
    audit.record(
        session,
        event,
        by=by,
        at=now,
        breach_id=breach.id,
        changes={**(changes or {}), "version": breach.version},
    )


def _of(reference: str) -> Select[Breach]:
    """Ask for the breach of this number as it is written on letters: 2026-004, or 2026-D01.

    Written otherwise it is no number: a practice breach is never taken for a real one.
    """
    read = _REFERENCE.fullmatch(reference)
    if read is None:
        raise NotFound
    year, mark, digits = read.groups()
    number, width = int(digits), 2 if mark else 3
    if f"{number:0{width}d}" != digits:
        raise NotFound
    return select(Breach).where(
        Breach.year == int(year), Breach.is_drill.is_(bool(mark)), Breach.number == number
    )
