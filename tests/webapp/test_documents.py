"""A breach's documents on its pages: the list, previews, files, and the letter to people."""

from collections.abc import Callable
from hashlib import sha256
from io import BytesIO

import docx
import pytest
from pypdf import PdfReader
from sqlalchemy import select

from tenants.clock import Clock
from tenants.documents.library import kind_of
from tenants.models import AuditEntry, Event
from tests.councils import CouncilMaker, TestCouncil
from tests.tenants.worked_breach import practise, work_through
from tests.webapp.breach_forms import BreachForms, text_of
from tests.webapp.conftest import PageClient

SignedIn = Callable[[TestCouncil, str], PageClient]
LETTER = "documents/letter-to-people"


@pytest.fixture(scope="module")
def council(council_maker: CouncilMaker) -> TestCouncil:
    return council_maker.make()


@pytest.fixture(scope="module")
def reference(council: TestCouncil, clock: Clock) -> str:
    return work_through(council, clock.now())


@pytest.fixture
def clerk(signed_in: SignedIn, council: TestCouncil, reference: str) -> BreachForms:
    return BreachForms(signed_in(council, "clerk"), council, reference)


def test_a_document_is_listed_shown_and_taken_away(
    clerk: BreachForms, council: TestCouncil
) -> None:
    assert "Incident report" in text_of(clerk.get("documents"))
    page = text_of(clerk.get("documents/incident-report"))
    assert "<script>alert(1)</script>" in page
    assert "Lead Testperson" in page

    made = clerk.get("documents/incident-report.pdf")

    assert made.mimetype == "application/pdf"
    assert f"{clerk.reference}-incident-report.pdf" in made.headers["Content-Disposition"]
    with council.session() as session:
        of_documents = select(AuditEntry).where(AuditEntry.event == Event.DOCUMENT_MADE)
        latest = session.scalars(of_documents.order_by(AuditEntry.id.desc()).limit(1)).one()
        assert latest.changes == {
            "kind": "incident-report",
            "format": "pdf",
            "sha256": sha256(made.data).hexdigest(),
        }


def test_what_may_name_somebody_is_held_back_and_shown_to_who_handles_it(
    clerk: BreachForms, signed_in: SignedIn, council: TestCouncil
) -> None:
    shown = text_of(clerk.get("documents/public-report"))
    assert "Left out" in shown
    assert "Margaret Jones" in shown

    councillor = BreachForms(signed_in(council, "councillor"), council, clerk.reference)
    page = text_of(councillor.get("documents/public-report"))
    assert "Jones" not in page
    assert "Testperson" not in page
    assert councillor.get("documents/public-report.docx").status_code == 200
    assert councillor.get("documents/restricted-annex").status_code == 403


def test_what_is_not_there_yet_has_no_address(clerk: BreachForms) -> None:
    for name in ("why-police", "regulator-report", "regulator-report.pdf", "letter.odt"):
        assert clerk.get(f"documents/{name}").status_code == 404, name


def test_the_letter_is_finished_and_made_for_each_person_on_a_list(clerk: BreachForms) -> None:
    opened = text_of(clerk.get(LETTER))
    assert "Reading age" in opened
    assert "Still to write" in opened
    refused = clerk.send(LETTER, words="We are [say what].", wanted="pdf")
    assert refused.status_code == 422
    assert "Write what belongs in the square brackets first" in text_of(refused)

    people = "Full name;Street;Postcode\nSiân O\u2019Brien;1 Lôn Fawr;LL1\nשרה כהנא;2 High St;X"
    answers = {"words": "We are sorry.\n\nWhat happened\n\n- A\n- B", "wanted": "pdf"}
    made = clerk.send(LETTER, **answers, people=(BytesIO(people.encode()), "people.csv"))
    pages = PdfReader(BytesIO(made.data)).pages
    assert len(pages) == 2
    assert "Siân O\u2019Brien" in pages[0].extract_text()
    assert "2 High St" in pages[1].extract_text()

    answers["wanted"] = "docx"
    word = clerk.send(LETTER, **answers, people=(BytesIO(people.encode()), "people.csv"))
    lines = [line.text for line in docx.Document(BytesIO(word.data)).paragraphs]
    assert "Dear Siân O\u2019Brien" in lines
    assert "Dear שרה כהנא" in lines


def test_a_list_with_a_bad_line_makes_nothing_and_loses_nothing(clerk: BreachForms) -> None:
    people = (BytesIO(b"Name,Address\nA,1 High Street\n,2 High Street\n"), "people.csv")
    answer = clerk.send(LETTER, words="My own words", wanted="pdf", people=people)
    assert answer.status_code == 422
    assert "line 3 has no name" in text_of(answer)
    assert "My own words" in answer.text


def test_a_practice_breach_says_so_in_each_document_and_its_name(
    clerk: BreachForms, council: TestCouncil, clock: Clock
) -> None:
    practice = BreachForms(clerk.client, council, practise(council, clock.now()))
    made = practice.get("documents/report-form.pdf")
    assert "PRACTICE-" in made.headers["Content-Disposition"]
    for page in PdfReader(BytesIO(made.data)).pages:
        assert "PRACTICE" in page.extract_text()
    assert "PRACTICE" in practice.get(f"documents/{kind_of('notice-police').id}").text
