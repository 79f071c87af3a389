"""What an association learns of its councils' policies: counts, and none so small as to tell."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from tenants.db import Database
from tenants.policies import (
    FromDocument,
    FromModel,
    FromVersionInForce,
    SeenDraft,
    Source,
    adopt_policy,
    start_draft,
)
from tenants.policy.documents import shipped
from tenants.sector import ModelFigures, PolicyFigures, models_of, policies_of
from tests.councils import CouncilMaker, TestCouncil

MUDFORD, LETWELL = shipped("policies/mudford.toml"), shipped("policies/letwell.toml")
MEETS_ON, REVIEW_ON = date(2026, 11, 2), date(2027, 11, 1)
DAY = timedelta(days=1)


def adopt(council: TestCouncil, source: Source, now: datetime, minute: str = "1") -> None:
    clerk = council.members["clerk"]
    with council.session() as session:
        draft = start_draft(session, source=source, by=clerk, now=now)
        adopt_policy(
            session,
            by=clerk,
            meeting=(MEETS_ON, minute),
            review_on=REVIEW_ON,
            now=now,
            seen=SeenDraft(draft.id, draft.version),
        )
        session.commit()


def figures(database: Database, asked: dict[str, UUID], today: date) -> PolicyFigures:
    with database.sector_session() as session:
        return policies_of(session, **asked, today=today)


def models(database: Database, asked: dict[str, UUID]) -> list[ModelFigures]:
    with database.sector_session() as session:
        return models_of(session, **asked)


@pytest.mark.parametrize(("councils", "said"), [(4, None), (5, 5), (7, 5), (8, 8)])
def test_councils_are_counted_to_the_nearest_five_but_never_more_than_there_are(
    councils: int, said: int | None, county: CouncilMaker, database: Database, now: datetime
) -> None:
    for _ in range(councils):
        county.make()

    assert figures(database, county.asked, now.date()) == PolicyFigures(said, None)


def test_an_officer_learns_how_many_adopted_which_model_and_whose_review_is_overdue(
    county: CouncilMaker, other_county: CouncilMaker, database: Database, now: datetime
) -> None:
    mudford, letwell = county.publish(MUDFORD, now), county.publish(LETWELL, now + DAY)
    members = [county.make() for _ in range(6)]
    for council in members[:5]:
        adopt(council, FromModel(mudford.id), now)
    adopt(members[5], FromDocument(LETWELL), now)
    theirs = other_county.publish(MUDFORD, now)
    adopt(other_county.make(), FromModel(theirs.id), now)

    assert models(database, county.asked) == [
        ModelFigures(letwell.id, letwell.title, 1, None),
        ModelFigures(mudford.id, mudford.title, 1, 5),
    ]
    assert figures(database, county.asked, REVIEW_ON) == PolicyFigures(None, None)
    assert figures(database, county.asked, REVIEW_ON + DAY) == PolicyFigures(None, 5)


def test_a_council_counts_for_the_words_in_force_and_for_no_earlier_ones(
    county: CouncilMaker, database: Database, now: datetime
) -> None:
    mudford, letwell = county.publish(MUDFORD, now), county.publish(LETWELL, now + DAY)
    for _ in range(5):
        council = county.make()
        adopt(council, FromModel(mudford.id), now, "1")
        adopt(council, FromModel(letwell.id), now, "2")
        adopt(council, FromVersionInForce(), now, "3")

    counted = {each.model_id: each.councils for each in models(database, county.asked)}
    assert counted == {mudford.id: None, letwell.id: 5}


def test_nobody_but_an_officer_of_the_association_learns_a_number(
    county: CouncilMaker, other_county: CouncilMaker, database: Database, now: datetime
) -> None:
    county.publish(MUDFORD, now)
    members = [county.make() for _ in range(5)]
    clerk = members[0].members["clerk"].person_id

    for person in (other_county.officer_id, clerk, uuid4()):
        asked = {"association_id": county.association_id, "officer_id": person}
        assert figures(database, asked, now.date()) == PolicyFigures(None, None)
        assert models(database, asked) == []
