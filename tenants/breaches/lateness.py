"""Why the regulator heard of a breach late, as far as the record shows where the time went.

The law wants the reasons where it took more than 72 hours (UK GDPR Art. 33(1)). What is drafted
here names nobody and blames nobody; a person changes it before it is used.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from textwrap import shorten
from typing import Any, Final

from sqlalchemy import select

from tenants import audit
from tenants.db import ScopedSession
from tenants.models import AuditEntry, Breach, Event, Membership, Precision, Subject
from tenants.policy import regulator_deadline
from tenants.times import when

_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_LONGEST: Final = 2
# A draft is short enough to be read and changed, however often something was done again.
_OFTEN: Final = 2
_ENOUGH: Final = 1_000
NOBODY_BY_NAME: Final = "somebody at the council"


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened on the way to telling the regulator.

    `words` are a sentence without its full stop and its time; `note` is what a person wrote of it.
    """

    at: datetime
    words: str
    precision: Precision = Precision.TIME
    note: str = ""


def draft_reason(session: ScopedSession, breach: Breach, at: datetime) -> str:
    """Return where the time went until `at` (aware, UTC), to be changed by a person.

    Nothing where that is within the 72 hours. Names of the council's members are taken out of what
    they wrote.
    """
    names = session.scalars(select(Membership.name)).all()
    entries = audit.entries_of(session, breach_id=breach.id)
    moments = moments_of(breach, entries)
    return without_names(delay_words(moments, aware_at=breach.aware_at, at=at), names)


def moments_of(breach: Breach, entries: Iterable[AuditEntry]) -> tuple[Moment, ...]:
    """Return what happened to a breach, in the order of time. Pure."""
    found = list(_times_of(breach))
    counted: dict[str, int] = {}
    for entry in entries:
        words = _EVENTS.get(Event(entry.event), _no_words)(entry.changes)
        counted[words] = counted.get(words, 0) + 1
        if words and counted[words] <= _OFTEN:
            found.append(Moment(entry.at, f"{words} again" if counted[words] > 1 else words))
    return tuple(sorted(found, key=lambda moment: moment.at))


def delay_words(moments: Sequence[Moment], *, aware_at: datetime, at: datetime) -> str:
    """Return the draft: how late, what happened when, and where the longest waits were. Pure."""
    due_at = regulator_deadline(aware_at)
    if at <= due_at:
        return ""
    before = [moment for moment in moments if moment.at <= at]
    lines = [f"- {when(each.at, each.precision)}: {each.words}.{_noted(each)}" for each in before]
    return "\n\n".join(
        filter(
            None,
            [
                f"The 72 hours ended on {when(due_at)}. This comes {lasted(at - due_at)} later.",
                "\n".join(["What the council's record shows:", *lines]),
                _longest_waits([each for each in before if each.at >= aware_at], at),
            ],
        )
    )


def lasted(span: timedelta) -> str:
    """Return a length of time in its one fitting unit: "40 minutes", "5 hours", "4 days"."""
    if span < _HOUR:
        return _counted(span // timedelta(minutes=1), "minute")
    return _counted(span // _HOUR, "hour") if span < 4 * _DAY else _counted(span // _DAY, "day")


def without_names(text: str, names: Iterable[str]) -> str:
    """Return a text in which these people's names are not said. Pure."""
    for name in sorted(filter(None, (name.strip() for name in names)), key=len, reverse=True):
        text = text.replace(name, NOBODY_BY_NAME)
    return text


def _longest_waits(moments: Sequence[Moment], at: datetime) -> str:
    """Say between which two moments most time went by after the council was aware."""
    ends = [*moments[1:], Moment(at, "this was written")]
    waits = [
        (end.at - start.at, start, end)
        for start, end in zip(moments, ends, strict=True)
        if end.at - start.at >= _HOUR
    ]
    longest = sorted(waits, key=lambda wait: wait[0], reverse=True)[:_LONGEST]
    if not longest:
        return ""
    said = "; then ".join(
        f"{lasted(span)} between the time when {start.words} and the time when {end.words}"
        for span, start, end in longest
    )
    return f"The longest wait was {said}."


def _times_of(breach: Breach) -> Iterable[Moment]:
    if breach.occurred_at is not None and breach.occurred_precision != Precision.NOT_KNOWN:
        precision = Precision(breach.occurred_precision)
        yield Moment(breach.occurred_at, "it happened", precision)
    if breach.suspected_at is not None:
        outside = breach.reporter_id is None and breach.suspected_at < breach.aware_at
        found = "whoever reported it found out" if outside else "it was first suspected"
        yield Moment(breach.suspected_at, found)
    yield Moment(breach.aware_at, "the council became aware", note=breach.aware_reason.strip())
    yield Moment(breach.reported_at, "it was reported in the council's register")


def _noted(moment: Moment) -> str:
    return f" Why then: {shorten(moment.note, _ENOUGH, placeholder=' …')}" if moment.note else ""


def _no_words(_changes: Mapping[str, Any]) -> str:
    return ""


def _always(words: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda _changes: words


def _decided(changes: Mapping[str, Any]) -> str:
    if changes.get("subject") != Subject.REGULATOR:
        return ""
    told = "to tell" if changes.get("decided") == "tell" else "not to tell"
    return f"the council decided {told} the regulator"


_EVENTS: Final[Mapping[Event, Callable[[Mapping[str, Any]], str]]] = {
    Event.INITIALLY_ASSESSED: _always("the first assessment was made"),
    Event.LEAD_APPOINTED: _always("a lead investigator was appointed"),
    Event.LEAD_STOOD_DOWN: _always("the lead investigator passed it on"),
    Event.BREACH_RATED: _always("it was rated"),
    Event.DECISION_RECORDED: _decided,
}


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
