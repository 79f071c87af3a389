from datetime import UTC, datetime

import pytest

from tenants.models.vocabulary import Precision
from tenants.times import when
from webapp.forms.daytime import WhenRefused
from webapp.forms.when import read_when

# A Sunday, noon in London.
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("yesterday 4pm", "Saturday 21 November 2026, 4:00 pm"),
        ("Yesterday at about 4 p.m.", "Saturday 21 November 2026, 4:00 pm"),
        ("21 Nov 2026 6:40pm", "Saturday 21 November 2026, 6:40 pm"),
        ("21/11/2026 18:40", "Saturday 21 November 2026, 6:40 pm"),
        ("21.11.2026 18.40", "Saturday 21 November 2026, 6:40 pm"),
        ("21-11-26, 18:40", "Saturday 21 November 2026, 6:40 pm"),
        ("2026-11-21T18:40", "Saturday 21 November 2026, 6:40 pm"),
        ("2026-11-21 18:40:33", "Saturday 21 November 2026, 6:40 pm"),
        ("Saturday 21 November 2026, 6:40 pm", "Saturday 21 November 2026, 6:40 pm"),
        ("quarter to 5 pm yesterday", "Saturday 21 November 2026, 4:45 pm"),
        ("half past four on friday afternoon", "Friday 20 November 2026, 4:30 pm"),
        ("5 o'clock yesterday afternoon", "Saturday 21 November 2026, 5:00 pm"),
        ("1830hrs yesterday", "Saturday 21 November 2026, 6:30 pm"),
        ("noon yesterday", "Saturday 21 November 2026, 12:00 pm"),
        ("last night at 9", "Saturday 21 November 2026, 9:00 pm"),
        ("this morning at 9", "Sunday 22 November 2026, 9:00 am"),
        ("9am", "Sunday 22 November 2026, 9:00 am"),
        ("Sunday 9am", "Sunday 22 November 2026, 9:00 am"),
        ("day before yesterday 5pm", "Friday 20 November 2026, 5:00 pm"),
        ("3 days ago at 4pm", "Thursday 19 November 2026, 4:00 pm"),
        ("two hours ago", "Sunday 22 November 2026, 10:00 am"),
        ("half an hour ago", "Sunday 22 November 2026, 11:30 am"),
        ("now", "Sunday 22 November 2026, 12:00 pm"),
    ],
)
def test_a_time_is_understood_as_it_was_meant(typed: str, meant: str) -> None:
    found = read_when(typed, NOW)

    assert (when(found.at), found.precision) == (meant, Precision.TIME)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("today", "Sunday 22 November 2026"),
        ("yesterday", "Saturday 21 November 2026"),
        ("last Tuesday morning", "Tuesday 17 November 2026"),
        ("tuesday", "Tuesday 17 November 2026"),
        ("last sunday", "Sunday 15 November 2026"),
        ("Tuesday last week", "Tuesday 10 November 2026"),
        ("last night", "Saturday 21 November 2026"),
        ("early yesterday morning", "Saturday 21 November 2026"),
        ("21 November", "Saturday 21 November 2026"),
        ("21st of November", "Saturday 21 November 2026"),
        ("25/12", "Thursday 25 December 2025"),
        ("nov 20", "Friday 20 November 2026"),
        ("1 day ago", "Saturday 21 November 2026"),
        ("a fortnight ago", "Sunday 8 November 2026"),
    ],
)
def test_a_day_without_a_time_keeps_no_invented_time(typed: str, meant: str) -> None:
    found = read_when(typed, NOW)

    assert when(found.at, found.precision) == meant


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Write it like 21 November 2026, 6:40pm"),
        ("asdf", "Enter the day too"),
        ("last week", "Enter the day too"),
        ("november", "Enter the day too"),
        ("12", "Enter the day too"),
        ("november 2026", "real date"),
        ("30 February 2026", "real date"),
        ("31/11/2026", "not in the calendar"),
        ("11/21/2026", "the day, then the month"),
        ("tomorrow", "not come yet"),
        ("23 Nov 2026", "not come yet"),
        ("4pm", "not come yet"),
        ("1 jan 1900", "more than 100 years ago"),
        ("Sunday 21 November 2026", "21 November 2026 was a Saturday"),
        ("sunday", "Today is Sunday"),
        ("yesterday at 4", "Say whether 4 is in the morning or the afternoon"),
        ("yesterday 4:30", "Say whether 4:30 is in the morning or the afternoon"),
        ("yesterday 25:00", "25 is not a time of day"),
        ("midnight yesterday", "12:01am or 11:59pm"),
        ("29 March 2026 1:30am", "clocks went forward on Sunday 29 March 2026"),
        ("x" * 5000, "Write it like"),
        ("999999999999999999/1/1", "day"),
        ("\u202e21/11/2026", "day"),
    ],
)
def test_what_could_mean_two_things_or_nothing_is_refused_with_words(typed: str, told: str) -> None:
    with pytest.raises(WhenRefused) as refused:
        read_when(typed, NOW)

    assert told in str(refused.value)


def test_the_hour_that_october_has_twice_is_taken_as_the_earlier() -> None:
    found = read_when("25 October 2026 1:30am", NOW)

    assert found.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_summer_times_are_an_hour_earlier_in_utc() -> None:
    found = read_when("21 July 2026 6:40pm", NOW)

    assert found.at == datetime(2026, 7, 21, 17, 40, tzinfo=UTC)


def test_part_of_today_is_never_later_than_now() -> None:
    found = read_when("this evening", NOW)

    assert found.at == NOW
