"""From a draft to a rating: a clerk amends the policy, the council adopts it, and it decides."""

from collections.abc import Callable
from datetime import timedelta

from tenants import policies
from tenants.breaches.assessments import conclusion_of, latest_assessment
from tenants.breaches.record import get_breach
from tenants.clock import Clock
from tenants.policy import BreachFacts
from tenants.times import LONDON
from tests.councils import TestCouncil
from tests.webapp.amending_pages import Desk, faults, typed, words
from tests.webapp.conftest import PageClient
from webapp.policy.days import written

FACTS = BreachFacts.from_json(
    {"cause": "ransomware", "people_affected": 1, "reputation_harm": "none"}
)


def test_a_clerk_amends_the_policy_and_the_next_breach_is_rated_by_it(
    council: TestCouncil, clock: Clock, client_of: Callable[..., PageClient]
) -> None:
    now = clock.now()
    desk = Desk(client_of(council, "clerk"), council)
    rated_before = rate(council, clock)

    desk.client.post(f"/councils/{council.slug}/policy/draft", {"source": "in-force"})
    desk.save("thresholds/full_council", from_rating="2")
    desk.save("scale/2", name="Worrying")
    desk.send("axes/reputation/rows/new", sentence="Files were locked for money.", rating="2")
    desk.save(
        "axes/reputation/rows/files-were-locked-for-money/conditions/new",
        facts="cause",
        **{"is-cause": ["ransomware"]},
    )
    overview = desk.client.get(f"/councils/{council.slug}/policy/draft")
    assert "It can be put before the council" in words(overview)
    assert "told at an overall rating of Worrying or more" in words(overview)

    page = desk.client.get(f"/councils/{council.slug}/policy/adopt")
    meeting = written(now.astimezone(LONDON).date())
    adopted = desk.client.post(
        f"/councils/{council.slug}/policy/adopt",
        {**typed(page.text), "adopted": meeting, "minute": "26/201"},
    )
    assert adopted.status_code == 303, faults(adopted)

    rated_after = rate(council, clock)
    assert result_of(council, rated_before) == (1, False, "1")
    assert result_of(council, rated_after) == (2, True, "Worrying")


def rate(council: TestCouncil, clock: Clock) -> str:
    """Bring one more breach as far as its rating, by the policy in force."""
    now = clock.now()
    reference = council.report(now - timedelta(hours=5))
    council.receive(reference, now - timedelta(hours=4))
    council.appoint(reference, now - timedelta(hours=3))
    council.rate(reference, now - timedelta(hours=2), facts=FACTS)
    return reference


def result_of(council: TestCouncil, reference: str) -> tuple[int | None, bool, str]:
    """Return a breach's rating, whether the full council hears of it, and the rating's word."""
    with council.session() as session:
        breach = get_breach(session, reference=reference)
        kept = latest_assessment(session, breach_id=breach.id)
        assert kept is not None
        assessed = conclusion_of(kept)
        policy = policies.policy_of(session, kept)
        return assessed.overall, assessed.tell_full_council, policy.word(assessed.overall)
