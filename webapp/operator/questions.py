"""The operator's questions, each with its answer and what to do where the answer is bad. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from tenants.messages import Dial, Sign
from tenants.messages.condition import (
    DAY,
    LONGEST_BEHIND,
    Condition,
)
from webapp.operator.wording import ADVICE, CHANNELS, length

MANY_FAILURES = 10
NOTHING_WAITS = "Nothing waits"
# Asked once a minute: four without an answer.
LONGEST_UNASKED = timedelta(minutes=5)

Fact = tuple[str, str | int | datetime | None]


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `is_well` is None where there is nothing to say yet.

    `facts` are what the answer rests on.
    """

    id: str
    words: str
    is_well: bool | None
    answer: str
    facts: tuple[Fact, ...]

    @property
    def advice(self) -> tuple[str, ...]:
        """Return what to do: what it means, which journal, which command."""
        return ADVICE[self.id]


def questions(
    condition: Condition, failures: Mapping[str, tuple[int, int]], *, is_deadman_set: bool
) -> tuple[Question, ...]:
    """Return every question with its answer, the gravest first."""
    ask: Iterable[Callable[[Condition], Question]] = (
        _is_ticking,
        _is_in_time,
        _is_way_out_open,
        _are_workers_there,
        _is_sent_once,
        _are_calendars_kept,
        _is_clock_right,
    )
    return (
        *(each(condition) for each in ask),
        _is_taken(failures),
        _does_anybody_hear(condition, is_set=is_deadman_set),
    )


def _is_ticking(condition: Condition) -> Question:
    ticked_at = condition.signs.get(Sign.TICK)
    return Question(
        "tick",
        "Does the tick look for what is due?",
        condition.is_ticking,
        "Yes, it looked within the last minutes" if condition.is_ticking else "No",
        (("Last looked", ticked_at),),
    )


def _is_in_time(condition: Condition) -> Question:
    figures, is_well = condition.figures, condition.behind <= LONGEST_BEHIND
    return Question(
        "in-time",
        "Does what is due go out in time?",
        is_well,
        "Yes" if is_well else f"No, it is {length(condition.behind)} behind",
        (
            ("Messages that wait to go out", figures.waiting),
            ("The oldest was due", figures.oldest_due_at or NOTHING_WAITS),
            ("One should have been tried at", figures.behind_since or NOTHING_WAITS),
            ("Behind by", length(condition.behind)),
        ),
    )


def _is_way_out_open(condition: Condition) -> Question:
    facts: list[Fact] = []
    for way in condition.shut:
        facts += [
            ("Way out that is shut", CHANNELS.get(way.channel, "Another way out")),
            ("Shut since", way.since),
            ("Why", way.problem),
            ("Times tried", way.tries),
            ("Tried again at", way.try_at),
        ]
    return Question(
        "ways-out",
        "Is every way out open?",
        not condition.shut,
        "No" if condition.shut else "Yes",
        tuple(facts),
    )


def _are_workers_there(condition: Condition) -> Question:
    workers, queue = condition.read(Dial.WORKERS), condition.read(Dial.QUEUE)
    return Question(
        "workers",
        "Are Redis and the workers there?",
        condition.is_bell_heard,
        "Yes" if condition.is_bell_heard else "No, so the tick sends by itself, more slowly",
        (
            ("Workers seen", workers if workers >= 0 else "Not known"),
            ("Rounds that wait in the queue", queue if queue >= 0 else "Not known"),
            ("Redis last answered", condition.signs.get(Sign.BELL)),
            ("A worker last sent something", condition.signs.get(Sign.POST)),
        ),
    )


def _is_sent_once(condition: Condition) -> Question:
    doubts = condition.figures.doubts
    return Question(
        "once",
        "Is each message sent once only?",
        doubts == 0,
        "Yes" if doubts == 0 else "Some may be sent twice",
        (("Sends that ended without an end", doubts),),
    )


def _are_calendars_kept(condition: Condition) -> Question:
    since = condition.figures.upkeep_behind_since
    is_well = since is None or condition.at - since <= LONGEST_BEHIND
    return Question(
        "calendars",
        "Are the calendars of the councils gone through?",
        is_well,
        "Yes" if is_well else "No",
        (
            ("Calendars that wait", condition.figures.upkeep_due),
            ("The first since", since or NOTHING_WAITS),
        ),
    )


def _is_clock_right(condition: Condition) -> Question:
    jump = condition.dials.get(Dial.CLOCK_JUMP_SECONDS)
    is_well = jump is None or condition.at - jump.at > DAY
    facts: tuple[Fact, ...] = ()
    if jump is not None:
        way = "on" if jump.value > 0 else "back"
        facts = (
            ("It last jumped", jump.at),
            ("By how much", f"{length(timedelta(seconds=abs(jump.value)))} {way}"),
        )
    return Question(
        "clock",
        "Does the clock of this machine run evenly?",
        is_well,
        "Yes" if is_well else "It jumped in the last day",
        facts,
    )


def _is_taken(failures: Mapping[str, tuple[int, int]]) -> Question:
    day = sum(count for count, _ in failures.values())
    week = sum(count for _, count in failures.values())
    is_well = day < MANY_FAILURES
    return Question(
        "taken",
        "Are messages taken at the other end?",
        is_well,
        "Yes" if day == 0 else f"{day} given up in the last day",
        (("Given up in the last day", day), ("Given up in the last week", week)),
    )


def _does_anybody_hear(condition: Condition, *, is_set: bool) -> Question:
    failures = condition.read(Dial.DEADMAN_FAILURES)
    heard_at = condition.signs.get(Sign.DEADMAN)
    is_well = condition.is_fresh(Sign.DEADMAN, LONGEST_UNASKED) if is_set else None
    answers = {None: "It is not set up", True: "Yes", False: "No"}
    return Question(
        "deadman",
        "Would somebody elsewhere notice if this machine went down?",
        is_well,
        answers[is_well],
        (("Last reached", heard_at), ("Times in a row not reached", max(failures, 0)))
        if is_set
        else (("Set it up with", "DEADMAN_URL in /etc/parish-breach/environment"),),
    )
