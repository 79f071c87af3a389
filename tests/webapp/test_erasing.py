"""The page that says what is erased when, erasing by hand, and pages of what was erased."""

from collections.abc import Callable
from datetime import datetime

from tenants.breaches.erasing import Takes
from tenants.breaches.holds import set_hold
from tenants.breaches.record import get_breach
from tests.councils import TestCouncil
from tests.tenants.prompted import gone_through
from tests.tenants.test_erasing import LINE, MARK, PAPERS, TERMS, closed, erasures
from tests.webapp.breach_forms import BreachForms, text_of
from tests.webapp.conftest import PageClient

ClientOf = Callable[..., PageClient]
FORMS = [
    *("", "erasing", "copy", "rating/why", "files", "communications", "legal-hold", "letters"),
    *("consequences", "review", "documents/incident-report", "regulator-report"),
]


def test_the_preview_lists_what_goes_and_erasing_asks_once_more(
    council: TestCouncil, client_of: ClientOf, now: datetime
) -> None:
    reference = closed(council, TERMS)
    clerk = BreachForms(client_of(council, "clerk"), council, reference)
    page = text_of(clerk.get("erasing"))
    assert "Letters and notes : Friday 10 July 2020 Its day has come" in page
    assert "1 file, 1 KB in all" in page
    assert "1 comment" in page
    assert "Who of the council did what and when" in page
    due, early = (
        erasures(council, reference, now)[one] for one in (Takes.PAPERS, Takes.EVERYTHING)
    )

    assert clerk.get(f"erasing/{early}").status_code == 303
    assert clerk.send(f"erasing/{due}").status_code == 422
    answer = clerk.send(f"erasing/{due}", confirmed="yes")

    assert answer.location == clerk.address("erasing")
    after = text_of(clerk.get("erasing"))
    assert "Letters and notes" not in after
    assert "The line : " in after
    assert "Nothing: there are no files, letters, conversations or comments" in after


def test_a_legal_hold_is_said_and_stops_the_button(
    council: TestCouncil, client_of: ClientOf, now: datetime
) -> None:
    reference = closed(council, TERMS)
    with council.session() as session:
        set_hold(
            session,
            breach_id=get_breach(session, reference=reference).id,
            why="A claim is running",
            by=council.members["clerk"],
            now=now,
        )
        session.commit()
    clerk = BreachForms(client_of(council, "clerk"), council, reference)
    page = text_of(clerk.get("erasing"))
    assert "A legal hold stands, so nothing is erased" in page
    assert "Erase it now" not in page
    due = erasures(council, reference, now)[Takes.PAPERS]
    assert clerk.get(f"erasing/{due}").status_code == 303


def test_every_page_of_an_erased_breach_opens_and_says_so(
    council: TestCouncil, client_of: ClientOf, now: datetime
) -> None:
    reference = closed(council, [PAPERS, {**LINE, "months": 12}])
    gone_through(council, now)
    clerk = BreachForms(client_of(council, "clerk"), council, reference)
    for form in FORMS:
        answer = clerk.get(form)
        assert answer.status_code == 200, form
        assert MARK not in answer.text, form
        assert "allotment list went" not in answer.text, form
    assert "Erased on " in text_of(clerk.get())
    assert "Erased the personal data, as the policy asks" in text_of(clerk.get())
    councillor = BreachForms(client_of(council, "councillor"), council, reference)
    assert councillor.get().status_code == 200
    register = clerk.client.get(f"/councils/{council.slug}/breaches?shelf=everything")
    assert reference in register.text
