"""The files of a breach: added, listed without their bytes, read one at a time, and removed."""

from datetime import datetime
from typing import Final, NotRequired, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from tenants.access import Member
from tenants.breaches.beside import get_breach_beside, note_beside, refuse_involved
from tenants.breaches.handlers import declared_for
from tenants.breaches.holds import standing_hold
from tenants.db import ScopedSession
from tenants.errors import AlreadyDone, NotAcceptable, NotFound, NotYet, WasInvolved
from tenants.files import FileRefused, Upload
from tenants.models import Breach, Event, File, FileKind, Scan

_MEGABYTE: Final = 1024 * 1024
MOST_FOR_A_BREACH: Final = 100 * _MEGABYTE
# Also of empty pages of text: a list of files is for people to read.
MOST_FILES: Final = 500


class Filed(TypedDict):
    """Where a file goes and what is said of it; `receipt_id` where it came with a receipt."""

    breach_id: UUID
    kind: FileKind
    shows: str
    scan: Scan
    receipt_id: NotRequired[UUID | None]


def add_file(
    session: ScopedSession,
    upload: Upload,
    *,
    by: Member | None,
    now: datetime,
    **filed: Unpack[Filed],
) -> File:
    """Keep a file beside a breach; `by` is None where it comes with a receipt.

    Raises `FileRefused` when there is no room left or the same file is there already, and what
    `get_breach_beside` raises.
    """
    breach = get_breach_beside(session, breach_id=filed["breach_id"], by=by)
    _refuse_twice(session, breach, upload, filed.get("receipt_id"))
    _refuse_too_much(session, breach, upload)
    file = File(
        council_id=session.council_id,
        breach_id=breach.id,
        kind=filed["kind"],
        name=upload.name,
        media_type=upload.media_type,
        size=upload.size,
        sha256=upload.sha256,
        content=upload.content,
        shows=filed["shows"].strip(),
        scan=filed["scan"],
        added_by_id=by.membership_id if by else None,
        receipt_id=filed.get("receipt_id"),
        added_at=now,
    )
    session.add(file)
    session.flush()
    note_beside(session, Event.FILE_ADDED, breach, by=by, now=now, changes=_marks(file))
    return file


def files_of(session: ScopedSession, *, breach_id: UUID) -> list[File]:
    """Return a breach's files, the latest first, without their bytes."""
    return list(
        session.scalars(
            select(File).where(File.breach_id == breach_id).order_by(File.added_at.desc(), File.id)
        )
    )


def get_file(session: ScopedSession, *, breach_id: UUID, file_id: UUID) -> File:
    """Return one file of this breach, without its bytes, or raise `NotFound`."""
    return _one(session, breach_id, file_id)


def read_file(
    session: ScopedSession, *, breach_id: UUID, file_id: UUID, by: Member
) -> tuple[File, bytes]:
    """Return one file of this breach with its bytes.

    Raises `NotFound`, `AlreadyDone` when it was removed, and `WasInvolved` for whoever was involved
    where it came with a receipt: its sender may be writing about them.
    """
    file = _one(session, breach_id, file_id, with_content=True)
    is_involved = by.membership_id in declared_for(session, breach_id=breach_id).involved
    if is_involved and file.receipt_id is not None:
        message = (
            "You said that you were, or may have been, involved, so somebody else opens what the"
            " person who reported it sends."
        )
        raise WasInvolved(message)
    if file.content is None:
        message = "This file was removed. Its name, its size and its SHA-256 stay in the record."
        raise AlreadyDone(message)
    return file, file.content


def remove_file(
    session: ScopedSession,
    *,
    breach_id: UUID,
    file_id: UUID,
    why: str,
    by: Member,
    now: datetime,
) -> File:
    """Let a file's bytes go; its name, size and SHA-256 stay, with the reason.

    Raises `NotFound`, `AlreadyDone`, `NotYet` under a legal hold, `NotAcceptable` without a reason,
    `WasInvolved` for whoever was involved, and what `get_breach_beside` raises.
    """
    breach = get_breach_beside(session, breach_id=breach_id, by=by)
    refuse_involved(session, breach, by)
    file = _one(session, breach.id, file_id)
    if file.removed_at is not None:
        message = "This file was removed already."
        raise AlreadyDone(message)
    if standing_hold(session, breach_id=breach.id) is not None:
        message = "A legal hold stands on this breach, so nothing of it is removed."
        raise NotYet(message)
    if not why.strip():
        message = "Say in a sentence why the file is removed"
        raise NotAcceptable("why", message)
    file.content = None
    file.removed_by_id, file.removed_at = by.membership_id, now
    file.removed_why = why.strip()
    note_beside(session, Event.FILE_REMOVED, breach, by=by, now=now, changes=_marks(file))
    return file


def room_left(session: ScopedSession, *, breach_id: UUID) -> int:
    """Return how many bytes may still be added to a breach."""
    kept = select(func.coalesce(func.sum(File.size), 0)).where(
        File.breach_id == breach_id, File.removed_at.is_(None)
    )
    return MOST_FOR_A_BREACH - int(session.scalars(kept).one())


def _one(
    session: ScopedSession, breach_id: UUID, file_id: UUID, *, with_content: bool = False
) -> File:
    wanted = select(File).where(File.breach_id == breach_id, File.id == file_id)
    if with_content:
        wanted = wanted.options(undefer(File.content))
    found = session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound
    return found


def _refuse_twice(
    session: ScopedSession, breach: Breach, upload: Upload, receipt_id: UUID | None
) -> None:
    """Refuse a file that is there; whoever has a receipt hears only of what came with it."""
    same = select(File.name).where(
        File.breach_id == breach.id, File.sha256 == upload.sha256, File.removed_at.is_(None)
    )
    if receipt_id is not None:
        same = same.where(File.receipt_id == receipt_id)
    name = session.scalars(same.limit(1)).first()
    if name is not None:
        message = f"This very file is kept already, as {name}"
        raise FileRefused(message)


def _refuse_too_much(session: ScopedSession, breach: Breach, upload: Upload) -> None:
    left = room_left(session, breach_id=breach.id)
    number = select(func.count()).select_from(File).where(File.breach_id == breach.id)
    if upload.size > left or session.scalars(number).one() >= MOST_FILES:
        message = (
            f"The files of one breach may hold {MOST_FOR_A_BREACH // _MEGABYTE} MB together, and"
            f" {max(left, 0) / _MEGABYTE:.1f} MB are left. Remove what is not needed, or send a"
            " smaller copy"
        )
        raise FileRefused(message)


def _marks(file: File) -> dict[str, str]:
    return {"file": str(file.id), "kind": file.kind, "sha256": file.sha256}
