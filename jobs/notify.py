"""Sending by a council's own GOV.UK Notify account: what fails there is that council's alone."""

from jobs.refusals import LetterRefused
from tenants.messages import Letter
from tenants.models import Message, MessageChannel, MessageKind
from tenants.notify_accounts import Account, NotifyRefused, NotifyService, Parcel
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


class Texter:
    """Sends texts, and e-mails where the council chose so, by the council's account."""

    def __init__(self, settings: Settings) -> None:
        self._url = settings.notify_url

    def send(
        self, letter: Letter, account: Account | None, *, is_text: bool, is_in_doubt: bool
    ) -> str:
        """Have Notify take a letter once, and return Notify's id for it; or raise `LetterRefused`.

        Where an earlier try left doubt, Notify is asked whether it has the letter already.
        """
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
            return NotifyService(account.key, url=self._url).send(parcel, is_in_doubt=is_in_doubt)
        except NotifyRefused as refused:
            kind = AccountRefused if refused.is_about_account else LetterRefused
            raise kind(
                f"notify {refused.problem}",
                is_final=refused.is_final,
                is_doubtful=refused.is_doubtful,
            ) from None

    def failures(self, account: Account) -> dict[str, str]:
        """Return what reached nobody, by letter id; nothing where Notify does not say."""
        try:
            return NotifyService(account.key, url=self._url).failures()
        except NotifyRefused:
            return {}
