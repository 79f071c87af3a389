"""Telling the invented county's two years through the same services that people use."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from functools import partial
from uuid import UUID

from tenants import messages
from tenants.access import Member, Role
from tenants.breaches.assessments import latest_assessment, policy_for
from tenants.breaches.closing import close_breach
from tenants.breaches.deciding import record_decision, undecided
from tenants.breaches.decisions import DO_NOT_TELL, TELL, Choice, proposed_choice
from tenants.breaches.rating import Rating, rate_breach
from tenants.breaches.receiving import (
    FirstLook,
    appoint_lead_investigator,
    declare_involvement,
    record_initial_assessment,
)
from tenants.breaches.record import Seen, get_breach
from tenants.breaches.reporting import Report, report_breach
from tenants.db import Database, ScopedSession
from tenants.demonstration.finishing import bring_to_council, finish
from tenants.demonstration.stories import Mishap
from tenants.models import Nature, Precision
from tenants.policy import MediaInterest, ReputationHarm

_HOUR = timedelta(hours=1)


class Reach(IntEnum):
    """How far a breach of the demonstration has come."""

    REPORTED = 1
    RECEIVED = 2
    INVESTIGATING = 3
    RATED = 4
    DECIDED = 5
    CLOSED = 6
    NEAR_MISS = 7
    NOT_A_BREACH = 8


_APART = {Reach.NEAR_MISS: Nature.NEAR_MISS, Reach.NOT_A_BREACH: Nature.NOT_A_BREACH}


@dataclass(frozen=True, slots=True)
class Cast:
    """One invented council and who plays which part in it."""

    council_id: UUID
    members: dict[str, Member]


def tell(database: Database, cast: Cast, mishap: Mishap, *, at: datetime, reach: Reach) -> None:
    """Let a mishap be reported at `at` (UTC) and come as far as `reach`; the post is delivered."""
    teller = _Teller(database, cast, at)
    teller.report(mishap)
    teller.later(timedelta(minutes=1))
    if reach in _APART:
        teller.receive(mishap, _APART[reach])
        return
    steps: dict[Reach, Callable[[], None]] = {
        Reach.RECEIVED: partial(teller.receive, mishap, Nature.BREACH),
        Reach.INVESTIGATING: teller.appoint,
        Reach.RATED: partial(teller.rate, mishap),
        Reach.DECIDED: teller.decide,
        Reach.CLOSED: teller.close,
    }
    for comes_to, step in steps.items():
        if reach >= comes_to:
            step()


def report_only(database: Database, cast: Cast, mishap: Mishap, *, at: datetime) -> None:
    """Let a mishap be reported at `at` (UTC), its letters still to be sent."""
    _Teller(database, cast, at).report(mishap)


def deliver_until(database: Database, council_id: UUID, *, now: datetime) -> None:
    """Mark as sent whatever was due by `now`: the past's letters are not sent a second time."""
    with database.session(council_id) as session:
        while message := messages.claim_due_message(session, now=now):
            messages.mark_sent(session, message, now=message.due_at)
        session.commit()


class _Teller:
    """One breach on its way, a few hours later at each step."""

    def __init__(self, database: Database, cast: Cast, at: datetime) -> None:
        self._database = database
        self._cast = cast
        self._now = at
        self._reference = ""

    def report(self, mishap: Mishap) -> None:
        reporter = self._cast.members["reporter"]
        report = Report(
            cause=mishap.cause,
            description=mishap.description,
            whose=mishap.whose,
            people_words=f"about {mishap.people}" if mishap.people else "",
            recoverable="not_yet_known",
            action_taken=mishap.done,
            contact="01632 960000, evenings",
            occurred_at=self._now - 5 * _HOUR,
            occurred_precision=Precision.TIME,
            found_at=self._now - _HOUR,
            facts=mishap.facts.replace(cause=mishap.cause),
        )
        with self._session("reporter") as session:
            breach = report_breach(session, report, by=reporter, now=self._now, draft_id=None)
            session.commit()
            self._reference = breach.reference

    def receive(self, mishap: Mishap, nature: Nature) -> None:
        self.later(2 * _HOUR)
        self._not_involved("clerk")
        look = FirstLook(
            nature=nature,
            what_data="Names and contact details, and what the report says",
            cause="A slip while working quickly",
            extent=f"About {mishap.people} people" if mishap.people else "Not yet known",
            harm="Worry, and unwanted contact",
            containment=mishap.done,
            reason="It was got back before anybody could have read it.",
        )
        clerk = self._cast.members["clerk"]
        with self._session("clerk") as session:
            record_initial_assessment(
                session, look, seen=self._seen(session), by=clerk, now=self._now
            )
            session.commit()

    def appoint(self) -> None:
        self.later(_HOUR)
        clerk, lead = self._cast.members["clerk"], self._cast.members["lead"]
        with self._session("clerk") as session:
            appoint_lead_investigator(
                session,
                seen=self._seen(session),
                lead_id=lead.membership_id,
                by=clerk,
                now=self._now,
            )
            session.commit()
        self._not_involved("lead")

    def rate(self, mishap: Mishap) -> None:
        self.later(6 * _HOUR)
        facts = mishap.facts.replace(
            cause=mishap.cause,
            media_interest=MediaInterest.VERY_UNLIKELY,
            reputation_harm=ReputationHarm.NONE,
        )
        lead = self._cast.members["lead"]
        with self._session("lead") as session:
            rating = Rating(facts=facts, findings={})
            rate_breach(session, rating, seen=self._seen(session), by=lead, now=self._now)
            session.commit()

    def decide(self) -> None:
        self.later(3 * _HOUR)
        lead = self._cast.members["lead"]
        with self._session("lead") as session:
            breach = get_breach(session, reference=self._reference)
            policy = policy_for(session, latest_assessment(session, breach_id=breach.id))
            for subject in undecided(session, breach):
                proposed = proposed_choice(policy, breach, subject)
                choice = Choice(
                    subject=subject,
                    decided=proposed,
                    reason=_REASONS[proposed],
                    done_at=self._now if proposed == TELL else None,
                    their_reference="INVENTED-001" if proposed == TELL else "",
                )
                record_decision(session, choice, seen=self._seen(session), by=lead, now=self._now)
            session.commit()

    def close(self) -> None:
        self.later(timedelta(days=9))
        lead = self._cast.members["lead"]
        with self._session("lead") as session:
            finish(session, reference=self._reference, by=lead, now=self._now)
            close_breach(
                session,
                seen=self._seen(session),
                learned="",
                by=lead,
                now=self._now,
            )
            session.commit()
        self._meet()

    def _meet(self) -> None:
        """Let the full council hear of it three weeks later."""
        self.later(timedelta(days=21))
        readers = [one for one in self._cast.members.values() if Role.COUNCILLOR in one.roles]
        with self._session("clerk") as session:
            bring_to_council(
                session,
                reference=self._reference,
                by=self._cast.members["clerk"],
                readers=readers,
                now=self._now,
            )
            session.commit()
        self.later(timedelta())

    def _not_involved(self, who: str) -> None:
        with self._session(who) as session:
            declare_involvement(
                session,
                seen=self._seen(session),
                was_involved=False,
                by=self._cast.members[who],
                now=self._now,
            )
            session.commit()

    def _session(self, who: str) -> ScopedSession:
        return self._database.session(self._cast.council_id, self._cast.members[who].person_id)

    def _seen(self, session: ScopedSession) -> Seen:
        breach = get_breach(session, reference=self._reference)
        return Seen(self._reference, breach.version)

    def later(self, by: timedelta) -> None:
        """Let time pass; what came due meanwhile is delivered."""
        self._now += by
        deliver_until(self._database, self._cast.council_id, now=self._now)


_REASONS = {
    TELL: "The risk to people asks for it.",
    DO_NOT_TELL: "Whoever got it has deleted it and said so, so harm is unlikely.",
}
