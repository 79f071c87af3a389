"""Practice on its pages: started, marked on every one of them, listed apart, ended, and shown."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import product

import pytest
from flask import Flask
from justhtml import JustHTML
from werkzeug.http import parse_options_header
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tenants.breaches.drills import end_drill, find_open_drill, start_drill
from tenants.breaches.record import get_breach
from tenants.breaches.scenarios import SCENARIOS, ScenarioId
from tenants.clock import Clock
from tenants.messages.holding import HoldLink, make_hold_link
from tenants.models import MessageKind, Subject
from tests.councils import TestCouncil
from tests.tenants.posted import waiting
from tests.webapp.breach_forms import BreachForms, text_of
from tests.webapp.conftest import PageClient
from tests.webapp.duties_to_settle import DUTIES

SignedIn = Callable[[TestCouncil, str], PageClient]
HOUR = timedelta(hours=1)
STARTED = {"scenario": "stolen_laptop", "notice": "no"}
# What the parts of a breach's address can be besides its number.
PARTS = {
    "about": ("regulator", "people", "police"),
    "ending": ("pdf",),
    "kind": ("incident-report",),
    "page": ("what-happened", "check"),
    "part": ("about-the-breach",),
}
SETTLED = {
    "action_id": "action", "complaint_id": "complaint", "deadline_id": "kept",
    "file_id": "file", "letter_id": "letter", "link_id": "link",
}  # fmt: skip


@pytest.fixture
def now(clock: Clock) -> datetime:
    return clock.now()


@pytest.fixture
def drill(council: TestCouncil, now: datetime) -> str:
    """A practice that was rated with a high risk and waits for its decisions."""
    reference = begin(council, now)
    council.receive(reference, now)
    council.appoint(reference, now)
    council.rate(reference, now)
    return reference


@pytest.fixture(params=["running", "over"])
def walked(request: pytest.FixtureRequest, council: TestCouncil, drill: str, now: datetime) -> str:
    """A practice that is running, and one that has ended."""
    if request.param == "over":
        with council.session() as session:
            end_drill(session, reference=drill, by=council.members["clerk"], now=now)
            session.commit()
    return drill


def begin(council: TestCouncil, now: datetime) -> str:
    with council.session() as session:
        story = SCENARIOS[ScenarioId.PHISHED_MAILBOX]
        started = start_drill(session, story, by=council.members["clerk"], now=now)
        session.commit()
        return started.reference


def root(council: TestCouncil) -> str:
    return f"/councils/{council.slug}"


def require_marker(address: str, answer: TestResponse) -> None:
    """Raise `AssertionError` for a page about practice that does not say so."""
    name = parse_options_header(answer.headers.get("Content-Disposition", ""))[1].get("filename")
    if name is not None and name.startswith("PRACTICE"):
        return  # What somebody sent is handed out as it was; only its name can say so.
    if answer.mimetype != "text/html":
        assert answer.text.startswith("PRACTICE"), f"{address} does not begin with PRACTICE."
        return
    page = JustHTML(answer.text, sanitize=False)
    assert page.query(".pb-practice"), (
        f"{address} has no practice band: let its template extend base.html, and have the breach's"
        " number in its address or give it the breach as `breach`."
    )
    title = page.query("head title")[0].to_text()
    assert title.removeprefix("Error: ").startswith("PRACTICE: "), f"{address}: {title}"


def about_a_breach(app: Flask) -> list[Rule]:
    """Return every address that holds the number of a breach or of a practice."""
    rules = [rule for rule in app.url_map.iter_rules() if {"reference", "drill"} & rule.arguments]
    return sorted(rules, key=str)


def addresses(app: Flask, rule: Rule, council: TestCouncil, number: str) -> Iterator[str]:
    root = {"council": council.slug, "reference": number, "drill": number}
    values = {name: (value,) for name, value in root.items()} | PARTS
    for name in rule.arguments & SETTLED.keys():
        values[name] = (settled(council, number, SETTLED[name]),)
    unknown = rule.arguments - values.keys()
    assert not unknown, f"Say in PARTS or in SETTLED what {unknown} in {rule} can be."
    names = sorted(rule.arguments)
    with app.test_request_context():
        for filling in product(*(values[name] for name in names)):
            yield app.url_for(rule.endpoint, **dict(zip(names, filling, strict=True)))


def settled(council: TestCouncil, number: str, about: str) -> str:
    """Add something to a breach that a page can be about, and return its id."""
    clerk, seen = council.members["clerk"], council.seen(number)
    with council.session() as session:
        now = get_breach(session, reference=number).reported_at + HOUR
        found = DUTIES[about](session, seen, clerk, now)
        session.commit()
        return str(found)


@pytest.mark.parametrize("who", ["clerk", "lead", "councillor"])
def test_every_page_of_a_practice_says_that_it_is_one(
    who: str, app: Flask, signed_in: SignedIn, council: TestCouncil, walked: str
) -> None:
    client = signed_in(council, who)
    seen = 0
    for rule in about_a_breach(app):
        for address in addresses(app, rule, council, walked):
            for answer in visits(client, rule, address):
                if answer.status_code not in {303, 308}:
                    require_marker(address, answer)
                    seen += 1
    assert seen > 12


def visits(client: PageClient, rule: Rule, address: str) -> Iterator[TestResponse]:
    """Open a page, then send the form that it has, empty; ending the practice is left alone."""
    methods = rule.methods or set()
    has_form = "GET" not in methods and rule.endpoint != "drills.end"
    if "GET" in methods:
        opened = client.get(address)
        yield opened
        if "POST" in methods:
            page = JustHTML(opened.text, sanitize=False)
            has_form = bool(page.query('main form[method="post"]'))
    if has_form:
        yield client.post(address, {})


def test_a_page_that_forgot_the_marker_fails_the_walk(
    app: Flask, signed_in: SignedIn, council: TestCouncil, drill: str, now: datetime
) -> None:
    real = council.report(now)
    client = signed_in(council, "clerk")
    with pytest.raises(AssertionError, match="has no practice band"):
        require_marker("here", client.get(f"{root(council)}/breaches/{real}"))
    with pytest.raises(AssertionError, match="does not begin with PRACTICE"):
        require_marker("here", client.get(f"{root(council)}/breaches/{real}/copy.txt"))
    require_marker("here", client.get(f"{root(council)}/breaches/{drill}?copy=council"))


def test_a_page_without_the_number_in_its_address_is_marked_by_its_breach(
    app: Flask, council: TestCouncil, drill: str
) -> None:
    marked = app.jinja_env.from_string("{{ practice_number() }}")
    with council.session() as session, app.test_request_context("/"):
        breach = find_open_drill(session)
        assert marked.render(breach=breach) == drill
        assert marked.render() == ""


@pytest.mark.parametrize("typed", ["2026-d01", "2026-D1", "2026-D001", "2026-D99", "D01"])
def test_a_practice_typed_in_another_way_is_not_found(
    typed: str, signed_in: SignedIn, council: TestCouncil, now: datetime
) -> None:
    begin(council, now)
    client = signed_in(council, "clerk")
    assert client.get(f"{root(council)}/breaches/{typed}").status_code == 404
    assert client.get(f"{root(council)}/drills/{typed}").status_code == 404


def test_a_real_breach_is_no_practice(
    signed_in: SignedIn, council: TestCouncil, now: datetime
) -> None:
    real = council.report(now)
    client = signed_in(council, "clerk")
    assert client.get(f"{root(council)}/drills/{real}").status_code == 404
    assert client.post(f"{root(council)}/drills/{real}/end").status_code == 404


@pytest.mark.parametrize("who", ["clerk", "chair"])
def test_clerk_and_chair_read_what_will_happen_and_start_it(
    who: str, signed_in: SignedIn, council: TestCouncil
) -> None:
    client = signed_in(council, who)
    assert "has not practised yet" in text_of(client.get(f"{root(council)}/drills"))
    page = text_of(client.get(f"{root(council)}/drills/start"))
    assert "Nobody outside the council is told anything" in page
    answer = client.post(f"{root(council)}/drills/start", STARTED)
    assert answer.status_code == 303
    shown = text_of(client.get(answer.location))
    assert "shows so far" in shown
    assert "without warning" in shown
    assert waiting(council)


def test_whoever_starts_one_beside_a_real_breach_is_warned(
    signed_in: SignedIn, council: TestCouncil, now: datetime
) -> None:
    client = signed_in(council, "clerk")
    assert "real breach" not in text_of(client.get(f"{root(council)}/drills/start"))
    council.report(now)
    assert "1 real breach is open" in text_of(client.get(f"{root(council)}/drills/start"))


@pytest.mark.parametrize(
    ("answers", "complaint"),
    [({"notice": "no"}, "Choose what"), ({"scenario": "lost_folder"}, "Say whether people know")],
)
def test_nothing_starts_without_both_answers(
    answers: dict[str, str], complaint: str, signed_in: SignedIn, council: TestCouncil
) -> None:
    answer = signed_in(council, "clerk").post(f"{root(council)}/drills/start", answers)
    assert answer.status_code == 422
    assert complaint in answer.text
    with council.session() as session:
        assert find_open_drill(session) is None


def test_a_second_one_is_refused_while_one_runs(
    signed_in: SignedIn, council: TestCouncil, now: datetime
) -> None:
    begin(council, now)
    client = signed_in(council, "chair")
    page = client.get(f"{root(council)}/drills")
    assert "Start a practice" not in page.text
    answer = client.post(f"{root(council)}/drills/start", STARTED)
    assert answer.location == f"{root(council)}/drills"
    assert "is still open. End it first" in client.get(answer.location).text


def test_one_button_ends_it_and_lessons_follow(
    signed_in: SignedIn, council: TestCouncil, drill: str
) -> None:
    client = signed_in(council, "clerk")
    here = f"{root(council)}/drills/{drill}"
    assert "End the practice now" in client.get(here).text
    assert client.get(f"{here}/lessons").location == here
    assert client.post(f"{here}/end").location == here
    assert waiting(council) == []
    assert "Ended early" in client.get(here).text
    assert client.post(f"{here}/lessons", {"lessons": " "}).status_code == 422
    assert client.post(f"{here}/lessons", {"lessons": "Give the chair a deputy"}).location == here
    assert "Give the chair a deputy" in client.get(here).text
    story = text_of(client.get(f"{root(council)}/breaches/{drill}"))
    assert "Started it, as practice" in story
    assert "Ended the practice" in story
    assert "Wrote down what the practice showed" in story
    assert client.get(f"{here}/lessons").location == here
    assert client.post(f"{here}/end").location == here
    assert "has ended already" in client.get(here).text


def test_a_councillor_reads_what_it_showed_and_cannot_end_it(
    signed_in: SignedIn, council: TestCouncil, drill: str
) -> None:
    client = signed_in(council, "councillor")
    page = client.get(f"{root(council)}/drills/{drill}")
    assert "Decided about the regulator" in page.text
    assert "End the practice now" not in page.text
    assert client.post(f"{root(council)}/drills/{drill}/end").status_code == 403


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ("regulator", "Do not tell the regulator: this is practice."),
        ("people", "Do not tell the people affected, or anybody else: this is practice."),
    ],
)
def test_whoever_decides_is_told_to_tell_nobody(
    about: str, words: str, signed_in: SignedIn, council: TestCouncil, drill: str, now: datetime
) -> None:
    forms = BreachForms(signed_in(council, "lead"), council, drill)
    page = forms.get(f"decisions/{about}")
    shown = text_of(page)
    assert words in shown
    assert "Record what you would have done" in shown
    assert "When would you have told them?" in shown
    assert "the online form of" not in shown
    assert forms.send(f"decisions/{about}", decided="tell").status_code == 303
    assert "Nobody outside the council is told" in text_of(forms.get())


def test_a_real_decision_says_nothing_of_practice(
    signed_in: SignedIn, council: TestCouncil, now: datetime
) -> None:
    real = council.report(now)
    council.receive(real, now)
    council.appoint(real, now)
    council.rate(real, now)
    page = BreachForms(signed_in(council, "lead"), council, real).get("decisions/regulator")
    assert "practice" not in page.text.lower()
    assert "the online form of" in page.text


def test_the_next_step_of_a_practice_sends_nobody_to_the_regulator(
    signed_in: SignedIn, council: TestCouncil, drill: str, now: datetime
) -> None:
    council.decide(drill, now)
    page = text_of(BreachForms(signed_in(council, "lead"), council, drill).get())
    assert "Record how you would have told the regulator" in page
    assert "Record what you would have done" in page


def test_the_register_keeps_practice_on_its_own_page(
    signed_in: SignedIn, council: TestCouncil, drill: str, now: datetime
) -> None:
    real = council.report(now)
    client = signed_in(council, "councillor")
    for shelf in ("", "?shelf=everything", "?shelf=closed", "?shelf=apart"):
        assert drill not in client.get(f"{root(council)}/breaches{shelf}").text
    page = client.get(f"{root(council)}/breaches?shelf=practice")
    assert drill in page.text
    assert f"/breaches/{real}" not in page.text
    assert "PRACTICE" in text_of(page)


def test_home_counts_what_is_real_and_tags_what_is_practice(
    signed_in: SignedIn, council: TestCouncil, drill: str, now: datetime
) -> None:
    lead = signed_in(council, "lead")
    home = f"{root(council)}/"
    assert "Only practice waits for you today" in text_of(lead.get(home))
    real = council.report(now)
    council.receive(real, now)
    council.appoint(real, now)
    shown = text_of(lead.get(home))
    assert "1 thing needs you today" in shown
    assert shown.index(real) < shown.index(drill)
    assert "PRACTICE" in shown


def test_a_councillor_is_not_told_of_practice_as_of_a_breach(
    signed_in: SignedIn, council: TestCouncil, drill: str
) -> None:
    shown = text_of(signed_in(council, "councillor").get(f"{root(council)}/"))
    assert "Nothing the council must know of today" in shown
    assert f"Practice breach {drill}" in shown


def test_whoever_reports_is_told_that_a_report_is_real(
    signed_in: SignedIn, council: TestCouncil, now: datetime
) -> None:
    client = signed_in(council, "reporter")
    assert "Practice breach" not in client.get(f"{root(council)}/report").text
    begin(council, now)
    assert "a report is real" in text_of(client.get(f"{root(council)}/report"))


def test_the_list_says_what_each_showed(
    signed_in: SignedIn, council: TestCouncil, drill: str, now: datetime
) -> None:
    council.decide(drill, now)
    council.decide(drill, now, subject=Subject.PEOPLE)
    page = text_of(signed_in(council, "lead").get(f"{root(council)}/drills"))
    assert "a mailbox that somebody else read" in page
    assert "Decided in time" in page
    assert "Only the clerk or the chair can start one" in page


def test_the_years_evidence_holds_what_it_showed(
    signed_in: SignedIn, council: TestCouncil, drill: str
) -> None:
    client = signed_in(council, "clerk")
    page = text_of(client.get(f"{root(council)}/year/evidence"))
    assert "1 practice breach in the year" in page
    assert f"{drill}, " in page
    assert "The 72 hours are still running" in page
    assert "No breach" in page


def test_an_alerts_own_page_says_practice_to_whoever_is_not_signed_in(
    app: Flask, page_client: PageClient, council: TestCouncil, drill: str
) -> None:
    alert = waiting(council, MessageKind.CLOCK_ALERT)[0]
    settings, now = app.extensions["settings"], app.extensions["clock"].now()
    token = make_hold_link(settings.secret_key, HoldLink(council.id, alert.id), now=now)
    with app.test_request_context():
        address = app.url_for("alerts.have_it", token=token)
    require_marker(address, page_client.get(address))
