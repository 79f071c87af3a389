"""Files that come with a receipt: a few, and never what would fill a breach's own room."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select

from tenants.breaches.evidence import add_file
from tenants.db import ScopedSession
from tenants.files import FileRefused, Upload
from tenants.intake.conversation import open_to_add, tell_handlers
from tenants.models import File, FileKind, Scan

_MEGABYTE: Final = 1024 * 1024
MOST_FILES: Final = 10
MOST_TOGETHER: Final = 30 * _MEGABYTE


def add_file_by_receipt(
    session: ScopedSession, upload: Upload, *, receipt_id: UUID, scan: Scan, now: datetime
) -> File:
    """Keep a file that came with a receipt, and write to whoever deals with the breach.

    Raises `NotFound`, `FileRefused` where there is no room left for this receipt, and what
    `add_file` raises.
    """
    receipt, breach = open_to_add(session, receipt_id=receipt_id)
    kept = select(func.count(), func.coalesce(func.sum(File.size), 0)).where(
        File.receipt_id == receipt.id
    )
    number, size = session.execute(kept).one()
    if number >= MOST_FILES or size + upload.size > MOST_TOGETHER:
        message = (
            f"At most {MOST_FILES} files of {MOST_TOGETHER // _MEGABYTE} MB together can be sent"
            " here. Tell the council what else you have"
        )
        raise FileRefused(message)
    file = add_file(
        session,
        upload,
        by=None,
        now=now,
        breach_id=breach.id,
        kind=FileKind.EVIDENCE,
        shows="",
        scan=scan,
        receipt_id=receipt.id,
    )
    tell_handlers(session, breach, now=now)
    return file
