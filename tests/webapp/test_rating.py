"""Rating a breach on its pages: five of questions, a check, and what comes of them."""

from collections.abc import Callable
from datetime import datetime

import pytest
from justhtml import JustHTML

from tenants.breaches.page import get_breach_page
from tenants.breaches.record import get_breach
from tenants.clock import Clock
from tenants.messages import messages_of
from tenants.models import MessageKind
from tenants.policy import BreachFacts
from tests.councils import TestCouncil
from tests.webapp.breach_forms import BreachForms, checked_in, hidden_in, text_of
from tests.webapp.conftest import PageClient

SignedIn = Callable[[TestCouncil, str], PageClient]
FormsOf = Callable[[str], BreachForms]
Rate = Callable[..., None]
PAGES = (
    "what-happened",
    "the-information",
    "who-could-have-it",
    "loss-and-recovery",
    "the-council",
)


@pytest.fixture
def now(clock: Clock) -> datetime:
    return clock.now()


@pytest.fixture
def reference(council: TestCouncil, now: datetime) -> str:
    """A breach that waits for its lead investigator's rating."""
    reference = council.report(now)
    council.receive(reference, now)
    council.appoint(reference, now)
    return reference


@pytest.fixture
def forms_of(signed_in: SignedIn, council: TestCouncil, reference: str) -> FormsOf:
    return lambda who: BreachForms(signed_in(council, who), council, reference)


@pytest.fixture
def lead(forms_of: FormsOf) -> BreachForms:
    return forms_of("lead")


@pytest.fixture
def rate(council: TestCouncil, reference: str, now: datetime) -> Callable[..., None]:
    """Rate the breach from these facts, as the check page does."""
    return lambda **facts: council.rate(reference, now, facts=BreachFacts().replace(**facts))


def test_the_pages_lead_one_to_the_next_and_say_which_of_five(lead: BreachForms) -> None:
    here = "rating/what-happened"
    for number, following in enumerate([*PAGES[1:], "check"], start=1):
        assert f"page {number} of 5" in text_of(lead.get(here))
        assert lead.send(here).location == lead.address(f"rating/{following}")
        here = f"rating/{following}"


def test_a_page_begins_with_what_the_report_says_and_keeps_what_is_saved(
    lead: BreachForms,
) -> None:
    opened = lead.get("rating/the-information")
    assert 'value="30"' in opened.text
    lead.send("rating/the-information", people_affected="about 1,200", categories=["health"])
    kept = lead.get("rating/the-information")
    assert 'value="1,200"' in kept.text
    assert checked_in(kept.text) == {"health", "not_yet_known"}


def test_every_question_may_stay_open(lead: BreachForms) -> None:
    lead.send("rating/what-happened")
    assert lead.send("rating/check").location == lead.address("rating")
    page = text_of(lead.get("rating"))
    assert "Not yet known, and could change this" in page
    assert "Who has the information now, or could have it?" in page


def test_rating_exactly_4_tells_every_councillor_and_the_page_says_so(
    lead: BreachForms, council: TestCouncil, reference: str
) -> None:
    lead.send("rating/the-information", people_affected="500")
    lead.send("rating/check")
    page = text_of(lead.get("rating"))
    assert "4 out of 6" in page
    assert "told at an overall rating of 3 or more: every councillor is being told" in page
    with council.session() as session:
        breach = get_breach(session, reference=reference)
        told = {
            message.recipient_id
            for message in messages_of(session, breach_id=breach.id)
            if message.kind == MessageKind.COUNCIL_TOLD
        }
        assert breach.rating == 4
    assert told == {council.members[who].membership_id for who in ("chair", "councillor")}


def test_rating_2_tells_no_councillor_and_the_page_says_why(
    lead: BreachForms, rate: Rate, council: TestCouncil, reference: str
) -> None:
    rate(people_affected=6)
    assert "so it does not ask that every councillor hears of this one" in text_of(
        lead.get("rating")
    )
    with council.session() as session:
        breach = get_breach(session, reference=reference)
        kinds = {message.kind for message in messages_of(session, breach_id=breach.id)}
    assert MessageKind.COUNCIL_TOLD not in kinds


def test_the_result_shows_each_ladder_the_two_questions_and_what_would_change_them(
    lead: BreachForms, rate: Rate
) -> None:
    rate(people_affected=500, recipient="public")
    opened = lead.get("rating")
    page = text_of(opened)
    lit = JustHTML(opened.text, sanitize=False).query(".pb-ladder__rung--lit")
    assert [node.to_text().split()[0] for node in lit] == ["4", "1"]
    for words in (
        "Must the regulator be told? Yes",
        "Must the people affected be told? Yes",
        "UK GDPR Art. 33(1)",
        "UK GDPR Art. 34(1)",
        "What would change this",
        "the people would not have to be told.",
        "Section 5, step 1, table: individuals, 4",
    ):
        assert words in page


def test_a_councillor_reads_the_result_without_free_text(
    forms_of: FormsOf, lead: BreachForms
) -> None:
    lead.send("rating/what-happened", finding_systems="SECRET-SERVER")
    lead.send("rating/check")
    lead.send("rating/override", decided="2", reason="PRIVATE-REASON")
    councillor = forms_of("councillor").get("rating")
    assert "decided 2" in text_of(councillor)
    for kept_back in ("SECRET-SERVER", "PRIVATE-REASON", "I see the rating differently"):
        assert kept_back not in councillor.text
    assert "PRIVATE-REASON" in text_of(lead.get("rating"))


@pytest.mark.parametrize("who", ["clerk", "chair"])
def test_only_the_lead_investigator_rates(
    forms_of: FormsOf, council: TestCouncil, who: str
) -> None:
    other = forms_of(who)
    for answer in (other.get("rating/what-happened"), other.press("rating/check", version="1")):
        assert answer.status_code == 403
        assert "Only this breach's lead investigator may do this" in text_of(answer)
        assert council.members["lead"].name in text_of(answer)


@pytest.mark.parametrize(
    "form", ["rating/what-happened", "rating/check", "rating/override", "decisions/people"]
)
def test_a_councillor_handles_nothing(forms_of: FormsOf, form: str) -> None:
    councillor = forms_of("councillor")
    assert councillor.get(form).status_code == 403
    assert councillor.press(form).status_code == 403


def test_another_council_finds_nothing(
    signed_in: SignedIn, council: TestCouncil, other_council: TestCouncil, reference: str
) -> None:
    stranger = BreachForms(signed_in(other_council, "lead"), council, reference)
    own_address = BreachForms(signed_in(other_council, "lead"), other_council, reference)
    for forms in (stranger, own_address):
        for form in ("rating", "rating/what-happened", "rating/check", "times", "close"):
            assert forms.get(form).status_code == 404


def test_unknown_answers_are_refused_by_their_question(lead: BreachForms) -> None:
    answer = lead.send(
        "rating/the-information", revealing="everything", categories=["health", "gossip"]
    )
    assert answer.status_code == 422
    faults = text_of(answer, ".govuk-error-summary")
    assert "Choose one of the answers on this page" in faults
    assert "Choose from the answers on this page" in faults


def test_none_of_these_does_not_stand_beside_something(lead: BreachForms) -> None:
    answer = lead.send("rating/the-council", liability=["none_of_these", "restitution"])
    assert answer.status_code == 422
    assert "not both" in text_of(answer)


def test_answers_saved_in_another_window_are_not_overwritten_unseen(lead: BreachForms) -> None:
    lead.send("rating/what-happened", cause="phishing")
    older = hidden_in(lead.get("rating/what-happened").text)
    lead.send("rating/the-information", people_affected="7")
    overtaken = lead.press("rating/what-happened", **older, cause="malware")
    assert overtaken.status_code == 409
    assert "You saved answers in another window" in text_of(overtaken)
    assert "malware" in checked_in(overtaken.text)
    again = lead.press("rating/what-happened", **hidden_in(overtaken.text), cause="malware")
    assert again.status_code == 303


def test_a_second_press_rates_once(lead: BreachForms, council: TestCouncil, reference: str) -> None:
    lead.send("rating/the-information", people_affected="500")
    sent = hidden_in(lead.get("rating/check").text)
    for _ in range(2):
        assert lead.press("rating/check", **sent).location == lead.address("rating")
    with council.session() as session:
        page = get_breach_page(session, reference=reference, member=council.members["lead"])
    assert [row.sequence for row in page.assessments] == [0, 1]


def test_a_change_before_the_rating_is_shown_first(
    lead: BreachForms, forms_of: FormsOf, council: TestCouncil, reference: str, now: datetime
) -> None:
    lead.send("rating/the-information", people_affected="500")
    sent = hidden_in(lead.get("rating/check").text)
    council.appoint(reference, now, lead="lead")
    overtaken = lead.press("rating/check", **sent)
    assert overtaken.status_code == 409
    assert "Appointed" in text_of(overtaken)
    again = lead.press("rating/check", **hidden_in(overtaken.text))
    assert again.location == lead.address("rating")


def test_answers_that_do_not_go_together_are_shown_before_they_are_rated(
    lead: BreachForms,
) -> None:
    lead.send("rating/who-could-have-it", recipient="nobody", exposure_evidence="shown")
    assert "Some answers do not go together" in text_of(lead.get("rating/check"))


def test_another_draft_is_never_rated(lead: BreachForms) -> None:
    lead.send("rating/what-happened")
    sent = hidden_in(lead.get("rating/check").text)
    for draft in ("00000000-0000-0000-0000-000000000000", "nonsense", ""):
        assert lead.press("rating/check", **{**sent, "draft": draft}).status_code == 404


def test_an_override_without_a_reason_is_refused_and_the_choice_kept(
    lead: BreachForms, rate: Rate
) -> None:
    rate(people_affected=30)
    refused = lead.send("rating/override", decided="5", reason="   ")
    assert refused.status_code == 422
    assert "Say in a sentence why you decide differently" in text_of(refused)
    assert checked_in(refused.text) == {"5"}
    sent = {**hidden_in(refused.text), "decided": "5", "reason": "It was the clerk's own file"}
    assert lead.press("rating/override", **sent).location == lead.address("rating")
    page = text_of(lead.get("rating"))
    assert "The answers give 3." in page
    assert "decided 5" in page
    assert "It was the clerk's own file" in page


def test_a_lower_view_does_not_hide_that_every_councillor_was_told(
    lead: BreachForms, rate: Rate
) -> None:
    rate(people_affected=500)
    lead.send("rating/override", decided="2", reason="The list was years old")
    page = text_of(lead.get("rating"))
    assert "That is not so now. Earlier it was rated 4: every councillor is being told" in page


def test_another_risk_moves_both_questions_and_keeps_the_engines_answer(
    lead: BreachForms, rate: Rate
) -> None:
    rate(people_affected=500, recipient="public")
    sent = hidden_in(lead.get("rating/override?about=risk").text)
    answer = lead.press(
        "rating/override?about=risk", **sent, decided="unlikely", reason="It was a test list"
    )
    assert answer.location == lead.address("rating")
    page = text_of(lead.get("rating"))
    assert "Must the regulator be told? No" in page
    assert "By the answers alone it would be yes" in page


@pytest.mark.parametrize("value", ["7", "-1", "4.5", "=4", "high"])
def test_a_rating_that_the_policy_does_not_have_is_refused(
    lead: BreachForms, rate: Rate, value: str
) -> None:
    rate()
    answer = lead.send("rating/override", decided=value, reason="Because")
    assert answer.status_code == 422


def test_before_the_rating_its_page_leads_back_to_the_breach(lead: BreachForms) -> None:
    for form in ("rating", "rating/override"):
        assert lead.get(form).location == lead.address()
    assert lead.get("rating/check").location == lead.address("rating/what-happened")
    for unknown in ("rating/unknown", "rating/override?about=regulator"):
        assert lead.get(unknown).status_code in {303, 404}
