"""Mail servers of every temper, the letters that they took, and sending at a given instant."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.local.addresses import free_port
from jobs.mailer import Mailer, conversation
from jobs.post import EMAIL, Office, send_all
from tenants import messages
from tenants.clock import Clock
from tenants.db import Database
from tenants.settings import Settings
from tests.councils import TestCouncil

FAR = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class StoppedClock(Clock):
    """The service's clock, standing at one instant."""

    at: datetime = FAR

    def now(self) -> datetime:
        """Return the instant at which it stands, in UTC."""
        return self.at


class MailServer:
    """A real SMTP server on loopback: it answers as a test wants and keeps what it took."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refused_recipients: dict[str, str] = {}
        self.senders: list[str] = []
        self.answer = "250 Kept"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Take a recipient, or refuse the ones that a test named."""
        refusal = self.refused_recipients.get(address)
        if refusal is None:
            envelope.rcpt_tos.append(address)
        return refusal or "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep a letter, unless the answer is a refusal."""
        if self.answer.startswith("250"):
            content = envelope.original_content or b""
            self.senders.append(str(envelope.mail_from))
            self.letters.append(message_from_bytes(content, policy=policy.default))
        return self.answer

    def to(self, address: str) -> list[EmailMessage]:
        """Return the letters to one address, in the order they came."""
        return [letter for letter in self.letters if letter["To"] == address]


@dataclass(frozen=True, slots=True)
class Post:
    """A mail server and the settings that lead to it."""

    server: MailServer
    settings: Settings


@pytest.fixture
def start_mail_server(settings: Settings) -> Iterator[Callable[[], Post]]:
    """Start mail servers; every one is stopped at the end."""
    controllers: list[Controller] = []

    def start() -> Post:
        server = MailServer()
        port = free_port()
        controller = Controller(server, hostname="127.0.0.1", port=port)
        controller.start()
        controllers.append(controller)
        return Post(server, replace(settings, smtp_host="127.0.0.1", smtp_port=port))

    yield start
    for controller in controllers:
        controller.stop()


@pytest.fixture
def post(start_mail_server: Callable[[], Post]) -> Post:
    """A mail server that takes everything."""
    return start_mail_server()


@pytest.fixture(autouse=True)
def open_way_out(database: Database) -> None:
    """What another test shut is open: an outage is all councils' at once."""
    with database.session() as session:
        messages.end_outage(session, channel=EMAIL)
        session.commit()


def office_of(council: TestCouncil, post: Post, now: datetime, mailer: Mailer) -> Office:
    """Return what sending for a council needs, at a given instant."""
    return Office(council.database, mailer, post.settings, StoppedClock(at=now))


def send(post: Post, council: TestCouncil, now: datetime) -> int:
    """Send what is due at a given instant, in a conversation of its own."""
    with conversation(post.settings) as mailer:
        return send_all(office_of(council, post, now, mailer), council.id)
