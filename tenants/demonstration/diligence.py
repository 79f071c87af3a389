"""What an invented council does besides its breaches: training, a practice, a page for anybody."""

from datetime import datetime, timedelta

from sqlalchemy import select

from tenants.breaches.drills import end_drill, start_drill
from tenants.breaches.record import Seen
from tenants.breaches.scenarios import SCENARIOS, ScenarioId
from tenants.breaches.undertakings import Undertaking, set_action
from tenants.db import Database
from tenants.demonstration.telling import Cast, deliver_until
from tenants.intake.page import switch_public_reports
from tenants.models import ActionKind, Breach, State
from tenants.prompts import (
    counts_of,
    make_return,
    prepare_evidence,
    record_training,
    return_years,
)
from tenants.times import LONDON

_DAY = timedelta(days=1)
_TRAINED_DAYS_AGO = 300
_PRACTISED_DAYS_AGO = 150


def be_diligent(database: Database, cast: Cast, *, now: datetime) -> None:
    """Let a council have trained its people, practised, begun to mend something, and opened up."""
    _train(database, cast, now - _TRAINED_DAYS_AGO * _DAY)
    _practise(database, cast, now - _PRACTISED_DAYS_AGO * _DAY)
    _answer_for_the_years(database, cast, now - _PRACTISED_DAYS_AGO * _DAY)
    _undertake(database, cast, now)
    _listen(database, cast, now - _PRACTISED_DAYS_AGO * _DAY)


def _listen(database: Database, cast: Cast, at: datetime) -> None:
    """Let anybody report to this council."""
    clerk = cast.members["clerk"]
    with database.session(cast.council_id, clerk.person_id) as session:
        switch_public_reports(session, on=True, by=clerk, now=at)
        session.commit()


def _train(database: Database, cast: Cast, at: datetime) -> None:
    clerk = cast.members["clerk"]
    trained = [member for who, member in cast.members.items() if who != "councillor2"]
    with database.session(cast.council_id, clerk.person_id) as session:
        record_training(
            session,
            membership_ids=[member.membership_id for member in trained],
            trained_on=at.astimezone(LONDON).date(),
            what="An evening on keeping other people's information safe",
            by=clerk,
            now=at,
        )
        session.commit()


def _practise(database: Database, cast: Cast, at: datetime) -> None:
    clerk = cast.members["clerk"]
    with database.session(cast.council_id, clerk.person_id) as session:
        story = SCENARIOS[ScenarioId.LOST_FOLDER]
        drill = start_drill(session, story, by=clerk, now=at, is_announced=True)
        session.commit()
        reference = drill.reference
    ended_at = at + timedelta(hours=26)
    deliver_until(database, cast.council_id, now=ended_at)
    with database.session(cast.council_id, clerk.person_id) as session:
        lessons = "Nobody looked at the mailbox on Saturday. The chair has the alerts by text now."
        end_drill(session, reference=reference, lessons=lessons, by=clerk, now=ended_at)
        session.commit()


def _answer_for_the_years(database: Database, cast: Cast, at: datetime) -> None:
    """Make the returns that are asked by then, and have the evidence of those years ready."""
    clerk = cast.members["clerk"]
    with database.session(cast.council_id, clerk.person_id) as session:
        today = at.astimezone(LONDON).date()
        for asked in return_years(session, now=at):
            if not asked.may_be_made(today):
                continue
            seen = counts_of(session, year=asked.year)
            make_return(session, year=asked.year, seen=seen, by=clerk, now=at)
            prepare_evidence(session, year=asked.year, by=clerk, now=at)
        session.commit()


def _undertake(database: Database, cast: Cast, now: datetime) -> None:
    lead = cast.members["lead"]
    with database.session(cast.council_id, lead.person_id) as session:
        breach = session.scalars(
            select(Breach).where(Breach.state == State.RATED, Breach.is_drill.is_(False))
        ).first()
        if breach is None:
            return
        undertaking = Undertaking(
            kind=ActionKind.CONTAINMENT,
            words="Ask everybody who got it to delete it and to say so",
            owner_id=lead.membership_id,
            due_on=(now + 5 * _DAY).astimezone(LONDON).date(),
        )
        seen = Seen(breach.reference, breach.version)
        set_action(session, undertaking, seen=seen, by=lead, now=now - timedelta(hours=3))
        session.commit()
