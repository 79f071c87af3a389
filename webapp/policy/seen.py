"""Which draft or version somebody had before them, carried through a form's hidden field."""

from uuid import UUID

from tenants.models import AdoptedPolicy, PolicyDraft
from tenants.policies import SeenDraft, SeenVersion

_NEVER = SeenVersion(-1)
"""Nobody saw it: no version has this number, so the service refuses and the page is shown again."""


def seen_words(thing: PolicyDraft | AdoptedPolicy) -> str:
    """Return what the hidden field carries: "draft:<id>:<version>" or "version:<number>"."""
    if isinstance(thing, PolicyDraft):
        return f"draft:{thing.id}:{thing.version}"
    return f"version:{thing.number}"


def read_seen(words: str | None) -> SeenDraft | SeenVersion:
    """Return what a form carried; whatever cannot be read was never seen."""
    match (words or "").split(":"):
        case ["draft", id_, version] if _is_number(version):
            try:
                return SeenDraft(UUID(id_), int(version))
            except ValueError:
                return _NEVER
        case ["version", number] if _is_number(number):
            return SeenVersion(int(number))
        case _:
            return _NEVER


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
