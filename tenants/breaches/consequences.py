"""What could follow from a breach, for people and for the council (the policy's step 3).

Each save is a new risk assessment, so that what was thought at the time stays on record.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import select

from tenants.access import Member
from tenants.breaches.handlers import require_lead
from tenants.breaches.record import Seen, get_breach_to_change, leave_mark
from tenants.db import ScopedSession
from tenants.errors import NotAcceptable
from tenants.models import Breach, Event, RiskAssessment


class Harm(StrEnum):
    """What could happen to people."""

    LOSS_OF_CONTROL = "loss_of_control"
    IDENTITY_FRAUD = "identity_fraud"
    MONEY = "money"
    SAFETY = "safety"
    DISTRESS = "distress"
    DISCRIMINATION = "discrimination"
    REPUTATION = "reputation"
    CONFIDENCE = "confidence"
    SERVICE = "service"
    OTHER = "other"
    NONE = "none"


class CouncilRisk(StrEnum):
    """What could happen to the council, by the five headings of the policy."""

    STRATEGIC = "strategic"
    LEGAL = "legal"
    FINANCIAL = "financial"
    REPUTATION = "reputation"
    CONTINUITY = "continuity"


class Seriousness(StrEnum):
    """How much it would matter to whomever it happens to."""

    SLIGHT = "slight"
    SERIOUS = "serious"
    VERY_SERIOUS = "very_serious"
    NOT_YET_KNOWN = "not_yet_known"


class Likelihood(StrEnum):
    """How likely it is to happen."""

    UNLIKELY = "unlikely"
    POSSIBLE = "possible"
    LIKELY = "likely"
    HAPPENED = "happened"
    NOT_YET_KNOWN = "not_yet_known"


HARM_WORDS: Final = {
    Harm.LOSS_OF_CONTROL: "They no longer control who knows this about them",
    Harm.IDENTITY_FRAUD: "Somebody could pretend to be them",
    Harm.MONEY: "They could lose money",
    Harm.SAFETY: "They, or somebody near them, could be in danger",
    Harm.DISTRESS: "They could be upset, afraid or ashamed",
    Harm.DISCRIMINATION: "They could be treated unfairly because of it",
    Harm.REPUTATION: "Their good name could suffer",
    Harm.CONFIDENCE: "Something told in confidence could become known",
    Harm.SERVICE: "They could go without a service or their own records",
    Harm.OTHER: "Something else",
    Harm.NONE: "Nothing that we can see",
}
COUNCIL_WORDS: Final = {
    CouncilRisk.STRATEGIC: "What the council plans and does",
    CouncilRisk.LEGAL: "The law, contracts and claims",
    CouncilRisk.FINANCIAL: "Money",
    CouncilRisk.REPUTATION: "The council's good name",
    CouncilRisk.CONTINUITY: "Keeping services going",
}
SERIOUSNESS_WORDS: Final = {
    Seriousness.SLIGHT: "A nuisance",
    Seriousness.SERIOUS: "Serious",
    Seriousness.VERY_SERIOUS: "Very serious",
    Seriousness.NOT_YET_KNOWN: "Not yet known",
}
LIKELIHOOD_WORDS: Final = {
    Likelihood.UNLIKELY: "Unlikely",
    Likelihood.POSSIBLE: "Possible",
    Likelihood.LIKELY: "Likely",
    Likelihood.HAPPENED: "It has happened",
    Likelihood.NOT_YET_KNOWN: "Not yet known",
}


@dataclass(frozen=True, slots=True)
class Consequence:
    """One thing that could follow: what it is, more about it, how serious and how likely."""

    what: str
    words: str
    seriousness: str = ""
    likelihood: str = ""


def assess_for_people(
    session: ScopedSession,
    consequences: Sequence[Consequence],
    *,
    seen: Seen,
    by: Member,
    now: datetime,
) -> RiskAssessment:
    """Record what could happen to people; what was recorded for the council is kept beside it.

    "Nothing" stands alone and says why. Raises `NotAcceptable`, and what `require_lead` and
    `get_breach_to_change` raise.
    """
    breach = get_breach_to_change(session, seen)
    require_lead(session, breach, by)
    for one in consequences:
        _refuse_incomplete(one, alone=len(consequences) == 1)
    last = latest_risks(session, breach_id=breach.id)
    return _keep(
        session,
        breach,
        last,
        RiskAssessment(
            for_people=[asdict(one) for one in consequences],
            for_council=last.for_council if last else [],
            remedy=last.remedy if last else "",
        ),
        by=by,
        now=now,
    )


def assess_for_council(
    session: ScopedSession,
    risks: Sequence[Consequence],
    *,
    remedy: str,
    seen: Seen,
    by: Member,
    now: datetime,
) -> RiskAssessment:
    """Record what could happen to the council under each heading, and what is done about it all.

    Raises `NotAcceptable` for a heading without a word, and what `require_lead` and
    `get_breach_to_change` raise.
    """
    breach = get_breach_to_change(session, seen)
    require_lead(session, breach, by)
    said = {one.what: one for one in risks if one.words.strip()}
    missing = next((risk for risk in CouncilRisk if risk not in said), None)
    if missing is not None:
        message = "Say what could follow here, or write that nothing could"
        raise NotAcceptable(missing, message)
    last = latest_risks(session, breach_id=breach.id)
    return _keep(
        session,
        breach,
        last,
        RiskAssessment(
            for_people=last.for_people if last else [],
            for_council=[asdict(said[risk]) for risk in CouncilRisk],
            remedy=remedy.strip(),
        ),
        by=by,
        now=now,
    )


def latest_risks(session: ScopedSession, *, breach_id: UUID) -> RiskAssessment | None:
    """Return what was last recorded as possible consequences, if anything was."""
    return session.scalars(
        select(RiskAssessment)
        .where(RiskAssessment.breach_id == breach_id)
        .order_by(RiskAssessment.sequence.desc())
        .limit(1)
    ).first()


def consequences_in(
    row: RiskAssessment | None,
) -> tuple[tuple[Consequence, ...], tuple[Consequence, ...]]:
    """Return what could happen to people, and what could happen to the council."""
    if row is None:
        return (), ()
    return (
        tuple(Consequence(**one) for one in row.for_people),
        tuple(Consequence(**one) for one in row.for_council),
    )


def _refuse_incomplete(one: Consequence, *, alone: bool) -> None:
    if one.what not in set(Harm):
        message = "Choose what could happen to them"
        raise NotAcceptable("what", message)
    if one.what == Harm.NONE:
        if not alone:
            message = "Take the others off the list before you say that nothing could happen"
            raise NotAcceptable("what", message)
        if not one.words.strip():
            message = "Say in a sentence why nothing could happen to them"
            raise NotAcceptable("words", message)
        return
    if one.what == Harm.OTHER and not one.words.strip():
        message = "Say in a few words what could happen"
        raise NotAcceptable("words", message)
    if one.seriousness not in set(Seriousness):
        message = "Choose how serious it would be"
        raise NotAcceptable("seriousness", message)
    if one.likelihood not in set(Likelihood):
        message = "Choose how likely it is"
        raise NotAcceptable("likelihood", message)


def _keep(
    session: ScopedSession,
    breach: Breach,
    last: RiskAssessment | None,
    row: RiskAssessment,
    *,
    by: Member,
    now: datetime,
) -> RiskAssessment:
    row.council_id, row.breach_id = breach.council_id, breach.id
    row.sequence = last.sequence + 1 if last else 1
    row.made_by_id, row.made_at = by.membership_id, now
    session.add(row)
    session.flush()
    leave_mark(
        session, Event.RISKS_ASSESSED, breach, by=by, now=now, changes={"number": row.sequence}
    )
    return row
