"""What is printed: answers to standard output, and what is wrong to standard error, kept short."""

import io
import os
import sys
from typing import Final

from tenants.console.errors import ConsoleError

LONGEST_LINE: Final = 1200
"""Letters of one line; a longer one holds somebody's whole file and is cut in its middle."""

_KEPT: Final = 400


def print_answer(words: str) -> None:
    """Print an answer as UTF-8, whatever the terminal's own writing.

    A reader that goes away early, such as `head`, has had what it wanted; nothing is said of it.
    Raises `ConsoleError` where the answer cannot be written.
    """
    if sys.stdout is None:
        message = "the answer cannot be printed, since standard output is closed"
        raise ConsoleError(message)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        sys.stdout.write(f"{words}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        _turn_output_away()
    except OSError as error:
        _turn_output_away()
        message = f"the answer cannot be printed: {error.strerror}"
        raise ConsoleError(message) from error


def print_problem(error: Exception) -> None:
    """Print what is wrong; a long line keeps its beginning and end, where the field and values are.

    Signs that a terminal would obey are written out.
    """
    if sys.stderr is not None:
        lines = (_short(_plain(line)) for line in str(error).split("\n"))
        sys.stderr.write("parish-breach: " + "\n".join(lines) + "\n")


def _turn_output_away() -> None:
    """Let what is still held go nowhere, so that the end of the program does not fail on it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _short(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else f"{line[:_KEPT]} ... {line[-_KEPT:]}"


def _plain(line: str) -> str:
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii")
        for sign in line
    )
