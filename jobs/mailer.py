"""One conversation with the mail server, for as many letters as a job has.

Whose fault a failure is decides what happens next. What goes wrong before any recipient is named
is the server's, and stops every letter; what it says of a recipient is that recipient's. In
between it may be either: one letter that fails while others go is at fault itself, several
different ones in a row are not. A filter that takes a letter for spam says no for good until
somebody mends it: such a no gives no letter up.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from jobs.refusals import TAKEN_OR_NOT, LetterRefused
from jobs.return_address import return_address
from jobs.smtp import CLOSED, MOST_SECONDS, Conversation, ConversationFailed, Step
from tenants.messages import Letter
from tenants.settings import Settings

# So many different letters that fail one after the other, and none taken: it is the server.
SEVERAL = 3
_FINAL = range(500, 600)
# Said of a recipient, these are about us: no sign-in, or commands in a wrong order.
_ABOUT_US = frozenset({503, 530, 534, 535, 538})
# A reason of policy, such as "relaying denied", may be about us or about the recipient.
_BY_POLICY = b"5.7."
# Long enough that a subject stays on one line: some readers show the fold as a gap. Seven bits:
# not every server on the way takes eight.
_POLICY = SMTP.clone(max_line_length=200, cte_type="7bit")


class Mailer:
    """Sends letters over SMTP; the conversation opens with the first one.

    Connecting and handing over one letter takes `most_seconds` at most, however slowly the server
    answers: less than a claim on a message lasts.
    """

    def __init__(self, settings: Settings, *, most_seconds: float = MOST_SECONDS) -> None:
        self._settings = settings
        self._most_seconds = most_seconds
        self._conversation = Conversation(settings)
        self._suspects: set[str] = set()

    def send(self, letter: Letter, *, now: datetime) -> None:
        """Hand a letter to the mail server, or raise `LetterRefused`."""
        email = self.as_email(letter, now=now)
        with self._conversation.bounded(self._most_seconds):
            try:
                self._hand_over(email, letter)
            except ConversationFailed as failed:
                raise self._judged(letter, failed) from failed
        self._suspects.clear()

    def as_email(self, letter: Letter, *, now: datetime) -> EmailMessage:
        """Return the letter with a plain and an HTML part; sent twice, it keeps its one id."""
        email = EmailMessage(_POLICY)
        email["From"] = self._settings.mail_from
        email["To"] = ", ".join(_addresses(letter))
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
        self._conversation.close()

    def _hand_over(self, email: EmailMessage, letter: Letter) -> None:
        """Give the letter over; once more where an idle conversation had been closed meanwhile."""
        sender = self._sender_of(letter)
        was_open = self._conversation.is_open
        try:
            self._conversation.hand_over(email, sender=sender, to=_addresses(letter))
        except ConversationFailed as failed:
            if not (was_open and failed.has_closed and failed.step < Step.GIVEN):
                raise
            self._conversation.hand_over(email, sender=sender, to=_addresses(letter))

    def _sender_of(self, letter: Letter) -> str:
        bounce_address = self._settings.bounce_address
        if bounce_address:
            return return_address(bounce_address, letter.letter_id)
        return parseaddr(self._settings.mail_from)[1]

    def _judged(self, letter: Letter, failed: ConversationFailed) -> LetterRefused:
        """Return what a failure means for this letter, and for all."""
        code, is_final = failed.code, failed.code in _FINAL
        if failed.step <= Step.SENDER:
            return LetterRefused(failed.problem, is_for_all=True)
        if failed.step == Step.RECIPIENT and code not in {0, CLOSED}:
            if code in _ABOUT_US:
                return LetterRefused(failed.problem, is_for_all=True)
            if _BY_POLICY not in failed.reply:
                return LetterRefused(failed.problem, is_final=is_final)
        self._suspects.add(letter.letter_id)
        is_for_all = len(self._suspects) >= SEVERAL
        is_doubtful = failed.step == Step.GIVEN and not code
        return LetterRefused(
            TAKEN_OR_NOT if is_doubtful else failed.problem,
            is_stubborn=is_final and not is_for_all,
            is_for_all=is_for_all,
            is_doubtful=is_doubtful,
        )


def _addresses(letter: Letter) -> list[str]:
    return [letter.to, letter.also_to] if letter.also_to else [letter.to]


@contextmanager
def conversation(settings: Settings) -> Iterator[Mailer]:
    """Open a mailer and close its conversation at the end."""
    mailer = Mailer(settings)
    try:
        yield mailer
    finally:
        mailer.close()
