"""Reading a letter of the regulator: `parish-breach letter FILE`, JSON on standard output."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from tenants.console.errors import ConsoleError
from tenants.regulator_letters.errors import LetterNotRead
from tenants.regulator_letters.files.bounds import MOST_BYTES
from tenants.regulator_letters.finding import find_in_letter
from tenants.regulator_letters.reading import read_letter

STANDARD_INPUT = "-"


def letter(chosen: argparse.Namespace) -> str:
    """Print everything that a letter says, with the names of attachments that were not read.

    Raises `ConsoleError`, which names the file, where no text comes out of it.
    """
    try:
        text = read_letter(chosen.file, _content(chosen.file))
    except LetterNotRead as error:
        message = f"{chosen.file}: {error}"
        raise ConsoleError(message) from error
    found = find_in_letter(text.words).as_json()
    answer = {**found, "ignored_attachments": list(text.ignored)}
    return json.dumps(answer, indent=2, ensure_ascii=False, allow_nan=False)


def add_commands(nouns: Any) -> None:
    """Add `letter` to the commands."""
    one = nouns.add_parser("letter", help="read a letter of the regulator")
    one.add_argument(
        "file",
        metavar="FILE",
        help="a PDF, .eml, .msg, .docx or text, or - for standard input",
    )
    one.set_defaults(action=letter)


def _content(name: str) -> bytes:
    """Return a file's bytes, up to the one that makes it too large."""
    if name == STANDARD_INPUT and sys.stdin is None:
        message = "- cannot be read: standard input is closed. Give a file"
        raise ConsoleError(message)
    if not name:
        message = "a file's name is empty. Give a file, or - for standard input"
        raise ConsoleError(message)
    try:
        if name == STANDARD_INPUT:
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        with Path(name).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "its name cannot be used"
        message = f"{name} cannot be read: {reason}. Give a file, or - for standard input"
        raise ConsoleError(message) from error
