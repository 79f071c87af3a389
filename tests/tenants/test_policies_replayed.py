"""A council's register again under a policy that it has not adopted yet."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from tenants.models import Nature
from tenants.policies import (
    FromVersionInForce,
    SeenDraft,
    adopt_policy,
    policy_in_force,
    replay_register,
    save_draft,
    start_draft,
)
from tenants.policies import replay as replaying
from tenants.policy import BreachFacts, Policy, policy_from, scotton
from tenants.policy.replay import Replay
from tests.councils import TestCouncil
from tests.tenants.posted import page_of

HOUR = timedelta(hours=1)
MANY = BreachFacts(people_affected=50)
"""Scotton's table rates it 3: the full council is told."""


def policy_with(**changes: Any) -> Policy:
    return policy_from({**scotton().document, **changes})


def with_line(rating: int) -> dict[str, Any]:
    return {"thresholds": {"full_council": rating}}


def replayed(council: TestCouncil, policy: Policy) -> Replay:
    with council.session() as session:
        return replay_register(session, policy)


def adopt(council: TestCouncil, now: datetime, minute: str, **changes: Any) -> None:
    clerk = council.members["clerk"]
    with council.session() as session:
        draft = start_draft(session, source=FromVersionInForce(), by=clerk, now=now)
        words = {**policy_in_force(session)[1].document, **changes}
        save_draft(session, words, seen=SeenDraft(draft.id, draft.version), by=clerk, now=now)
        adopt_policy(
            session,
            by=clerk,
            meeting=(date(2026, 11, 2), minute),
            review_on=date(2027, 11, 1),
            now=now,
            seen=SeenDraft(draft.id, draft.version),
        )
        session.commit()


def rate_another(council: TestCouncil, now: datetime, facts: BreachFacts = MANY) -> str:
    reference = council.report(now)
    council.receive(reference, now)
    council.appoint(reference, now)
    council.rate(reference, now, facts=facts)
    return reference


def test_a_register_without_a_breach_says_so(council: TestCouncil) -> None:
    replay = replayed(council, scotton())

    assert (replay.total, replay.replayed) == (0, ())
    assert replay.sentences == ("There is no breach to look at again.",)


def test_the_breaches_that_would_have_gone_to_the_full_council_are_named(
    council: TestCouncil, now: datetime
) -> None:
    adopt(council, now, "1", **with_line(6))
    first, second = rate_another(council, now), rate_another(council, now)
    small = rate_another(council, now, BreachFacts(people_affected=1))

    replay = replayed(council, policy_with(**with_line(3)))

    assert replay.total == 3
    assert [breach.reference for breach in replay.replayed] == [first, second]
    assert small not in {breach.reference for breach in replay.replayed}
    assert "2 breaches would have gone to the full council and did not." in replay.sentences


def test_the_policy_in_force_makes_nothing_of_it_otherwise(
    council: TestCouncil, rated: str
) -> None:
    assert rated
    replay = replayed(council, scotton())

    assert (replay.total, replay.replayed) == (1, ())


def test_a_breach_that_nobody_rated_is_taken_under_the_policy_in_force(
    council: TestCouncil, reported: str, now: datetime
) -> None:
    adopt(council, now, "1", **with_line(6))

    replay = replayed(council, policy_with(**with_line(0)))

    assert [breach.reference for breach in replay.replayed] == [reported]
    assert not any(sentence.startswith("Under") for sentence in replay.sentences)


def test_each_breach_is_taken_under_the_version_that_it_was_rated_under(
    council: TestCouncil, now: datetime
) -> None:
    went = rate_another(council, now)
    adopt(council, now, "1", **with_line(6))
    stayed = rate_another(council, now)

    lower, higher = (replayed(council, policy_with(**with_line(line))) for line in (3, 6))

    assert [breach.reference for breach in lower.replayed] == [stayed]
    assert [breach.reference for breach in higher.replayed] == [went]
    assert lower.sentences == (
        "Under the model: 1 breach would have come out the same.",
        "Under version 1: 1 breach would have gone to the full council and did not.",
    )


def test_the_latest_rating_counts_with_the_facts_that_are_known_now(
    council: TestCouncil, now: datetime
) -> None:
    reference = rate_another(council, now)
    adopt(council, now, "1", **with_line(6))
    council.rate(reference, now + HOUR, facts=BreachFacts(people_affected=2))

    assert replayed(council, policy_with(**with_line(3))).replayed == ()
    assert page_of(council, reference).policy.version == "1"
    lowest = replayed(council, policy_with(**with_line(1)))
    assert [breach.reference for breach in lowest.replayed] == [reference]


def test_versions_with_the_same_words_are_replayed_as_one(
    council: TestCouncil, now: datetime
) -> None:
    for minute in ("1", "2"):
        rate_another(council, now)
        adopt(council, now, minute)
    rate_another(council, now)

    replay = replayed(council, policy_with(**with_line(4)))

    assert (replay.total, len(replay.replayed)) == (3, 3)
    assert replay.sentences == ("3 breaches went to the full council and would not have.",)
    adopt(council, now, "3", **with_line(6))
    rate_another(council, now)
    assert replayed(council, policy_with(**with_line(4))).sentences == (
        "Under versions 1 and 2: 3 breaches went to the full council and would not have.",
        "Under version 3: 1 breach would have come out the same.",
    )


@pytest.mark.parametrize("nature", [Nature.NEAR_MISS, Nature.NOT_A_BREACH])
def test_what_was_no_breach_is_left_out(
    nature: Nature, council: TestCouncil, reported: str, now: datetime
) -> None:
    council.receive(reported, now, nature=nature)

    assert replayed(council, scotton()).total == 0


def test_the_breaches_of_another_council_are_left_out(
    council: TestCouncil, other_council: TestCouncil, rated: str
) -> None:
    assert rated
    assert replayed(council, policy_with(**with_line(5))).total == 1
    assert replayed(other_council, policy_with(**with_line(5))).total == 0


def test_the_latest_of_a_long_register_are_looked_at(
    council: TestCouncil, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replaying, "MOST_REPLAYED", 2)
    council.report(now - HOUR)
    later = [council.report(now), council.report(now)]

    replay = replayed(council, policy_with(**with_line(6)))

    assert replay.total == 2
    assert [breach.reference for breach in replay.replayed] == later


def test_a_register_costs_two_statements_however_long_it_is(
    council: TestCouncil, now: datetime
) -> None:
    rate_another(council, now)
    adopt(council, now, "1", **with_line(6))
    rate_another(council, now)
    council.report(now)
    said: list[str] = []

    with council.session() as session:
        event.listen(session.connection(), "before_cursor_execute", lambda *a: said.append(a[2]))
        assert replay_register(session, scotton()).total == 3

    assert len(said) == 2
