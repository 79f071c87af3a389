"""A conversation as its two sides see it. What the reporter is shown is all that stands here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tenants.intake.conversation import Conversation, Progress
from tenants.models import Precision
from tenants.times import when
from webapp.report.kinds import cause_of, kind_words

PROGRESS: Final[Mapping[Progress, str]] = {
    Progress.RECEIVED: "The council has received it. Those who look into such things were told.",
    Progress.LOOKED_INTO: "The council is looking into it.",
    Progress.CLOSED: "The council has dealt with it and closed it.",
}
_UNKNOWN: Final = "Not known"


@dataclass(frozen=True, slots=True)
class Said:
    """One message: whose it is, in words that name nobody, what it says and when."""

    is_from_council: bool
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that came with the receipt."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownConversation:
    """What the holder of a receipt sees: their own report, and what was written since."""

    reported_at: datetime
    progress: str
    is_erased: bool
    lines: tuple[tuple[str, str], ...]
    said: tuple[Said, ...]
    files: tuple[Sent, ...]


def shown_conversation(found: Conversation) -> ShownConversation:
    """Return what of a breach goes to whoever reported it: their words, nothing added to them."""
    breach = found.breach
    found_out = when(breach.suspected_at) if breach.suspected_at else _UNKNOWN
    return ShownConversation(
        reported_at=breach.reported_at,
        progress=PROGRESS[found.progress],
        is_erased=breach.erased_at is not None,
        lines=(
            ("What happened", breach.description),
            ("Nearest kind", kind_words(cause_of(breach.cause))),
            ("You found out", found_out),
            *_happened(found),
            ("Whose information", breach.whose or _UNKNOWN),
            ("How many people", breach.people_words or _UNKNOWN),
            ("What has been done", breach.action_taken or _UNKNOWN),
            ("How to reach you", breach.contact or "You left this empty"),
        ),
        said=tuple(Said(m.is_from_council, m.words, m.written_at) for m in found.messages),
        files=tuple(Sent(file.name, file.added_at) for file in found.files),
    )


def _happened(found: Conversation) -> tuple[tuple[str, str], ...]:
    """Return when it happened as they told it; what the council found out since is not theirs."""
    if not found.is_time_theirs:
        return ()
    at, precision = found.breach.occurred_at, Precision(found.breach.occurred_precision)
    return (("It happened", when(at, precision) if at else _UNKNOWN),)
