"""What the parts of a policy document are called, and their values in words."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from tenants.policy.council_policy import Policy
from tenants.policy.criteria import criteria_words
from tenants.policy.duties import DueRule, Trigger
from tenants.policy.ladder_format import NONE, WEEKDAYS, DailyHours, Ladder, Rung
from tenants.policy.policy_format import (
    FormQuestion,
    Judgement,
    Party,
    PlainPolicy,
    PolicyRow,
    PublicReturn,
    Retention,
)
from tenants.policy.reasons import trigger_words

ENTRIES: Final[Mapping[str, tuple[str, str, str]]] = {
    "scale": ("rung", "rungs", "value"),
    "judgements": ("question of judgement", "questions of judgement", "question"),
    "answers": ("answer", "answers", "label"),
    "axes": ("column", "columns", "title"),
    "rows": ("row", "rows", "sentence"),
    "parties": ("party", "parties", "name"),
    "ladders": ("contact ladder", "contact ladders", "sentence"),
    "rungs": ("contact", "contacts", "to"),
    "responsibilities": ("responsibility", "responsibilities", "act"),
    "steps": ("step", "steps", "title"),
    "form": ("section of the form", "sections of the form", "title"),
    "questions": ("question", "questions", "text"),
    "obligations": ("duty", "duties", "sentence"),
    "clauses": ("clause", "clauses", "sentence"),
    "retention": ("rule on keeping", "rules on keeping", "what"),
    "notes": ("note", "notes", "sentence"),
}
"""For each list, what its entries are called, and the key that names one of them to people."""

LABELS: Final[Mapping[str, str]] = {
    "id": "the id",
    "title": "the title",
    "version": "the version",
    "source": "where it comes from",
    "public_return": "the public return",
    "act": "what is seen to",
    "value": "the value",
    "answers": "the answers",
    "rows": "the rows",
    "rungs": "the contacts",
    "questions": "the questions",
    "when": "the cases that it takes",
    "applies": "when it applies",
    "due": "by when",
    "meaning": "the meaning",
    "name": "the name",
    "question": "the question",
    "hint": "the hint",
    "page": "the page that asks it",
    "label": "the answer's words",
    "sentence": "the wording",
    "section": "where the text says so",
    "rating": "the rating",
    "scale": "the ladder",
    "exception": "being a mild row that may come first",
    "place": "the place in this service",
    "data_role": "the role in the law's words",
    "channels": "the way of reaching them",
    "after_hours": "the hours to wait for an answer",
    "about": "what it is climbed for",
    "hours": "the hours at which it is climbed",
    "office_hours": "the hours of the office",
    "quiet_hours": "the quiet hours",
    "by": "who sees to it",
    "advised_by": "who advises",
    "instead": "who stands in",
    "to": "who is written to",
    "to_whom": "towards whom",
    "tasks": "the list of tasks",
    "text": "the question",
    "part": "the part of the work",
    "completed_by": "who fills it in",
    "answered_by": "what answers it",
    "kind": "what it settles",
    "cites": "the list of what it cites",
    "states_scale": "the scale that it speaks of",
    "minimum_content": "the list of what must be said",
    "shown_by": "what shows that it was done",
    "what": "what is kept",
    "months": "the number of months",
    "counted_from": "what the time is counted from",
    "nil_return": "saying that there was no breach",
    "every_months": "the months between two returns",
    "at": "the meeting",
    "adopted_on": "the day of adoption",
    "last_on": "the day of the last review",
    "next_on": "the day of the next review",
}
_ACTS: Final[Mapping[str, str]] = {
    "report": "reporting a breach",
    "receive": "receiving reports",
    "contain": "stopping a breach",
    "appoint_lead": "appointing the lead investigator",
    "investigate": "finding out what happened",
    "assess": "rating a breach",
    "decide": "deciding who is told",
    "notify_regulator": "telling the regulator",
    "notify_people": "telling the people",
    "keep_register": "keeping the register",
    "sign_off": "signing a breach off",
}
_PARTIES: Final = frozenset({"by", "advised_by", "instead", "to", "to_whom"})
_IN_CODE: Final = frozenset(
    {"place", "data_role", "channels", "part", "kind", "shown_by", "counted_from", "page"}
)
_DAILY: Final = frozenset({"office_hours", "quiet_hours"})
_SAID: Final = {
    ("about", "all"): "everything",
    ("about", "reports"): "reports",
    ("about", "deadlines"): "what is due",
    ("hours", "always"): "at all hours",
    ("hours", "office"): "in office hours",
    ("hours", "out_of_hours"): "out of office hours",
    ("quiet_hours", NONE): "none",
}
_COUNTED: Final = {"after_hours": "hour", "months": "month", "every_months": "month"}
RATING: Final = "at an overall rating of "


def _defaults() -> dict[str, Any]:
    """Give what a document means where it leaves out a key that is not simply empty."""
    found: dict[str, Any] = {}
    models = (
        PlainPolicy, Party, Ladder, Rung, Judgement, PolicyRow, FormQuestion, Retention,
        PublicReturn,
    )  # fmt: skip
    for model in models:
        plain = {n: f.default for n, f in model.model_fields.items() if not f.is_required()}
        found |= {name: each for name, each in plain.items() if isinstance(each, str | int | tuple)}
    hours = {
        name: field.default.model_dump(mode="json")
        for name, field in PlainPolicy.model_fields.items()
        if isinstance(field.default, DailyHours)
    }
    judged = Judgement.model_fields["answers"].default
    return {
        **{name: list(each) if isinstance(each, tuple) else each for name, each in found.items()},
        **hours,
        "answers": [answer.model_dump(mode="json") for answer in judged],
    }


DEFAULTS: Final = {name: each for name, each in _defaults().items() if each not in ("", [])}


def act_words(act: str) -> str:
    """Say what somebody has to see to."""
    return _ACTS.get(act, act.replace("_", " "))


def label_of(name: str) -> str:
    """Say what a key of the document holds."""
    return LABELS.get(name, f"“{name.replace('_', ' ')}”")


def entry_name(list_name: str, entry: Mapping[str, Any], policy: Policy) -> str:
    """Give the name by which people know an entry of a list."""
    value = entry.get(ENTRIES[list_name][2], "")
    match list_name:
        case "scale":
            return str(entry.get("name") or value)
        case "rungs":
            return policy.party(str(value))
        case "responsibilities":
            return act_words(str(value))
        case _:
            return str(value)


def hours_words(hours: DailyHours) -> str:
    """Say when daily hours are: "from 21:00 to 07:00", and on which days unless on every one."""
    numbers = [number for number, day in enumerate(WEEKDAYS) if day in hours.days]
    days = [WEEKDAYS[number].capitalize() for number in numbers]
    is_all_day = hours.start == hours.until
    clock = f"all day from {hours.start}" if is_all_day else f"from {hours.start} to {hours.until}"
    if len(days) == len(WEEKDAYS):
        return f"{clock} every day"
    if len(days) > 2 and numbers[-1] - numbers[0] == len(days) - 1:
        return f"{clock}, {days[0]} to {days[-1]}"
    *first, last = days
    return f"{clock} on {', '.join(first)} and {last}" if first else f"{clock} on {last}"


def value_words(name: str, value: Any, policy: Policy) -> str:
    """Give a value of the document in words, as one text."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list():
            return _list_words(name, value, policy)
        case dict():
            return _table_words(name, value, policy)
        case _:
            return _one(name, value, policy)


def parts_of(name: str, value: Any, policy: Policy) -> list[str]:
    """Give each member of a list in words."""
    if name == "when":
        return list(criteria_words(value, policy))
    return [_one(name, each, policy) for each in value]


def trigger_in_words(value: Mapping[str, Any], policy: Policy) -> str:
    """Say from where on something follows, with the criteria themselves."""
    trigger = Trigger.model_validate(value)
    words = trigger_words(trigger.model_copy(update={"when": ()}), policy)
    where = [f"where {each}" for each in criteria_words(list(trigger.when), policy)]
    return " or ".join(filter(None, (words, *where)))


def as_data(value: Any) -> str:
    """Give a value as the document holds it."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _list_words(name: str, value: list[Any], policy: Policy) -> str:
    if name == "states_scale":
        return " to ".join(map(str, value))
    if name == "alert_hours":
        *first, last = map(str, value) if value else ("none",)
        return f"{', '.join(first)} and {last}" if first else last
    joint = {"when": "; or ", **dict.fromkeys((*_PARTIES, "channels"), " and ")}
    return joint.get(name, "; ").join(parts_of(name, value, policy))


def _table_words(name: str, value: Mapping[str, Any], policy: Policy) -> str:
    if name == "due":
        return DueRule.model_validate(value).words
    if name in _DAILY:
        return hours_words(DailyHours.model_validate_json(json.dumps(value)))
    if name in ("applies", "full_council", "regulator", "people"):
        return trigger_in_words(value, policy)
    shown = {key: value_words(key, inner, policy) for key, inner in value.items() if key != "id"}
    said = (
        f"{label_of(key).removeprefix('the ')}: {w.rstrip('.')}" for key, w in shown.items() if w
    )
    return "; ".join(said)


def _one(name: str, value: Any, policy: Policy) -> str:
    match value:
        case dict():
            return _table_words("", value, policy)
        case int():
            counted = f" {_COUNTED[name]}{'' if value == 1 else 's'}" if name in _COUNTED else ""
            return f"{value:,}{counted}"
        case _:
            return _text(name, str(value), policy)


def _text(name: str, value: str, policy: Policy) -> str:
    if name in _PARTIES:
        return policy.party(value)
    if name == "act":
        return act_words(value)
    if (name, value) in _SAID:
        return _SAID[name, value]
    if name in _IN_CODE:
        return value.replace("_", " ").replace("-", " ")
    if name.endswith("_on"):
        day = date.fromisoformat(value)
        return f"{day.day} {day:%B %Y}"
    return value
