"""What the reporter gets back: the receipt, the copy to keep, and the list of own reports."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from justhtml import JustHTML
from sqlalchemy import event

from tenants.breaches.record import get_breach
from tenants.db import Database
from tenants.models import Nature
from tenants.policy import regulator_deadline
from tenants.times import when
from tests.councils import TestCouncil
from tests.webapp.conftest import PageClient

PAGES = ("reported", "copy", "copy.txt")
SignIn = Callable[[TestCouncil, str], PageClient]


@pytest.fixture
def present() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=5)


@pytest.fixture
def root(council: TestCouncil, present: datetime) -> str:
    """The address of a breach that the reporter reported."""
    return f"/councils/{council.slug}/breaches/{council.report(present)}"


def test_the_receipt_says_who_was_told_by_office_and_shows_no_address(
    signed_in: SignIn, council: TestCouncil, root: str
) -> None:
    text = signed_in(council, "reporter").get(f"{root}/reported").text

    assert f"the clerk ({council.members['clerk'].name})" in text
    assert f"the chair ({council.members['chair'].name})" in text
    assert council.email("clerk") not in text


def test_the_receipt_says_when_the_72_hours_end_weekday_first(
    signed_in: SignIn, council: TestCouncil, root: str
) -> None:
    text = signed_in(council, "reporter").get(f"{root}/reported").text

    with council.session() as session:
        breach = get_breach(session, reference=root.rpartition("/")[2])
    assert when(regulator_deadline(breach.aware_at)) in text
    assert "70 hours left" in text


def test_once_it_is_decided_the_receipt_shows_no_clock(
    signed_in: SignIn, council: TestCouncil, root: str, present: datetime
) -> None:
    reference = root.rpartition("/")[2]
    council.receive(reference, present, nature=Nature.NEAR_MISS)
    text = signed_in(council, "reporter").get(f"{root}/reported").text

    assert "The 72 hours end on" not in text
    assert "It turned out to be a near miss" in text


def test_whoever_reported_and_handles_breaches_too_is_told_that_it_is_they(
    signed_in: SignIn, council: TestCouncil, present: datetime
) -> None:
    reference = council.report(present, who="clerk")
    text = signed_in(council, "clerk").get(
        f"/councils/{council.slug}/breaches/{reference}/reported"
    )

    assert "the clerk (you)" in text.text


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("who", "status"),
    [("reporter", 200), ("clerk", 200), ("chair", 200), ("lead", 200), ("councillor", 404)],
)
def test_only_the_reporter_and_who_may_know_the_reporter_open_the_receipt(
    signed_in: SignIn, council: TestCouncil, root: str, page: str, who: str, status: int
) -> None:
    assert signed_in(council, who).get(f"{root}/{page}").status_code == status


@pytest.mark.parametrize("page", PAGES)
def test_another_councils_receipt_is_not_found(
    signed_in: SignIn, council: TestCouncil, other_council: TestCouncil, root: str, page: str
) -> None:
    stranger = signed_in(other_council, "clerk")

    assert stranger.get(f"{root}/{page}").status_code == 404
    own = root.replace(f"/{council.slug}/", f"/{other_council.slug}/")
    assert stranger.get(f"{own}/{page}").status_code == 404


@pytest.mark.parametrize("reference", ["2026-999", "nonsense", "2026-" + "9" * 40, "²026-1"])
def test_a_number_that_there_is_not_is_not_found(
    signed_in: SignIn, council: TestCouncil, reference: str
) -> None:
    client = signed_in(council, "reporter")

    for page in PAGES:
        address = f"/councils/{council.slug}/breaches/{reference}/{page}"
        assert client.get(address).status_code == 404


def test_the_copy_holds_everything_that_was_reported_even_after_it_was_rated(
    signed_in: SignIn, council: TestCouncil, root: str, present: datetime
) -> None:
    reference = root.rpartition("/")[2]
    client = signed_in(council, "reporter")
    before = client.get(f"{root}/copy.txt").text
    council.receive(reference, present)
    council.appoint(reference, present)
    council.rate(reference, present)

    shown = JustHTML(client.get(f"{root}/copy").text, sanitize=False).to_text()

    assert client.get(f"{root}/copy.txt").text == before
    for said in ("Allotment holders", "about 30", "Asked them to delete it", "01234 567890"):
        assert said in before
        assert said in shown


def test_the_text_copy_is_a_file_that_a_browser_keeps_and_does_not_guess_at(
    signed_in: SignIn, council: TestCouncil, root: str
) -> None:
    answer = signed_in(council, "reporter").get(f"{root}/copy.txt")

    assert answer.content_type == "text/plain; charset=utf-8"
    name = f"breach-{root.rpartition('/')[2]}.txt"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_start_page_lists_own_reports_and_whether_they_are_dealt_with(
    signed_in: SignIn, council: TestCouncil, root: str, present: datetime
) -> None:
    start = f"/councils/{council.slug}/report"
    client = signed_in(council, "reporter")
    at_first = client.get(start).text
    reference = root.rpartition("/")[2]
    council.receive(reference, present)
    council.appoint(reference, present)
    later = client.get(start).text
    of_others = signed_in(council, "clerk").get(start).text

    assert f"{root}/reported" in at_first
    assert "Nobody has looked at it yet" in at_first
    assert "It is being dealt with" in later
    assert reference not in of_others


@pytest.mark.parametrize("page", ["report", "breaches/{}/reported"])
def test_the_pages_cost_the_same_however_much_was_reported(
    signed_in: SignIn, council: TestCouncil, database: Database, present: datetime, page: str
) -> None:
    reference = council.report(present)
    client = signed_in(council, "reporter")
    address = f"/councils/{council.slug}/{page.format(reference)}"

    def cost() -> int:
        statements: list[str] = []
        app_engine = client.client.application.extensions["database"].engine

        def count(_conn: object, _cursor: object, statement: str, *_: object) -> None:
            statements.append(statement)

        event.listen(app_engine, "before_cursor_execute", count)
        try:
            assert client.get(address).status_code == 200
        finally:
            event.remove(app_engine, "before_cursor_execute", count)
        return len(statements)

    alone = cost()
    for _ in range(4):
        council.report(present)

    assert cost() == alone
    assert alone <= 20
