"""One clock as its page tells it: each step, who is told first, who next, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Final
from uuid import UUID

from tenants.alerts import BreachAlerts, ClockAlerts, Told, is_for_everybody
from tenants.alerts.breach_alerts import Step
from tenants.models import Deadline, Message, MessageChannel
from webapp.alerts import words

_OWN_ORDER: Final = (
    "Those whose part it is are asked first, the clerk and the chair once the day has come."
)


@dataclass(frozen=True, slots=True)
class Group:
    """Those who are told at one time by the same ways, of which the same became."""

    names: tuple[str, ...]
    ways: str
    outcome: str
    colour: str
    at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class Turn:
    """Those who are told at one time of a step; the first turn, or who is next."""

    at: datetime
    people: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of a clock; why these people and in this order, where it differs from before."""

    title: str
    at: datetime
    turns: tuple[Turn, ...]
    why: str
    source: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One deadline with its steps; `holder` is the name of whoever has it."""

    deadline: Deadline
    to_do: str
    holder: str
    steps: tuple[StepLine, ...]
    may_have: bool

    @property
    def past(self) -> tuple[StepLine, ...]:
        """Return the steps of which everything was sent or given up."""
        return tuple(step for step in self.steps if step.is_over)

    @property
    def ahead(self) -> tuple[StepLine, ...]:
        """Return the steps of which something is still planned."""
        return tuple(step for step in self.steps if not step.is_over)


def clock_lines(shown: BreachAlerts, clock: ClockAlerts) -> ClockLine:
    """Return one clock of a breach as lines."""
    held_by = clock.deadline.held_by_id
    said: tuple[str, str] | None = None
    steps = []
    for step in clock.steps:
        why = _why(step)
        steps.append(_step(shown, clock.deadline, step, ("", "") if why == said else why))
        said = why
    return ClockLine(
        clock.deadline,
        words.to_do(clock.deadline),
        shown.names.get(held_by, "") if held_by else "",
        tuple(steps),
        clock.may_have,
    )


def _step(shown: BreachAlerts, deadline: Deadline, step: Step, why: tuple[str, str]) -> StepLine:
    turns = tuple(
        Turn(at, _groups(shown, list(rows)))
        for at, rows in groupby(step.told, key=lambda told: told.message.due_at)
    )
    return StepLine(
        words.when_said(deadline, step.hours_before),
        step.at,
        turns,
        *why,
        is_over=all(told.message.sent_at or told.message.failed_at for told in step.told),
    )


def _why(step: Step) -> tuple[str, str]:
    """Return why these people are told, and where that stands."""
    if is_for_everybody(step.told[0]):
        return "Everybody who can act is told at once, so near the end and after it.", ""
    if step.ladder is None:
        return _OWN_ORDER, ""
    section = f", {step.ladder.section}" if step.ladder.section else ""
    return step.ladder.sentence, f"The council's policy{section}"


def _groups(shown: BreachAlerts, rows: Sequence[Told]) -> tuple[Group, ...]:
    by_person: dict[tuple[UUID, tuple[str, str]], list[Message]] = {}
    for told in rows:
        key = (told.message.recipient_id, words.outcome(told.message))
        by_person.setdefault(key, []).append(told.message)
    alike: dict[Group, list[str]] = {}
    for messages in by_person.values():
        name = shown.names.get(messages[0].recipient_id, "Somebody who has left")
        alike.setdefault(_group(shown, messages), []).append(name)
    return tuple(replace(group, names=tuple(names)) for group, names in alike.items())


def _group(shown: BreachAlerts, messages: Sequence[Message]) -> Group:
    """Return what became of what one person was told, their name still to be filled in."""
    first = messages[0]
    channels = [MessageChannel(message.channel) for message in messages]
    outcome, colour = words.outcome(first)
    ended_at = first.failed_at or first.sent_at
    return Group(
        (),
        " and ".join(words.CHANNELS[channel] for channel in dict.fromkeys(channels)),
        outcome,
        colour,
        ended_at.replace(second=0, microsecond=0) if ended_at else None,
        _note(shown, first),
    )


def _note(shown: BreachAlerts, message: Message) -> str:
    """Return what there is to say beside the outcome: passed on, sent in doubt, instead of whom."""
    if (other := shown.passed_on.get(message.id)) is not None:
        return f"{shown.names.get(other, 'somebody else')} was told instead."
    if message.instead_of_id is not None:
        return "In the place of somebody who could not be reached."
    return "It may have arrived twice." if message.doubts and message.sent_at else ""
