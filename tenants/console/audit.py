"""Proving from a terminal that nobody changed a council's record.

For all councils at once it needs MIGRATION_DATABASE_URL beside the service's environment.
"""

import argparse
import os
import re
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from tenants import councils
from tenants.audit import Broken, Mark, Verified, verify_chain
from tenants.console.errors import ConsoleError
from tenants.console.founding import owner
from tenants.db import Database
from tenants.models import Council
from tenants.settings import Settings

BROKEN: Final = 1
_MARK: Final = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")


def verify(chosen: argparse.Namespace) -> tuple[str, int]:
    """Verify one council's record, or every council's; the status is 1 where one is broken."""
    noted = _mark_in(chosen.expect, chosen.council)
    database = Database(Settings.from_environment(os.environ))
    try:
        asked = _one(database, chosen.council) if chosen.council else _all()
        results = []
        for slug, council_id in asked:
            with database.session(council_id) as session:
                results.append((slug, verify_chain(session, noted=noted)))
    finally:
        database.close()
    lines = [_line(slug, result) for slug, result in results]
    is_broken = any(isinstance(result, Broken) for _, result in results)
    return "\n".join(lines) or "There is no council yet.", BROKEN if is_broken else 0


def add_commands(nouns: Any) -> None:
    """Add `audit verify` to the commands."""
    audit = nouns.add_parser("audit", help="prove that nobody changed what was recorded")
    verbs = audit.add_subparsers(title="what to do", required=True)
    verifying = verbs.add_parser(
        "verify", help="work every council's chain out again, and name the first broken entry"
    )
    verifying.add_argument("council", nargs="?", help="one council, as its address names it")
    verifying.add_argument(
        "--expect",
        metavar="NUMBER:FINGERPRINT",
        help="what was written down earlier: shows whether the end was cut off since",
    )
    verifying.set_defaults(action=verify)


def _mark_in(typed: str | None, council: str | None) -> Mark | None:
    if typed is None:
        return None
    read = _MARK.fullmatch(typed.strip().lower())
    if read is None:
        message = "Give --expect as it was printed: a number, a colon and 64 letters and digits."
        raise ConsoleError(message)
    if council is None:
        message = "Say with --expect which council it is: parish-breach audit verify COUNCIL."
        raise ConsoleError(message)
    return Mark(int(read[1]), read[2])


def _one(database: Database, slug: str) -> list[tuple[str, UUID]]:
    with database.session() as session:
        council = councils.find_public_council(session, slug=slug)
    if council is None:
        message = f"No council has the address /councils/{slug}/."
        raise ConsoleError(message)
    return [(council.slug, council.id)]


def _all() -> list[tuple[str, UUID]]:
    engine = owner()
    with Session(engine) as session:
        rows = session.execute(select(Council.slug, Council.id).order_by(Council.slug)).all()
    engine.dispose()
    return [(row.slug, row.id) for row in rows]


def _line(slug: str, result: Verified | Broken) -> str:
    match result:
        case Verified():
            return f"{slug}: whole, {result.entries} entries, {result.mark}"
        case Broken():
            entry = "" if result.entry_id is None else f" (entry {result.entry_id})"
            return f"{slug}: BROKEN at number {result.sequence}{entry}: {result.why}"
