"""Sending by a council's own GOV.UK Notify account: what fails there is that council's alone."""

from dataclasses import dataclass

from jobs.refusals import LetterRefused
from tenants.messages import Letter
from tenants.models import Message, MessageChannel, MessageKind
from tenants.notify_accounts import Account, NotifyRefused, NotifyService, Parcel
from tenants.notify_accounts.wire import MOST_SECONDS, NO_ANSWER
from tenants.settings import Settings

NO_ACCOUNT = "no account for texts"
NO_NUMBER = "no number"
# After so many tries an e-mail leaves by our own mail server: late is worse than twice.
FEWEST_TRIES = 3
# Whoever mends a council's account must be able to sign in while it is broken.
_OUR_OWN = frozenset({MessageKind.INVITATION, MessageKind.PASSWORD_RESET})


class AccountRefused(LetterRefused):
    """A council's account refused to send, for a reason that is not this message's alone."""


def goes_by_notify(message: Message, account: Account | None) -> bool:
    """Whether a message leaves by the council's account; a text never leaves by another way."""
    if message.channel == MessageChannel.TEXT:
        return True
    return (
        account is not None
        and bool(account.email_template)
        and not account.problem
        and message.kind not in _OUR_OWN
        and message.tries < FEWEST_TRIES
    )


@dataclass(frozen=True, slots=True)
class ByNotify:
    """That a message leaves by the council's own account, if it has one, and what is known of it.

    In doubt, Notify is asked first whether it has the message already.
    """

    account: Account | None
    is_text: bool
    is_in_doubt: bool


class Texter:
    """Sends texts, and e-mails where the council chose so, by each council's own account.

    Once Notify has not answered, it is left alone for as long as this one is used: texts wait for
    the next round, e-mails leave by our own mail server, and no other council waits.
    """

    def __init__(self, *, most_seconds: float = MOST_SECONDS) -> None:
        self._most_seconds = most_seconds
        self.is_away = False

    def send(self, letter: Letter, by_notify: ByNotify, settings: Settings) -> str:
        """Have Notify take a letter once, and return Notify's id for it; or raise `LetterRefused`.

        Where an earlier try left doubt, Notify is asked whether it has the letter already.
        """
        account, is_text = by_notify.account, by_notify.is_text
        if account is None or (is_text and not account.text_template):
            raise LetterRefused(NO_ACCOUNT, is_final=True)
        if not letter.to:
            raise LetterRefused(NO_NUMBER, is_final=True)
        parcel = Parcel(
            to=letter.to,
            template=account.text_template if is_text else account.email_template,
            subject=letter.subject,
            body=letter.text,
            reference=letter.letter_id,
            is_text=is_text,
        )
        try:
            service = self._service(account, settings)
            return service.send(parcel, is_in_doubt=by_notify.is_in_doubt)
        except NotifyRefused as refused:
            self.is_away = refused.problem == NO_ANSWER
            kind = AccountRefused if refused.is_about_account else LetterRefused
            raise kind(
                f"notify {refused.problem}",
                is_final=refused.is_final,
                is_doubtful=refused.is_doubtful,
            ) from None

    def failures(self, account: Account, settings: Settings) -> dict[str, str]:
        """Return what reached nobody, by letter id; nothing where Notify does not say."""
        if self.is_away:
            return {}
        try:
            return self._service(account, settings).failures()
        except NotifyRefused as refused:
            self.is_away = refused.problem == NO_ANSWER
            return {}

    def _service(self, account: Account, settings: Settings) -> NotifyService:
        return NotifyService(account.key, url=settings.notify_url, most_seconds=self._most_seconds)
