"""What each kind of message says: subject, a few plain paragraphs, and where its link goes."""

from collections.abc import Callable

from tenants.messages.subject import Subject
from tenants.messages.wording import clock, council, handling, places, practice, prompts, reports
from tenants.messages.wording.shape import Wording
from tenants.models import MessageKind

__all__ = ["Wording", "words_for"]


def words_for(subject: Subject) -> Wording:
    """Return the words for a message of this kind; about a practice breach they say so first.

    That is done here, for every kind, so that no letter can forget it.
    """
    words = _WORDS[MessageKind(subject.message.kind)](subject)
    return practice.marked(words, subject.breach)


_WORDS: dict[MessageKind, Callable[[Subject], Wording]] = {
    MessageKind.REPORT_RECEIVED: reports.report_received,
    MessageKind.REPORT_WAITING: reports.report_waiting,
    MessageKind.ROUTED_TO_YOU: reports.routed_to_you,
    MessageKind.LEAD_APPOINTED: reports.lead_appointed,
    MessageKind.LEAD_WANTED: reports.lead_wanted,
    MessageKind.COUNCIL_TOLD: council.council_told,
    MessageKind.REPORTER_WROTE: handling.reporter_wrote,
    MessageKind.REPORT_FINISHED: handling.report_finished,
    MessageKind.CLOCK_ALERT: clock.clock_alert,
    MessageKind.PROMPT: prompts.prompt,
    MessageKind.STALE_BREACH: prompts.stale_breach,
    MessageKind.WEEKLY_DIGEST: prompts.weekly_digest,
    MessageKind.INVITATION: places.invitation,
    MessageKind.PASSWORD_RESET: places.password_reset,
}
