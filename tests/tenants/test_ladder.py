"""Who is asked when, under each policy that comes with the service, and when people are away."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from tenants.breaches.adopting import adopt_policy
from tenants.breaches.alerts import hold_deadline
from tenants.models import Contact, Deadline, Message, ObligationId
from tenants.policies import FromDocument, SeenDraft, start_draft
from tenants.policy import shipped_policy
from tenants.policy.council_policy import shipped_policies
from tests.councils import TestCouncil
from tests.tenants.posted import leave, who, work_under

HOUR = timedelta(hours=1)
# A Friday evening: no office is open.
NOW = datetime(2026, 11, 20, 18, 40, tzinfo=UTC)
POLICIES = shipped_policies()


def asked(council: TestCouncil, obligation: ObligationId) -> list[tuple[str, int, float]]:
    """Return who is asked, at which step, and how many hours after the report."""
    with council.session() as session:
        rows = session.scalars(
            select(Message)
            .join(Deadline, Deadline.id == Message.deadline_id)
            .where(Deadline.obligation == obligation, Message.cancelled_at.is_(None))
            .order_by(Message.due_at, Message.position)
        ).all()
    return [(who(council, m), m.hours_before or 0, (m.due_at - NOW) / HOUR) for m in rows]


def first_asked(council: TestCouncil, obligation: ObligationId) -> dict[str, float]:
    """Return after how many hours each person is asked for the first time."""
    first: dict[str, float] = {}
    for name, _, hours in asked(council, obligation):
        first.setdefault(name, hours)
    return first


def under(council: TestCouncil, policy: str) -> None:
    work_under(council, shipped_policy(policy).as_text())


def go_away(council: TestCouncil, name: str, deputy: str = "") -> None:
    """Let a member be away for the week, with a deputy where one is named."""
    with council.session() as session:
        session.add(
            Contact(
                council_id=council.id,
                membership_id=council.members[name].membership_id,
                away_from=date(2026, 11, 19),
                away_until=date(2026, 11, 27),
                deputy_id=council.members[deputy].membership_id if deputy else None,
                changed_at=NOW,
            )
        )
        session.commit()


@pytest.mark.parametrize("policy", POLICIES)
def test_under_every_policy_clerk_and_chair_are_asked_in_the_last_hours(
    policy: str, council: TestCouncil
) -> None:
    under(council, policy)
    council.report(NOW, found_at=NOW)

    last = {name for name, step, _ in asked(council, ObligationId.DECIDE_REGULATOR) if step == 0}
    assert {"clerk", "chair"} <= last


@pytest.mark.parametrize("policy", POLICIES)
def test_under_every_policy_whoever_leads_is_asked_first_and_at_every_step(
    policy: str, council: TestCouncil
) -> None:
    under(council, policy)
    reference = council.report(NOW, found_at=NOW)
    council.receive(reference, NOW)
    council.appoint(reference, NOW)

    calls = asked(council, ObligationId.DECIDE_REGULATOR)
    steps = list(dict.fromkeys(step for _, step, _ in calls))
    assert next(name for name, step, _ in calls if step == steps[0]) == "lead"
    assert {step for name, step, _ in calls if name == "lead"} == set(steps)


@pytest.mark.parametrize("policy", POLICIES)
def test_under_every_policy_a_report_reaches_somebody_who_can_receive_it_at_once(
    policy: str, council: TestCouncil
) -> None:
    under(council, policy)
    council.report(NOW, found_at=NOW)

    first = first_asked(council, ObligationId.RECEIVE_REPORT)
    assert min(first.get("clerk", 99.0), first.get("chair", 99.0)) == 0


@pytest.mark.parametrize("policy", POLICIES)
def test_under_every_policy_nobody_who_was_involved_is_asked(
    policy: str, council: TestCouncil
) -> None:
    under(council, policy)
    reference = council.report(NOW, found_at=NOW)
    council.declare(reference, NOW, who="clerk", was_involved=True)

    for obligation in (ObligationId.DECIDE_REGULATOR, ObligationId.RECEIVE_REPORT):
        first = first_asked(council, obligation)
        later = [hours for name, _, hours in asked(council, obligation) if name == "clerk"]
        assert "chair" in first
        assert [hours for hours in later if hours > 0] == []


@pytest.mark.parametrize(
    ("policy", "hours"),
    [
        ("scotton", {"clerk": 0, "chair": 0}),
        ("hannington", {"clerk": 0, "chair": 0}),
        ("example-grid", {"clerk": 0, "chair": 4}),
        ("example-three-levels", {"clerk": 0, "chair": 24}),
        ("example-score-sheet", {"clerk": 0, "lead": 0}),
        ("example-legal-outcome", {"clerk": 0, "chair": 1, "councillor": 2}),
    ],
)
def test_a_report_at_night_climbs_as_the_policy_says(
    policy: str, hours: dict[str, int], council: TestCouncil
) -> None:
    under(council, policy)
    council.report(NOW, found_at=NOW)

    first = first_asked(council, ObligationId.RECEIVE_REPORT)
    assert {name: first.get(name) for name in hours} == hours


def test_a_clerk_who_is_away_is_not_waited_for(council: TestCouncil) -> None:
    under(council, "example-grid")
    go_away(council, "clerk")
    council.report(NOW, found_at=NOW)

    assert first_asked(council, ObligationId.RECEIVE_REPORT) == {"chair": 0}


def test_the_deputy_of_a_clerk_who_is_away_is_asked_in_their_place(council: TestCouncil) -> None:
    under(council, "example-grid")
    go_away(council, "clerk", deputy="lead")
    council.report(NOW, found_at=NOW)

    first = first_asked(council, ObligationId.RECEIVE_REPORT)
    assert first["lead"] == 0
    assert "clerk" not in first


def test_a_deputy_who_was_involved_does_not_stand_in(council: TestCouncil) -> None:
    under(council, "example-grid")
    go_away(council, "clerk", deputy="lead")
    reference = council.report(NOW, found_at=NOW)
    council.declare(reference, NOW, who="lead", was_involved=True)

    later = [h for name, _, h in asked(council, ObligationId.DECIDE_REGULATOR) if name == "lead"]
    assert later == []


def test_a_lead_who_is_away_is_not_waited_for_and_hears_the_last_hours(
    council: TestCouncil,
) -> None:
    under(council, "example-grid")
    reference = council.report(NOW, found_at=NOW)
    council.receive(reference, NOW)
    council.appoint(reference, NOW)
    go_away(council, "lead")
    leave(council, "reporter", NOW)

    steps = [
        step for name, step, _ in asked(council, ObligationId.DECIDE_REGULATOR) if name == "lead"
    ]
    assert max(steps) <= 6
    assert first_asked(council, ObligationId.DECIDE_REGULATOR)["clerk"] == 24


def test_a_council_without_a_clerk_asks_its_chair_at_once(council: TestCouncil) -> None:
    under(council, "example-three-levels")
    leave(council, "clerk", NOW)
    council.report(NOW, found_at=NOW)

    assert first_asked(council, ObligationId.RECEIVE_REPORT)["chair"] == 0


def test_a_ladder_that_names_outsiders_alone_still_reaches_clerk_and_chair(
    council: TestCouncil,
) -> None:
    document = shipped_policy("bolingbroke").document
    ladder = {"id": "outside", "sentence": "The adviser hears first.", "rungs": [{"to": "dpo"}]}
    work_under(council, json.dumps({**document, "ladders": [ladder]}))
    council.report(NOW, found_at=NOW)

    assert first_asked(council, ObligationId.RECEIVE_REPORT) == {"clerk": 0, "chair": 0}


def test_what_somebody_who_left_said_they_had_is_asked_of_the_others_again(
    council: TestCouncil,
) -> None:
    reference = council.report(NOW, found_at=NOW)
    council.receive(reference, NOW)
    with council.session("lead") as session:
        deadline = session.scalars(
            select(Deadline).where(Deadline.obligation == ObligationId.DECIDE_REGULATOR)
        ).one()
        hold_deadline(session, deadline_id=deadline.id, by=council.members["lead"], now=NOW)
        session.commit()
    leave(council, "lead", NOW + HOUR)

    with council.session() as session:
        again = session.get_one(Deadline, (council.id, deadline.id))
        assert again.held_by_id is None
    assert {name for name, _, _ in asked(council, ObligationId.DECIDE_REGULATOR)} == {
        "clerk",
        "chair",
    }


def test_a_breach_where_everybody_was_involved_is_still_heard_of(council: TestCouncil) -> None:
    reference = council.report(NOW, found_at=NOW)
    for name in ("clerk", "chair", "lead"):
        council.declare(reference, NOW, who=name, was_involved=True)

    assert {name for name, _, _ in asked(council, ObligationId.DECIDE_REGULATOR)} == {
        "clerk",
        "chair",
    }


def test_a_policy_that_comes_into_force_asks_by_its_own_ladder_at_once(
    council: TestCouncil,
) -> None:
    council.report(NOW, found_at=NOW)
    assert {step for _, step, _ in asked(council, ObligationId.DECIDE_REGULATOR)} >= {48, 1}
    document = {**shipped_policy("scotton").document, "alert_hours": [36, 12]}
    clerk = council.members["clerk"]
    with council.session() as session:
        draft = start_draft(session, source=FromDocument(json.dumps(document)), by=clerk, now=NOW)
        adopt_policy(
            session,
            by=clerk,
            meeting=(date(2026, 11, 2), "2026/50"),
            review_on=date(2027, 11, 1),
            seen=SeenDraft(draft.id, draft.version),
            now=NOW,
        )
        session.commit()

    steps = {step for _, step, _ in asked(council, ObligationId.DECIDE_REGULATOR)}
    assert steps == {36, 12, 0, -24, -72, -168}
