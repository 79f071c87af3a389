"""What people type into a report by mistake, or by malice: nothing is lost, nothing breaks."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from justhtml import JustHTML
from markupsafe import escape

from tenants.breaches import drafts
from tenants.breaches.record import get_breach
from tenants.models import Draft
from tests.councils import TestCouncil
from tests.webapp.conftest import PageClient
from tests.webapp.test_report import ANSWERS, Reporter, errors
from webapp.forms.typed import readable

FIELDS = {
    "what-happened": ("description", "cause"),
    "when": ("found", "found_unknown", "occurred", "occurred_unknown"),
    "whose-information": ("whose", "people", "people_unknown", "categories"),
    "recovery": ("recoverable", "action_taken"),
    "contact": ("contact",),
}
WRITTEN = {"description", "whose", "people", "action_taken", "contact"}
EASTERN = "\u05e9\u05dc\u05d5\u05dd \u0627\u0644\u0633\u0644\u0627\u0645"


@pytest.fixture
def reporter(signed_in: Callable[[TestCouncil, str], PageClient], council: TestCouncil) -> Reporter:
    return Reporter(signed_in(council, "reporter"), council).begin()


def draft(reporter: Reporter, council: TestCouncil) -> Draft:
    """Return the draft as it is kept."""
    with council.session("reporter") as session:
        draft_id = UUID(reporter.root.rpartition("/")[2])
        return drafts.get_draft(session, draft_id=draft_id, by=council.members["reporter"])


def kept(reporter: Reporter, council: TestCouncil) -> dict[str, Any]:
    """Return what the draft holds, page by page."""
    return draft(reporter, council).answers


def shown(page: JustHTML, field: str) -> str:
    """Return what a text field of a page holds."""
    control = page.query(f"[name={field}]")[0]
    return str(control.attrs["value"]) if control.name == "input" else control.to_text()


@pytest.mark.parametrize(
    ("page", "changes", "said"),
    [
        ("when", {"found": "tomorrow"}, "Enter a day in the past: this one has not come yet"),
        ("when", {"found": "blue cheese"}, "Enter the day too."),
        ("when", {"found": "31 February"}, "We could not read that as a real date."),
        ("when", {"occurred": "31/2/2026"}, "That day is not in the calendar."),
        ("when", {"occurred": "today"}, "You wrote that you found out on"),
        (
            "when",
            {"found_unknown": "yes"},
            "You wrote an answer and also ticked “I do not know”. Clear one of them",
        ),
        (
            "whose-information",
            {"people": "1000000000"},
            "Enter a number of people no larger than 10 million",
        ),
        ("whose-information", {"people": "0"}, "Enter 1 or more, or choose that it is not"),
        ("whose-information", {"people": "about " * 50 + "20"}, "Enter only a number"),
        ("whose-information", {"people_unknown": "yes"}, "You wrote an answer and also ticked"),
        ("whose-information", {"categories": ["health", "not_yet_known"]}, "Choose either “Not"),
        ("recovery", {"recoverable": "perhaps"}, "Choose one of the answers on this page"),
        ("what-happened", {"cause": "aliens"}, "Choose one of the answers on this page"),
        ("what-happened", {"description": " \n "}, "Tell us what happened. One sentence is"),
    ],
)
def test_what_cannot_be_read_is_kept_as_typed_and_the_page_says_what_to_write(
    reporter: Reporter, council: TestCouncil, page: str, changes: dict[str, Any], said: str
) -> None:
    answer = reporter.write(page, **changes)
    typed = kept(reporter, council)[page]["typed"]

    assert answer.status_code == 422
    assert len(errors(answer)) == 1
    assert errors(answer)[0].startswith(said)
    for field, text in {**ANSWERS[page], **changes}.items():
        assert typed[field] == (text if isinstance(text, list) else [text])


def test_the_check_does_not_send_what_could_not_be_read(reporter: Reporter) -> None:
    reporter.write("what-happened")
    reporter.write("when", found="31 February")
    refused = reporter.send()

    assert refused.status_code == 422
    assert errors(refused)[0].startswith("We could not read that as a real date.")
    assert "31 February" in refused.text
    reporter.write("when")
    assert reporter.send().status_code == 303


def test_a_time_that_the_register_refuses_is_shown_at_the_check(
    reporter: Reporter, council: TestCouncil
) -> None:
    reporter.write("what-happened")
    future = (datetime.now(UTC) + timedelta(days=2)).isoformat()
    moment = {"at": future, "precision": "time"}
    with council.session("reporter") as session:
        mine = draft(reporter, council)
        drafts.save_page(
            session,
            draft=mine,
            page="when",
            answers={"typed": {"found": ["soon"]}, "moments": {"found": moment}, "faults": {}},
            version=mine.version,
            now=datetime.now(UTC),
        )
        session.commit()

    refused = reporter.send()

    assert errors(refused) == [
        "You cannot have found out in the future. Check the date and the time"
    ]


def test_found_on_the_day_on_which_it_happened_is_no_contradiction(
    reporter: Reporter, council: TestCouncil
) -> None:
    reporter.write("what-happened")
    reporter.write("when", found="yesterday", occurred="yesterday 4pm")
    sent = reporter.send()

    with council.session() as session:
        breach = get_breach(session, reference=sent.location.split("/")[-2])
    assert breach.suspected_at == breach.occurred_at


def test_a_megabyte_of_text_comes_back_whole_with_the_limit(
    reporter: Reporter, council: TestCouncil
) -> None:
    tale = "It went wrong. " * 70_000
    answer = reporter.client.client.post(
        f"{reporter.root}/what-happened",
        data={
            "csrf_token": reporter.client.token(),
            "version": "1",
            "description": tale,
            "cause": "phishing",
        },
    )

    assert answer.status_code == 422
    assert "characters too long. Shorten it to 10,000 or fewer" in answer.text
    assert tale.strip() in answer.text
    assert kept(reporter, council)["what-happened"]["typed"]["description"] == [tale]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("\U0001f62d I left the bag on the bus \U0001f68c", None),
        (EASTERN, None),
        ("\u202eabc", None),
        ("=cmd|' /C calc'!A0", None),
        ('<script>alert(1)</script> & "quotes"', None),
        ("It was\x00 there\x07", "It was there"),
    ],
)
def test_any_writing_is_sent_and_shown_as_it_was_typed(
    reporter: Reporter, council: TestCouncil, typed: str, read: str | None
) -> None:
    for page, field in (
        ("what-happened", "description"),
        ("whose-information", "whose"),
        ("recovery", "action_taken"),
        ("contact", "contact"),
    ):
        assert reporter.write(page, **{field: typed}).status_code == 303
    sent = reporter.send()
    copy = sent.location.replace("/reported", "/copy")
    page = JustHTML(reporter.client.get(copy).text, sanitize=False)
    text = reporter.client.get(copy + ".txt").text

    with council.session() as session:
        breach = get_breach(session, reference=copy.split("/")[-2])
    assert breach.description == (read or typed)
    assert breach.whose == (read or typed)
    assert [part.to_text() for part in page.query(".pb-typed")].count(read or typed) == 4
    assert text.count(read or typed) == 4


def test_a_page_that_stood_open_too_long_is_shown_again_as_typed(
    reporter: Reporter, council: TestCouncil
) -> None:
    data = {**ANSWERS["what-happened"], "version": "1", "csrf_token": "long gone"}
    answer = reporter.client.post_without_token(f"{reporter.root}/what-happened", data)

    assert answer.status_code == 422
    assert "press the button again" in answer.text
    assert (
        shown(JustHTML(answer.text, sanitize=False), "description").strip()
        == (ANSWERS["what-happened"]["description"])
    )
    assert kept(reporter, council) == {}


def test_a_check_with_an_old_token_sends_nothing_and_asks_again(reporter: Reporter) -> None:
    reporter.write_all()
    answer = reporter.client.post_without_token(f"{reporter.root}/check", {"version": "6"})

    assert answer.status_code == 422
    assert "press the button again" in answer.text
    assert reporter.send().status_code == 303


@pytest.mark.parametrize("page", list(FIELDS))
def test_whatever_is_typed_is_kept_and_never_a_fault(
    reporter: Reporter, council: TestCouncil, page: str
) -> None:
    csrf = reporter.client.token()
    browser = reporter.client.client

    @settings(
        max_examples=8,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(st.fixed_dictionaries({name: st.text(max_size=80) for name in FIELDS[page]}))
    def send(typed: dict[str, str]) -> None:
        data = {"csrf_token": csrf, "version": str(draft(reporter, council).version), **typed}
        answer = browser.post(f"{reporter.root}/{page}", data=data)
        assert answer.status_code in {303, 422}
        saved = draft(reporter, council).answers[page]["typed"]
        assert saved == {name: [readable(text)] for name, text in typed.items()}
        again = browser.get(f"{reporter.root}/{page}")
        assert again.status_code == 200
        for name in WRITTEN & typed.keys():
            assert escape(readable(typed[name])) in again.text

    send()
    assert browser.get(f"{reporter.root}/check").status_code == 200
