"""Files that somebody wrote: policies and facts, read whole or refused with what is wrong."""

import sys
from pathlib import Path
from typing import Any, Final

from tenants.console.errors import ConsoleError
from tenants.policy import (
    BreachFacts,
    FactsError,
    Policy,
    PolicyDocumentError,
    load_policy,
    shipped_policy,
)
from tenants.policy.council_policy import shipped_policies
from tenants.policy.documents import decode_json

LARGEST: Final = 20_000_000
"""Bytes: a register of 10,000 breaches takes a quarter of it."""

LONGEST_REFERENCE: Final = 100


def read_policy(name: str) -> Policy:
    """Read a policy from a TOML or JSON file, or take the one of this name that comes along.

    Raises `ConsoleError`, which names the file, where there is none or it is faulty.
    """
    along = shipped_policies()
    if name in along and not Path(name).exists():
        return shipped_policy(name)
    try:
        return load_policy(_text(name, f"a file, or one of: {', '.join(along)}"))
    except PolicyDocumentError as error:
        message = f"{name}: {error}"
        raise ConsoleError(message) from error


def read_facts(name: str) -> BreachFacts:
    """Read the facts of one breach from a JSON file, or from standard input where it is "-"."""
    return facts_from(_decoded(name), "the facts")


def read_register(name: str) -> list[tuple[str, BreachFacts]]:
    """Read many breaches: a JSON list of objects, each with its "reference" and its "facts"."""
    listed = _decoded(name)
    if not isinstance(listed, list):
        message = f'{name}: write a list, [{{"reference": "2026-001", "facts": {{...}}}}, ...]'
        raise ConsoleError(message)
    return [_breach(place, each) for place, each in enumerate(listed)]


def facts_from(decoded: Any, what: str) -> BreachFacts:
    """Check decoded facts; raises `FactsError`, which names the field and the allowed values."""
    if not isinstance(decoded, dict):
        message = f'{what}: write a JSON object, such as {{"people_affected": 12}}'
        raise ConsoleError(message)
    return BreachFacts.from_json(decoded)


def _breach(place: int, decoded: Any) -> tuple[str, BreachFacts]:
    here = f"breach {place}"
    if not isinstance(decoded, dict) or set(decoded) != {"reference", "facts"}:
        message = f'{here}: write {{"reference": "2026-001", "facts": {{...}}}}'
        raise ConsoleError(message)
    reference = decoded["reference"]
    if not (isinstance(reference, str) and reference.strip() and reference.isprintable()):
        message = f'{here}: reference: {reference!r} cannot be used; write words, as in "2026-001"'
        raise ConsoleError(message)
    if len(reference) > LONGEST_REFERENCE:
        message = f"{here}: reference: write at most {LONGEST_REFERENCE} letters"
        raise ConsoleError(message)
    try:
        return reference, facts_from(decoded["facts"], f"{here}: facts")
    except FactsError as error:
        message = f"{here}: {error}"
        raise ConsoleError(message) from error


def _decoded(name: str) -> Any:
    text = _text(name, "a JSON file, or - for standard input")
    try:
        return decode_json(text)
    except RecursionError as error:
        message = f"{name} is not JSON that can be used: it is nested too deeply"
        raise ConsoleError(message) from error
    except ValueError as error:
        message = f"{name} is not JSON: {error}"
        raise ConsoleError(message) from error


def _text(name: str, instead: str) -> str:
    if name == "-" and sys.stdin is None:
        message = f"- cannot be read: standard input is closed. Give {instead}"
        raise ConsoleError(message)
    if not name:
        message = f"a file's name is empty. Give {instead}"
        raise ConsoleError(message)
    try:
        raw = sys.stdin.buffer.read(LARGEST + 1) if name == "-" else _bytes(Path(name))
        if len(raw) > LARGEST:
            message = f"{name} is larger than {LARGEST:,} bytes."
            raise ConsoleError(message)
        return raw.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        message = f"{name} cannot be read: {reason}. Give {instead}"
        raise ConsoleError(message) from error


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST + 1)
