"""What comes between the law's decisions and closing: consequences, the others, looking back."""

from collections.abc import Sequence
from datetime import datetime

from tenants.access import Member
from tenants.breaches.acknowledgements import acknowledge
from tenants.breaches.consequences import (
    Consequence,
    CouncilRisk,
    Harm,
    Likelihood,
    Seriousness,
    assess_for_council,
    assess_for_people,
)
from tenants.breaches.council_report import record_council_report
from tenants.breaches.deciding import record_decision
from tenants.breaches.decisions import DO_NOT_TELL, Choice
from tenants.breaches.grounds import grounds_of
from tenants.breaches.record import Seen, get_breach
from tenants.breaches.reviewing import QUESTIONS, LookBack, review_breach
from tenants.db import ScopedSession
from tenants.times import day_of

LESSONS = "We check the address with a second pair of eyes before we press send."


def finish(session: ScopedSession, *, reference: str, by: Member, now: datetime) -> None:
    """Write down what could follow, decide about everybody else, and look back."""
    _weigh(session, reference, by, now)
    breach = get_breach(session, reference=reference)
    for party in grounds_of(session, [breach])[breach.id].undecided:
        choice = Choice(
            subject=party,
            decided=DO_NOT_TELL,
            reason="They can do nothing about it, and need not know of it.",
        )
        record_decision(session, choice, seen=_seen(session, reference), by=by, now=now)
    answers = {question.id: "Yes. Nothing else has to change." for question in QUESTIONS}
    look_back = LookBack(answers=answers, lessons=LESSONS, policy_changes="")
    review_breach(session, look_back, seen=_seen(session, reference), by=by, now=now)


def bring_to_council(
    session: ScopedSession, *, reference: str, by: Member, readers: Sequence[Member], now: datetime
) -> None:
    """Bring a closed breach before the full council, whose members have read its report."""
    breach = get_breach(session, reference=reference)
    on = day_of(now)
    record_council_report(
        session,
        seen=_seen(session, reference),
        meeting=(on, f"{on.year}/{on.month:02d}{breach.number}"),
        by=by,
        now=now,
    )
    for reader in readers:
        acknowledge(session, breach, version=breach.version, by=reader, now=now)


def _weigh(session: ScopedSession, reference: str, by: Member, now: datetime) -> None:
    worry = Consequence(
        Harm.DISTRESS,
        "People may worry about who has read what was about them.",
        Seriousness.SLIGHT,
        Likelihood.POSSIBLE,
    )
    assess_for_people(session, [worry], seen=_seen(session, reference), by=by, now=now)
    risks = [
        Consequence(risk, "Little: it was small and was dealt with quickly.")
        for risk in CouncilRisk
    ]
    assess_for_council(session, risks, remedy="", seen=_seen(session, reference), by=by, now=now)


def _seen(session: ScopedSession, reference: str) -> Seen:
    return Seen(reference, get_breach(session, reference=reference).version)
