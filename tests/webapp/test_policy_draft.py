"""The draft's own pages: starting it, how it stands, its check, the register under it, its end."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from justhtml import JustHTML

from tenants.clock import Clock
from tenants.models import Origin
from tenants.policies import FromDocument, document_of
from tenants.policy.documents import shipped
from tests.councils import CouncilMaker, TestCouncil
from tests.webapp.conftest import PageClient
from tests.webapp.policy_drafts import (
    BROKEN,
    change,
    draft_of,
    in_force,
    scotton_with,
    start,
    words_of,
)
from tests.webapp.statements import counted_statements
from webapp.policy.seen import seen_words

SignIn = Callable[[TestCouncil, str], PageClient]


@pytest.fixture
def now(clock: Clock) -> datetime:
    return clock.now()


@pytest.fixture
def clerk(council: TestCouncil, signed_in: SignIn) -> PageClient:
    return signed_in(council, "clerk")


@pytest.fixture
def root(council: TestCouncil) -> str:
    return f"/councils/{council.slug}/policy/draft"


def test_only_an_office_is_offered_to_start_a_draft(
    council: TestCouncil, signed_in: SignIn, root: str
) -> None:
    clerk, councillor = (signed_in(council, who).get(root) for who in ("clerk", "councillor"))

    assert "What does the draft begin with?" in words_of(clerk)
    assert "There is no draft" in words_of(councillor)
    assert signed_in(council, "councillor").post(root, {"source": "in-force"}).status_code == 403
    assert draft_of(council) is None


def test_a_draft_begins_with_the_policy_in_force(
    clerk: PageClient, council: TestCouncil, root: str
) -> None:
    page = clerk.post(root, {"source": "in-force"}, follow_redirects=True)

    draft = draft_of(council)
    assert draft is not None
    assert draft.origin == Origin.VERSION_IN_FORCE
    assert "It can be put before the council" in words_of(page)
    assert "Nothing differs yet" in words_of(page)
    assert f"by {council.members['clerk'].name}" in words_of(page)


def test_a_draft_begins_with_a_model_of_the_association(
    clerk: PageClient, council: TestCouncil, root: str, council_maker: CouncilMaker, now: datetime
) -> None:
    model = council_maker.publish(scotton_with(title="To begin with"), now)

    page = clerk.post(root, {"source": f"model:{model.id}"}, follow_redirects=True)

    draft = draft_of(council)
    assert draft is not None
    assert draft.model_id == model.id
    assert "To begin with" in words_of(page)


def test_a_source_must_be_chosen_and_offered(
    clerk: PageClient, council: TestCouncil, root: str
) -> None:
    nothing = clerk.post(root, {})
    invented = clerk.post(root, {"source": "model:00000000-0000-0000-0000-000000000000"})

    assert nothing.status_code == invented.status_code == 422
    assert "Choose what the draft begins with" in words_of(nothing)
    assert "Choose one of the answers on this page" in words_of(invented)
    assert draft_of(council) is None


def test_a_second_draft_is_not_started_and_the_first_is_shown(
    clerk: PageClient, council: TestCouncil, root: str, now: datetime
) -> None:
    first = start(council, now)

    page = clerk.post(root, {"source": "in-force"}, follow_redirects=True)

    assert "There is a draft already" in words_of(page)
    draft = draft_of(council)
    assert draft is not None
    assert draft.id == first.id


def test_everybody_reads_the_draft_and_only_an_office_may_change_it(
    council: TestCouncil, signed_in: SignIn, root: str, now: datetime
) -> None:
    start(council, now)
    clerk, reporter = (signed_in(council, who).get(root).text for who in ("clerk", "reporter"))

    for address in (f"{root}/scale", "/policy/adopt", f"{root}/discard"):
        assert address in clerk
        assert address not in reporter
    assert f"{root}/read" in reporter
    assert f"{root}/replay" in clerk
    assert f"{root}/replay" not in reporter
    assert signed_in(council, "reporter").get(f"{root}/replay").status_code == 403


def test_the_draft_is_read_as_the_policy_would_read(
    clerk: PageClient, council: TestCouncil, root: str, now: datetime
) -> None:
    start(council, now, FromDocument(shipped("policies/letwell.toml")))

    page = words_of(clerk.get(f"{root}/read"))

    assert "The council has not adopted this" in page
    assert "Finish looking into the breach within one month" in page


def test_what_has_to_be_mended_leads_to_the_page_that_mends_it(
    clerk: PageClient, council: TestCouncil, signed_in: SignIn, root: str, now: datetime
) -> None:
    start(council, now)
    change(council, now, **BROKEN)

    page = clerk.get(root)
    reader = signed_in(council, "councillor").get(root)

    assert "1 thing has to be mended" in words_of(page)
    assert f"{root}/thresholds" in page.text
    assert "It cannot be adopted while something has to be mended" in words_of(page)
    assert "From where on somebody is told" in words_of(reader)
    assert f"{root}/thresholds" not in reader.text
    assert clerk.get(f"{root}/read").headers["Location"].endswith("/policy/draft")
    for address in (f"{root}/replay", f"{root[:-6]}/check?of=draft"):
        assert "has to be mended before" in words_of(clerk.get(address))


def test_the_check_groups_what_it_finds_by_weight(
    clerk: PageClient, council: TestCouncil, root: str, now: datetime
) -> None:
    start(council, now)
    change(council, now, thresholds={"people": {"rating": 6}})

    page = words_of(clerk.get(f"{root[:-6]}/check?of=draft"))

    weaker, missing = page.index("Weaker than the law: 1"), page.index("Wrong or missing:")
    assert weaker < page.index("From where on somebody is told: the people affected") < missing
    assert "UK GDPR Art. 34(1)" in page
    assert "What to do:" in page
    assert "This speaks of a scale from 1 to 6, but the scale runs from 0 to 6" in page


def test_the_check_of_the_policy_in_force_leads_to_a_draft_and_not_into_one(
    clerk: PageClient, council: TestCouncil, signed_in: SignIn, root: str
) -> None:
    page = clerk.get(f"{root[:-6]}/check")
    reader = signed_in(council, "reporter").get(f"{root[:-6]}/check")

    assert "Check of the policy" in words_of(page)
    assert "make a draft" in words_of(page)
    assert "make a draft" not in words_of(reader)
    assert "/policy/draft/" not in page.text
    assert clerk.get(f"{root[:-6]}/check?of=draft").status_code == 404


def test_the_register_under_the_draft_says_it_in_sentences_first(
    clerk: PageClient, council: TestCouncil, other_council: TestCouncil, root: str, now: datetime
) -> None:
    reference = council.report(now)
    other_council.report(now)
    other_council.report(now)
    start(council, now)
    change(council, now, thresholds={"full_council": 4})

    page = words_of(clerk.get(f"{root}/replay"))

    sentences = page.index("1 breach went to the full council and would not have.")
    breaches = page.index("Breach by breach")
    assert sentences < breaches < page.index(f"Breach {reference}", breaches)
    assert page.count("Breach 20") == 1
    assert f"/councils/{council.slug}/breaches/{reference}" in clerk.get(f"{root}/replay").text
    assert "allotment" not in page


def test_a_register_that_comes_out_the_same_says_so(
    clerk: PageClient, council: TestCouncil, root: str, now: datetime
) -> None:
    start(council, now)
    empty = words_of(clerk.get(f"{root}/replay"))
    council.report(now)
    same = words_of(clerk.get(f"{root}/replay"))

    assert "There is no breach in the register to try it with" in empty
    assert "the one breach would have come out the same" in same


def test_without_a_draft_its_pages_lead_to_where_one_starts(clerk: PageClient, root: str) -> None:
    for page in ("replay", "read"):
        answer = clerk.get(f"{root}/{page}")
        assert answer.status_code == 303
        assert answer.headers["Location"].endswith("/policy/draft")


def test_a_draft_is_thrown_away_only_after_it_was_asked(
    clerk: PageClient, council: TestCouncil, root: str, now: datetime
) -> None:
    start(council, now)
    draft = draft_of(council)
    assert draft is not None

    asked = clerk.get(f"{root}/discard")
    assert draft_of(council) is not None
    done = clerk.post(f"{root}/discard", {"seen": seen_words(draft)}, follow_redirects=True)

    assert "cannot be got back" in words_of(asked)
    assert "The draft was thrown away" in words_of(done)
    assert draft_of(council) is None
    again = clerk.post(f"{root}/discard", {"seen": seen_words(draft)}, follow_redirects=True)
    assert "Nothing was thrown away" in words_of(again)


def test_a_draft_that_somebody_saved_meanwhile_is_not_thrown_away(
    clerk: PageClient, council: TestCouncil, root: str, now: datetime
) -> None:
    start(council, now)
    seen = draft_of(council)
    assert seen is not None
    change(council, now, title="Saved meanwhile")

    answer = clerk.post(f"{root}/discard", {"seen": seen_words(seen)})

    assert answer.status_code == 422
    assert "Somebody saved this draft while you had this page open" in words_of(answer)
    assert "Saved meanwhile" in words_of(answer)
    kept = draft_of(council)
    assert kept is not None
    assert f'value="{seen_words(kept)}"' in answer.text


@pytest.mark.parametrize("seen", ["", "draft:", "version:0", "draft:nonsense:1", "draft:x:y:z"])
def test_a_form_that_never_saw_the_draft_throws_nothing_away(
    clerk: PageClient, council: TestCouncil, root: str, now: datetime, seen: str
) -> None:
    start(council, now)

    assert clerk.post(f"{root}/discard", {"seen": seen}).status_code in {303, 422}
    assert draft_of(council) is not None


def test_two_councils_work_on_drafts_that_know_nothing_of_each_other(
    council: TestCouncil, other_council: TestCouncil, signed_in: SignIn, root: str, now: datetime
) -> None:
    start(council, now, FromDocument(scotton_with(title="The first council's own")))
    start(other_council, now, FromDocument(scotton_with(title="The other council's own")))
    clerk = signed_in(council, "clerk")

    page = clerk.get(root)
    foreign = clerk.get(f"/councils/{other_council.slug}/policy/draft")

    assert "The first council's own" in words_of(page)
    assert "The other council's own" not in words_of(page)
    assert foreign.status_code == 404
    other = draft_of(other_council)
    assert other is not None
    clerk.post(f"{root}/discard", {"seen": seen_words(other)})
    assert draft_of(other_council) is not None
    assert in_force(council)[0].number == 0


def test_the_draft_keeps_its_words_when_it_is_taken_from_a_document(
    clerk: PageClient, council: TestCouncil, root: str
) -> None:
    clerk.post(root, {"source": "document", "document": shipped("policies/mudford.toml")})

    draft = draft_of(council)
    assert draft is not None
    assert document_of(draft)["title"] == "Data breach policy (Mudford)"


def test_the_drafts_pages_cost_few_statements(
    app: Flask, clerk: PageClient, council: TestCouncil, root: str, now: datetime
) -> None:
    for _ in range(3):
        council.report(now)
    start(council, now)

    for address, most in (("", 6), ("/read", 4), ("/replay", 6), ("/discard", 5)):
        with counted_statements(app) as sent:
            page = clerk.get(root + address)
        assert JustHTML(page.text, sanitize=False).query("h1")
        assert len([each for each in sent if "set_config" not in each]) <= most, address
