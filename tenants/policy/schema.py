"""JSON Schemas (draft 2020-12) of the facts and of the policy format, for whoever writes either."""

from typing import Any, Final

from tenants.policy.council_policy import Policy
from tenants.policy.facts import JUDGEMENTS, MOST_PEOPLE
from tenants.policy.policy_format import Judgement, PlainPolicy
from tenants.policy.questions import FACTS, Fact, FactKind, Value
from tenants.policy.vocabulary import NOT_YET_KNOWN

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_NULL: Final = {"const": None, "description": "Not yet known"}
_ORDERED: Final = "The answers run from the mildest to the worst."


def facts_schema(policy: Policy | None = None) -> dict[str, Any]:
    """Give the schema of the facts, every field and value described.

    With a policy, its questions of judgement are named too; without one, any are allowed.
    """
    return {
        "$schema": DIALECT,
        "title": "The facts of one personal data breach",
        "description": "Whatever is left out is not yet known; nothing is required.",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            **{fact.name: _property(fact) for fact in FACTS},
            JUDGEMENTS: _judgements(policy),
        },
    }


def policy_schema() -> dict[str, Any]:
    """Give the schema of a policy document; TOML and JSON documents are read alike."""
    return {"$schema": DIALECT, **PlainPolicy.model_json_schema()}


def _property(fact: Fact) -> dict[str, Any]:
    words = " ".join(filter(None, (fact.question, fact.hint, _ORDERED if fact.ordered else "")))
    match fact.kind:
        case FactKind.CHOICE:
            words = f"{words} null is not yet known."
            choice = {"description": words, **_one_of(fact.values), "default": NOT_YET_KNOWN}
            return {**choice, "type": ["string", "null"], "oneOf": [*choice["oneOf"], _NULL]}
        case FactKind.SET:
            return {
                "description": f"{words} An empty list, or null, is not yet known.",
                "type": ["array", "null"],
                "items": _one_of(fact.values),
                "default": [],
            }
        case FactKind.COUNT:
            return {
                "description": f"{fact.question} {fact.hint} null is not yet known.",
                "type": ["integer", "null"],
                "minimum": 0,
                "maximum": MOST_PEOPLE,
                "default": None,
            }


def _one_of(values: tuple[Value, ...]) -> dict[str, Any]:
    return {
        "type": "string",
        "oneOf": [
            {
                "const": each.value,
                "description": f"{each.label}. {each.hint}" if each.hint else each.label,
            }
            for each in values
        ],
    }


def _judgements(policy: Policy | None) -> dict[str, Any]:
    described: dict[str, Any] = {
        "description": "What a person judged: the policy's own questions, each with one answer.",
        "type": ["object", "null"],
        "default": {},
    }
    if policy is None:
        return {**described, "additionalProperties": {"type": "string"}}
    asked = {each.id: _judgement(each) for each in policy.judgements}
    return {**described, "additionalProperties": False, "properties": asked}


def _judgement(judgement: Judgement) -> dict[str, Any]:
    values = tuple(Value(answer.value, answer.label) for answer in judgement.answers)
    unknown = Value(NOT_YET_KNOWN, "Not yet known")
    words = " ".join(filter(None, (judgement.question, judgement.hint, _ORDERED)))
    return {"description": words, **_one_of((*values, unknown)), "default": NOT_YET_KNOWN}
