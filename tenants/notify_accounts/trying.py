"""Trying the account out: one text to whoever asks for it."""

from uuid import uuid4

from tenants.db import ScopedSession
from tenants.errors import NotFound
from tenants.notify_accounts.accounts import (
    KEY_NOT_READABLE,
    find_account,
    get_state,
    record_problem,
)
from tenants.notify_accounts.wire import NotifyRefused, NotifyService, Parcel
from tenants.settings import Settings

# Somebody sits in front of the page.
_PATIENCE_SECONDS = 12.0


def send_test_text(
    session: ScopedSession, *, mobile: str, council_name: str, settings: Settings
) -> None:
    """Send a text that says that texts work, to a number in E.164.

    Raises `NotFound` where the council sends no texts, and `NotifyRefused`, also for a key that
    can be read no more; what is wrong with the account itself, or that nothing is, is kept on it.
    """
    state = get_state(session)
    if state is None or not state.text_template:
        raise NotFound
    account = find_account(session, secret_key=settings.secret_key)
    if account is None:
        raise NotifyRefused(KEY_NOT_READABLE, is_about_account=True)
    parcel = Parcel(
        to=mobile,
        template=account.text_template,
        subject=f"{council_name}: test",
        body=f"{council_name}: this is a test from your breach register. Texts reach you.",
        reference=f"test-{uuid4().hex}",
    )
    service = NotifyService(account.key, url=settings.notify_url, most_seconds=_PATIENCE_SECONDS)
    try:
        service.send(parcel)
    except NotifyRefused as refused:
        if refused.is_about_account:
            record_problem(session, refused.problem)
        raise
    record_problem(session, "")
