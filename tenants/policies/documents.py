"""Policy documents as the database keeps them: one canonical JSON text, whole or not at all."""

import json
from collections.abc import Mapping
from typing import Any

from tenants.policy import Policy, PolicyDocumentError, Problem, load_policy
from tenants.policy.documents import LONGEST, check
from tenants.policy.policy_format import PlainPolicy

# How JSON writes the one character that PostgreSQL keeps in no text.
_ZERO = "\\u0000"


def read_upload(text: str) -> Policy:
    """Read a document that somebody brought; raises `PolicyDocumentError` with all its problems."""
    policy = load_policy(text)
    _refuse_what_cannot_be_kept(policy.as_text())
    return policy


def draft_text(document: Mapping[str, Any]) -> str:
    """Give the text of a document that may yet contradict itself.

    Raises `PolicyDocumentError` for keys that the format does not have, for parts that are missing
    and for values of the wrong kind: such a document could not be shown again.
    """
    read = check(document, PlainPolicy, "policy")
    plain = read.model_dump(mode="json", exclude_defaults=True)
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True)
    _refuse_what_cannot_be_kept(text)
    return text


def read_draft(text: str) -> dict[str, Any]:
    """Give what a text that `draft_text` wrote holds."""
    document: dict[str, Any] = json.loads(text)
    return document


def _refuse_what_cannot_be_kept(text: str) -> None:
    if len(text) > LONGEST:
        raise _refusal("it is too long", f"write at most {LONGEST} characters")
    if _ZERO in text:
        raise _refusal("it holds a character of code zero", "remove it")


def _refusal(wrong: str, instead: str) -> PolicyDocumentError:
    return PolicyDocumentError("policy", (Problem("the document", wrong, instead),))
