"""What was undertaken, promised, brought before the council or complained of, in words. Pure."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from tenants.models import ActionKind, Event
from tenants.times import day
from webapp.breaches.wording import DUTIES

Names = Mapping[UUID, str]
Words = Callable[[Mapping[str, Any], Names], str]
KINDS: Final[Mapping[str, str]] = {
    ActionKind.CONTAINMENT: "Something that stops it or puts it right",
    ActionKind.FOLLOW_UP: "A promise to the regulator",
    ActionKind.RECOMMENDATION: "A recommendation",
    ActionKind.LESSON: "A lesson to pass on",
}


def name_in(names: Names, membership_id: Any) -> str:
    """Return a member's name; a general word where there is none."""
    try:
        return names.get(UUID(str(membership_id)), "somebody who has left")
    except ValueError:
        return "somebody"


def _action_set(changes: Mapping[str, Any], names: Names) -> str:
    owner = name_in(names, changes.get("owner"))
    return f"Gave {owner} something to do: {_kind(changes)}"


def _action_done(changes: Mapping[str, Any], _names: Names) -> str:
    return f"Recorded as done: {_kind(changes)}"


def _action_dropped(changes: Mapping[str, Any], _names: Names) -> str:
    return f"Recorded that it will not be done, and why: {_kind(changes)}"


def _kind(changes: Mapping[str, Any]) -> str:
    words = KINDS.get(str(changes.get("kind")), "something")
    return f"{words[0].lower()}{words[1:]}"


def _held(changes: Mapping[str, Any], _names: Names) -> str:
    duty = DUTIES.get(str(changes.get("obligation")))
    return f"Said “I have it”: {duty[0].lower()}{duty[1:]}" if duty else "Said “I have it”"


def _complaint(changes: Mapping[str, Any], _names: Names) -> str:
    return f"Recorded a complaint about it that came{_on(changes)}"


def _acknowledged(changes: Mapping[str, Any], _names: Names) -> str:
    return f"Recorded that a complaint was acknowledged{_on(changes)}"


def _brought(changes: Mapping[str, Any], _names: Names) -> str:
    return f"Recorded that the full council heard of it{_on(changes)}"


def _on(changes: Mapping[str, Any]) -> str:
    said = changes.get("on")
    return f" on {day(date.fromisoformat(str(said)))}" if said else ""


EVENT_WORDS: Final[Mapping[Event, Words]] = {
    Event.ACTION_SET: _action_set,
    Event.ACTION_DONE: _action_done,
    Event.ACTION_DROPPED: _action_dropped,
    Event.DEADLINE_HELD: _held,
    Event.COMPLAINT_RECORDED: _complaint,
    Event.COMPLAINT_ACKNOWLEDGED: _acknowledged,
    Event.REPORTED_TO_COUNCIL: _brought,
}


def kept_longer(changes: Mapping[str, Any]) -> str:
    """Say until when something is kept now; empty for a change of another time."""
    pair = changes.get("erase_on") or ()
    if len(pair) != 2:
        return ""
    was, now = (day(date.fromisoformat(on)) for on in pair)
    return f"Decided to keep something until {now}, not until {was}"
