"""Councils to try things on, each with somebody in every place, and the steps of a breach."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tenants import councils, people, policies
from tenants.access import Member, Office, Role
from tenants.breaches.closing import close_breach
from tenants.breaches.consequences import (
    Consequence,
    Harm,
    Likelihood,
    Seriousness,
    assess_for_people,
)
from tenants.breaches.deciding import record_decision
from tenants.breaches.decisions import DO_NOT_TELL, Choice, keep_decision
from tenants.breaches.grounds import grounds_of
from tenants.breaches.rating import Rating, rate_breach
from tenants.breaches.receiving import (
    FirstLook,
    appoint_lead_investigator,
    declare_involvement,
    record_initial_assessment,
)
from tenants.breaches.record import Seen, get_breach
from tenants.breaches.reporting import Report, report_breach
from tenants.breaches.reviewing import QUESTIONS, LookBack, review_breach
from tenants.db import Database, ScopedSession
from tenants.models import Membership, Nature, PeopleException, Precision, Subject
from tenants.policy import BreachFacts, Cause, Recipient

_FOUNDED = datetime.fromisoformat("2026-11-01T09:00:00+00:00")
# Shared by all makers: the address of a council is its own in all associations.
_NUMBERS = count(1)
_PLACES: dict[str, tuple[tuple[Role, ...], Office | None]] = {
    "clerk": ((Role.LEAD_INVESTIGATOR,), Office.CLERK),
    "chair": ((Role.COUNCILLOR,), Office.CHAIR),
    "lead": ((Role.LEAD_INVESTIGATOR,), None),
    "councillor": ((Role.COUNCILLOR,), None),
    "reporter": ((Role.REPORTER,), None),
}


@dataclass(frozen=True, slots=True)
class TestCouncil:
    """A council and its people by what they are: clerk, chair, lead, councillor, reporter."""

    __test__ = False

    database: Database
    id: UUID
    name: str
    slug: str
    association_id: UUID
    members: dict[str, Member]

    def session(self, who: str = "clerk") -> ScopedSession:
        """Open a session as the application does for this member."""
        return self.database.session(self.id, self.members[who].person_id)

    def email(self, who: str) -> str:
        """Return the address that this member signs in with."""
        return f"{who}@{self.slug}.example"

    def report(
        self, now: datetime, *, who: str = "reporter", found_at: datetime | None = None
    ) -> str:
        """Report a breach and return its number; it was found an hour before, unless said."""
        report = Report(
            cause=Cause.EMAILED_TO_WRONG_RECIPIENT,
            description=f"The allotment list went to the wrong person ({self.name})",
            whose="Allotment holders",
            people_words="about 30",
            recoverable="no",
            action_taken="Asked them to delete it",
            contact="01234 567890",
            occurred_at=None,
            occurred_precision=Precision.NOT_KNOWN,
            found_at=found_at or now - timedelta(hours=1),
            facts=BreachFacts(people_affected=30),
        )
        with self.session(who) as session:
            breach = report_breach(session, report, by=self.members[who], now=now, draft_id=None)
            session.commit()
            return breach.reference

    def seen(self, reference: str) -> Seen:
        """Return the breach as somebody sees it now."""
        with self.session() as session:
            return Seen(reference, get_breach(session, reference=reference).version)

    def declare(self, reference: str, now: datetime, *, who: str, was_involved: bool) -> None:
        """Say whether this member was involved."""
        with self.session(who) as session:
            declare_involvement(
                session,
                seen=self.seen(reference),
                was_involved=was_involved,
                by=self.members[who],
                now=now,
            )
            session.commit()

    def receive(
        self,
        reference: str,
        now: datetime,
        *,
        who: str = "clerk",
        nature: Nature = Nature.BREACH,
    ) -> None:
        """Make the first assessment as somebody who was not involved."""
        self.declare(reference, now, who=who, was_involved=False)
        look = FirstLook(
            nature=nature,
            what_data="Names",
            cause="Haste",
            extent="30",
            harm="",
            containment="",
            reason="Nobody saw it",
        )
        with self.session(who) as session:
            record_initial_assessment(
                session, look, seen=self.seen(reference), by=self.members[who], now=now
            )
            session.commit()

    def appoint(
        self, reference: str, now: datetime, *, who: str = "clerk", lead: str = "lead"
    ) -> None:
        """Appoint the lead investigator, who says that they were not involved."""
        with self.session(who) as session:
            appoint_lead_investigator(
                session,
                seen=self.seen(reference),
                lead_id=self.members[lead].membership_id,
                by=self.members[who],
                now=now,
            )
            session.commit()
        if lead != who:
            self.declare(reference, now, who=lead, was_involved=False)

    def rate(
        self, reference: str, now: datetime, *, who: str = "lead", facts: BreachFacts | None = None
    ) -> None:
        """Rate the breach: 500 people and open to the public (4, high risk) unless told."""
        answers = facts or BreachFacts(people_affected=500, recipient=Recipient.PUBLIC)
        with self.session(who) as session:
            rate_breach(
                session,
                Rating(facts=answers, findings={}),
                seen=self.seen(reference),
                by=self.members[who],
                now=now,
            )
            session.commit()

    def decide(
        self,
        reference: str,
        now: datetime,
        *,
        subject: Subject = Subject.REGULATOR,
        decided: str = "tell",
        done_at: datetime | None = None,
    ) -> None:
        """Record the lead investigator's decision, with a reason."""
        choice = Choice(
            subject=subject,
            decided=decided,
            reason="As the policy says",
            done_at=done_at,
            exception=PeopleException.RISK_REMOVED_SINCE,
        )
        with self.session("lead") as session:
            record_decision(
                session, choice, seen=self.seen(reference), by=self.members["lead"], now=now
            )
            session.commit()

    def settle(self, reference: str, now: datetime, *, who: str = "lead") -> None:
        """Do what comes between the decisions that the law asks for and closing."""
        by = self.members[who]
        with self.session(who) as session:
            breach = get_breach(session, reference=reference)
            distress = Consequence(Harm.DISTRESS, "Worry", Seriousness.SLIGHT, Likelihood.UNLIKELY)
            seen = Seen(reference, breach.version)
            assess_for_people(session, [distress], seen=seen, by=by, now=now)
            for party in grounds_of(session, [breach])[breach.id].undecided:
                choice = Choice(subject=party, decided=DO_NOT_TELL, reason="Not theirs")
                keep_decision(session, breach, choice, proposed=DO_NOT_TELL, by=by, now=now)
            look_back = LookBack(
                answers={question.id: "Nothing" for question in QUESTIONS},
                lessons="Use bcc",
                policy_changes="",
            )
            seen = Seen(reference, breach.version)
            review_breach(session, look_back, seen=seen, by=by, now=now)
            session.commit()

    def close(self, reference: str, now: datetime, *, who: str = "lead", learned: str = "") -> None:
        """Settle what is left after the law's decisions, and close the breach."""
        self.settle(reference, now, who=who)
        with self.session(who) as session:
            close_breach(
                session,
                seen=self.seen(reference),
                learned=learned,
                by=self.members[who],
                now=now,
            )
            session.commit()


class CouncilMaker:
    """Makes councils, as many as a test wants, in one association with one officer."""

    def __init__(self, database: Database, owner: Engine, county: str = "Testshire") -> None:
        self._database = database
        self._owner = owner
        with Session(owner) as session:
            association = councils.found_association(session, name=f"{county} Association")
            self.association_id = association.id
            self.officer_id = councils.appoint_officer(
                session,
                association_id=association.id,
                email=f"officer@{association.slug}.example",
                name=f"Officer Testperson of {county}",
            )
            session.commit()

    @property
    def asked(self) -> dict[str, UUID]:
        """Return what a service in an officer's session is told of who asks."""
        return {"association_id": self.association_id, "officer_id": self.officer_id}

    def publish(self, document: str, now: datetime) -> policies.PublishedModel:
        """Publish a model policy to the association's councils."""
        with self._database.sector_session() as session:
            model = policies.publish_model(
                session, **self.asked, document=document, note="Says more of ladders", now=now
            )
            session.commit()
            return model

    def withdraw(self, model: policies.PublishedModel, now: datetime) -> None:
        """Offer a model policy no more."""
        with self._database.sector_session() as session:
            policies.withdraw_model(session, **self.asked, model_id=model.id, now=now)
            session.commit()

    def make(self) -> TestCouncil:
        """Found a council with a clerk, a chair, a lead investigator, a councillor, a reporter."""
        number = next(_NUMBERS)
        name, slug = f"Testham {number} Parish Council", f"testham-{number}"
        with Session(self._owner) as session:
            council = councils.found_council(
                session,
                association_id=self.association_id,
                name=name,
                slug=slug,
                colour="teal",
            )
            policies.take_model_policy(session, council_id=council.id, now=_FOUNDED)
            session.commit()
            council_id = council.id
        with self._database.session(council_id) as session:
            members = {
                who: as_member(
                    people.add_person(
                        session,
                        by=None,
                        name=f"{who.capitalize()} Testperson {number}",
                        email=f"{who}@{slug}.example",
                        place=place,
                        now=_FOUNDED,
                    )
                )
                for who, place in _PLACES.items()
            }
            session.commit()
        return TestCouncil(self._database, council_id, name, slug, self.association_id, members)


def as_member(membership: Membership) -> Member:
    """Return a membership as services are told of it."""
    return Member(
        membership.council_id,
        membership.id,
        membership.person_id,
        membership.name,
        frozenset(Role(role) for role in membership.roles),
        Office(membership.office) if membership.office else None,
    )
