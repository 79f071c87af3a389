"""Keeping a council's account with GOV.UK Notify: enter it, read it, mark it faulty, drop it."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from tenants import audit
from tenants.access import Member
from tenants.db import ScopedSession
from tenants.errors import NotAcceptable
from tenants.models import Event, NotifyAccount
from tenants.notify_accounts.seal import seal, unseal

_ID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
# The name that the council gave it, the id of its Notify service, the secret.
_KEY = re.compile(rf"[^\s-]\S{{0,99}}-{_ID}-{_ID}", re.ASCII)
_TEMPLATE = re.compile(_ID)
KEY_NOT_READABLE = "key not readable"


@dataclass(frozen=True, slots=True)
class Account:
    """What sending through a council's account needs; an empty template is a way not used."""

    key: str = field(repr=False)
    text_template: str
    email_template: str
    problem: str


@dataclass(frozen=True, slots=True)
class NotifyDraft:
    """What somebody entered about the account; an empty key keeps the one that there is."""

    key: str = field(repr=False)
    text_template: str
    email_template: str


def get_state(session: ScopedSession) -> NotifyAccount | None:
    """Return the council's account as it is kept, or None where it has none (any more)."""
    row = session.get(NotifyAccount, session.council_id)
    return row if row is not None and row.sealed_key else None


def find_account(session: ScopedSession, *, secret_key: str) -> Account | None:
    """Return the council's account ready for use, or None where there is nothing to use.

    A key that cannot be read any more, because the service's own secret was changed, is said on
    the account: the council enters it again.
    """
    row = get_state(session)
    if row is None:
        return None
    key = unseal(row.sealed_key, secret_key=secret_key, council_id=row.council_id)
    if key is None:
        record_problem(session, KEY_NOT_READABLE)
        return None
    return Account(key, row.text_template, row.email_template, row.problem)


def save_account(
    session: ScopedSession, draft: NotifyDraft, *, secret_key: str, by: Member, now: datetime
) -> None:
    """Keep what the council uses; whatever was wrong with it before is forgotten.

    Raises `NotAcceptable` for a key or a template that is not of Notify's shape, naming the field.
    """
    state = get_state(session)
    _refuse_misshapen(draft, has_key=state is not None)
    key = draft.key.strip()
    kept = state.sealed_key if state is not None else ""
    council_id = _council(session)
    values = {
        "sealed_key": seal(key, secret_key=secret_key, council_id=council_id) if key else kept,
        "text_template": draft.text_template.strip().lower(),
        "email_template": draft.email_template.strip().lower(),
        "problem": "",
        "changed_at": now,
    }
    _put(session, values)
    changes = {"key": "entered" if key else "kept"} | {
        "texts": bool(values["text_template"]),
        "emails": bool(values["email_template"]),
    }
    audit.record(session, Event.NOTIFY_CHANGED, by=by, at=now, changes=changes)


def stop_using(session: ScopedSession, *, by: Member, now: datetime) -> None:
    """Forget the key and the templates: from here on nothing is sent by it."""
    if get_state(session) is None:
        return
    empty = {"sealed_key": "", "text_template": "", "email_template": "", "problem": ""}
    _put(session, {**empty, "changed_at": now})
    audit.record(session, Event.NOTIFY_CHANGED, by=by, at=now, changes={"key": "forgotten"})


def record_problem(session: ScopedSession, problem: str) -> None:
    """Say on the account what is wrong with it, in a closed word; empty is nothing."""
    row = get_state(session)
    if row is not None and row.problem != problem:
        row.problem = problem
        session.flush()


def _refuse_misshapen(draft: NotifyDraft, *, has_key: bool) -> None:
    key = draft.key.strip()
    if not key and not has_key:
        raise NotAcceptable("key", "Paste the API key that you made in GOV.UK Notify")
    if key and not _KEY.fullmatch(key):
        message = (
            "This is not a whole GOV.UK Notify key. It is one line: the name that you gave it, then"
            " two long groups of letters and numbers. Copy it again with the “Copy” button there"
        )
        raise NotAcceptable("key", message)
    for name, template in (("text", draft.text_template), ("email", draft.email_template)):
        if template.strip() and not _TEMPLATE.fullmatch(template.strip().lower()):
            message = (
                "This is not a template ID. In Notify, open the template and press “Copy template"
                " ID to clipboard”"
            )
            raise NotAcceptable(f"{name}_template", message)
    if not draft.text_template.strip() and not draft.email_template.strip():
        message = "Paste the ID of at least one template: for texts, for emails, or one of each"
        raise NotAcceptable("text_template", message)


def _council(session: ScopedSession) -> UUID:
    if session.council_id is None:
        message = "An account is kept in a council's session only."
        raise RuntimeError(message)
    return session.council_id


def _put(session: ScopedSession, values: dict[str, object]) -> None:
    row = insert(NotifyAccount).values(council_id=session.council_id, **values)
    session.execute(
        row.on_conflict_do_update(index_elements=[NotifyAccount.council_id], set_=values)
    )
    session.expire_all()
