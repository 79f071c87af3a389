"""Model policies: published by an association, taken up or answered by its councils."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import ProgrammingError

from tenants.db import Database
from tenants.errors import AlreadyDone, NotFound
from tenants.models import Event, ModelAnswer, ModelPolicy, Origin
from tenants.policies import (
    FromModel,
    FromVersionInForce,
    PublishedModel,
    SeenDraft,
    Source,
    adopt_policy,
    answer_model,
    document_of,
    get_model,
    model_to_consider,
    models_for,
    policy_in_force,
    start_draft,
    versions_of,
)
from tenants.policy import load_policy
from tenants.policy.documents import shipped
from tests.councils import CouncilMaker, TestCouncil
from tests.tenants.posted import counted, events

MUDFORD, LETWELL = shipped("policies/mudford.toml"), shipped("policies/letwell.toml")
HOUR = timedelta(hours=1)


def amended(document: str, title: str) -> str:
    return load_policy(document).as_text().replace(load_policy(document).title, title)


def considered(council: TestCouncil) -> UUID | None:
    with council.session() as session:
        model = model_to_consider(session)
    return model.id if model else None


def answer(council: TestCouncil, model: PublishedModel, now: datetime) -> None:
    with council.session() as session:
        answer_model(session, model_id=model.id, by=council.members["clerk"], now=now)
        session.commit()


def adopt(council: TestCouncil, source: Source, now: datetime, minute: str = "1") -> None:
    clerk = council.members["clerk"]
    with council.session() as session:
        draft = start_draft(session, source=source, by=clerk, now=now)
        adopt_policy(
            session,
            by=clerk,
            meeting=(date(2026, 11, 2), minute),
            review_on=date(2027, 11, 1),
            now=now,
            seen=SeenDraft(draft.id, draft.version),
        )
        session.commit()


def test_an_officer_publishes_a_model_and_its_councils_read_it(
    county: CouncilMaker, member: TestCouncil, now: datetime
) -> None:
    published = county.publish(MUDFORD, now)

    assert (published.model, published.version) == ("mudford", 1)
    assert (published.published_at, published.withdrawn_at) == (now, None)
    with member.session() as session:
        assert models_for(session) == [published]
        shown, policy = get_model(session, model_id=published.id)
    assert shown == published
    assert policy.version == "1"
    assert policy.obligations == load_policy(MUDFORD).obligations


def test_a_model_that_is_withdrawn_is_offered_to_nobody_and_kept_by_who_has_it(
    county: CouncilMaker, member: TestCouncil, now: datetime
) -> None:
    model = county.publish(MUDFORD, now)
    adopt(member, FromModel(model.id), now)
    county.withdraw(model, now + HOUR)

    other = county.make()
    assert considered(other) is None
    clerk = other.members["clerk"]
    with other.session() as session:
        assert models_for(session) == []
        with pytest.raises(NotFound):
            start_draft(session, source=FromModel(model.id), by=clerk, now=now)
    with member.session() as session:
        assert get_model(session, model_id=model.id)[0].withdrawn_at == now + HOUR
        assert policy_in_force(session)[1].id == "mudford"
    with pytest.raises(AlreadyDone):
        county.withdraw(model, now + HOUR)


def test_the_models_of_another_association_are_not_there(
    county: CouncilMaker, other_county: CouncilMaker, member: TestCouncil, now: datetime
) -> None:
    theirs = other_county.publish(MUDFORD, now)
    clerk = member.members["clerk"]

    assert considered(member) is None
    with member.session() as session:
        assert models_for(session) == []
        assert session.scalar(select(func.count()).select_from(ModelPolicy)) == 0
        with pytest.raises(NotFound):
            get_model(session, model_id=theirs.id)
        with pytest.raises(NotFound):
            start_draft(session, source=FromModel(theirs.id), by=clerk, now=now)
        with pytest.raises(NotFound):
            answer_model(session, model_id=theirs.id, by=clerk, now=now)


def test_a_session_without_a_council_sees_no_model(
    county: CouncilMaker, database: Database, now: datetime
) -> None:
    county.publish(MUDFORD, now)

    for person in (None, county.officer_id):
        with database.session(person_id=person) as session:
            assert session.scalar(select(func.count()).select_from(ModelPolicy)) == 0


@pytest.mark.parametrize(
    "statement",
    [
        "update model_policy set withdrawn_at = now()",
        "update model_policy set document = '{}'",
        "delete from model_policy",
        "insert into model_policy select * from model_policy",
        "select published_by_id from model_policy",
        "select withdrawn_by_id from model_policy",
        "select * from association_models(gen_random_uuid(), gen_random_uuid())",
        "select * from sector_models(gen_random_uuid(), gen_random_uuid())",
        "select withdraw_model(gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), now())",
        "select publish_model(gen_random_uuid(), gen_random_uuid(), '', 1, '', '', '', now())",
    ],
)
def test_a_councils_session_writes_no_model_and_learns_no_officer(
    statement: str, member: TestCouncil
) -> None:
    with member.session() as session, pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(text(statement))


def test_a_council_is_asked_to_consider_the_newest_model_until_it_adopts_from_it(
    county: CouncilMaker, member: TestCouncil, now: datetime
) -> None:
    assert considered(member) is None
    county.publish(LETWELL, now)
    model = county.publish(MUDFORD, now + HOUR)
    assert considered(member) == model.id
    adopt(member, FromModel(model.id), now)

    with member.session() as session:
        assert model_to_consider(session) != model
        adopted, policy = policy_in_force(session)
        version = versions_of(session).versions[0]
    assert (adopted.origin, adopted.model_id) == (Origin.PUBLISHED_MODEL, model.id)
    assert (version.model_title, version.model_version) == (model.title, 1)
    assert (policy.id, policy.version) == ("mudford", "1")


Deal = Callable[[TestCouncil, PublishedModel, datetime], None]
DEALINGS: dict[str, Deal] = {
    "answering": answer,
    "adopting": lambda council, model, now: adopt(council, FromModel(model.id), now),
}


@pytest.mark.parametrize("deal", DEALINGS.values(), ids=DEALINGS.keys())
def test_who_dealt_with_a_version_is_asked_about_a_later_one_and_no_earlier(
    deal: Deal, county: CouncilMaker, member: TestCouncil, now: datetime
) -> None:
    county.publish(MUDFORD, now)
    second = county.publish(amended(MUDFORD, "Amended"), now + HOUR)
    deal(member, second, now)
    assert considered(member) is None
    county.withdraw(second, now)
    assert considered(member) is None

    third = county.publish(amended(MUDFORD, "Amended again"), now + 2 * HOUR)

    assert considered(member) == third.id


def test_a_model_that_is_answered_leaves_another_to_consider(
    county: CouncilMaker, member: TestCouncil, now: datetime
) -> None:
    older, newer = county.publish(LETWELL, now), county.publish(MUDFORD, now + HOUR)
    answer(member, newer, now)
    assert considered(member) == older.id
    answer(member, older, now)

    assert considered(member) is None


def test_an_answer_is_kept_once_with_who_and_when(
    county: CouncilMaker, member: TestCouncil, now: datetime
) -> None:
    model = county.publish(MUDFORD, now)
    answer(member, model, now)
    with pytest.raises(AlreadyDone):
        answer(member, model, now + HOUR)

    with member.session() as session:
        kept = session.scalars(select(ModelAnswer)).one()
    assert (kept.model_id, kept.answered_at) == (model.id, now)
    assert kept.answered_by_id == member.members["clerk"].membership_id
    assert events(member)[Event.MODEL_DECLINED] == 1


def test_councils_of_one_association_differ(
    county: CouncilMaker, member: TestCouncil, now: datetime
) -> None:
    model, other = county.publish(MUDFORD, now), county.make()
    answer(member, model, now)
    adopt(other, FromModel(model.id), now)

    assert counted(other, ModelAnswer) == 0
    assert considered(member) is considered(other) is None
    for council, policy_id in ((member, "scotton"), (other, "mudford")):
        with council.session() as session:
            assert policy_in_force(session)[1].id == policy_id


def test_words_amended_from_a_model_still_descend_from_it(
    county: CouncilMaker, member: TestCouncil, now: datetime
) -> None:
    model = county.publish(MUDFORD, now)
    adopt(member, FromModel(model.id), now)
    adopt(member, FromVersionInForce(), now, "2")

    with member.session() as session:
        adopted, _ = policy_in_force(session)
        draft = start_draft(
            session, source=FromVersionInForce(), by=member.members["clerk"], now=now
        )
    assert (adopted.number, adopted.based_on, adopted.model_id) == (2, 1, model.id)
    assert (draft.based_on, draft.model_id) == (2, model.id)
    assert document_of(draft)["version"] == "2"
