"""By when the council's own policy wants the people told, and what it wants before the council.

The law has no hours for telling people ("without undue delay"): a time follows only from a policy
that names one. Judged by the policy that the breach was rated under, as its rating and risk stand.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from tenants.breaches.assessments import source_of, what_stands
from tenants.breaches.decisions import RULES
from tenants.models import Breach, Subject
from tenants.policy import Policy, Times
from tenants.policy.duties import Duty, ShownBy
from tenants.policy.policy_format import Place
from tenants.policy.times import due_under
from tenants.times import LONDON, day

# When a full council meets, where nobody has said otherwise.
MEETS_AT: Final = time(19)
NO_MEETING: Final = "at the next meeting; its day is still to be set"
_PEOPLE: Final = frozenset({"people", "data_subjects", "data-subjects"})


@dataclass(frozen=True, slots=True)
class Due:
    """By when something is due: an instant (UTC) or None, the words, and where it is written."""

    at: datetime | None
    words: str
    citation: str


def people_due(policy: Policy, breach: Breach) -> Due:
    """Return by when the people affected are told: the policy's earliest limit, if it has one."""
    times = Times(
        occurred_at=breach.occurred_at, suspected_at=breach.suspected_at, aware_at=breach.aware_at
    )
    limits: list[tuple[datetime, Duty]] = []
    for duty in standing_duties(policy, breach):
        if duty.shown_by == ShownBy.PEOPLE_TOLD or duty.to_whom in _PEOPLE:
            at = due_under(duty.due, times).at
            limits += [(at, duty)] if at is not None else []
    if not limits:
        citation = source_of(RULES[Subject.PEOPLE], policy, breach)
        return Due(None, "without undue delay", citation)
    at, duty = min(limits, key=lambda limit: limit[0])
    return Due(at, duty.due.words, cited(policy, duty.section))


def council_due(policy: Policy, breach: Breach, *, next_meeting_on: date | None) -> Due | None:
    """Return by when the full council hears of the breach at a meeting; None if it need not.

    A council hears a report when it meets, however soon the policy wants it; only a policy that
    names a span and no meeting has a time of its own. A day of meeting in the past is none.
    """
    asking = [duty for duty in standing_duties(policy, breach) if _is_for_council(policy, duty)]
    if not asking and not what_stands(policy, breach).tell_full_council:
        return None
    at_meeting = [duty for duty in asking if duty.due.kind == "next_meeting"]
    spans = [
        duty
        for duty in asking
        if duty.due.kind == "within" and duty.shown_by != ShownBy.COUNCIL_TOLD
    ]
    source = next(iter([*at_meeting, *spans, *asking]), None)
    citation = cited(policy, source.section if source else "")
    if spans and not at_meeting:
        times = Times(breach.occurred_at, breach.suspected_at, breach.aware_at)
        return Due(due_under(spans[0].due, times).at, spans[0].due.words, citation)
    if next_meeting_on is None:
        return Due(None, NO_MEETING, citation)
    return Due(meeting_at(next_meeting_on), f"at the meeting on {day(next_meeting_on)}", citation)


def standing_duties(policy: Policy, breach: Breach) -> list[Duty]:
    """Return the policy's own duties that arise from the rating and the risk that stand."""
    arising = what_stands(policy, breach).duties
    return [duty for duty in policy.obligations if duty.id in arising]


def meeting_at(on: date) -> datetime:
    """Return when a meeting on this day begins, in UTC."""
    return datetime.combine(on, MEETS_AT, tzinfo=LONDON).astimezone(UTC)


def cited(policy: Policy, section: str) -> str:
    """Return where a policy says something: its title and the section."""
    return ", ".join(filter(None, (policy.title, section)))


def _is_for_council(policy: Policy, duty: Duty) -> bool:
    places = {party.id: party.place for party in policy.parties}
    return duty.to_whom == "full_council" or places.get(duty.to_whom) == Place.FULL_COUNCIL
