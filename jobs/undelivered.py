"""What follows once it is certain that somebody did not get a message: another way, or another."""

from datetime import datetime

from tenants import contacts
from tenants.breaches.alerts import pass_on
from tenants.db import ScopedSession
from tenants.models import Message, MessageChannel
from tenants.notify_accounts import say_by_email


def see_to(
    session: ScopedSession, message: Message, *, now: datetime, is_address_bad: bool = True
) -> None:
    """Say a text by e-mail instead; give an e-mail to the next contact, and remember the address.

    Where nobody is left, the message stands on the council's home page as given up.
    """
    if message.channel == MessageChannel.TEXT:
        say_by_email(session, message, now=now)
        return
    if is_address_bad:
        contacts.mark_undeliverable(session, membership_id=message.recipient_id, now=now)
    pass_on(session, message, now=now)
