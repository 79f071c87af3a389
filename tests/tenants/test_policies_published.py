"""Publishing model policies: by an officer of the association alone, each version once."""

from datetime import datetime, timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest

from tenants.db import Database
from tenants.errors import AlreadyDone, ChangedMeanwhile, NotFound
from tenants.policies import (
    get_published,
    models_for,
    models_published,
    publish_model,
    withdraw_model,
)
from tenants.policy import PolicyDocumentError, load_policy
from tenants.policy.documents import shipped
from tests.councils import CouncilMaker, TestCouncil

MUDFORD, LETWELL = shipped("policies/mudford.toml"), shipped("policies/letwell.toml")
HOUR = timedelta(hours=1)


def amended(document: str, title: str) -> str:
    return load_policy(document).as_text().replace(load_policy(document).title, title)


def test_versions_are_counted_for_each_model_of_each_association(
    county: CouncilMaker, other_county: CouncilMaker, database: Database, now: datetime
) -> None:
    first = county.publish(MUDFORD, now)
    county.publish(LETWELL, now + HOUR)
    second = county.publish(amended(MUDFORD, "Mudford, amended"), now + 2 * HOUR)
    theirs = other_county.publish(MUDFORD, now)

    assert [first.version, second.version, theirs.version] == [1, 2, 1]
    with database.sector_session() as session:
        listed = models_published(session, **county.asked)
        _, policy = get_published(session, **county.asked, model_id=second.id)
    assert [(model.title, model.version) for model in listed] == [
        ("Mudford, amended", 2),
        (load_policy(LETWELL).title, 1),
        (load_policy(MUDFORD).title, 1),
    ]
    assert (policy.title, policy.version) == ("Mudford, amended", "2")


def test_a_model_that_cannot_be_used_is_not_published(
    county: CouncilMaker, database: Database, now: datetime
) -> None:
    with pytest.raises(PolicyDocumentError):
        county.publish(MUDFORD + "\nnobody = 1", now)

    with database.sector_session() as session:
        assert models_published(session, **county.asked) == []


def test_a_model_pressed_twice_is_published_once(county: CouncilMaker, now: datetime) -> None:
    first = county.publish(MUDFORD, now)
    with pytest.raises(AlreadyDone):
        county.publish(MUDFORD, now)

    assert county.publish(amended(MUDFORD, "Another"), now).version == first.version + 1
    assert county.publish(MUDFORD, now).version == first.version + 2


def test_a_model_that_was_withdrawn_can_be_published_again(
    county: CouncilMaker, now: datetime
) -> None:
    county.withdraw(county.publish(MUDFORD, now), now)

    assert county.publish(MUDFORD, now).version == 2


def test_two_officers_who_publish_at_once_publish_one_version(
    county: CouncilMaker, now: datetime
) -> None:
    start, outcomes = Barrier(2), []

    def publish(title: str) -> None:
        start.wait()
        try:
            outcomes.append(county.publish(amended(MUDFORD, title), now).version)
        except ChangedMeanwhile:
            outcomes.append(0)

    threads = [Thread(target=publish, args=(title,)) for title in ("One", "Two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) in ([0, 1], [1, 2])


def test_the_second_of_two_officers_waits_and_is_told(
    county: CouncilMaker, database: Database, now: datetime
) -> None:
    told: list[bool] = []

    def second() -> None:
        try:
            county.publish(amended(MUDFORD, "Two"), now)
        except ChangedMeanwhile:
            told.append(True)

    with database.sector_session() as session:
        publish_model(session, **county.asked, document=MUDFORD, note="", now=now)
        waits = Thread(target=second)
        waits.start()
        waits.join(0.2)
        assert waits.is_alive()
        session.commit()
    waits.join()

    assert told == [True]


def test_nobody_but_an_officer_of_the_association_publishes_or_withdraws(
    county: CouncilMaker,
    other_county: CouncilMaker,
    member: TestCouncil,
    database: Database,
    now: datetime,
) -> None:
    model = county.publish(MUDFORD, now)
    strangers = (other_county.officer_id, member.members["clerk"].person_id, uuid4())
    for person in strangers:
        asked = {"association_id": county.association_id, "officer_id": person}
        with database.sector_session() as session:
            assert models_published(session, **asked) == []
            with pytest.raises(NotFound):
                publish_model(session, **asked, document=LETWELL, note="", now=now)
            with pytest.raises(NotFound):
                withdraw_model(session, **asked, model_id=model.id, now=now)
            with pytest.raises(NotFound):
                get_published(session, **asked, model_id=model.id)
            session.commit()
    with database.sector_session() as session, pytest.raises(NotFound):
        withdraw_model(session, **other_county.asked, model_id=model.id, now=now)

    with member.session() as session:
        assert models_for(session) == [model]
