"""`python -m tests.faults.spoilt jobs.worker`: the real program, spoilt as SPOILT says.

SPOILT is JSON. `{"ends_at": [step, nth]}` kills the worker and its job there, as kill -9 does;
`{"stops_at": ...}` stops the job there until somebody continues it, and leaves its number in the
file MARK. `{"unwritable": id}` and `{"deadly": id}` spoil the writing of one recipient's letters,
`{"unkept": id}` the keeping up of one council; `{"patience": seconds}` shortens the wait for a
mail server; `{"bell_lasts": seconds}` that for a bell; `{"waits_for_mark": true}` starts only when
another has met its fate; `{"any_time": true}` lets the clock file lead back before the present.
What is spoilt is the code's own functions at their borders: nothing in the service knows of it.
"""

import importlib
import json
import os
import signal
import smtplib
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from rq import Queue
from sqlalchemy import event

from jobs import clock, mailer, smtp
from tenants import messages, prompts
from tenants.clock import Clock
from tenants.db import ScopedSession

STEPS = (
    "before the claim",
    "after the claim, before its commit",
    "after the claim's commit",
    "before connecting",
    "after MAIL",
    "after RCPT",
    "half-way through the letter",
    "after the letter's last dot",
    "after 250, before the mark",
    "after the mark, before its commit",
    "after the mark's commit",
)
TICK_STEPS = (
    "before it rings",
    "after a bell, before its job",
    "after it rang",
)
_END = b"\r\n.\r\n"
_PARENT = os.getpid()


class Fate:
    """What happens to the process when it comes to a step for the nth time."""

    def __init__(self, step: str, nth: int, number: signal.Signals) -> None:
        if step not in STEPS + TICK_STEPS:
            message = f"There is no step {step!r}."
            raise ValueError(message)
        self._step = step
        self._left = nth
        self._signal = number

    def reach(self, step: str) -> None:
        """Come to a step."""
        if step != self._step or spent().exists():
            return
        self._left -= 1
        if self._left == 0:
            suffer(self._signal)


def spent() -> Path:
    """Return the file that says that this worker has met its fate: its next job meets none."""
    return Path(f"{os.environ['MARK']}-{_PARENT}")


def suffer(number: signal.Signals) -> None:
    """Kill this job and the worker that it belongs to, or stop this job and say which it is."""
    spent().touch()
    mark = Path(os.environ["MARK"])
    draft = mark.with_suffix(".draft")
    draft.write_text(str(os.getpid()))
    draft.replace(mark)
    if number == signal.SIGKILL and os.getpid() != _PARENT:
        os.kill(_PARENT, number)
    os.kill(os.getpid(), number)


def before(owner: Any, name: str, then: Callable[..., object]) -> None:
    """Have `then` called with the arguments each time before a function is."""
    inner = getattr(owner, name)

    def outer(*args: Any, **kwargs: Any) -> Any:
        then(*args, **kwargs)
        return inner(*args, **kwargs)

    setattr(owner, name, outer)


def after(owner: Any, name: str, then: Callable[[Any], object]) -> None:
    """Have `then` called with its result each time after a function was."""
    inner = getattr(owner, name)

    def outer(*args: Any, **kwargs: Any) -> Any:
        result = inner(*args, **kwargs)
        then(result)
        return result

    setattr(owner, name, outer)


def doom(step: str, nth: int, number: signal.Signals) -> None:
    """Have the process suffer at a step."""
    fate = Fate(step, nth, number)
    under_way: set[str] = set()

    def claimed(message: Any) -> None:
        if message is not None:
            under_way.add("claim")
            fate.reach("after the claim, before its commit")

    def marked(_result: Any) -> None:
        under_way.add("mark")
        fate.reach("after the mark, before its commit")

    def committed(_session: Any) -> None:
        for what in sorted(under_way):
            under_way.discard(what)
            fate.reach(f"after the {what}'s commit")

    before(messages, "claim_due_message", lambda *_, **__: fate.reach("before the claim"))
    after(messages, "claim_due_message", claimed)
    before(messages, "mark_sent", lambda *_, **__: fate.reach("after 250, before the mark"))
    after(messages, "mark_sent", marked)
    event.listen(ScopedSession, "after_commit", committed)
    before(smtplib.SMTP, "connect", lambda *_, **__: fate.reach("before connecting"))
    after(smtplib.SMTP, "mail", lambda _result: fate.reach("after MAIL"))
    after(smtplib.SMTP, "rcpt", lambda _result: fate.reach("after RCPT"))
    _watch_content(fate)
    before(clock, "ring_for", lambda councils, _redis: councils and fate.reach("before it rings"))
    before(Queue, "enqueue", lambda *_, **__: fate.reach("after a bell, before its job"))
    after(clock, "ring_for", lambda rang: rang and fate.reach("after it rang"))


def _watch_content(fate: Fate) -> None:
    send = smtplib.SMTP.send

    def watched(self: smtplib.SMTP, content: Any) -> None:
        if not (isinstance(content, bytes) and content.endswith(_END)):
            send(self, content)
            return
        half = len(content) // 2
        send(self, content[:half])
        fate.reach("half-way through the letter")
        send(self, content[half:])
        fate.reach("after the letter's last dot")

    smtplib.SMTP.send = watched  # type: ignore[method-assign] # a spoilt program is what it is


def spoil_writing(recipient_id: str, how: Callable[[], None]) -> None:
    """Spoil every letter to one recipient that speaks of a breach."""

    def then(_session: Any, message: Any, **_: Any) -> None:
        if str(message.recipient_id) == recipient_id and message.breach_id is not None:
            how()

    before(messages, "write_letter", then)


def cannot_be_written() -> None:
    """Fail, as a fault in a letter's words does."""
    message = "a fault in the words"
    raise ValueError(message)


def spoil_upkeep(council_id: str) -> None:
    """Spoil the keeping up of one council's calendar."""

    def then(session: ScopedSession, **_: Any) -> None:
        if str(session.council_id) == council_id:
            cannot_be_written()

    before(prompts, "keep_up", then)


def any_time(self: Clock) -> timedelta:
    """Return by how much the clock is moved, on or back."""
    assert self.shift_file is not None
    return timedelta(seconds=int(self.shift_file.read_text(encoding="ascii")))


def wait_for(mark: Path) -> None:
    """Wait until another process has met its fate."""
    while not mark.exists():
        signal.sigtimedwait(set(), 0.05)


def shorten_patience(seconds: float) -> None:
    """Wait no longer than this for a mail server, in whatever it does."""
    smtp.CONNECT_SECONDS = seconds
    mailer.Mailer.__init__.__kwdefaults__["most_seconds"] = seconds


def shorten_bell(seconds: int) -> None:
    """Ring again what nobody has heard for so long."""
    clock.BELL_LASTS_SECONDS = seconds


def free_clock(_is_free: bool) -> None:  # noqa: FBT001 - a value out of JSON
    """Let the clock go back too."""
    Clock.shift = any_time  # type: ignore[method-assign] # the past is not for real clocks


WAYS: dict[str, Callable[[Any], None]] = {
    "ends_at": lambda at: doom(*at, signal.SIGKILL),
    "stops_at": lambda at: doom(*at, signal.SIGSTOP),
    "unwritable": lambda who: spoil_writing(who, cannot_be_written),
    "deadly": lambda who: spoil_writing(who, lambda: suffer(signal.SIGKILL)),
    "unkept": spoil_upkeep,
    "patience": shorten_patience,
    "bell_lasts": shorten_bell,
    "any_time": free_clock,
    "waits_for_mark": lambda _waits: wait_for(Path(os.environ["MARK"])),
}


def main() -> None:
    """Run the program that the command line names."""
    program = importlib.import_module(sys.argv[1])
    for way, value in json.loads(os.environ["SPOILT"]).items():
        WAYS[way](value)
    program.main()


if __name__ == "__main__":
    main()
