"""What letters of the regulator say, as patterns: `phrases.toml`, read once. Pure."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

_PART = re.compile(r"<([a-z_]+)>")


def phrases(name: str) -> tuple[str, ...]:
    """Return the patterns for one thing that a letter may say; raises `KeyError` for no such."""
    document = _document()
    parts: dict[str, str] = document["parts"]
    return tuple(
        _PART.sub(lambda found: parts[found[1]], words) for words in document["phrases"][name]
    )


@cache
def _document() -> dict[str, Any]:
    text = files("tenants.regulator_letters").joinpath("phrases.toml").read_text("utf-8")
    return tomllib.loads(text)
