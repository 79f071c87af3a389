"""Mail servers of every temper, and the letters that they took."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.local.addresses import free_port
from tenants.settings import Settings


class MailServer:
    """A real SMTP server on loopback: it answers as a test wants and keeps what it took."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refused_recipients: dict[str, str] = {}
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
