import pytest

from webapp.forms.counts import CountRefused, read_count
from webapp.forms.typed import readable, tidy


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("20", 20),
        ("about 20", 20),
        ("1,000", 1000),
        ("1 000", 1000),
        ("roughly 30 people", 30),
        ("a dozen", 12),
        ("Twenty", 20),
        ("about 5 households", 5),
        ("10000000", 10_000_000),
    ],
)
def test_a_number_of_people_is_understood(typed: str, meant: int) -> None:
    assert read_count(typed) == meant


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("0", "1 or more"),
        ("-5", "1 or more"),
        ("10,000,001", "10 million"),
        ("9" * 5000, "10 million"),
        ("10-20", "largest it could be"),
        ("20 to 30", "largest it could be"),
        ("1,00", "as a number"),
        ("none", "as a number"),
        ("=1+1", "as a number"),
        ("\U0001f600", "as a number"),
    ],
)
def test_an_absurd_number_is_refused_with_words(typed: str, told: str) -> None:
    with pytest.raises(CountRefused) as refused:
        read_count(typed)

    assert told in str(refused.value)


def test_text_keeps_its_meaning_and_loses_what_no_page_may_hold() -> None:
    typed = "  Caf\u0065\u0301\r\n=SUM(A1)\x00 \U0001f600 \u202eabc\ufffe\x85 "

    assert tidy(typed) == "Caf\u00e9\n=SUM(A1) \U0001f600 \u202eabc"
    assert readable("a\tb\r") == "a\tb\n"
