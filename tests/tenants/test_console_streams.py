"""What the console does where its streams are closed, full, of another writing, or too long."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tenants.console import main
from tenants.console.answers import LONGEST_LINE

COMMAND = (sys.executable, "-c", "from tenants.console import main; raise SystemExit(main())")
ROOT = Path(__file__).parents[2]


def run(*arguments: str, **streams: Any) -> subprocess.CompletedProcess[bytes]:
    """Run the console as a shell would, with only what it needs of the environment."""
    return subprocess.run(  # noqa: S603 - our own program
        [*COMMAND, "policy", *arguments],
        cwd=ROOT,
        check=False,
        **{"stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL, "env": {}, **streams},
    )


def test_a_reader_that_goes_away_is_no_fault() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ended = run("schema", stdout=writing)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_a_full_disk_is_said() -> None:
    with Path("/dev/full").open("wb") as full:
        ended = run("schema", stdout=full)
    assert ended.returncode == 2
    assert ended.stderr == b"parish-breach: the answer cannot be printed: No space left on device\n"


@pytest.mark.parametrize(
    ("number", "arguments", "words"),
    [
        (1, ("schema",), b"the answer cannot be printed, since standard output is closed"),
        (0, ("assess", "-"), b"- cannot be read: standard input is closed"),
    ],
)
def test_a_closed_stream_is_said(number: int, arguments: tuple[str, ...], words: bytes) -> None:
    ended = run(*arguments, stdin=None, preexec_fn=lambda: os.close(number))
    assert ended.returncode == 2
    assert words in ended.stderr
    assert b"Traceback" not in ended.stderr


def test_an_answer_is_the_same_bytes_in_every_terminal() -> None:
    one, other = (
        run(
            "assess",
            "-",
            stdin=None,
            input=b"{}",
            stdout=subprocess.PIPE,
            env={"PYTHONIOENCODING": writing, "PYTHONHASHSEED": seed},
        )
        for writing, seed in (("ascii", "1"), ("utf-16", "2"))
    )
    assert (one.returncode, other.returncode) == (0, 0)
    assert one.stdout == other.stdout
    assert json.loads(one.stdout.decode("utf-8"))["risk_to_people"] == "risk"


def test_a_long_value_is_shown_in_part(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps({"recipient": "a" * 1_000_000}))
    assert main(["policy", "assess", str(facts)]) == 2
    said = capsys.readouterr().err
    assert len(said) < LONGEST_LINE
    assert said.startswith("parish-breach: recipient: 'aaa")
    assert said.endswith("public, criminal, not_yet_known\n")


def test_many_keys_are_refused_without_delay(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps({f"k{number}": 1 for number in range(200_000)}))
    assert main(["policy", "assess", str(facts)]) == 2
    assert "k0: there is no such fact" in capsys.readouterr().err
