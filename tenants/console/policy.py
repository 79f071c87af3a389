"""Trying, checking and comparing policies: `parish-breach policy ...`, JSON on standard output."""

import argparse
import json
from datetime import UTC, date, datetime
from typing import Any

from tenants.console.errors import ConsoleError
from tenants.console.files import read_facts, read_policy, read_register
from tenants.console.registers import replay_council
from tenants.policy import NaiveTimeError, Times
from tenants.policy.compare import compare
from tenants.policy.explanation import explain
from tenants.policy.lint import Weight, lint
from tenants.policy.replay import replay
from tenants.policy.schema import facts_schema, policy_schema

MODEL = "scotton"
FAULTS_FOUND = 1
YEARS = range(1900, 2200)


def schema(chosen: argparse.Namespace) -> str:
    """Print the JSON Schema of the facts."""
    return _json(facts_schema(read_policy(chosen.policy) if chosen.policy else None))


def policy_format(_chosen: argparse.Namespace) -> str:
    """Print the JSON Schema of a policy document."""
    return _json(policy_schema())


def assess(chosen: argparse.Namespace) -> str:
    """Print everything that the engine says about one breach."""
    policy, facts = read_policy(chosen.policy), read_facts(chosen.facts)
    times = Times(
        aware_at=_time(chosen.aware_at), next_meeting_on=_day("--next-meeting", chosen.next_meeting)
    )
    return _json(explain(policy, facts, times).as_json())


def check(chosen: argparse.Namespace) -> tuple[str, int]:
    """Print what is wrong with a policy; status 1 for a fault, 0 for nothing or advice alone."""
    policy = read_policy(chosen.policy)
    findings = lint(policy, on=_day("--on", chosen.on) or datetime.now(UTC).date())
    is_faulty = any(finding.weight is not Weight.ADVICE for finding in findings)
    answer = {"policy": policy.id, "findings": [finding.as_json() for finding in findings]}
    return _json(answer), FAULTS_FOUND if is_faulty else 0


def set_side_by_side(chosen: argparse.Namespace) -> str:
    """Print how two policies differ."""
    return _json(compare(read_policy(chosen.old), read_policy(chosen.new)).as_json())


def replay_register(chosen: argparse.Namespace) -> str:
    """Print which breaches would have come out differently under another policy.

    A file's breaches are taken as rated under one policy; a council's each under its own.
    """
    new = read_policy(chosen.policy)
    if (chosen.register is None) == (chosen.council is None):
        message = "replay: give either a file of breaches, or a council with --council"
        raise ConsoleError(message)
    if chosen.council is not None:
        return _json(replay_council(chosen.council, new).as_json())
    old = read_policy(chosen.under)
    return _json(replay(old, new, read_register(chosen.register)).as_json())


def add_commands(nouns: Any) -> None:
    """Add `policy` and what can be done with one to the commands."""
    policy = nouns.add_parser("policy", help="try, check and compare breach policies")
    verbs = policy.add_subparsers(title="what to do", required=True)
    name = "a TOML or JSON file, or the name of a policy that comes along"

    one = verbs.add_parser("schema", help="the JSON Schema of the facts of a breach")
    one.add_argument("--policy", help=f"with the judgements that it asks for: {name}")
    one.set_defaults(action=schema)

    one = verbs.add_parser("format", help="the JSON Schema of a policy document")
    one.set_defaults(action=policy_format)

    one = verbs.add_parser("assess", help="rate a breach, with every reason")
    one.add_argument("facts", metavar="FACTS.json", help="the facts, or - for standard input")
    one.add_argument("--policy", default=MODEL, help=f"{name} (default: {MODEL})")
    one.add_argument("--aware-at", help="when the council became aware: 2026-11-22T18:40+00:00")
    one.add_argument("--next-meeting", help="the day of the next full council: 2026-12-01")
    one.set_defaults(action=assess)

    one = verbs.add_parser("lint", help="check a policy; status 1 if it has faults")
    one.add_argument("policy", metavar="FILE", help=name)
    one.add_argument("--on", help="as of a day, such as 2026-11-22 (default: today)")
    one.set_defaults(action=check)

    one = verbs.add_parser("compare", help="two policies side by side")
    one.add_argument("old", metavar="A", help=name)
    one.add_argument("new", metavar="B", help=name)
    one.set_defaults(action=set_side_by_side)

    one = verbs.add_parser("replay", help="a register again, under another policy")
    one.add_argument(
        "register",
        metavar="BREACHES.json",
        nargs="?",
        help='[{"reference": "2026-001", "facts": {...}}, ...], or - for standard input',
    )
    one.add_argument("--council", help="a council's own register: the last part of its address")
    one.add_argument("--policy", required=True, help=f"the policy to try: {name}")
    one.add_argument("--under", default=MODEL, help=f"a file's policy until now: {MODEL} or {name}")
    one.set_defaults(action=replay_register)


def _json(answer: Any) -> str:
    return json.dumps(answer, indent=2, ensure_ascii=False, allow_nan=False)


def _time(typed: str | None) -> datetime | None:
    if typed is None:
        return None
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError as error:
        message = f"--aware-at: {typed!r} is no time. Write it like 2026-11-22T18:40+00:00"
        raise ConsoleError(message) from error
    if moment.utcoffset() is None:
        raise NaiveTimeError("--aware-at")
    if moment.year not in YEARS:
        message = f"--aware-at: {typed!r} is no time of a breach. Check the year"
        raise ConsoleError(message)
    return moment


def _day(option: str, typed: str | None) -> date | None:
    if typed is None:
        return None
    try:
        day = date.fromisoformat(typed)
    except ValueError as error:
        message = f"{option}: {typed!r} is no day. Write it like 2026-11-22"
        raise ConsoleError(message) from error
    _require_near(option, day)
    return day


def _require_near(option: str, day: date) -> None:
    """Refuse a year that nobody means; days are counted from it, and must exist."""
    if day.year not in YEARS:
        message = f"{option}: write a year from {YEARS.start} to {YEARS.stop - 1}, not {day.year}"
        raise ConsoleError(message)
