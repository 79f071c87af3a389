"""What is said to GOV.UK Notify and what it answers, each answer in a closed word.

Through Notify's own client. A call ends in `MOST_SECONDS` whatever the other side does: what it is
still doing then is left to itself, and looked up by its reference before anything is sent again.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread
from typing import Any

from notifications_python_client.errors import APIError, InvalidResponse
from notifications_python_client.notifications import NotificationsAPIClient

# Notify's client writes the other side's own words, which may hold a number, into the log.
logging.getLogger("notifications_python_client").setLevel(logging.CRITICAL + 1)

CALL_SECONDS = 15.0
# Asking by reference and sending; less than a claim on a message lasts.
MOST_SECONDS = 40.0
NO_ANSWER = "no answer"
NOT_A_NUMBER = "address not accepted"


class NotifyRefused(Exception):
    """Notify did not take it. `problem` is a closed word, never Notify's own text.

    `is_final`: again would be refused again. `is_about_account`: the key or a template is at
    fault, rather than one recipient. `is_doubtful`: it may have been taken.
    """

    def __init__(
        self,
        problem: str,
        *,
        is_final: bool = False,
        is_about_account: bool = False,
        is_doubtful: bool = False,
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.is_final = is_final
        self.is_about_account = is_about_account
        self.is_doubtful = is_doubtful


@dataclass(frozen=True, slots=True)
class Parcel:
    """One text or e-mail for Notify: where to, by which template, and what fills it."""

    to: str
    template: str
    subject: str
    body: str
    reference: str
    is_text: bool = True


class NotifyService:
    """A council's Notify service, at Notify's own address unless another is given."""

    def __init__(self, key: str, *, url: str = "", most_seconds: float = MOST_SECONDS) -> None:
        # Notify's client comes without types.
        make_client: Any = NotificationsAPIClient
        where = {"base_url": url} if url else {}
        self._client = make_client(key, timeout=CALL_SECONDS, **where)
        self._most_seconds = most_seconds

    def send(self, parcel: Parcel, *, is_in_doubt: bool = False) -> str:
        """Have Notify send it, once, and return Notify's id; raises `NotifyRefused`.

        Where an earlier try left doubt, Notify is asked for the reference first.
        """
        return str(self._in_time(lambda: self._send(parcel, is_in_doubt=is_in_doubt)))

    def failures(self) -> dict[str, str]:
        """Return the latest that reached nobody: reference and Notify's word for why, 250 at most.

        Raises `NotifyRefused`.
        """
        answer = self._in_time(lambda: self._client.get_all_notifications(status="failed"))
        listed = _listed(answer)
        return {
            str(one["reference"]): str(one.get("status", "failed"))
            for one in listed
            if one.get("reference")
        }

    def _send(self, parcel: Parcel, *, is_in_doubt: bool) -> str:
        if is_in_doubt:
            known = _listed(self._client.get_all_notifications(reference=parcel.reference))
            if known:
                return str(known[0]["id"])
        filled = {"subject": parcel.subject, "body": parcel.body}
        if parcel.is_text:
            answer = self._client.send_sms_notification(
                parcel.to, parcel.template, personalisation=filled, reference=parcel.reference
            )
        else:
            answer = self._client.send_email_notification(
                parcel.to, parcel.template, personalisation=filled, reference=parcel.reference
            )
        return str(answer["id"])

    def _in_time(self, call: Callable[[], Any]) -> Any:
        """Return what the call returns, or raise `NotifyRefused`; in bounded time."""
        ended: list[Any] = []
        failed: list[Exception] = []

        def do() -> None:
            try:
                ended.append(call())
            except Exception as error:  # noqa: BLE001 - handed to the thread that waits for it
                failed.append(error)

        thread = Thread(target=do, daemon=True)
        thread.start()
        thread.join(self._most_seconds)
        if failed:
            raise _refused(failed[0]) from None
        if not ended:
            raise NotifyRefused(NO_ANSWER, is_doubtful=True)
        return ended[0]


def _listed(answer: Any) -> list[dict[str, Any]]:
    listed = answer.get("notifications") if isinstance(answer, dict) else None
    return [one for one in listed or () if isinstance(one, dict)]


def _refused(error: Exception) -> NotifyRefused:
    """Return what an error of the client means; its own words are not kept."""
    if not isinstance(error, APIError) or isinstance(error, InvalidResponse):
        # An answer that is no answer: sent or not, nobody knows.
        return NotifyRefused("answer not readable", is_doubtful=True)
    if error.response is None:
        return NotifyRefused(NO_ANSWER, is_doubtful=True)
    code = error.status_code
    if code == 429:
        return NotifyRefused("refused 429")
    if code >= 500:
        return NotifyRefused(f"refused {code}", is_doubtful=True)
    if code == 400 and _is_about_recipient(error.message):
        return NotifyRefused(NOT_A_NUMBER, is_final=True)
    return NotifyRefused(f"refused {code}", is_final=True, is_about_account=True)


def _is_about_recipient(said: object) -> bool:
    errors = said if isinstance(said, list) else []
    words = [str(one.get("message", "")) for one in errors if isinstance(one, dict)]
    return any(word.startswith(("phone_number", "email_address")) for word in words)
