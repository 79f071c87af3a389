"""Documents of a worked breach: PDF/UA, Word's own structure, and whatever people wrote in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pdfua
import pikepdf
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from tenants.breaches.record import get_breach
from tenants.documents.case import case_of
from tenants.documents.library import kinds_for
from tenants.documents.lines import RESTRICTED
from tenants.documents.meeting import RESOLUTION
from tenants.documents.pdf import as_pdf
from tenants.documents.people_letter import drafted_words
from tenants.documents.public_report import public_report
from tenants.documents.shape import Document, Facts, Heading
from tenants.documents.word import as_word
from tenants.models import Decision, Subject
from tests.councils import CouncilMaker, TestCouncil
from tests.tenants.worked_breach import HARD_WORDS, LONG_WORDS, work_through

NOW = datetime.fromisoformat("2026-11-20T18:40:00+00:00")


@dataclass(frozen=True)
class Made:
    """One document of the worked breach in all its forms."""

    document: Document
    pdf: bytes
    word: bytes

    @property
    def text(self) -> str:
        """Return the text of the PDF without its line ends."""
        return text_in(self.pdf)


@cache
def text_in(pdf: bytes) -> str:
    return "".join(squeezed(page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages)


@pytest.fixture(scope="module")
def worked(council_maker: CouncilMaker) -> TestCouncil:
    return council_maker.make()


@pytest.fixture(scope="module")
def made(worked: TestCouncil) -> Mapping[str, Made]:
    reference = work_through(worked, NOW)
    return dict(_made(worked, reference))


def _made(council: TestCouncil, reference: str) -> Iterator[tuple[str, Made]]:
    with council.session() as session:
        case = case_of(session, get_breach(session, reference=reference), now=NOW)
        for kind in kinds_for(case):
            document = kind.make(session, case)
            yield kind.id, Made(document, as_pdf(document), as_word(document))


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_every_pdf_meets_what_pdf_ua_asks(made: Mapping[str, Made], tmp_path: Path) -> None:
    for kind, each in made.items():
        path = tmp_path / f"{kind}.pdf"
        path.write_bytes(each.pdf)
        assert not pdfua.validate(str(path)).findings, kind
        with pikepdf.open(path) as pdf:
            assert_tagged(pdf, kind, each.document)


def assert_tagged(pdf: pikepdf.Pdf, kind: str, document: Document) -> None:
    """Look at what the rules of PDF/UA-1 ask of the file, beside what the checker looks at."""
    root = pdf.Root
    assert root.MarkInfo.Marked, kind
    assert str(root.Lang) == "en-GB", kind
    assert root.ViewerPreferences.DisplayDocTitle, kind
    assert all(page.obj.get("/Tabs") == "/S" for page in pdf.pages), kind
    with pdf.open_metadata() as about:
        assert about["pdfuaid:part"] == "1", kind
        assert about["dc:title"] == f"{document.marker}{document.title}", kind
    found = list(elements(root.StructTreeRoot.K))
    assert_headings_in_order([one for one in found if str(one.S) in {"/H1", "/H2", "/H3", "/H4"}])
    for table in (one for one in found if one.S == "/Table"):
        heads = [one for one in elements(table.K) if one.S == "/TH"]
        assert heads, kind
        assert all(scope_of(head) in {"/Row", "/Column"} for head in heads), kind
    assert all(font.FontDescriptor.get("/FontFile2") for font in fonts_in(pdf)), kind


def assert_headings_in_order(found: list[pikepdf.Object]) -> None:
    levels = [int(str(one.S)[2:]) for one in found]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


def elements(kids: Any) -> Iterator[Any]:
    """Give the elements of a structure tree in reading order."""
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid.get("/K", pikepdf.Array()))


def scope_of(head: Any) -> str:
    own = head.get("/A", pikepdf.Array())
    parts = own if isinstance(own, pikepdf.Array) else [own]
    return next((str(part.Scope) for part in parts if "/Scope" in part), "")


def fonts_in(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font":
            yield from one.get("/DescendantFonts", [])


def test_every_page_says_whose_it_is_and_that_it_is_restricted(made: Mapping[str, Made]) -> None:
    report = PdfReader(BytesIO(made["incident-report"].pdf)).pages
    assert len(report) > 2
    for page in report:
        assert RESTRICTED in page.extract_text()
        assert made["incident-report"].document.council in page.extract_text()
    assert squeezed(RESTRICTED) not in made["public-report"].text


def test_what_people_wrote_survives_into_pdf_and_word(made: Mapping[str, Made]) -> None:
    report = made["incident-report"]
    first, second = HARD_WORDS.split("\n\n")
    assert squeezed(first) in report.text
    assert "ארנב" in report.text or "בנרא" in report.text
    assert "□□" in report.text
    word = docx.Document(BytesIO(report.word))
    lines = {line.text: line for line in word.paragraphs}
    assert first in lines
    assert lines[second].runs[0].font.rtl
    assert LONG_WORDS.strip() in lines


def test_a_word_file_is_made_of_words_own_structure(made: Mapping[str, Made]) -> None:
    for kind, each in made.items():
        word = docx.Document(BytesIO(each.word))
        assert word.core_properties.title == each.document.title, kind
        assert word.core_properties.language == "en-GB", kind
        styles = [line.style.name for line in word.paragraphs if line.style]
        assert "Heading 1" in styles, kind
        for table in word.tables:
            assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None, kind
        assert each.document.council in word.sections[0].header.paragraphs[0].text, kind


def test_the_incident_report_has_the_ten_headings_of_the_policy(made: Mapping[str, Made]) -> None:
    blocks = made["incident-report"].document.blocks
    parts = [one.text for one in blocks if isinstance(one, Heading) and one.level == 2]
    assert [int(part.split(".")[0]) for part in parts] == list(range(1, 11))


def test_the_public_report_names_nobody_and_the_annex_has_the_resolution(
    made: Mapping[str, Made], worked: TestCouncil
) -> None:
    public, annex = made["public-report"].text, made["restricted-annex"].text
    for member in worked.members.values():
        assert squeezed(member.name) not in public
    for words in ("Jones", "Brien", "Allotmentholders"):
        assert words not in public
    assert "Fewerthan5" not in public
    assert squeezed(RESOLUTION) in annex
    for each in made.values():
        assert "12A" not in each.text


def test_a_handful_of_people_is_not_counted_in_public(
    made: Mapping[str, Made], worked: TestCouncil
) -> None:
    with worked.session() as session:
        breach = get_breach(session, reference=made["public-report"].document.reference)
        session.expunge(breach)
        breach.facts = {**breach.facts, "people_affected": 2}
        rows = facts_in(public_report(session, breach, now=NOW))
    assert rows["How many people it is about"] == "Fewer than 5"
    assert "so few people" in rows["What kind of information"]


def facts_in(document: Document) -> dict[str, str]:
    return {
        name: words
        for block in document.blocks
        if isinstance(block, Facts)
        for name, words in block.rows
    }


def test_the_letter_says_what_the_law_asks_and_how_to_complain(made: Mapping[str, Made]) -> None:
    letter = made["letter-to-people"].text
    for words in ("Whathappened", "Whatcouldcomeofit", "Whatyoucando", "Howtocomplain", "30days"):
        assert words in letter, words


def test_words_written_at_the_decision_take_nothing_out_of_the_letter(worked: TestCouncil) -> None:
    reference = worked.report(datetime(2026, 9, 1, 9, tzinfo=UTC))
    with worked.session() as session:
        case = case_of(session, get_breach(session, reference=reference), now=NOW)
        told = Decision(subject=Subject.PEOPLE, message="Watch your bank account.")
        words = drafted_words(replace(case, decisions={(Subject.PEOPLE, ""): told}))

    for said in (told.message, "What could come of it", "What you can do", "How to complain"):
        assert said in words, said


def test_the_day_from_which_a_law_is_told_begins_at_midnight_in_london(
    worked: TestCouncil,
) -> None:
    evening = datetime(2026, 6, 18, 22, 30, tzinfo=UTC)
    reference = worked.report(evening)

    with worked.session() as session:
        breach = get_breach(session, reference=reference)
        said = [
            "Within 30 days" in drafted_words(case_of(session, breach, now=now))
            for now in (evening, evening + timedelta(hours=1))
        ]

    assert said == [False, True]


def test_a_notice_says_how_and_when_what_information_and_what_was_done(
    made: Mapping[str, Made],
) -> None:
    for name in ("notice-police", "notice-insurers", "notice-bank"):
        rows = facts_in(made[name].document)
        assert rows["When it happened"] == "Not yet known", name
        assert rows["What kind of information"].startswith("Names"), name
        assert "Whathasbeendone" in made[name].text, name
