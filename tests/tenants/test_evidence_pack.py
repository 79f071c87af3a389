"""The year's evidence in one document: what the record holds, nobody's name, and no more."""

from datetime import date, timedelta
from io import BytesIO

import pypdf

from tenants.audit import Verified, verify_chain
from tenants.breaches.complaints import record_complaint
from tenants.documents.evidence_pack import evidence_pack
from tenants.documents.pdf import as_pdf
from tenants.documents.word import as_word
from tenants.models import Nature
from tenants.prompts import Counts, make_return
from tests.councils import TestCouncil
from tests.tenants.prompted import adopt, london, train

MARCH = london(2027, 3, 10)
APRIL = london(2027, 4, 6)


def pack_of(council: TestCouncil, year: int = 2027) -> str:
    with council.session() as session:
        document = evidence_pack(session, year=year, now=APRIL)
    assert as_word(document).startswith(b"PK")
    pages = pypdf.PdfReader(BytesIO(as_pdf(document))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_year_with_a_breach_is_told_without_anybodys_words(council: TestCouncil) -> None:
    reference = council.report(MARCH)
    council.receive(reference, MARCH)
    council.receive(council.report(MARCH), MARCH, nature=Nature.NEAR_MISS)
    council.report(APRIL)
    with council.session() as session:
        record_complaint(
            session,
            seen=council.seen(reference),
            received_on=date(2027, 3, 20),
            by=council.members["clerk"],
            now=MARCH + timedelta(days=12),
        )
        session.commit()
    adopt(council, date(2026, 11, 2), date(2027, 11, 2), london(2026, 11, 3))
    train(council, date(2027, 2, 1), MARCH, "clerk", "lead")

    text = pack_of(council)

    assert "The council recorded 1 breach, and 1 near miss or false alarm" in text
    assert reference in text
    assert "2027-003" not in text
    assert "Monday 2 November 2026" in text
    assert "2 had training" in text
    assert "Received in the year 1" in text
    assert "supports your evidence" in text
    with council.session() as session:
        found = verify_chain(session)
    assert isinstance(found, Verified)
    assert found.head[:16] in text.replace(" ", "")
    for typed in ("allotment", *(member.name.lower() for member in council.members.values())):
        assert typed not in text.lower()


def test_a_year_without_a_breach_says_so_once_the_council_did(council: TestCouncil) -> None:
    council.receive(council.report(MARCH), MARCH, nature=Nature.NEAR_MISS)
    assert "nil return" not in pack_of(council)
    with council.session() as session:
        clerk = council.members["clerk"]
        make_return(session, year=2027, seen=Counts(0, 1), by=clerk, now=APRIL)
        session.commit()
    text = pack_of(council)
    assert "no personal data breach in this year, and 1 near miss or false alarm" in text
    assert "This is a nil return" in text
    assert "had adopted no breach policy of its own" in text
