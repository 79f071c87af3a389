"""What the law and the policy ask of whom, and by when, once a breach is rated. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from tenants.breaches.assessments import what_stands
from tenants.breaches.page import BreachPage
from tenants.models import Event, Subject
from tenants.policy import Assessment, DueKind, Obligation, Policy, Times, obligations
from tenants.policy.duties import ShownBy
from tenants.policy.reasons import trigger_words
from tenants.times import day, when

_WHOM: Final[Mapping[str, str]] = {
    "regulator": "the regulator",
    "people": "the people affected",
    "register": "the breach register",
    "full_council": "the full council",
    "others": "others outside the council",
}
_LAW: Final[Mapping[ShownBy, str]] = {
    ShownBy.REGULATOR_TOLD: "Tell the regulator, and if it is late say why",
    ShownBy.PEOPLE_TOLD: "Tell the people affected",
    ShownBy.REGISTERED: "Write it down in the breach register",
}
_DUE: Final[Mapping[DueKind, str]] = {
    DueKind.AT_ONCE: "At once",
    DueKind.WITHOUT_UNDUE_DELAY: "Without undue delay",
    DueKind.NEXT_MEETING: "At the next meeting",
}


@dataclass(frozen=True, slots=True)
class Owed:
    """One obligation in words; `met` says how it is met, where it is; `title` is the shortest.

    `due_at` (UTC) is None where no instant follows; `due` says by when in words in every case.
    """

    title: str
    by: str
    to_whom: str
    sentence: str
    due_at: datetime | None
    due: str
    why: str
    citation: str
    minimum_content: tuple[str, ...]
    met: str


def owed(
    page: BreachPage, conclusion: Assessment, *, next_meeting_on: date | None
) -> tuple[Owed, ...]:
    """Return what is required, the law's part first, given the rating and the risk that stand.

    `next_meeting_on` (Europe/London) is when the full council meets next, None where unknown.
    """
    breach, policy, stands = page.breach, page.policy, _standing(page, conclusion)
    times = Times(
        occurred_at=breach.occurred_at,
        suspected_at=breach.suspected_at,
        aware_at=breach.aware_at,
        next_meeting_on=next_meeting_on,
    )
    required = obligations(policy, stands, times)
    from_policy = len(required) - len(stands.duties)
    return tuple(
        _in_words(each, page, _why(each, policy) if place >= from_policy else "")
        for place, each in enumerate(required)
    )


def whom(policy: Policy, code: str) -> str:
    """Return a party by the council's own name for it, or the word that everybody uses."""
    is_party = any(party.id == code for party in policy.parties)
    return policy.party(code) if is_party or code not in _WHOM else _WHOM[code]


def _in_words(duty: Obligation, page: BreachPage, why: str) -> Owed:
    """Put an obligation into words; `why` is empty for the law's own, which have short titles."""
    short = _LAW.get(duty.shown_by) if duty.shown_by and not why else None
    return Owed(
        title=short or duty.sentence.removesuffix("."),
        by=_begin(whom(page.policy, duty.by) if duty.by else "the council"),
        to_whom=_begin(whom(page.policy, duty.to_whom)),
        sentence=duty.sentence,
        due_at=duty.due.at,
        due=_due(duty),
        why=why,
        citation=duty.citation,
        minimum_content=duty.minimum_content,
        met=_met(duty.shown_by, page) or _brought(duty, page),
    )


def _why(duty: Obligation, policy: Policy) -> str:
    """Say from where on the policy asks for it."""
    trigger = next(each.applies for each in policy.obligations if each.id == duty.id)
    return f"The policy asks for this {trigger_words(trigger, policy)}."


def _due(duty: Obligation) -> str:
    if duty.due.at is not None:
        return when(duty.due.at)
    if duty.due.on is not None:
        return f"At the next meeting, {day(duty.due.on)}"
    return _DUE[duty.due.kind]


def _begin(words: str) -> str:
    return words[:1].upper() + words[1:]


def _standing(page: BreachPage, conclusion: Assessment) -> Assessment:
    """Return the assessment with the rating and the risk that stand, and what follows from them."""
    stands = what_stands(page.policy, page.breach)
    return replace(
        conclusion,
        overall=stands.overall,
        risk_to_people=stands.risk_to_people,
        notify_regulator=stands.notify_regulator,
        tell_people=stands.tell_people,
        tell_full_council=stands.tell_full_council,
        duties=stands.duties,
    )


def _met(shown_by: ShownBy | None, page: BreachPage) -> str:
    match shown_by:
        case ShownBy.REGULATOR_TOLD:
            return _done(page, Subject.REGULATOR)
        case ShownBy.PEOPLE_TOLD:
            return _done(page, Subject.PEOPLE)
        case ShownBy.REGISTERED:
            return "This register keeps it."
        case ShownBy.REPORTED:
            return f"On {when(page.breach.reported_at)}."
        case ShownBy.COUNCIL_TOLD:
            return _told_on(page)
        case None:
            return ""


def _brought(duty: Obligation, page: BreachPage) -> str:
    """Say at which meeting it was brought before the council, where the duty is to do that."""
    on = page.breach.reported_to_council_on
    if on is None or duty.due.kind != DueKind.NEXT_MEETING:
        return ""
    return f"At the meeting on {day(on)}, minute {page.breach.council_minute}."


def _done(page: BreachPage, subject: Subject) -> str:
    decision = next((row for row in page.decisions if row.subject == subject), None)
    at: datetime | None = decision.done_at if decision else None
    return f"On {when(at)}." if at else ""


def _told_on(page: BreachPage) -> str:
    told = next((line for line in page.timeline if line.event == Event.COUNCIL_TOLD), None)
    return f"Letters to every councillor were written on {when(told.at)}." if told else ""
