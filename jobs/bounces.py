"""`python -m jobs.bounces`: takes back what could not be delivered, and tells the next contact.

An LMTP listener (RFC 2033), on loopback, to which the mail server routes the bounce address. Which
letter it was stands in the address that it comes back to. Whatever cannot be read is taken and
forgotten; only a database that is away has the mail server try again.
"""

import asyncio
import logging
import signal
from dataclasses import dataclass
from threading import Event
from uuid import UUID

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from jobs import runtime
from jobs.bounce_reports import Report, read_report
from jobs.return_address import letter_of
from jobs.undelivered import see_to
from tenants import contacts, messages
from tenants.clock import Clock
from tenants.db import DATABASE_AWAY, Database, ScopedSession
from tenants.logs import write_events
from tenants.models import Message, MessageChannel
from tenants.settings import Settings

logger = logging.getLogger(__name__)
# The library writes every address that is named to it into the log.
logging.getLogger("mail.log").setLevel(logging.ERROR)

MOST_BYTES = 1_000_000
TAKEN = "250 2.0.0 Taken"
LATER = "451 4.3.0 Try again later"
ONE_EACH = "452 4.5.3 One recipient at a time"


# Without slots: aiosmtpd reads every attribute, and Python 3.11.2 breaks one of a slotted class.
@dataclass(frozen=True)
class ReturnDesk:
    """Where letters come back to: reads each, and records what it says of the message."""

    database: Database
    settings: Settings
    clock: Clock

    def take(self, to: str, content: bytes) -> str:
        """Take in what came back to an address, and return what became of it in a closed word."""
        letter_id = letter_of(to, self.settings.bounce_address)
        if letter_id is None:
            return "not our address"
        report = read_report(content)
        if not report.has_failed:
            return report.outcome
        with self.database.session() as session:
            found = messages.message_of_letter(session, letter_id=letter_id)
        if found is None:
            return "no such letter"
        return self._record(*found, report)

    def _record(self, council_id: UUID, message_id: UUID, report: Report) -> str:
        now = self.clock.now()
        with self.database.session(council_id) as session:
            message = messages.get_claimed(session, message_id=message_id)
            if message.channel != MessageChannel.EMAIL or not message.tries:
                return "never sent"
            if _is_other_address(session, message, report):
                return "another address of theirs"
            if not messages.mark_bounced(session, message, problem=report.problem, now=now):
                return "known already"
            see_to(session, message, now=now, is_address_bad=report.is_address_bad)
            session.commit()
        return "bounced"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Take any address, one for each letter: every recipient would want its own answer."""
        if envelope.rcpt_tos:
            return ONE_EACH
        envelope.rcpt_tos.append(address)
        return TAKEN

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Take a letter in; nothing that it holds is a reason to refuse it."""
        content = envelope.original_content or b""
        try:
            outcome = await asyncio.to_thread(self.take, envelope.rcpt_tos[0], content)
        except DATABASE_AWAY as error:
            logger.warning("database_away", extra={"problem": type(error).__name__})
            return LATER
        except Exception as error:  # noqa: BLE001 - one letter that cannot be dealt with
            outcome = f"fault: {type(error).__name__}"
        logger.info("letter_came_back", extra={"outcome": outcome})
        return TAKEN


def _is_other_address(session: ScopedSession, message: Message, report: Report) -> bool:
    """Whether only somebody's second address failed: the first was written to as well."""
    contact = contacts.find_contact(session, membership_id=message.recipient_id)
    other = contact.other_email.lower() if contact is not None else ""
    return bool(other) and report.recipient == other


class BounceListener(Controller):
    """Listens in a thread of its own for what the mail server brings back."""

    def factory(self) -> SMTP:
        """Return one conversation in LMTP."""
        return LMTP(
            self.handler,
            data_size_limit=MOST_BYTES,
            enable_SMTPUTF8=True,
            hostname=self.hostname,
            ident="letters that came back",
        )


def listener(desk: ReturnDesk) -> BounceListener:
    """Return a listener at the address of the settings, such as 127.0.0.1:2424; not yet started."""
    host, _, port = desk.settings.bounce_listen.rpartition(":")
    return BounceListener(desk, hostname=host.strip("[]"), port=int(port))


def main() -> None:
    """Listen until told to stop."""
    write_events()
    settings = runtime.settings()
    if not (settings.bounce_address and settings.bounce_listen):
        message = (
            "Set BOUNCE_ADDRESS (such as bounces@example.org) and BOUNCE_LISTEN (such as"
            " 127.0.0.1:2424) in the environment, or do not run this."
        )
        raise SystemExit(message)
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    desk = ReturnDesk(runtime.database(), settings, runtime.clock())
    listening = listener(desk)
    listening.start()
    logger.info("listening", extra={"at": settings.bounce_listen})
    stop.wait()
    listening.stop()


if __name__ == "__main__":
    main()
