"""Decisions: what is proposed, what a person decided instead or alike, and why; all are kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select

from tenants.access import Member
from tenants.breaches.assessments import what_stands
from tenants.db import ScopedSession
from tenants.models import Breach, Decision, PeopleException, Subject
from tenants.policy import Policy, regulator_deadline
from tenants.sector import keep_count

TELL = "tell"
DO_NOT_TELL = "do_not_tell"
# The law's rule behind each decision about telling somebody.
RULES = {Subject.REGULATOR: "tell-regulator", Subject.PEOPLE: "tell-people"}
# The law's rule behind each reason not to tell the people one by one, in the law's own order.
EXCEPTION_RULES: Final = {
    PeopleException.PROTECTED_BEFORE: "people-protected-before",
    PeopleException.RISK_REMOVED_SINCE: "people-risk-removed-since",
    PeopleException.DISPROPORTIONATE: "people-disproportionate",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the lead investigator decided: a value of the scale, a risk, or whether to tell.

    `done_at` (aware, UTC) is when they were told, None when that is still to come. `party_name`
    says who exactly where the subject is "other"; `exception` why the people need not be told one
    by one although the risk is high (UK GDPR Art. 34(3)).
    """

    subject: Subject
    decided: str
    reason: str
    done_at: datetime | None = None
    their_reference: str = ""
    party_name: str = ""
    message: str = ""
    method: str = ""
    exception: PeopleException | None = None

    @property
    def is_to_be_told(self) -> bool:
        """Whether somebody is to be told: a public notice stands for telling people one by one."""
        return must_be_told(self.decided, self.exception)


def must_be_told(decided: str, exception: str | None) -> bool:
    """Whether a decision leaves something to carry out.

    Who need not be told one by one for the effort of it must hear by a public notice instead (UK
    GDPR Art. 34(3)(c)).
    """
    return decided == TELL or exception == PeopleException.DISPROPORTIONATE


def proposed_choice(policy: Policy, breach: Breach, subject: Subject) -> str:
    """Return what the rating and risk that stand ask for: the two thresholds are kept apart.

    Risk means telling the regulator (UK GDPR Art. 33(1)), high risk the people too (Art. 34(1));
    the policy that the breach was rated under may ask for more.
    """
    stands = what_stands(policy, breach)
    is_asked = stands.notify_regulator if subject == Subject.REGULATOR else stands.tell_people
    return TELL if is_asked else DO_NOT_TELL


def keep_decision(
    session: ScopedSession,
    breach: Breach,
    choice: Choice,
    *,
    proposed: str,
    by: Member,
    now: datetime,
) -> None:
    """Add a decision to the breach's record, beside what was proposed."""
    session.add(
        Decision(
            council_id=session.council_id,
            breach_id=breach.id,
            subject=choice.subject,
            proposed=proposed,
            decided=choice.decided,
            reason=choice.reason,
            decided_by_id=by.membership_id,
            decided_at=now,
            done_at=choice.done_at,
            their_reference=choice.their_reference.strip(),
            party_name=choice.party_name.strip(),
            message=choice.message.strip(),
            method=choice.method.strip(),
            exception=choice.exception,
        )
    )
    session.flush()


def decisions_of(session: ScopedSession, *, breach_id: UUID) -> list[Decision]:
    """Return a breach's decisions, the latest first."""
    return list(
        session.scalars(
            select(Decision)
            .where(Decision.breach_id == breach_id)
            .order_by(Decision.decided_at.desc(), Decision.id)
        )
    )


def standing_in(decisions: Iterable[Decision]) -> Mapping[tuple[Subject, str], Decision]:
    """Return the latest of each subject and party, given decisions with the latest first.

    The party is its name in small letters; only an "other" party has one.
    """
    standing: dict[tuple[Subject, str], Decision] = {}
    for row in decisions:
        standing.setdefault((Subject(row.subject), row.party_name.casefold()), row)
    return standing


def count_breach(session: ScopedSession, breach: Breach) -> None:
    """Bring the breach's line in the sector figures into line with the record.

    A practice breach has no line: nobody outside the council counts it.
    """
    if breach.is_drill:
        return
    decisions = decisions_of(session, breach_id=breach.id)
    latest = next((row for row in decisions if row.subject == Subject.REGULATOR), None)
    keep_count(
        session,
        breach,
        regulator_told=latest.decided == TELL if latest else None,
        in_time=_is_in_time(breach, latest) if latest else None,
    )


def _is_in_time(breach: Breach, latest: Decision) -> bool | None:
    """Whether the regulator was told within the 72 hours; None while that is still to come."""
    if latest.decided != TELL:
        return False
    return latest.done_at <= regulator_deadline(breach.aware_at) if latest.done_at else None
