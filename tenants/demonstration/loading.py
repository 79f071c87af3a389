"""Loading the invented county into an empty database, as whoever runs the service would."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, create_engine, func, select
from sqlalchemy.orm import Session

from tenants import councils, passwords, people, policies
from tenants.db import Database
from tenants.demonstration import county
from tenants.demonstration.county import COUNCILS, InventedCouncil
from tenants.demonstration.diligence import be_diligent
from tenants.demonstration.papers import keep_papers
from tenants.demonstration.stories import MISHAPS
from tenants.demonstration.telling import Cast, Reach, deliver_until, tell
from tenants.models import Association, Officer
from tenants.operators import appoint_operator
from tenants.settings import Settings, psycopg_url

Say = Callable[[str], None]

_DAY = timedelta(days=1)
_SINCE = 760 * _DAY
_PAST = (Reach.CLOSED, Reach.CLOSED, Reach.NEAR_MISS, Reach.CLOSED, Reach.NOT_A_BREACH)
_PAST_FOR_EACH = 6

# The breaches still open: where, how many hours ago, which mishap, how far they have come.
_OPEN: tuple[tuple[str, int, int, Reach], ...] = (
    ("sampleton", 1, 0, Reach.REPORTED),
    ("sampleton", 50, 6, Reach.INVESTIGATING),
    ("sampleton", 80, 3, Reach.RATED),
    ("much-testing", 20, 4, Reach.RECEIVED),
    ("nether-example", 66, 1, Reach.INVESTIGATING),
    ("mockham", 100, 2, Reach.REPORTED),
    ("llanffug", 30, 5, Reach.DECIDED),
    ("placeholder", 16, 7, Reach.RATED),
)


class DemonstrationInterrupted(Exception):
    """An earlier loading was stopped half-way."""


def is_loaded(owner_url: str) -> bool:
    """Whether the database has an association already.

    Raises `DemonstrationInterrupted` where the invented one is there without its officer, who
    comes last.
    """
    with Session(_owner(owner_url)) as session:
        found = session.scalars(select(Association)).all()
        officers = session.scalar(select(func.count()).select_from(Officer))
    if [association.name for association in found] == [county.ASSOCIATION] and not officers:
        message = "The demonstration was stopped while it was loading. Empty the database first."
        raise DemonstrationInterrupted(message)
    return bool(found)


def load(settings: Settings, owner_url: str, *, now: datetime, say: Say) -> None:
    """Found the county and let two years happen in it, ending at `now` (UTC)."""
    database = Database(settings)
    ids = _found(owner_url, now - _SINCE)
    casts = {}
    for council in COUNCILS:
        casts[council.slug] = _settle(database, council, ids[council.slug], now)
        say(f"  {council.name}: people and policy")
    for index, (slug, cast) in enumerate(casts.items()):
        _tell_the_past(database, cast, index, now)
        say(f"  {slug}: two years of breaches")
    for slug, hours_ago, mishap, reach in _OPEN:
        at = now - timedelta(hours=hours_ago)
        tell(database, casts[slug], MISHAPS[mishap], at=at, reach=reach)
    be_diligent(database, casts[COUNCILS[0].slug], now=now)
    keep_papers(database, casts[COUNCILS[0].slug])
    for cast in casts.values():
        deliver_until(database, cast.council_id, now=now)
    _appoint_officer(database, owner_url, now)
    database.close()


def _owner(owner_url: str) -> Engine:
    return create_engine(psycopg_url(owner_url))


def _found(owner_url: str, now: datetime) -> dict[str, UUID]:
    """Found the association and its councils, each with the model policy; return ids by slug."""
    with Session(_owner(owner_url)) as session:
        association = councils.found_association(session, name=county.ASSOCIATION)
        ids = {
            council.slug: councils.found_council(
                session,
                association_id=association.id,
                name=council.name,
                slug=council.slug,
                colour=council.colour,
            ).id
            for council in COUNCILS
        }
        for council_id in ids.values():
            policies.take_model_policy(session, council_id=council_id, now=now)
        session.commit()
    return ids


def _appoint_officer(database: Database, owner_url: str, now: datetime) -> None:
    """Give the association its officer, last of all: the sign that everything is there.

    With the officer comes the model policy that they offer, so that councils have it to consider.
    """
    with Session(_owner(owner_url)) as session:
        association = session.scalars(select(Association)).one()
        officer_id = councils.appoint_officer(
            session,
            association_id=association.id,
            email=county.OFFICER_EMAIL,
            name=county.OFFICER_NAME,
        )
        policies.publish_model(
            session,
            association_id=association.id,
            officer_id=officer_id,
            document=county.model_policy(),
            note=county.MODEL_NOTE,
            now=now - 6 * _DAY,
        )
        operator = appoint_operator(session, email=county.OPERATOR_EMAIL, name=county.OPERATOR_NAME)
        session.commit()
    for person_id in (officer_id, operator.person_id):
        _choose_password(database, person_id)


def _settle(database: Database, council: InventedCouncil, council_id: UUID, now: datetime) -> Cast:
    """Give a council its people, their passwords, its policy and its next meeting."""
    arrived = now - _SINCE
    with database.session(council_id) as session:
        members = {
            person.key: people.add_person(
                session,
                by=None,
                name=person.name,
                email=person.email,
                place=(person.roles, person.office),
                now=arrived,
            )
            for person in county.people()
            if council.slug in person.councils
        }
        if council.adopted_days_ago is not None:
            adopted_on = (now - council.adopted_days_ago * _DAY).date()
            policies.adopt_policy(
                session,
                by=None,
                meeting=(adopted_on, f"{adopted_on.year}/47"),
                review_on=adopted_on + 365 * _DAY,
                now=now - council.adopted_days_ago * _DAY,
            )
        councils.set_next_meeting(session, on=(now + 12 * _DAY).date())
        session.commit()
    for membership in members.values():
        _choose_password(database, membership.person_id)
    deliver_until(database, council_id, now=arrived)
    return Cast(council_id, {key: people.as_member(found) for key, found in members.items()})


def _choose_password(database: Database, person_id: UUID) -> None:
    """Give an invented person the one password of the demonstration, unless they have one."""
    link = passwords.PersonOfLink(person_id, passwords.stamp_of(None))
    with database.session(person_id=person_id) as session:
        try:
            passwords.set_password(session, link=link, password=county.PASSWORD)
        except passwords.PasswordLinkRefused:
            return
        session.commit()


def _tell_the_past(database: Database, cast: Cast, index: int, now: datetime) -> None:
    """Spread a council's settled breaches over two years, the oldest first."""
    for number in range(_PAST_FOR_EACH):
        days_ago = 720 - number * 110 - index * 9
        mishap = MISHAPS[(number + index) % len(MISHAPS)]
        reach = _PAST[(number + index) % len(_PAST)]
        tell(database, cast, mishap, at=now - days_ago * _DAY, reach=reach)
