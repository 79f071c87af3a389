from datetime import UTC, datetime

from flask import Flask

from webapp.filters import counted, number, prose, short_time_element, time_element, typed


def test_a_time_is_shown_for_people_and_for_machines() -> None:
    at = datetime(2026, 7, 21, 17, 40, tzinfo=UTC)

    assert time_element(at) == (
        '<time datetime="2026-07-21T17:40:00Z">Tuesday 21 July 2026, 6:40 pm</time>'
    )
    assert "Tue 21 Jul 2026, 6:40 pm" in short_time_element(at)
    assert ">Tuesday 21 July 2026<" in time_element(at, "day")


def test_both_hours_of_the_october_change_can_be_told_apart() -> None:
    first = time_element(datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    second = time_element(datetime(2026, 10, 25, 1, 30, tzinfo=UTC))

    assert "1:30 am BST" in first
    assert "1:30 am GMT" in second


def test_what_people_typed_cannot_become_part_of_the_page() -> None:
    assert typed("<script>\u202e") == "<bdi>&lt;script&gt;\u202e</bdi>"
    assert prose("one <b>\ntwo\n\nthree").count("<p ") == 2
    assert "one &lt;b&gt;<br>two" in prose("one <b>\ntwo\n\nthree")
    assert prose(None) == ""


def test_numbers_have_their_thousands_apart_and_nouns_their_plural() -> None:
    assert number(1234567) == "1,234,567"
    assert counted(1, "breach", "breaches") == "1 breach"
    assert counted(1200, "hour") == "1,200 hours"


def test_time_left_follows_the_services_own_clock(local_app: Flask) -> None:
    now = local_app.extensions["clock"].now()

    with local_app.app_context():
        left = local_app.jinja_env.filters["time_left"](now)

    assert left in {"due now", "less than a minute left"}
