"""One conversation with the mail server, for as many letters as a job has."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from tenants.messages import Letter
from tenants.settings import Settings, SmtpSecurity

TIMEOUT_SECONDS = 20
_FINAL = range(500, 600)
# Long enough that a subject stays on one line: some readers show the fold as a gap.
_POLICY = SMTP.clone(max_line_length=200)


class LetterRefused(Exception):
    """The mail server did not take a letter.

    `problem` is a closed word such as "refused 550": never the server's own text, which may hold
    an address. `is_final` says that trying again cannot help; `is_for_all` that the server takes
    no letter at all at present.
    """

    def __init__(self, problem: str, *, is_final: bool = False, is_for_all: bool = False) -> None:
        super().__init__(problem)
        self.problem = problem
        self.is_final = is_final
        self.is_for_all = is_for_all


class Mailer:
    """Sends letters over SMTP; the conversation opens with the first one."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._server: smtplib.SMTP | None = None

    def send(self, letter: Letter, *, now: datetime) -> None:
        """Hand a letter to the mail server, or raise `LetterRefused`."""
        try:
            self._open().send_message(self.as_email(letter, now=now))
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            raise self._refused(code, is_final=code in _FINAL) from error
        except smtplib.SMTPDataError as error:
            raise self._refused(error.smtp_code, is_final=error.smtp_code in _FINAL) from error
        except smtplib.SMTPResponseException as error:
            raise self._refused(error.smtp_code, is_for_all=True) from error
        except ssl.SSLCertVerificationError as error:
            self.close()
            raise LetterRefused("certificate not trusted", is_for_all=True) from error
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise LetterRefused("no answer", is_for_all=True) from error

    def as_email(self, letter: Letter, *, now: datetime) -> EmailMessage:
        """Return the letter with a plain and an HTML part; sent twice, it keeps its one id."""
        email = EmailMessage(_POLICY)
        email["From"] = self._settings.mail_from
        email["To"] = letter.to
        email["Subject"] = letter.subject
        email["Date"] = format_datetime(now)
        domain = parseaddr(self._settings.mail_from)[1].rpartition("@")[2]
        email["Message-ID"] = f"<{letter.letter_id}@{domain}>"
        email["Auto-Submitted"] = "auto-generated"
        email.set_content(letter.text)
        email.add_alternative(letter.html, subtype="html")
        return email

    def close(self) -> None:
        """End the conversation, if there is one."""
        server, self._server = self._server, None
        if server is not None:
            server.close()

    def _open(self) -> smtplib.SMTP:
        if self._server is None:
            settings = self._settings
            # Some letters hold a link that sets a password: the server proves its name first.
            tls = ssl.create_default_context()
            address = (settings.smtp_host, settings.smtp_port)
            server = self._server = (
                smtplib.SMTP_SSL(*address, timeout=TIMEOUT_SECONDS, context=tls)
                if settings.smtp_security == SmtpSecurity.IMPLICIT
                else smtplib.SMTP(*address, timeout=TIMEOUT_SECONDS)
            )
            if settings.smtp_security == SmtpSecurity.STARTTLS:
                server.starttls(context=tls)
            if settings.smtp_username:
                server.login(settings.smtp_username, settings.smtp_password)
        return self._server

    def _refused(
        self, code: int, *, is_final: bool = False, is_for_all: bool = False
    ) -> LetterRefused:
        self.close()
        return LetterRefused(f"refused {code}", is_final=is_final, is_for_all=is_for_all)


@contextmanager
def conversation(settings: Settings) -> Iterator[Mailer]:
    """Open a mailer and close its conversation at the end."""
    mailer = Mailer(settings)
    try:
        yield mailer
    finally:
        mailer.close()
