"""Days to come as people type them."""

from datetime import date

import pytest

from webapp.policy.days import DayRefused, read_day, written
from webapp.policy.forms import months_after

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12 January 2027", date(2027, 1, 12)),
        ("Tuesday 12 January 2027", date(2027, 1, 12)),
        ("tues 12th jan 27", date(2027, 1, 12)),
        ("on the 12th of January", date(2027, 1, 12)),
        ("January 12, 2027", date(2027, 1, 12)),
        ("12/1/2027", date(2027, 1, 12)),
        ("12.01.27", date(2027, 1, 12)),
        ("2027-01-12", date(2027, 1, 12)),
        ("20 November", date(2026, 11, 20)),
        ("19/11", date(2027, 11, 19)),
        ("1 Sept 2027", date(2027, 9, 1)),
        ("today", date(2026, 11, 20)),
        ("tomorrow", date(2026, 11, 21)),
        ("29 February 2028", date(2028, 2, 29)),
    ],
)
def test_a_day_is_understood_as_it_is_typed(typed: str, meant: date) -> None:
    assert read_day(typed, today=TODAY) == meant


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("Monday 12 January 2027", "12 January 2027 is a Tuesday"),
        ("31 June 2027", "not in the calendar"),
        ("29 February 2027", "not in the calendar"),
        ("12 January 1927", "Check the year"),
        ("12 January 20277", "Check the year"),
        ("first Tuesday in January", "could not read that as a day"),
        ("12 Smarch 2027", "could not read that as a day"),
        ("January 2027", "not in the calendar"),
        ("Tuesday", "Write the day, the month and the year"),
        ("12", "Write the day, the month and the year"),
        ("12/1/2027/3", "Write the day, the month and the year"),
        ("9" * 99, "Write the day, the month and the year"),
        ("\u0661\u0662", "could not read that as a day"),
        ("=1+1", "could not read that as a day"),
        ("x" * 101, "Write the day like"),
    ],
)
def test_a_day_that_is_none_says_what_to_write(typed: str, complaint: str) -> None:
    with pytest.raises(DayRefused, match=complaint):
        read_day(typed, today=TODAY)


def test_a_day_is_written_as_it_would_be_typed() -> None:
    assert written(date(2027, 1, 2)) == "2 January 2027"
    assert read_day(written(date(2027, 1, 2)), today=TODAY) == date(2027, 1, 2)


def test_a_year_after_a_leap_day_is_the_last_of_february() -> None:
    assert months_after(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert months_after(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert months_after(date(2026, 11, 9), 12) == date(2027, 11, 9)
