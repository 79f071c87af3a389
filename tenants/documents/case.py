"""All that is known of one breach, read once for whichever document is made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select

from tenants.access import Office
from tenants.breaches.assessments import assessments_of, conclusion_of, policy_for
from tenants.breaches.communications import communications_of
from tenants.breaches.consequences import Consequence, consequences_in, latest_risks
from tenants.breaches.decisions import decisions_of, standing_in
from tenants.breaches.regulator_saved import reports_of
from tenants.breaches.reviewing import latest_review
from tenants.breaches.undertakings import actions_of
from tenants.councils import get_own_council
from tenants.db import ScopedSession
from tenants.documents.lines import RESTRICTED
from tenants.documents.shape import Block, Document
from tenants.models import (
    Action,
    AssessmentRow,
    Breach,
    Communication,
    Council,
    Decision,
    InitialAssessment,
    Membership,
    RegulatorLetter,
    RegulatorReport,
    Review,
    RiskAssessment,
    Subject,
)
from tenants.policy import Assessment, Policy

# Each colour of a council as it is printed: dark enough to be read on white (WCAG 1.4.3).
_INKS: Final[Mapping[str, str]] = {
    "teal": "#1f5c57",
    "blue": "#1d4f91",
    "purple": "#5b3a82",
    "brown": "#6d4423",
    "green": "#2f5d2a",
    "plum": "#7a2a55",
    "slate": "#3d4b57",
    "navy": "#1c2d5a",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A breach with what belongs to it, as it is at `now` (aware, UTC).

    `rating` is the lead investigator's latest, `conclusion` what the engine made of it; `policy` is
    the one that the breach is judged by. Names are by membership id. Decisions are the standing
    ones, by subject and party; `reports` are those to the regulator, the first one first, `answers`
    its letters that somebody has confirmed.
    """

    breach: Breach
    council: Council
    now: datetime
    names: Mapping[UUID, str]
    clerk: str
    policy: Policy
    rating: AssessmentRow | None
    conclusion: Assessment | None
    first_look: InitialAssessment | None
    decisions: Mapping[tuple[Subject, str], Decision]
    actions: tuple[Action, ...]
    communications: tuple[Communication, ...]
    risks: RiskAssessment | None
    review: Review | None
    reports: tuple[RegulatorReport, ...]
    answers: tuple[RegulatorLetter, ...]

    @property
    def for_people(self) -> tuple[Consequence, ...]:
        """Return what could happen to people."""
        return consequences_in(self.risks)[0]

    @property
    def for_council(self) -> tuple[Consequence, ...]:
        """Return what could happen to the council."""
        return consequences_in(self.risks)[1]

    def name_of(self, membership_id: UUID | None) -> str:
        """Return a member's name, or what stands for nobody."""
        return self.names.get(membership_id, "nobody yet") if membership_id else "nobody yet"

    def decision(self, subject: Subject) -> Decision | None:
        """Return what stands decided about telling somebody, if anything does."""
        return self.decisions.get((subject, ""))

    def document(
        self, title: str, blocks: list[Block], *, is_public: bool = False, is_letter: bool = False
    ) -> Document:
        """Return a document about this breach; what is not public says so on every page."""
        return Document(
            title=title,
            council=self.council.name,
            reference=self.breach.reference,
            blocks=tuple(blocks),
            made_at=self.now,
            marker=self.breach.marker,
            restriction="" if is_public or is_letter else RESTRICTED,
            colour=_INKS.get(self.council.colour, ""),
            is_letter=is_letter,
        )


def case_of(session: ScopedSession, breach: Breach, *, now: datetime) -> Case:
    """Read all that documents say of a breach, in a fixed number of queries."""
    members = session.scalars(select(Membership)).all()
    assessments = assessments_of(session, breach_id=breach.id)
    rating = next((row for row in reversed(assessments) if row.sequence > 0), None)
    clerks = (row.name for row in members if row.office == Office.CLERK and row.left_at is None)
    return Case(
        breach=breach,
        council=get_own_council(session),
        now=now,
        names={row.id: row.name for row in members},
        clerk=next(clerks, ""),
        policy=policy_for(session, rating),
        rating=rating,
        conclusion=conclusion_of(rating) if rating else None,
        first_look=_first_look_of(session, breach),
        decisions=standing_in(decisions_of(session, breach_id=breach.id)),
        actions=tuple(actions_of(session, breach_id=breach.id)),
        communications=tuple(reversed(communications_of(session, breach_id=breach.id))),
        risks=latest_risks(session, breach_id=breach.id),
        review=latest_review(session, breach_id=breach.id),
        reports=tuple(reports_of(session, breach_id=breach.id)),
        answers=tuple(_answers_about(session, breach)),
    )


def _first_look_of(session: ScopedSession, breach: Breach) -> InitialAssessment | None:
    return session.scalars(
        select(InitialAssessment)
        .where(InitialAssessment.breach_id == breach.id)
        .order_by(InitialAssessment.made_at.desc(), InitialAssessment.id)
        .limit(1)
    ).first()


def _answers_about(session: ScopedSession, breach: Breach) -> Sequence[RegulatorLetter]:
    return session.scalars(
        select(RegulatorLetter)
        .where(RegulatorLetter.breach_id == breach.id, RegulatorLetter.confirmed_at.is_not(None))
        .order_by(RegulatorLetter.sent_on, RegulatorLetter.added_at, RegulatorLetter.id)
    ).all()
