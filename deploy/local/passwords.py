"""Random passwords for the servers and the service, kept so that the next start finds its data."""

import json
import os
import secrets
from dataclasses import dataclass, fields
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Passwords:
    """One password a role or server, and the key that signs sessions."""

    administrator: str
    owner: str
    app: str
    sector: str
    redis: str
    secret_key: str

    @classmethod
    def kept_in(cls, file: Path) -> "Passwords":
        """Read the passwords that an earlier start left; make and keep those that are missing."""
        kept: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
        names = [field.name for field in fields(cls)]
        complete = {name: kept.get(name) or secrets.token_hex(32) for name in names}
        if complete != kept:
            write_privately(file, json.dumps(complete, indent=2) + "\n")
        return cls(**complete)


def write_privately(file: Path, text: str) -> None:
    """Replace the file in one step, readable by its owner only from the first byte."""
    draft = file.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
    draft.replace(file)
