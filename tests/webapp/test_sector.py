"""The association's report: counts, and never a council's case."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from flask import Flask
from justhtml import JustHTML
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tenants import councils
from tenants.clock import Clock
from tenants.sector import CauseOfBreaches, YearOfBreaches
from tests.councils import CouncilMaker, TestCouncil
from tests.tenants.prompted import adopt
from tests.webapp.conftest import PageClient
from tests.webapp.signed_in import browser_of
from webapp.sector.shown import causes_shown, words_for, years_shown


@dataclass(frozen=True, slots=True)
class Association:
    """An association of its own, so that nobody else's breaches are counted."""

    address: str
    officer: PageClient
    maker: CouncilMaker


@pytest.fixture
def association(app: Flask, owner: Engine, council_maker: CouncilMaker) -> Iterator[Association]:
    before = council_maker.association_id
    with Session(owner) as session:
        made = councils.found_association(session, name=f"Countshire {id(app)}")
        person_id = councils.appoint_officer(
            session, association_id=made.id, email=f"officer@{made.slug}.example", name="An Officer"
        )
        session.commit()
        council_maker.association_id = made.id
        address = f"/associations/{made.slug}/"
    yield Association(address, PageClient(browser_of(app, person_id)), council_maker)
    council_maker.association_id = before


def words_of(page: str) -> str:
    return " ".join(JustHTML(page, sanitize=False).to_text().split())


def test_an_association_without_breaches_reads_what_would_be_here(association: Association) -> None:
    page = words_of(association.officer.get(association.address).text)

    assert "Nothing has been recorded yet" in page
    assert "No causes to count yet" in page
    assert "No council has joined yet" in page


def test_fewer_than_five_are_too_few_to_say(association: Association, clock: Clock) -> None:
    council = association.maker.make()
    for _ in range(4):
        council.report(clock.now())

    page = words_of(association.officer.get(association.address).text)

    assert "Too few to say" in page
    assert f"{clock.now().year} so far Breaches recorded Too few to say" in page
    assert "1 council keeps its breach register" in page


def test_from_five_on_breaches_are_counted_and_compared(
    association: Association, clock: Clock
) -> None:
    first, second = association.maker.make(), association.maker.make()
    for council in (first, first, first, second, second, second):
        council.report(clock.now())
    for number in range(5):
        first.report(clock.now() - timedelta(days=366 + number))

    page = words_of(association.officer.get(association.address).text)

    assert "About as many as in the whole of" in page
    assert "An e-mail went to the wrong person" in page


def test_the_report_holds_no_word_of_any_case(association: Association, clock: Clock) -> None:
    council: TestCouncil = association.maker.make()
    references = [council.report(clock.now()) for _ in range(6)]

    page = association.officer.get(association.address).text

    for word in (council.name, "allotment", *references, council.members["reporter"].name):
        assert word not in page
    assert "You see counts here, and never a council" in page


def test_an_officer_cannot_open_a_councils_pages(association: Association) -> None:
    council = association.maker.make()

    for page in ("", "breaches", "policy", "people"):
        assert association.officer.get(f"/councils/{council.slug}/{page}").status_code == 404


def test_a_year_is_compared_only_where_both_numbers_may_be_said() -> None:
    years = [
        YearOfBreaches(2026, 12, None, None, None),
        YearOfBreaches(2025, 20, 7, 5, 5),
        YearOfBreaches(2024, None, None, None, None),
        YearOfBreaches(2022, 20, 7, 5, 5),
    ]

    shown = years_shown(years, this_year=2026)

    assert [(year.name, year.compared, year.share) for year in shown] == [
        ("2026 so far", "About 8 fewer than in the whole of 2025", 60),
        ("2025", "Too few to compare", 100),
        ("2024", "No earlier year to compare", None),
        ("2022", "No earlier year to compare", 100),
    ]


def test_causes_stand_beside_the_year_before() -> None:
    causes = [
        CauseOfBreaches(2026, "phishing", 10),
        CauseOfBreaches(2026, "ransomware", None),
        CauseOfBreaches(2025, "phishing", 5),
        CauseOfBreaches(2025, "malware", 9),
    ]

    shown = causes_shown(causes, year=2026)

    assert [(cause.number, cause.before, cause.is_new, cause.share) for cause in shown] == [
        (10, 5, False, 100),
        (None, None, True, None),
    ]


def test_a_cause_is_said_in_the_words_of_its_question() -> None:
    assert words_for("phishing") == "Somebody was tricked by a false e-mail, text or call"
    assert words_for("cause_of_an_older_form") == "Cause of an older form"


def test_an_association_sees_whose_review_is_overdue_and_who_has_not_answered(
    association: Association, clock: Clock
) -> None:
    page = words_of(association.officer.get(association.address).text)
    assert "Who needs our help now?" in page
    assert "No review is overdue" in page

    council = association.maker.make()
    today = clock.now().date()
    adopt(council, date(2020, 1, 6), date(2021, 1, 4), clock.now())
    page = words_of(association.officer.get(association.address).text)
    assert f"{council.name} Review was due on Monday 4 January 2021" in page
    last = today.year if (today.month, today.day) > (3, 31) else today.year - 1
    assert f"Who has not answered for the year to 31 March {last}?" in page
