"""Documents that people bring: what cannot be read is refused in words, what was typed stays."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from justhtml import JustHTML
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tenants.policies import document_of
from tenants.policy import policy_from, scotton
from tenants.policy.documents import shipped
from tests.councils import TestCouncil
from tests.webapp.conftest import PageClient
from tests.webapp.page_checks import check_page
from tests.webapp.policy_drafts import draft_of, words_of
from webapp.policy.documents import LARGEST_BYTES, DocumentRefused, text_in
from webapp.policy.places import place_in_words

SignIn = Callable[[TestCouncil, str], PageClient]
TOML = shipped("policies/letwell.toml")


@pytest.fixture
def clerk(council: TestCouncil, signed_in: SignIn) -> PageClient:
    return signed_in(council, "clerk")


@pytest.fixture
def address(council: TestCouncil) -> str:
    return f"/councils/{council.slug}/policy/draft"


def file_of(content: bytes, name: str = "policy.toml") -> dict[str, Any]:
    return {"source": "document", "file": (BytesIO(content), name), "document": ""}


def pasted(text: str) -> dict[str, Any]:
    return {"source": "document", "document": text}


def send(clerk: PageClient, address: str, content: bytes) -> TestResponse:
    """Send a file of any size, and check the page that comes back."""
    # The client would write a large body to a file of its own and forget to close it.
    file = FileStorage(BytesIO(content), filename="policy.toml")
    values = {"csrf_token": clerk.token(), **file_of(content), "file": file}
    boundary, body = encode_multipart(values)
    answer = clerk.client.post(
        address, data=body, content_type=f"multipart/form-data; boundary={boundary}"
    )
    check_page(answer.text)
    return answer


def box(page: str) -> str:
    """Return what the box for the text holds, exactly."""
    (area,) = JustHTML(page, sanitize=False).query("textarea")
    return str(area.to_text(strip=False)).strip("\n") if area else ""


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "This file is empty"),
        (b" \n\t ", "This file is empty"),
        (b"x" * (2 * 1024 * 1024), "larger than 1 megabyte"),
        (b"%PDF-1.7 and so on", "This file is a PDF"),
        (b"PK\x03\x04rest of a Word file", "This file is a Word document"),
        (b"\x89PNG\r\n\x1a\n", "This file is a picture"),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (bytes(range(128, 200)), "not text in UTF-8"),
        (b"title = 'a\x00b'", "This file is not text"),
    ],
)
def test_a_file_that_is_no_text_is_refused_and_said_what_to_choose(
    clerk: PageClient, council: TestCouncil, address: str, content: bytes, complaint: str
) -> None:
    answer = send(clerk, address, content)

    assert answer.status_code == 422
    assert complaint in words_of(answer)
    assert draft_of(council) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_content_decides_whatever_a_file_is_called_and_wherever_it_was_written(
    clerk: PageClient, council: TestCouncil, address: str, encoding: str
) -> None:
    clerk.post(address, file_of(TOML.replace("\n", "\r\n").encode(encoding), "Policy.docx"))

    draft = draft_of(council)
    assert draft is not None
    assert document_of(draft)["id"] == "letwell"


def test_a_file_of_exactly_the_largest_size_is_read() -> None:
    assert len(text_in(b"#" * LARGEST_BYTES)) == LARGEST_BYTES
    with pytest.raises(DocumentRefused):
        text_in(b"#" * (LARGEST_BYTES + 1))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "Choose a file or paste the text of the policy"),
        ("Our policy is to be careful.", "It is not TOML"),
        ('{"title": ', "It is not JSON"),
        ("[]", "It is not TOML"),
        ("{}", "Is missing"),
        ("title = 'x'\nscal = 3", "The format has no such key"),
    ],
)
def test_text_that_is_no_policy_is_refused_with_what_to_write(
    clerk: PageClient, council: TestCouncil, address: str, text: str, complaint: str
) -> None:
    answer = clerk.post(address, pasted(text))

    assert answer.status_code == 422
    assert complaint in words_of(answer)
    assert draft_of(council) is None


def test_all_that_is_wrong_is_listed_at_once_with_its_place(
    clerk: PageClient, address: str
) -> None:
    faulty = TOML.replace('applies = "risk"', 'applies = "sometimes"', 1).replace(
        'by = "dpo"', 'by = "nobody"'
    )

    answer = clerk.post(address, pasted(faulty))

    page = words_of(answer)
    assert "things to mend. The list says where and how" in page
    assert '"sometimes" is not on the scale' in page
    assert '"nobody" is no party of the policy' in page
    assert "“Report the breach to the regulator within 3 days" in page
    assert "Who is told, and by when: “Finish looking into the breach within one month.”" in page


def test_a_faulty_text_comes_back_letter_for_letter(clerk: PageClient, address: str) -> None:
    text = 'title = """\n  two\n    lines\n"""\n<b>&amp;</b> = 1'

    answer = clerk.post(address, pasted(text))

    assert answer.status_code == 422
    assert box(answer.text) == text
    assert "<b>" not in answer.text


def test_a_faulty_file_comes_back_as_text_to_be_mended(clerk: PageClient, address: str) -> None:
    answer = clerk.post(address, file_of(b'title = "Only a title"\nversion = "1"'))

    assert answer.status_code == 422
    assert box(answer.text) == 'title = "Only a title"\nversion = "1"'


def test_a_file_comes_before_the_text_in_the_box(
    clerk: PageClient, council: TestCouncil, address: str
) -> None:
    clerk.post(address, {**file_of(TOML.encode()), "document": "left over from before"})

    draft = draft_of(council)
    assert draft is not None
    assert document_of(draft)["id"] == "letwell"


def test_a_hostile_document_is_only_ever_words(
    clerk: PageClient, council: TestCouncil, address: str
) -> None:
    hostile = '<script>alert("x")</script> {{ 7 * 7 }} \u202e'
    document = {**scotton().document, "title": hostile, "notes": [{"id": "n", "sentence": hostile}]}

    page = clerk.post(address, pasted(policy_from(document).as_text()), follow_redirects=True)
    read = clerk.get(f"{address}/read")

    for answer in (page, read, clerk.get(f"{address[:-6]}/compare?to=draft")):
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "&lt;script&gt;alert" in answer.text
        assert "{{ 7 * 7 }}" in answer.text


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("the document", "The document as a whole"),
        ("thresholds.regulator.told", "From where on somebody is told: the regulator, who is told"),
        ("axes.reputation.rows[0]", "The ratings: “Good name”, number 1, “The regulator has made"),
        ("axes[1].rows[0].rating", "The ratings: number 2, “Good name”, number 1, “The regulator"),
        ("parties (clerk)", "Whom the policy names: “Clerk”"),
        ("responsibilities.assess", "Who does what: Judges how serious it is"),
        (
            "form.report.reporter_name",
            "The form's questions: “Reporting the breach”, “What is your",
        ),
        ("policy-report.when[0]", "Who is told, and by when: “Report the breach to the clerk"),
        ("scal", "scal"),
        ("axes[99].rows[99]", "The ratings: number 100, number 100"),
    ],
)
def test_a_place_is_said_with_the_policys_own_words(place: str, said: str) -> None:
    assert place_in_words(place, scotton().document).startswith(said)


def test_a_place_is_said_without_a_document_too() -> None:
    assert place_in_words("axes.harm.rows[2].when") == "The ratings: harm, number 3, its conditions"
