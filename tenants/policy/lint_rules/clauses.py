"""Whether the policy settles what must not be missing, from the 72 hours to the register."""

from collections.abc import Callable, Iterator
from typing import Final

from tenants.policy.duties import Told
from tenants.policy.lint_rules.due_times import longest_hours
from tenants.policy.lint_rules.finding import Finding, Reading, Weight, entry
from tenants.policy.lint_rules.tellings import duties_towards
from tenants.policy.lint_rules.wording import Missing, wording
from tenants.policy.policy_format import ClauseKind

PARTS: Final = ("clauses", "obligations", "steps", "responsibilities", "form")
"""The parts in which a policy binds somebody to something."""


def findings(reading: Reading) -> Iterator[Finding]:
    """Find what neither a clause, nor a duty, nor any other words of the policy settle."""
    kinds = {clause.kind for clause in reading.policy.clauses}
    for missing in wording().missing:
        if missing.kind not in kinds and not _is_settled(reading, missing):
            reason = f"{missing.reason} ({reading.citation(missing.rule or '')})"
            clause = entry(
                "clauses",
                id=str(missing.kind).replace("_", "-"),
                kind=str(missing.kind),
                sentence=missing.sentence,
                cites=[reading.citation(missing.rule or "")],
            )
            mend = f"Add a clause that says: “{missing.sentence}”\n{clause}"
            yield Finding(missing.id, "clauses", reason, mend, Weight.FAULT)


def _is_settled(reading: Reading, missing: Missing) -> bool:
    by_duty = _BY_DUTY.get(missing.kind)
    if by_duty is not None and by_duty(reading):
        return True
    return any(missing.are_in(each.text) for each in reading.said_in(*PARTS))


def _hours_are_set(reading: Reading) -> bool:
    hours = reading.law.regulator_hours
    duties = duties_towards(reading.policy, Told.REGULATOR, reading.law)
    return any(0 < (longest_hours(duty.due) or 0) <= hours for duty in duties)


def _register_is_kept(reading: Reading) -> bool:
    return any(
        duty.applies.always and duty.to_whom == "register" for duty in reading.policy.obligations
    )


def _people_are_told(reading: Reading) -> bool:
    duties = duties_towards(reading.policy, Told.PEOPLE, reading.law)
    return reading.policy.thresholds.people is not None or bool(duties)


_BY_DUTY: Final[dict[ClauseKind, Callable[[Reading], bool]]] = {
    ClauseKind.SEVENTY_TWO_HOURS: _hours_are_set,
    ClauseKind.REGISTER: _register_is_kept,
    ClauseKind.TELL_PEOPLE: _people_are_told,
}
