"""The text of a letter, from its file or as it was pasted.

A file is read in a process of its own, with bounds on time and memory: see `files.__main__`.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tenants.regulator_letters.errors import LetterNotRead
from tenants.regulator_letters.files.bounds import MOST_BYTES, MOST_WORDS
from tenants.regulator_letters.files.kinds import Kind, kind_of
from tenants.regulator_letters.files.text import words_of_text

_ROOT: Final = Path(__file__).parents[2]
_READER: Final = (sys.executable, "-B", "-m", "tenants.regulator_letters.files")
_PATIENCE: Final = 20.0
"""Seconds on the wall; the reader's own bound is 10 seconds of work."""

EMPTY: Final = "This file is empty. Choose the letter again, or paste its text"
TOO_BIG: Final = (
    f"This file is larger than {MOST_BYTES // 1024 // 1024} megabytes. Save the letter alone,"
    " without pictures, or paste its text"
)
TOO_HARD: Final = (
    "We could not read this file: it is damaged, or it would take too much time or memory. Open it"
    " yourself, and paste its text"
)


@dataclass(frozen=True, slots=True)
class LetterText:
    """The text of a letter, what its file was called, and which attachments were not read."""

    name: str
    words: str
    ignored: tuple[str, ...] = ()


def read_letter(name: str, content: bytes) -> LetterText:
    """Return the text in a file; raises `LetterNotRead`, with what to do instead."""
    if not content:
        raise LetterNotRead(EMPTY)
    if len(content) > MOST_BYTES:
        raise LetterNotRead(TOO_BIG)
    if kind_of(name, content) == Kind.TEXT:
        return LetterText(_readable(name), _readable(words_of_text(content)))
    answer = _read_apart(name, content)
    if "refused" in answer:
        raise LetterNotRead(str(answer["refused"]))
    ignored = tuple(map(_readable, answer["ignored"]))
    return LetterText(_readable(name), _readable(answer["words"]), ignored)


def pasted_letter(words: str, name: str = "") -> LetterText:
    """Return the text that somebody pasted, of a file of this name if there is one."""
    return LetterText(_readable(name), _readable(words))


def _read_apart(name: str, content: bytes) -> dict[str, str]:
    """Let the reader have a file, and wait for it no longer than a person would."""
    known = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH") if key in os.environ}
    plain_name = "".join(sign for sign in name if sign.isprintable())[-200:]
    try:
        done = subprocess.run(  # noqa: S603 - our own program; the name is one word of its own
            [*_READER, plain_name.encode("utf-8", "replace")],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={**known, "PYTHONIOENCODING": "utf-8"},
            timeout=_PATIENCE,
            check=True,
        )
        answer: dict[str, str] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise LetterNotRead(TOO_HARD) from error
    return answer


def _readable(words: str) -> str:
    """Return the text that can be kept: no zero byte and no half of a pair, of bounded length."""
    kept = words[:MOST_WORDS].replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return kept.encode("utf-8", "replace").decode("utf-8")
