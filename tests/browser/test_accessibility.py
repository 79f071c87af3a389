"""axe-core finds nothing to mend (WCAG 2.2 AA) on any page, for anybody, at any width."""

import json
from collections import defaultdict

import pytest
from playwright.sync_api import Page

from tests.browser.axe import faults_of
from tests.browser.stack import sign_in, sign_in_officer, sign_in_operator
from tests.browser.tour import COUNCIL, MEMBERS, OFFICER, OPERATOR, SIGNED_OUT, Stop, Tour, email_of


@pytest.fixture(scope="module")
def stops(service):
    """Every stop of the tour, by who makes it."""
    tour = Tour(service)
    by_person: dict[str, list[Stop]] = defaultdict(list)
    for stop in tour.stops():
        by_person[stop.who].append(stop)
    yield by_person
    tour.close()


def enter(page: Page, service, who: str) -> None:
    if who == OFFICER:
        sign_in_officer(page, service)
    elif who == OPERATOR:
        sign_in_operator(page, service)
    elif who != SIGNED_OUT:
        sign_in(page, service, COUNCIL, email_of(who))


def faults_at(page: Page, service, stop: Stop) -> list[str]:
    answer = page.goto(service.address + stop.path)
    assert answer is not None
    if answer.status >= 500:
        return [f"{stop.path}: answered {answer.status}"]
    return [f"{stop.path}: {fault}" for fault in faults_of(page)]


@pytest.mark.parametrize("who", [SIGNED_OUT, *MEMBERS, OFFICER, OPERATOR])
def test_every_page_is_accessible_and_narrow_enough(page, service, stops, who):
    enter(page, service, who)
    faults = [fault for stop in stops[who] for fault in faults_at(page, service, stop)]
    assert stops[who]
    assert not faults, json.dumps(faults, indent=1)
