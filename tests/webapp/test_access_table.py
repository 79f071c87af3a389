"""Every address x every role x own council, other council, signed out: generated from `url_map`.

What an address should answer follows from what its view declares (`webapp.access`) and from
`MAY` below. A new address is in the table as soon as it exists; one with a part in it that nobody
has named yet fails until `FILLERS` says what to put there.
"""

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from justhtml import JustHTML
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tenants import councils
from tenants.access import Permission
from tenants.breaches.drafts import start_draft
from tenants.breaches.drills import find_open_drill, start_drill
from tenants.breaches.scenarios import SCENARIOS, ScenarioId
from tenants.clock import Clock
from tenants.models import DraftKind
from tenants.policy import shipped_policy
from tenants.settings import Settings
from tests.councils import CouncilMaker, TestCouncil
from tests.webapp.conftest import settings_without_servers, with_token_page
from tests.webapp.duties_to_settle import DUTIES
from tests.webapp.signed_in import browser_of
from webapp import create_app
from webapp.access import Access, access_of

WHO = ("clerk", "chair", "lead", "councillor", "reporter")
_OFFICES = {"clerk", "chair"}
MAY: dict[Permission, set[str]] = {
    Permission.REPORT_BREACH: set(WHO),
    Permission.SEE_HOME: set(WHO),
    Permission.SEE_POLICY: set(WHO),
    Permission.SEE_REGISTER: {*_OFFICES, "lead", "councillor"},
    Permission.SEE_REPORTER: {*_OFFICES, "lead"},
    Permission.HANDLE_BREACH: {*_OFFICES, "lead"},
    Permission.MANAGE_PEOPLE: _OFFICES,
}
# An empty form may be refused, a step may come too early, and whoever may handle breaches in
# general may be kept away from one: none of that is a missing permission, and none is a fault.
_VISITS = count(1)
_ANSWERS_TO_WHO_MAY = {200, 303, 400, 403, 404, 409, 410, 422}


@dataclass(frozen=True, slots=True)
class Things:
    """A council and what it has: a rated breach, people, and a new draft for each visit."""

    council: TestCouncil
    association: str
    reference: str
    clock: Clock
    maker: CouncilMaker

    def model(self) -> UUID:
        """Publish one more version of a model policy, which the visit may use up."""
        words = shipped_policy("letwell").document
        document = {**words, "title": f"A model for visit {next(_VISITS)}"}
        return self.maker.publish(json.dumps(document), self.clock.now()).id

    def drill(self) -> str:
        """Return a practice breach that is running, which the visit may end."""
        with self.council.session() as session:
            running = find_open_drill(session)
            if running is None:
                story = SCENARIOS[ScenarioId.LOST_FOLDER]
                clerk = self.council.members["clerk"]
                running = start_drill(session, story, by=clerk, now=self.clock.now())
                session.commit()
            return running.reference

    def duty(self, about: str) -> UUID:
        """Return an action, a complaint or something kept, of the breach, for a visit to settle."""
        made = DUTIES[about]
        clerk = self.council.members["clerk"]
        with self.council.session() as session:
            found = made(session, self.council.seen(self.reference), clerk, self.clock.now())
            session.commit()
            return found

    def draft(self, who: str) -> UUID:
        """Begin a report of this member's, which the visit may spoil."""
        member = self.council.members[who]
        with self.council.session(who) as session:
            draft = start_draft(session, kind=DraftKind.REPORT, by=member, now=self.clock.now())
            session.commit()
            return draft.id

    @property
    def marks(self) -> tuple[str, ...]:
        """Return words that nobody outside the council may read."""
        names = (member.name for member in self.council.members.values())
        return (*names, f"({self.council.name})", self.council.email("clerk"))


FILLERS: dict[str, Callable[[Things, str], object]] = {
    "council": lambda things, _who: things.council.slug,
    "association": lambda things, _who: things.association,
    "reference": lambda things, _who: things.reference,
    "drill": lambda things, _who: things.drill(),
    "membership_id": lambda things, _who: things.council.members["lead"].membership_id,
    "draft": lambda things, who: things.draft(who),
    "action_id": lambda things, _who: things.duty("action"),
    "complaint_id": lambda things, _who: things.duty("complaint"),
    "deadline_id": lambda things, _who: things.duty("kept"),
    "file_id": lambda things, _who: things.duty("file"),
    "link_id": lambda things, _who: things.duty("link"),
    "letter_id": lambda things, _who: things.duty("letter"),
    "model_id": lambda things, _who: things.model(),
    "number": lambda _things, _who: 0,
    "where": lambda _things, _who: "scale/3",
    "page": lambda _things, _who: "what-happened",
    "part": lambda _things, _who: "about-the-breach",
    "about": lambda _things, _who: "regulator",
    "kind": lambda _things, _who: "incident-report",
    "ending": lambda _things, _who: "pdf",
    "token": lambda _things, _who: "no-such-token",
    "key": lambda _things, _who: "no-such-letter",
    "filename": lambda _things, _who: "service.css",
}


@dataclass(frozen=True, slots=True)
class Land:
    """One service with two councils, two associations, and a browser for everybody."""

    app: Flask
    own: Things
    other: Things
    members: dict[str, FlaskClient]
    officer: FlaskClient
    foreign_officer: FlaskClient

    @property
    def everybody(self) -> dict[str, FlaskClient]:
        """Return all who are signed in, none of whom belongs to the other council."""
        return {**self.members, "officer": self.officer, "foreign officer": self.foreign_officer}


def rules_of(app: Flask) -> list[Rule]:
    """Return every address of the service, in a fixed order."""
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))


def address_of(app: Flask, rule: Rule, things: Things, who: str) -> str:
    """Return the address with real things of the council in it."""
    values = {}
    for name in sorted(rule.arguments):
        assert name in FILLERS, (
            f"The access table cannot fill <{name}> in {rule.rule} ({rule.endpoint}). Add a line"
            f' for "{name}" to FILLERS in {__name__}: a real value that belongs to the council.'
        )
        values[name] = FILLERS[name](things, who)
    with app.test_request_context():
        return app.url_for(rule.endpoint, **values)


def declared(app: Flask, rule: Rule) -> Access:
    """Return what the view declares."""
    access = access_of(app, rule.endpoint)
    assert access is not None, (
        f"{rule.endpoint} ({rule.rule}) declares no access: write @requires(Permission.…),"
        " @for_officers, @for_operators or @public below its route."
    )
    return access


def judge(*, may: bool, status: int, was_refused: bool) -> None:
    """Raise `AssertionError` when a member of the council got the wrong kind of answer."""
    if may:
        assert not was_refused, "The role allows this page, but it was refused for the role."
        assert status in _ANSWERS_TO_WHO_MAY, f"The role allows this page, but it gave {status}."
    else:
        assert was_refused, f"The role does not allow this page, but it gave {status}."
        assert status == 403, f"A page outside the role is 403, not {status}."


_SHAPE = with_token_page(create_app(settings_without_servers(LOCAL_DIR="nowhere")))
RULES = [pytest.param(rule.rule, rule.endpoint, id=rule.rule) for rule in rules_of(_SHAPE)]
_OF_COUNCIL = [
    case for case, rule in zip(RULES, rules_of(_SHAPE), strict=True)
    if (access := access_of(_SHAPE, rule.endpoint)) is not None and access.permission is not None
]  # fmt: skip
_OF_OFFICERS = [
    case for case, rule in zip(RULES, rules_of(_SHAPE), strict=True)
    if (access := access_of(_SHAPE, rule.endpoint)) is not None and access.is_for_officers
]  # fmt: skip
_PUBLIC = [
    case for case, rule in zip(RULES, rules_of(_SHAPE), strict=True)
    if (access := access_of(_SHAPE, rule.endpoint)) is None or access.is_public
]  # fmt: skip


@pytest.fixture(scope="module")
def land(
    settings: Settings, clock: Clock, council_maker: CouncilMaker, owner: Engine
) -> Iterator[Land]:
    """Make the one service and the one pair of councils that the whole table is tried on."""
    app = with_token_page(create_app(settings, clock=clock))
    own, other = (_things(council_maker, clock) for _ in range(2))
    with Session(owner) as session:
        number = next(_VISITS)
        elsewhere = councils.found_association(session, name=f"Othershire Association {number}").id
        ids = [
            councils.appoint_officer(session, association_id=at, email=email, name="An Officer")
            for at, email in (
                (own.council.association_id, f"officer-{number}@testshire.example"),
                (elsewhere, f"officer-{number}@othershire.example"),
            )
        ]
        session.commit()
    members = {who: browser_of(app, own.council.members[who].person_id) for who in WHO}
    yield Land(app, own, other, members, *(browser_of(app, person_id) for person_id in ids))
    app.extensions["database"].close()


def _things(maker: CouncilMaker, clock: Clock) -> Things:
    """Make a council and bring one breach of it as far as its rating."""
    council, now = maker.make(), clock.now()
    reference = council.report(now - timedelta(hours=5))
    council.receive(reference, now - timedelta(hours=4))
    council.appoint(reference, now - timedelta(hours=3))
    council.rate(reference, now - timedelta(hours=2))
    return Things(council, councils.slug_of("Testshire Association"), reference, clock, maker)


def find_rule(app: Flask, text: str, endpoint: str) -> Rule:
    """Return the running service's rule for a line of the table."""
    return next(rule for rule in app.url_map.iter_rules(endpoint) if rule.rule == text)


def visits(app: Flask, rule: Rule, things: Things, who: str) -> list[tuple[str, str]]:
    """Return each method with an address of its own: a visit may use up what it is about."""
    methods = [name for name in ("GET", "POST") if name in (rule.methods or ())]
    return [(method, address_of(app, rule, things, who)) for method in methods]


def visit(browser: FlaskClient, method: str, address: str) -> TestResponse:
    """Open a page, or send its form with nothing in it but this session's own token."""
    if method == "GET":
        with browser.get(address, buffered=True) as answer:
            return answer
    page = JustHTML(browser.get("/tests/token").text, sanitize=False)
    return browser.post(address, data={"csrf_token": page.query("input")[0].attrs["value"]})


def shows_nothing_of(things: Things, answer: TestResponse) -> bool:
    """Whether an answer, a page or a file, holds none of the council's own words."""
    return not any(mark.encode() in answer.data for mark in things.marks)


@pytest.mark.parametrize("permission", Permission)
def test_each_permission_is_held_by_whom_the_table_says(land: Land, permission: Permission) -> None:
    members = land.own.council.members

    assert {who for who in WHO if members[who].can(permission)} == MAY[permission]


@pytest.mark.parametrize(("rule", "endpoint"), _OF_COUNCIL)
def test_in_their_own_council_a_role_opens_what_it_may_and_no_more(
    land: Land, rule: str, endpoint: str, caplog: pytest.LogCaptureFixture
) -> None:
    found = find_rule(land.app, rule, endpoint)
    permission = declared(land.app, found).permission
    assert permission is not None
    caplog.set_level(logging.INFO, logger="webapp.error_pages")
    gave = set()
    for who in WHO:
        for method, address in visits(land.app, found, land.own, who):
            caplog.clear()
            status = visit(land.members[who], method, address).status_code
            was_refused = "permission_missing" in caplog.messages
            judge(may=who in MAY[permission], status=status, was_refused=was_refused)
            gave.add(status)
    assert gave & {200, 303, 422}, (
        f"Nobody can open {rule}: it gave {gave}. Fill it with real things."
    )


@pytest.mark.parametrize(("rule", "endpoint"), _OF_COUNCIL)
def test_another_councils_page_is_not_found_and_tells_nothing(
    land: Land, rule: str, endpoint: str
) -> None:
    found = find_rule(land.app, rule, endpoint)
    for browser in land.everybody.values():
        for method, address in visits(land.app, found, land.other, "reporter"):
            answer = visit(browser, method, address)
            assert answer.status_code == 404
            assert shows_nothing_of(land.other, answer)
            assert land.other.council.name not in answer.text


@pytest.mark.parametrize(("rule", "endpoint"), _OF_COUNCIL)
def test_who_is_signed_out_is_shown_to_the_councils_own_door(
    land: Land, rule: str, endpoint: str
) -> None:
    found = find_rule(land.app, rule, endpoint)
    door = f"/councils/{land.own.council.slug}/sign-in"
    stranger = land.app.test_client()
    for method, address in visits(land.app, found, land.own, "reporter"):
        answer = visit(stranger, method, address)
        assert shows_nothing_of(land.own, answer)
        if method == "GET":
            assert answer.status_code == 303
            assert urlsplit(answer.headers["Location"]).path == door
        else:
            # What was typed is carried through the door, so the door itself is the answer.
            assert answer.status_code == 403
            assert f'action="{door}"' in answer.text


@pytest.mark.parametrize(("rule", "endpoint"), _OF_COUNCIL)
def test_another_councils_thing_is_not_found_under_ones_own_address(
    land: Land, rule: str, endpoint: str
) -> None:
    found = find_rule(land.app, rule, endpoint)
    own = land.own.council.slug
    for method, address in visits(land.app, found, land.other, "reporter"):
        mixed = address.replace(f"/{land.other.council.slug}/", f"/{own}/")
        answer = visit(land.members["clerk"], method, mixed)
        assert shows_nothing_of(land.other, answer)
        if {"draft", "membership_id"} & found.arguments:
            assert answer.status_code == 404


@pytest.mark.parametrize(("rule", "endpoint"), _OF_OFFICERS)
def test_an_officers_page_opens_to_the_officers_of_that_association_only(
    land: Land, rule: str, endpoint: str
) -> None:
    found = find_rule(land.app, rule, endpoint)
    for method, address in visits(land.app, found, land.own, "reporter"):
        answer = visit(land.officer, method, address)
        assert answer.status_code in {200, 303, 422}
        assert shows_nothing_of(land.own, answer)
        assert shows_nothing_of(land.other, answer)
        for browser in (land.foreign_officer, *land.members.values()):
            assert visit(browser, method, address).status_code == 404
        if method == "GET":
            signed_out = visit(land.app.test_client(), method, address)
            door = f"/associations/{land.own.association}/sign-in"
            assert signed_out.status_code == 303
            assert urlsplit(signed_out.headers["Location"]).path == door


@pytest.mark.parametrize(("rule", "endpoint"), _PUBLIC)
def test_a_public_page_answers_to_everyone_and_tells_nothing(
    land: Land, rule: str, endpoint: str
) -> None:
    found = find_rule(land.app, rule, endpoint)
    assert declared(land.app, found).is_public
    for method, address in visits(land.app, found, land.own, "reporter"):
        browsers = [land.app.test_client()]
        browsers += land.everybody.values() if method == "GET" else []
        for browser in browsers:
            answer = visit(browser, method, address)
            assert answer.status_code not in {401, 403, 405, 500}
            assert shows_nothing_of(land.other, answer)
        answer = visit(land.app.test_client(), "GET", address)
        assert shows_nothing_of(land.own, answer)
