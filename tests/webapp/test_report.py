"""The way of a report, from "is this a breach?" to its receipt."""

import itertools
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from justhtml import JustHTML

from tenants.breaches import drafts
from tenants.breaches.record import get_breach
from tenants.models import DraftKind
from tenants.policy import EXAMPLES, Cause, containment_advice
from tests.councils import TestCouncil
from tests.webapp.conftest import PageClient
from webapp.report.kinds import GROUPS

ANSWERS: dict[str, dict[str, Any]] = {
    "what-happened": {
        "description": "I sent the allotment list to the wrong Sam.",
        "cause": "emailed_to_wrong_recipient",
    },
    "when": {"found": "yesterday 4pm", "occurred": "yesterday 9am"},
    "whose-information": {
        "whose": "Allotment holders",
        "people": "about 20",
        "categories": ["basic_identifiers", "economic_and_financial"],
    },
    "recovery": {"recoverable": "partly", "action_taken": "Rang Sam, who will delete it"},
    "contact": {"contact": "01234 567890, after six"},
}


class Reporter:
    """Somebody who reports a breach, page by page."""

    def __init__(self, client: PageClient, council: TestCouncil) -> None:
        self.client = client
        self.start = f"/councils/{council.slug}/report"
        self.root = ""

    def begin(self) -> "Reporter":
        """Start a report."""
        answer = self.client.post(self.start)
        assert answer.status_code == 303
        self.root = answer.location.rpartition("/")[0]
        return self

    def shown(self, page: str) -> JustHTML:
        """Open a page of the report."""
        answer = self.client.get(f"{self.root}/{page}")
        assert answer.status_code == 200
        return JustHTML(answer.text, sanitize=False)

    def version(self, page: str) -> str:
        """Return the version that a page carries."""
        answer = self.client.client.get(f"{self.root}/{page}")
        found = re.search(r'name="version" value="(\d+)"', answer.text)
        assert found is not None
        return found[1]

    def write(self, page: str, **changes: Any) -> Any:
        """Fill in a page as it is shown, with changes, and press the button."""
        data = {"version": self.version(page), **ANSWERS.get(page, {}), **changes}
        return self.client.post(f"{self.root}/{page}", data)

    def write_all(self) -> None:
        """Fill in every page."""
        for page in ANSWERS:
            assert self.write(page).status_code == 303

    def send(self) -> Any:
        """Press "Send the report"."""
        return self.client.post(f"{self.root}/check", {"version": self.version("check")})


@pytest.fixture
def reporter(signed_in: Callable[[TestCouncil, str], PageClient], council: TestCouncil) -> Reporter:
    return Reporter(signed_in(council, "reporter"), council)


def errors(answer: Any) -> list[str]:
    page = JustHTML(answer.text, sanitize=False)
    return [node.to_text().strip() for node in page.query(".govuk-error-summary__list li")]


def test_the_start_page_gives_ten_examples_and_says_to_report_when_unsure(
    reporter: Reporter,
) -> None:
    text = reporter.client.get(reporter.start).text

    assert len(EXAMPLES) == 10
    page = JustHTML(text, sanitize=False)
    shown = [node.to_text().strip() for node in page.query(".pb-examples li")]
    assert shown == [example.sentence for example in EXAMPLES]
    assert "Not sure? Report it anyway." in text
    assert "Nothing yet. When you have sent a report" in text


def test_a_report_travels_from_the_first_page_to_its_receipt(
    reporter: Reporter, council: TestCouncil
) -> None:
    reporter.begin().write_all()
    sent = reporter.send()
    receipt = reporter.client.get(sent.location).text

    assert sent.status_code == 303
    with council.session() as session:
        breach = get_breach(session, reference=sent.location.split("/")[-2])
    assert breach.cause == "emailed_to_wrong_recipient"
    assert breach.facts["people_affected"] == 20
    assert breach.facts["categories"] == ["basic_identifiers", "economic_and_financial"]
    assert (breach.people_words, breach.recoverable) == ("about 20", "partly")
    assert breach.occurred_at is not None
    assert breach.aware_at - breach.occurred_at == timedelta(hours=7)
    assert breach.reference in receipt
    for line in containment_advice(Cause.EMAILED_TO_WRONG_RECIPIENT):
        assert line in JustHTML(receipt, sanitize=False).to_text()


def test_each_page_leads_to_the_next_and_the_last_to_the_check(reporter: Reporter) -> None:
    reporter.begin()
    names = [*ANSWERS, "check"]

    for page, following in itertools.pairwise(names):
        assert reporter.write(page).location == f"{reporter.root}/{following}"


def test_only_what_happened_and_its_kind_must_be_answered(
    reporter: Reporter, council: TestCouncil
) -> None:
    reporter.begin()
    refused = reporter.send()
    reporter.write("what-happened", cause="not_yet_known")
    before = datetime.now(UTC)
    sent = reporter.send()

    assert errors(refused) == [
        "Tell us what happened",
        "Pick the nearest kind of breach, or “Not sure”",
    ]
    assert sent.status_code == 303
    with council.session() as session:
        breach = get_breach(session, reference=sent.location.split("/")[-2])
    assert breach.suspected_at is None
    assert breach.aware_at >= before
    assert breach.contact == council.email("reporter")


def test_not_known_is_an_answer_on_every_page(reporter: Reporter) -> None:
    reporter.begin()
    unknown = {
        "when": {"found": "", "found_unknown": "yes", "occurred": "", "occurred_unknown": "yes"},
        "whose-information": {
            "whose": "",
            "people": "",
            "people_unknown": "yes",
            "categories": ["not_yet_known"],
        },
        "recovery": {"recoverable": "not_yet_known", "action_taken": ""},
        "contact": {"contact": ""},
    }

    for page, answers in unknown.items():
        assert reporter.write(page, **answers).status_code == 303
    reporter.write("what-happened")
    assert reporter.send().status_code == 303


def test_a_later_page_may_be_answered_first_and_the_check_says_what_is_missing(
    reporter: Reporter,
) -> None:
    reporter.begin().write("recovery")
    page = reporter.shown("check")

    needed = page.query(".pb-needed a")
    assert [node.to_text().strip() for node in needed] == [
        "Tell us what happened",
        "Pick the nearest kind of breach, or “Not sure”",
    ]
    assert needed[1].attrs["href"] == f"{reporter.root}/what-happened?from=check#cause"
    links = [str(node.attrs["href"]) for node in page.query(".govuk-summary-list__actions a")]
    assert links[0] == f"{reporter.root}/what-happened?from=check#description"


def test_a_change_from_the_check_returns_to_it(reporter: Reporter) -> None:
    reporter.begin().write_all()
    answer = reporter.client.post(
        f"{reporter.root}/recovery?from=check",
        {"version": reporter.version("recovery"), "recoverable": "no", "action_taken": ""},
    )

    assert answer.location == f"{reporter.root}/check"


def test_the_check_shows_the_day_that_was_meant_beside_what_was_typed(
    reporter: Reporter,
) -> None:
    reporter.begin().write_all()
    text = reporter.shown("check").to_text()

    assert "You wrote: yesterday 4pm" in text
    assert ", 4:00 pm" in text
    assert "You wrote: about 20" in text


def test_yesterday_still_means_the_same_day_when_it_is_shown_again(reporter: Reporter) -> None:
    reporter.begin().write("when")
    value = str(reporter.shown("when").query("input[name=found]")[0].attrs["value"])
    again = reporter.write("when", found=value, occurred="")

    assert "yesterday" not in value
    assert value.endswith("4:00 pm")
    assert again.status_code == 303
    assert value in reporter.shown("check").to_text()


def test_the_contact_page_begins_with_what_the_service_knows(
    reporter: Reporter, council: TestCouncil
) -> None:
    page = reporter.begin().shown("contact")

    assert page.query("textarea[name=contact]")[0].to_text().strip() == council.email("reporter")


def test_a_report_can_be_left_and_carried_on(reporter: Reporter) -> None:
    reporter.begin()
    left = reporter.write("what-happened", cause="", then="later")
    start = reporter.client.get(reporter.start).text

    assert (left.status_code, left.location) == (303, reporter.start)
    assert "Your report is saved" in start
    assert "Carry on with the report you began" in start
    assert "wrong Sam" in start
    assert "wrong Sam" in reporter.shown("what-happened").to_text()


def test_a_report_that_was_begun_is_deleted_only_when_that_is_confirmed(
    reporter: Reporter,
) -> None:
    reporter.begin().write("what-happened")
    asked = reporter.client.get(f"{reporter.root}/delete")
    still_there = reporter.shown("what-happened").to_text()
    done = reporter.client.post(f"{reporter.root}/delete")

    assert "cannot be undone" in asked.text
    assert "wrong Sam" in still_there
    assert (done.status_code, done.location) == (303, reporter.start)
    assert reporter.client.get(f"{reporter.root}/what-happened").status_code == 404


def test_starting_twice_gives_the_same_empty_report(reporter: Reporter) -> None:
    first = reporter.begin().root

    assert reporter.begin().root == first


@pytest.mark.parametrize("page", [*ANSWERS, "check", "delete"])
def test_nobody_opens_another_persons_draft_or_another_councils(
    signed_in: Callable[[TestCouncil, str], PageClient],
    reporter: Reporter,
    council: TestCouncil,
    other_council: TestCouncil,
    page: str,
) -> None:
    own = f"{reporter.begin().root}/{page}"
    colleague = signed_in(council, "clerk")
    stranger = signed_in(other_council, "reporter")

    assert reporter.client.get(own).status_code == 200
    for client, address in (
        (colleague, own),
        (stranger, own),
        (stranger, own.replace(f"/{council.slug}/", f"/{other_council.slug}/")),
    ):
        assert client.get(address).status_code == 404
        assert client.post(address, {"version": "1"}).status_code == 404


def test_a_page_that_there_is_not_is_not_found(reporter: Reporter) -> None:
    root = reporter.begin().root

    assert reporter.client.get(f"{root}/what-else").status_code == 404
    assert reporter.client.get(f"{reporter.start}/not-a-draft/when").status_code == 404


def test_a_draft_of_a_rating_is_no_report(reporter: Reporter, council: TestCouncil) -> None:
    member = council.members["reporter"]
    with council.session("reporter") as session:
        draft = drafts.start_draft(session, kind=DraftKind.RATING, by=member, now=datetime.now(UTC))
        session.commit()

    assert reporter.client.get(f"{reporter.start}/{draft.id}/when").status_code == 404


def test_every_kind_of_breach_is_offered_once() -> None:
    offered = [cause for _, causes in GROUPS for cause in causes]

    assert sorted(offered) == sorted(Cause)
