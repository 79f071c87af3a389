"""What becomes known after the report: it is put right, and a rating that no longer fits opens."""

from datetime import datetime, timedelta

import pytest

from tenants.breaches import drafts
from tenants.breaches.facts import Changed, Known, change_facts, known_of, names_that_changed
from tenants.breaches.record import get_breach
from tenants.breaches.steps import StepId
from tenants.errors import AlreadyDone, NotAcceptable, NotAllowed
from tenants.models import DraftKind, Event, ObligationId, Precision, State, Subject
from tenants.policy import BreachFacts, Recipient, assess
from tests.councils import TestCouncil
from tests.tenants.posted import events, override, page_of, send_due

HOUR = timedelta(hours=1)
MANY = BreachFacts(people_affected=500, recipient=Recipient.PUBLIC)


def learn(
    council: TestCouncil,
    reference: str,
    now: datetime,
    *,
    who: str = "lead",
    occurred_at: datetime | None = None,
    **facts: object,
) -> Changed:
    with council.session(who) as session:
        known = known_of(get_breach(session, reference=reference))
        precision = Precision.TIME if occurred_at else known.occurred_precision
        changed = change_facts(
            session,
            Known(known.facts.replace(**facts), occurred_at or known.occurred_at, precision),
            seen=council.seen(reference),
            by=council.members[who],
            now=now,
        )
        session.commit()
        return changed


def standing(council: TestCouncil, reference: str) -> set[str]:
    return {row.obligation for row in page_of(council, reference).deadlines if not row.met_at}


def test_facts_that_change_the_answer_open_the_assessment_by_themselves(
    council: TestCouncil, appointed: str, now: datetime
) -> None:
    council.rate(appointed, now, facts=BreachFacts(people_affected=0))
    council.decide(appointed, now, decided="do_not_tell")
    send_due(council, now)

    changed = learn(council, appointed, now + HOUR, **_values(MANY))

    assert changed.is_to_be_rated_again
    page = page_of(council, appointed)
    assert (page.breach.state, page.breach.reassess_since) == (State.INVESTIGATING, now + HOUR)
    assert set(names_that_changed(page.breach)) == {"people_affected", "recipient"}
    assert page.step.id == StepId.REASSESS
    assert page.blocking[0].id == StepId.REASSESS
    assert {who for who, _, _ in send_due(council, now + 26 * HOUR)} == {"lead", "clerk", "chair"}
    assert events(council)[Event.FACTS_CHANGED] == 1

    council.rate(appointed, now + 27 * HOUR, facts=MANY)

    page = page_of(council, appointed)
    assert (page.breach.reassess_since, page.breach.reassess_why) == (None, "")
    assert page.step.id == StepId.DECIDE_PEOPLE
    assert ObligationId.REASSESS not in standing(council, appointed)


def test_facts_that_change_nothing_say_so_and_open_nothing(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    changed = learn(council, rated, now, people_affected=501)

    assert changed == Changed(("people_affected",), is_to_be_rated_again=False)
    assert page_of(council, rated).breach.facts["people_affected"] == 501
    assert ObligationId.REASSESS not in standing(council, rated)
    assert events(council)[Event.FACTS_CHANGED] == 1
    assert learn(council, rated, now, people_affected=501).names == ()
    assert events(council)[Event.FACTS_CHANGED] == 1


def test_a_slip_that_is_put_right_closes_the_assessment_and_the_next_one_asks_anew(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    learn(council, rated, now, people_affected=0, recipient="nobody")
    learn(council, rated, now + HOUR, **_values(MANY))

    page = page_of(council, rated)
    assert page.breach.state == State.RATED
    assert ObligationId.REASSESS not in standing(council, rated)

    learn(council, rated, now + 48 * HOUR, people_affected=0, recipient="nobody")
    again = [row for row in page_of(council, rated).deadlines if row.obligation == "reassess"]
    assert [row.set_at for row in again] == [now + 48 * HOUR]


def test_an_own_view_that_the_facts_now_bear_out_is_left_standing(
    council: TestCouncil, appointed: str, now: datetime
) -> None:
    council.rate(appointed, now, facts=BreachFacts(people_affected=0))
    first = page_of(council, appointed)
    expected = assess(first.policy, BreachFacts.from_json({**first.breach.facts, **_values(MANY)}))
    override(council, appointed, now, subject=Subject.RISK, decided=str(expected.risk_to_people))
    override(council, appointed, now, subject=Subject.RATING, decided=str(expected.overall))

    assert first.breach.rating != expected.overall
    assert not learn(council, appointed, now, **_values(MANY)).is_to_be_rated_again


def test_what_happened_cannot_be_after_it_was_known_and_a_closed_breach_is_opened_first(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    with pytest.raises(NotAcceptable) as refused:
        learn(council, rated, now, occurred_at=now - HOUR / 2)
    assert refused.value.field == "occurred"
    assert learn(council, rated, now, occurred_at=now - 9 * HOUR).names == ("occurred",)
    with pytest.raises(NotAllowed):
        learn(council, rated, now, who="councillor", people_affected=1)
    for subject in (Subject.REGULATOR, Subject.PEOPLE):
        council.decide(rated, now, subject=subject, done_at=now)
    council.close(rated, now)
    with pytest.raises(AlreadyDone, match="Open it again first"):
        learn(council, rated, now, people_affected=1)


def test_a_rating_that_was_begun_learns_of_the_new_facts(
    council: TestCouncil, appointed: str, now: datetime
) -> None:
    lead = council.members["lead"]
    with council.session("lead") as session:
        breach = get_breach(session, reference=appointed)
        draft = drafts.start_draft(
            session, kind=DraftKind.RATING, by=lead, now=now, breach_id=breach.id
        )
        answers = {"people_affected": 30, "finding_notes": "On paper"}
        drafts.save_page(
            session, draft=draft, page="whose", answers=answers, version=draft.version, now=now
        )
        session.commit()

    learn(council, appointed, now, people_affected=31)

    with council.session("lead") as session:
        breach = get_breach(session, reference=appointed)
        found = drafts.find_rating_draft(session, breach_id=breach.id, by=lead)
        assert found is not None
        assert found.answers == {"whose": {"people_affected": 31, "finding_notes": "On paper"}}


def _values(facts: BreachFacts) -> dict[str, object]:
    return {"people_affected": facts.people_affected, "recipient": facts.recipient}
