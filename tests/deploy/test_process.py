"""Processes are started, watched and ended with all that they started themselves."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.local.process import Command, Process, ProcessFailed
from deploy.local.servers import Manner
from deploy.local.signals import Signals, StopAsked
from deploy.local.supervisor import BackOff, Supervisor

PAUSE = Manner().pause
Eventually = Callable[[Callable[[], bool]], None]

WAIT_FOR_A_SIGNAL = "import signal; print('ready', flush=True); signal.pause()"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + WAIT_FOR_A_SIGNAL
PARENT = (
    "import subprocess, sys;"
    f"child = subprocess.Popen([sys.executable, '-c', {DEAF!r}]); print(child.pid, flush=True);"
    "child.wait()"
)


def python(code: str, log: Path, *, seconds_to_stop: float = 10) -> Process:
    arguments = [sys.executable, "-c", code]
    return Process(Command("sample", arguments, log, seconds_to_stop=seconds_to_stop))


def is_alive(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


def test_a_process_that_fails_is_reported_with_its_last_words(log: Path) -> None:
    with pytest.raises(ProcessFailed) as failure:
        python("print('the reason'); raise SystemExit(3)", log).run_to_end(pause=PAUSE)
    assert "sample ended (status 3)" in str(failure.value)
    assert "the reason" in str(failure.value)


def test_a_process_that_never_gets_ready_is_reported(log: Path) -> None:
    process = python(WAIT_FOR_A_SIGNAL, log)
    process.start()
    with pytest.raises(ProcessFailed, match="did not get ready"):
        process.wait_until(lambda: False, seconds=0.1, pause=PAUSE)
    process.stop()


def test_a_process_that_will_not_stop_is_killed(log: Path, eventually: Eventually) -> None:
    process = python(DEAF, log, seconds_to_stop=0.1)
    process.start()
    eventually(lambda: "ready" in log.read_text())
    process.stop()
    assert process.exit_status == -signal.SIGKILL


def test_stopping_a_process_ends_what_it_started(log: Path, eventually: Eventually) -> None:
    process = python(PARENT, log)
    process.start()
    eventually(lambda: "ready" in log.read_text())
    grandchild = int(log.read_text().split()[0])
    process.stop()
    eventually(lambda: not is_alive(grandchild))


def test_processes_end_when_their_keeper_is_killed(log: Path, eventually: Eventually) -> None:
    keeper_code = (
        "import sys, signal; from pathlib import Path;"
        "from deploy.local.process import Command, Process;"
        f"log = Path({str(log)!r}); code = {WAIT_FOR_A_SIGNAL!r};"
        "process = Process(Command('kept', [sys.executable, '-c', code], log));"
        "process.start(); print(process.pid, flush=True); signal.pause()"
    )
    words = [sys.executable, "-c", keeper_code]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as keeper:  # noqa: S603 - the code above
        assert keeper.stdout is not None
        kept = int(keeper.stdout.readline())
        eventually(lambda: log.exists() and "ready" in log.read_text())
        keeper.kill()
    eventually(lambda: not is_alive(kept))


def test_the_previous_log_is_kept_beside_the_new_one(log: Path) -> None:
    for words in ("first", "second"):
        python(f"print('{words}')", log).run_to_end(pause=PAUSE)
    assert log.read_text() == "second\n"
    assert log.with_suffix(".log.1").read_text() == "first\n"


def test_a_process_that_dies_is_started_again_and_that_is_said(
    log: Path, eventually: Eventually
) -> None:
    process, said = python(WAIT_FOR_A_SIGNAL, log), []
    process.start()
    first = process.pid
    eventually(lambda: "ready" in log.read_text())

    def kill_once(_seconds: float) -> None:
        if process.pid == first and process.is_running:
            os.kill(first or 0, signal.SIGKILL)
            eventually(lambda: not process.is_running)
        elif process.pid != first:
            raise StopAsked

    supervisor = Supervisor([process], say=said.append, back_off=BackOff(first_seconds=0.01))
    with pytest.raises(StopAsked):
        supervisor.watch(kill_once)
    process.stop()
    assert said == [
        "sample ended (status -9); starting it again in 0 s",
        "sample started again",
    ]


def test_a_process_that_keeps_dying_ends_everything(log: Path) -> None:
    process, said = python("print('no use')", log), []
    process.start()
    back_off = BackOff(first_seconds=0.001, too_many=3)
    with pytest.raises(ProcessFailed) as failure:
        Supervisor([process], say=said.append, back_off=back_off).watch(lambda _: PAUSE(0.01))
    assert "sample has ended 3 times and is not started again" in str(failure.value)
    assert "no use" in str(failure.value)
    assert said.count("sample started again") == 2


def test_the_wait_before_starting_again_doubles_up_to_a_limit() -> None:
    waits = [BackOff().seconds_after(deaths) for deaths in (1, 2, 3, 4, 10)]
    assert waits == [1, 2, 4, 8, 30]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_takes_effect_at_the_next_pause(number: signal.Signals) -> None:
    with Signals() as signals:
        signals.pause(0)
        os.kill(os.getpid(), number)
        with pytest.raises(StopAsked):
            signals.pause(30)
        with pytest.raises(StopAsked):
            signals.pause(30)


def test_lines_of_progress_are_passed_on_and_no_others(log: Path) -> None:
    said: list[str] = []
    code = "print('begun'); print('  half')"
    python(code, log).run_to_end(pause=PAUSE, say=said.append)
    assert said == ["  half"]
