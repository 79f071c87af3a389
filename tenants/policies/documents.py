"""Policy documents as the database keeps them: one canonical JSON text, whole or not at all."""

import json
from collections.abc import Mapping
from typing import Any

from tenants.policy import Policy, PolicyDocumentError, Problem, load_policy
from tenants.policy.documents import LONGEST, check
from tenants.policy.policy_format import PlainPolicy

# What is kept has to be read again, with the number and the dates that an adoption adds to it.
MOST_CHARACTERS = LONGEST - 1_000


def read_upload(text: str) -> Policy:
    """Read a document that somebody brought; raises `PolicyDocumentError` with all its problems."""
    policy = load_policy(text)
    _refuse_too_long(policy.as_text())
    return policy


def draft_text(document: Mapping[str, Any]) -> str:
    """Give the text of a document that may yet contradict itself.

    Raises `PolicyDocumentError` for keys that the format does not have, for parts that are missing
    and for values of the wrong kind: such a document could not be shown again.
    """
    read = check(document, PlainPolicy, "policy")
    plain = read.model_dump(mode="json", exclude_defaults=True)
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True)
    _refuse_too_long(text)
    return text


def read_draft(text: str) -> dict[str, Any]:
    """Give what a text that `draft_text` wrote holds."""
    document: dict[str, Any] = json.loads(text)
    return document


def _refuse_too_long(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        problem = Problem(
            "the document", "it is too long", f"write at most {MOST_CHARACTERS:,} characters"
        )
        raise PolicyDocumentError("policy", (problem,))
