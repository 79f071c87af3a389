"""Adopting a policy at a meeting, and the versions that come of it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import IntegrityError

from tenants.breaches.rating import Rating, rate_breach
from tenants.errors import AlreadyDone, ChangedMeanwhile, NotAcceptable, NotFound
from tenants.models import AdoptedPolicy, AuditEntry, Event, Origin, PolicyDraft
from tenants.policies import (
    FromDocument,
    FromVersionInForce,
    SeenDraft,
    SeenVersion,
    adopt_policy,
    discard_draft,
    find_draft,
    get_version,
    policy_in_force,
    save_draft,
    start_draft,
    versions_of,
)
from tenants.policies.versions import PAGE_SIZE
from tenants.policy import BreachFacts, PolicyDocumentError, scotton
from tenants.policy.documents import shipped
from tests.councils import TestCouncil
from tests.tenants.posted import events, page_of

MEETS_ON, REVIEW_ON = date(2026, 11, 2), date(2027, 11, 1)
HOUR = timedelta(hours=1)


def draft_of(council: TestCouncil, now: datetime, **changes: Any) -> SeenDraft:
    """Draft the policy in force with these changes, as the clerk does."""
    clerk = council.members["clerk"]
    with council.session() as session:
        draft = start_draft(session, source=FromVersionInForce(), by=clerk, now=now)
        words = {**policy_in_force(session)[1].document, **changes}
        save_draft(session, words, seen=SeenDraft(draft.id, draft.version), by=clerk, now=now)
        session.commit()
        return SeenDraft(draft.id, draft.version)


def adopt(
    council: TestCouncil,
    now: datetime,
    *,
    seen: SeenDraft | SeenVersion | None = None,
    meeting: tuple[date, str] = (MEETS_ON, "2026/44"),
    review_on: date = REVIEW_ON,
) -> AdoptedPolicy:
    with council.session() as session:
        adopted = adopt_policy(
            session,
            by=council.members["clerk"],
            meeting=meeting,
            review_on=review_on,
            now=now,
            seen=seen,
        )
        session.commit()
        return adopted


def numbers_in_force(council: TestCouncil) -> list[int]:
    with council.session() as session:
        return list(session.scalars(select(AdoptedPolicy.number).where(AdoptedPolicy.in_force)))


def test_a_draft_that_is_adopted_is_the_next_version_and_is_closed(
    council: TestCouncil, now: datetime
) -> None:
    adopted = adopt(council, now, seen=draft_of(council, now, title="Our own policy"))

    assert (adopted.number, adopted.in_force, adopted.superseded_at) == (1, True, None)
    assert (adopted.origin, adopted.based_on) == (Origin.VERSION_IN_FORCE, 0)
    assert (adopted.adopted_on, adopted.minute) == (MEETS_ON, "2026/44")
    assert (adopted.review_on, adopted.recorded_at) == (REVIEW_ON, now)
    with council.session() as session:
        _, policy = policy_in_force(session)
        given, model = get_version(session, number=0)
        assert find_draft(session) is None
    assert (policy.title, policy.version) == ("Our own policy", "1")
    assert (policy.review.adopted_on, policy.review.next_on) == (MEETS_ON, REVIEW_ON)
    assert policy.as_text() == adopted.document
    assert (given.in_force, given.superseded_at) == (False, now)
    assert model.document == scotton().document


def test_the_words_in_force_are_adopted_again_as_a_version_of_their_own(
    council: TestCouncil, now: datetime
) -> None:
    first = adopt(council, now, seen=SeenVersion(0))
    second = adopt(council, now + HOUR, seen=SeenVersion(1), meeting=(MEETS_ON, "2026/45"))

    assert [first.number, second.number] == [1, 2]
    assert (second.origin, second.based_on) == (Origin.VERSION_IN_FORCE, 1)
    with council.session() as session:
        _, policy = policy_in_force(session)
    assert policy.version == "2"
    assert {name: policy.document[name] for name in ("axes", "scale", "title")} == {
        name: scotton().document[name] for name in ("axes", "scale", "title")
    }


def test_an_adoption_leaves_an_entry_without_words(council: TestCouncil, now: datetime) -> None:
    adopted = adopt(council, now, seen=draft_of(council, now))

    with council.session() as session:
        entry = session.scalars(
            select(AuditEntry).where(AuditEntry.event == Event.POLICY_ADOPTED)
        ).one()
    assert entry.actor_id == council.members["clerk"].membership_id
    assert entry.changes == {
        "policy": str(adopted.id),
        "number": 1,
        "adopted_on": "2026-11-02",
        "origin": "version_in_force",
        "model": None,
    }


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ({"meeting": (MEETS_ON, "")}, "minute"),
        ({"meeting": (MEETS_ON, " \t")}, "minute"),
        ({"meeting": (date(2026, 11, 21), "1")}, "adopted"),
        ({"meeting": (date(2027, 1, 1), "1"), "review_on": date(2028, 1, 1)}, "adopted"),
        ({"review_on": MEETS_ON}, "review_on"),
        ({"review_on": date(2020, 1, 1)}, "review_on"),
    ],
)
def test_an_adoption_that_cannot_be_is_refused_by_its_field(
    entry: dict[str, Any], field: str, council: TestCouncil, now: datetime
) -> None:
    with pytest.raises(NotAcceptable) as refusal:
        adopt(council, now, **entry)

    assert refusal.value.field == field
    assert numbers_in_force(council) == [0]


def test_a_meeting_is_held_on_a_day_in_london(council: TestCouncil) -> None:
    after_midnight = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    adopted = adopt(council, after_midnight, meeting=(date(2026, 7, 1), "1"))

    assert adopted.adopted_on == date(2026, 7, 1)


def test_a_draft_that_has_something_to_mend_is_not_adopted(
    council: TestCouncil, now: datetime
) -> None:
    seen = draft_of(council, now, thresholds={"full_council": 99})
    with pytest.raises(PolicyDocumentError) as refusal:
        adopt(council, now, seen=seen)

    assert [problem.place for problem in refusal.value.problems] == ["thresholds.full_council"]
    assert numbers_in_force(council) == [0]
    with council.session() as session:
        draft = find_draft(session)
    assert draft is not None
    assert draft.finished_at is None


def test_a_draft_that_somebody_saved_meanwhile_is_not_adopted(
    council: TestCouncil, now: datetime
) -> None:
    seen = draft_of(council, now)
    with council.session("chair") as session:
        words = {**scotton().document, "title": "Theirs"}
        save_draft(session, words, seen=seen, by=council.members["chair"], now=now)
        session.commit()

    with pytest.raises(ChangedMeanwhile):
        adopt(council, now, seen=seen)
    assert numbers_in_force(council) == [0]


def test_a_draft_that_was_thrown_away_or_is_anothers_is_not_adopted(
    council: TestCouncil, other_council: TestCouncil, now: datetime
) -> None:
    seen = draft_of(council, now)
    with pytest.raises(NotFound):
        adopt(other_council, now, seen=seen)
    with council.session() as session:
        discard_draft(session, seen=seen, by=council.members["clerk"], now=now)
        session.commit()

    with pytest.raises(NotFound):
        adopt(council, now, seen=seen)
    assert numbers_in_force(other_council) == numbers_in_force(council) == [0]


def test_words_that_are_in_force_no_longer_are_not_adopted_again(
    council: TestCouncil, now: datetime
) -> None:
    adopt(council, now, seen=SeenVersion(0))

    with pytest.raises(ChangedMeanwhile):
        adopt(council, now, seen=SeenVersion(0), meeting=(MEETS_ON, "2026/45"))
    assert numbers_in_force(council) == [1]


@pytest.mark.parametrize("is_drafted", [True, False])
def test_an_adoption_pressed_twice_stands_once(
    is_drafted: bool,  # noqa: FBT001 - a column of the table
    council: TestCouncil,
    now: datetime,
) -> None:
    seen = draft_of(council, now) if is_drafted else SeenVersion(0)
    adopt(council, now, seen=seen)

    with pytest.raises(AlreadyDone):
        adopt(council, now, seen=seen)
    assert numbers_in_force(council) == [1]
    assert events(council)[Event.POLICY_ADOPTED] == 1


def test_a_draft_may_be_adopted_under_the_minute_that_stands_beside_other_words(
    council: TestCouncil, now: datetime
) -> None:
    adopt(council, now)
    adopted = adopt(council, now, seen=draft_of(council, now, title="What we meant"))

    assert (adopted.number, adopted.minute) == (2, "2026/44")


def test_the_next_draft_begins_after_the_last_was_adopted(
    council: TestCouncil, now: datetime
) -> None:
    adopt(council, now, seen=draft_of(council, now))
    adopt(council, now, seen=draft_of(council, now), meeting=(MEETS_ON, "2026/45"))

    with council.session() as session:
        finished = session.scalars(select(PolicyDraft.finished_at)).all()
    assert finished == [now, now]
    assert numbers_in_force(council) == [2]


def test_a_breach_is_shown_under_the_version_that_it_was_rated_under(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    names = [{**rung, "name": f"Rung {rung['value']}"} for rung in scotton().document["scale"]]
    adopt(council, now, seen=draft_of(council, now, scale=names))

    before = page_of(council, rated)
    council.rate(rated, now + HOUR)
    after = page_of(council, rated)

    assert (before.policy.version, before.policy.word(4)) == (scotton().version, "4")
    assert (after.policy.version, after.policy.word(4)) == ("1", "Rung 4")
    with council.session() as session:
        by_number = {row.id: row.number for row in session.scalars(select(AdoptedPolicy))}
    assert [by_number[row.policy_id] for row in after.assessments] == [0, 0, 1]


def test_a_version_under_which_a_breach_was_rated_cannot_go(
    council: TestCouncil, rated: str, behind: Any
) -> None:
    assert rated
    with pytest.raises(IntegrityError, match="fk_assessment_council_id_policy_id"):
        behind.execute(
            text("delete from adopted_policy where council_id = :own"), {"own": council.id}
        )


def test_a_breach_is_rated_by_the_version_that_came_into_force_while_it_was_looked_at(
    council: TestCouncil, appointed: str, now: datetime
) -> None:
    lead = council.members["lead"]
    with council.session("lead") as session:
        policy_in_force(session)
        adopt(council, now)
        facts = BreachFacts(people_affected=500)
        seen = council.seen(appointed)
        rate_breach(session, Rating(facts=facts, findings={}), seen=seen, by=lead, now=now)
        session.commit()

    assert page_of(council, appointed).policy.version == "1"


def test_the_versions_are_listed_the_latest_first_without_their_words(
    council: TestCouncil, now: datetime
) -> None:
    adopt(council, now)
    clerk, text_of = council.members["clerk"], shipped("policies/mudford.toml")
    with council.session() as session:
        draft = start_draft(session, source=FromDocument(text_of), by=clerk, now=now)
        session.commit()
    seen = SeenDraft(draft.id, draft.version)
    adopt(council, now + HOUR, seen=seen, meeting=(MEETS_ON, "2026/45"))

    said: list[str] = []
    with council.session() as session:
        session.begin()
        event.listen(session.connection(), "before_cursor_execute", lambda *a: said.append(a[2]))
        page = versions_of(session)

    assert [version.number for version in page.versions] == [2, 1, 0]
    assert [version.origin for version in page.versions] == [
        Origin.DOCUMENT,
        Origin.VERSION_IN_FORCE,
        Origin.SHIPPED_MODEL,
    ]
    assert [version.is_in_force for version in page.versions] == [True, False, False]
    assert [version.superseded_at for version in page.versions] == [None, now + HOUR, now]
    assert (page.total, page.pages) == (3, 1)
    assert len(said) == 2
    assert not any("document" in statement for statement in said)


def test_a_long_list_of_versions_comes_in_pages(council: TestCouncil, now: datetime) -> None:
    for number in range(PAGE_SIZE):
        adopt(council, now, meeting=(MEETS_ON, f"2026/{number}"))

    with council.session() as session:
        first, last, beyond = (versions_of(session, page=page) for page in (1, 2, 99))
    assert [version.number for version in first.versions] == list(range(PAGE_SIZE, 0, -1))
    assert [version.number for version in last.versions] == [0]
    assert beyond == last
    assert (first.total, first.pages) == (PAGE_SIZE + 1, 2)


def test_a_version_that_is_not_there_or_is_anothers_is_not_found(
    council: TestCouncil, other_council: TestCouncil, now: datetime
) -> None:
    adopt(council, now)

    with other_council.session() as session, pytest.raises(NotFound):
        get_version(session, number=1)
