"""One conversation in SMTP, step by step: it ends in time, and says at which step it failed."""

import re
import smtplib
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from enum import IntEnum
from threading import Event, Thread

from tenants.settings import Settings, SmtpSecurity

# Connecting and handing over one letter, with another attempt at an idle conversation in it.
MOST_SECONDS = 50.0
# For all addresses of the mail server's name together, and again for its certificate.
CONNECT_SECONDS = 10.0
CLOSED = 421
_TAKEN = (250, 251)
_DOTTED = re.compile(rb"(?m)^\.")


class Step(IntEnum):
    """How far a conversation came: the letter itself is out of our hands only at the last step."""

    OPENING = 1
    SENDER = 2
    RECIPIENT = 3
    CONTENT = 4
    GIVEN = 5


class ConversationFailed(Exception):
    """The server refused a step, with this code; 0 where it gave no answer."""

    def __init__(self, step: Step, code: int = 0, *, reply: bytes = b"", problem: str = "") -> None:
        super().__init__(step, code)
        self.step = step
        self.code = code
        self.reply = reply
        self.problem = problem or (f"refused {code}" if code else "no answer")

    @property
    def has_closed(self) -> bool:
        """Whether the server ended the conversation, rather than answer."""
        return self.code in {0, CLOSED}


class Conversation:
    """What is said to the mail server, from its greeting to the end of a letter."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._step = Step.OPENING
        self._server: smtplib.SMTP | None = None
        self._is_late = False

    @property
    def is_open(self) -> bool:
        """Whether there is a conversation that the next letter can go on with."""
        return self._server is not None

    def hand_over(self, email: EmailMessage, *, sender: str, to: Sequence[str]) -> None:
        """Give one letter to the server, or raise `ConversationFailed`; that ends the talk.

        `to` are addresses of one person: one that is taken is enough.
        """
        self._step = Step.OPENING
        try:
            self._say_all(email, sender=sender, to=to)
        except smtplib.SMTPResponseException as error:
            raise self._failed(error.smtp_code) from error
        except ssl.SSLCertVerificationError as error:
            raise self._failed(problem="certificate not trusted") from error
        except smtplib.SMTPNotSupportedError as error:
            raise self._failed(problem="no encryption offered") from error
        except (smtplib.SMTPException, OSError) as error:
            raise self._failed() from error

    @contextmanager
    def bounded(self, seconds: float) -> Iterator[None]:
        """Hang up on a server that is not done with all that is asked inside after so long."""
        is_over = Event()
        self._is_late = False
        Thread(target=self._watch, args=(is_over, seconds), daemon=True).start()
        try:
            yield
        finally:
            is_over.set()

    def close(self) -> None:
        """End the conversation, if there is one; nobody waits for the server's farewell."""
        server, self._server = self._server, None
        if server is not None:
            with suppress(smtplib.SMTPException, OSError):
                server.putcmd("QUIT")
            server.close()

    def _say_all(self, email: EmailMessage, *, sender: str, to: Sequence[str]) -> None:
        server = self._server or self._open()
        self._step = Step.SENDER
        self._expect(server.mail(sender), 250)
        self._step = Step.RECIPIENT
        answers = [server.rcpt(address) for address in to]
        self._expect(min(answers, key=lambda answer: answer[0] not in _TAKEN), *_TAKEN)
        self._step = Step.CONTENT
        self._expect(server.docmd("DATA"), 354)
        content = email.as_bytes()
        self._step = Step.GIVEN
        server.send(_DOTTED.sub(b"..", content) + b".\r\n")
        self._expect(server.getreply(), 250)

    def _open(self) -> smtplib.SMTP:
        settings, host, port = self._settings, self._settings.smtp_host, self._settings.smtp_port
        # Some letters hold a link that sets a password: the server proves its name first.
        tls = ssl.create_default_context()
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        patience = CONNECT_SECONDS / max(len(addresses), 1)
        server = self._server = (
            smtplib.SMTP_SSL(timeout=patience, context=tls)
            if settings.smtp_security == SmtpSecurity.IMPLICIT
            else smtplib.SMTP(timeout=patience)
        )
        # Where `connect` is called apart, smtplib leaves out the name that the certificate proves.
        server._host = host  # type: ignore[attr-defined]  # noqa: SLF001
        self._expect(server.connect(host, port), 220)
        if server.sock is not None:
            server.sock.settimeout(MOST_SECONDS)
        if settings.smtp_security == SmtpSecurity.STARTTLS:
            server.starttls(context=tls)
        server.ehlo_or_helo_if_needed()
        if settings.smtp_username:
            server.login(settings.smtp_username, settings.smtp_password)
        return server

    def _expect(self, answer: tuple[int, bytes], *wanted: int) -> None:
        code, reply = answer
        if code not in wanted:
            # smtplib says -1 for a line that is no answer.
            raise self._failed(code, reply=reply)

    def _failed(
        self, code: int = 0, *, reply: bytes = b"", problem: str = ""
    ) -> ConversationFailed:
        self.close()
        # Half a line, when we hang up in the middle of it, is no answer.
        said = 0 if self._is_late else max(code, 0)
        return ConversationFailed(self._step, said, reply=reply, problem=problem)

    def _watch(self, is_over: Event, seconds: float) -> None:
        while not is_over.wait(seconds):
            self._is_late = True
            server = self._server
            if server is not None and server.sock is not None:
                # Past TLS, straight to the socket: whoever waits on it in the other thread wakes.
                with suppress(OSError):
                    socket.socket.shutdown(server.sock, socket.SHUT_RDWR)
            seconds = min(seconds, 1.0)
