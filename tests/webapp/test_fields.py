"""Each kind of field, through the trial's page that shows one of each."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from justhtml import JustHTML
from werkzeug.datastructures import MultiDict

from tenants.models.vocabulary import Precision
from tests.webapp.conftest import PageClient
from webapp.forms import When
from webapp.forms.when import read_when
from webapp.local.showcase import SampleForm

ADDRESS = "/local/components"
GOOD = {
    "what_happened": "A folder was lost",
    "found_at": "yesterday 4pm",
    "whose": ["residents", "children"],
    "recoverable": "yes",
    "how_many": "about 1,000",
    "kind": "post",
    "telephone": "01234 567890",
}


def send(client: PageClient, **changes: Any) -> tuple[int, JustHTML]:
    answer = client.post(ADDRESS, {**GOOD, **changes})
    return answer.status_code, JustHTML(answer.text, sanitize=False)


def errors(page: JustHTML) -> list[str]:
    return [node.to_text().strip() for node in page.query(".govuk-error-summary__list li")]


def test_a_form_filled_in_well_has_nothing_to_mend(local_client: PageClient) -> None:
    status, page = send(local_client)

    assert (status, errors(page)) == (200, [])


def test_an_empty_form_asks_for_each_answer_in_the_order_of_the_page(
    local_client: PageClient,
) -> None:
    empty = {name: "" for name in GOOD if name not in {"whose", "recoverable"}}
    answer = local_client.post(ADDRESS, empty)
    page = JustHTML(answer.text, sanitize=False)

    assert errors(page) == [
        "Write what happened, in a sentence or two",
        "Enter when you found out, like yesterday 4pm",
        "Choose whose information it was, or “Not yet known”",
        "Choose whether it can be got back, or “Not yet known”",
    ]


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("found_at", "tomorrow", "has not come yet"),
        ("found_at", "<b>soon</b>", "Enter the day too"),
        ("how_many", "loads", "as a number, like 20 or about 150"),
        ("kind", "pigeon", "Choose one from the list"),
        ("telephone", "9" * 201, "1 character too long"),
        ("recoverable", "pigeon", "Choose one of the answers"),
        ("whose", ["pigeon"], "Choose from the answers"),
        ("whose", ["residents", "not_known"], "not both"),
    ],
)
def test_one_answer_at_fault_is_named_once_and_kept(
    local_client: PageClient, field: str, typed: Any, told: str
) -> None:
    status, page = send(local_client, **{field: typed})

    assert status == 422
    assert len(errors(page)) == 1
    assert told in errors(page)[0]
    if field in {"found_at", "how_many", "telephone"}:
        assert page.query(f"#{field}")[0].attrs["value"] == typed


def test_the_words_of_a_date_come_back_as_they_were_typed(local_client: PageClient) -> None:
    _, page = send(local_client, found_at="  Yesterday  4PM ", telephone="9" * 201)

    assert page.query("#found_at")[0].attrs["value"] == "  Yesterday  4PM "


def test_what_is_on_record_is_shown_as_it_would_be_typed(local_app: Flask) -> None:
    with local_app.test_request_context():
        draft = SampleForm(data={**GOOD, "found_at": "nonsense", "how_many": 1000})

        assert 'value="nonsense"' in draft.found_at()
        assert 'value="1,000"' in draft.how_many()
        assert draft.whose.data == ["residents", "children"]
        assert 'value="yes" checked' in draft.recoverable()


def test_a_recorded_moment_is_shown_in_words_that_are_understood_again(local_app: Flask) -> None:
    moment = When(datetime(2026, 7, 21, 17, 40, tzinfo=UTC), Precision.TIME)
    with local_app.test_request_context():
        shown = SampleForm(data={"found_at": moment})

    assert shown.found_at.typed == "Tuesday 21 July 2026, 6:40 pm"
    assert read_when(shown.found_at.typed, datetime(2026, 11, 22, tzinfo=UTC)) == moment


def test_picked_answers_stay_picked(local_client: PageClient) -> None:
    _, page = send(local_client, what_happened="")

    picked = [node.attrs["value"] for node in page.query("input[checked]")]
    assert picked == ["residents", "children", "yes"]
    assert page.query("#kind option[selected]")[0].attrs["value"] == "post"


@pytest.mark.parametrize(
    "typed",
    [
        "=HYPERLINK(1)",
        "\u202eevil\u202c",
        "\U0001f469\u200d\U0001f469\u200d\U0001f467",
        "\x00\x1b[31m",
        "</textarea><script>alert(1)</script>",
        "\ud800",
        "{{ 7*7 }}",
    ],
)
def test_no_text_breaks_the_page(local_client: PageClient, typed: str) -> None:
    body = typed.encode("utf-8", "surrogatepass").decode("utf-8", "replace")

    for field in ("what_happened", "found_at", "how_many", "telephone", "recoverable", "kind"):
        status, _ = send(local_client, **{field: body})

        assert status in {200, 422}


def test_a_form_of_nonsense_is_answered(local_client: PageClient) -> None:
    nonsense = MultiDict([("found_at", "a"), ("found_at", "b"), ("whose", ""), ("nothing", "x")])

    assert local_client.post(ADDRESS, nonsense.to_dict(flat=False)).status_code == 422
