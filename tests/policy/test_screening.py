"""What looks like personal data is found in a text, and ordinary words are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.policy.screening import FindingKind, find_personal_data

FOUND = [
    ("Mrs Jones rang", "Mrs Jones", FindingKind.NAME),
    ("mr smith rang", "mr smith", FindingKind.NAME),
    ("Mr and Mrs de la Cruz", "Mrs de la Cruz", FindingKind.NAME),
    ("Dear Mrs O\u2019Neill", "Mrs O\u2019Neill", FindingKind.NAME),
    ("Mrs Lane and her plot", "Mrs Lane", FindingKind.NAME),
    ("Cllr. J. R. Hartley", "Cllr. J. R. Hartley", FindingKind.NAME),
    ("The email went to Sarah O'Neill", "Sarah O'Neill", FindingKind.NAME),
    ("It was Siân Llŷr's letter", "Siân Llŷr", FindingKind.NAME),
    ("a letter for Rhys ap Gwilym", "Rhys ap Gwilym", FindingKind.NAME),
    ("for Zoe\u0308 Łukasz-Nowak", "Zoe\u0308 Łukasz-Nowak", FindingKind.NAME),
    ("to Ludwig van der Berg", "Ludwig van der Berg", FindingKind.NAME),
    ("Ngozi Adeyemi's plot", "Ngozi Adeyemi", FindingKind.NAME),
    ("Emailed Priya Shah at once", "Priya Shah", FindingKind.NAME),
    ("John Smith rang us", "John Smith", FindingKind.NAME),
    ("SARAH JONES", "SARAH JONES", FindingKind.NAME),
    ("plot 4 is Dave's", "Dave", FindingKind.NAME),
    ("T Smith has it", "T Smith", FindingKind.NAME),
    ("Clerk Sarah Hill sent it", "Sarah Hill", FindingKind.NAME),
    ("write to jane.doe@example.org.", "jane.doe@example.org", FindingKind.EMAIL),
    ("07700 900123", "07700 900123", FindingKind.PHONE),
    ("on (01632) 960123", "(01632) 960123", FindingKind.PHONE),
    ("+44 7700 900 123", "+44 7700 900 123", FindingKind.PHONE),
    ("near dn21 3ab", "dn21 3ab", FindingKind.POSTCODE),
    ("at 4a, Church Street", "4a, Church Street", FindingKind.ADDRESS),
    ("AB 12 34 56 C", "AB 12 34 56 C", FindingKind.NATIONAL_INSURANCE),
    ("sort code 20-11-26", "20-11-26", FindingKind.BANK),
    ("account number: 12345678", "12345678", FindingKind.BANK),
    ("GB29 NWBK 6016 1331 9268 19", "GB29 NWBK 6016 1331 9268 19", FindingKind.BANK),
    ("4111 1111 1111 1111", "4111 1111 1111 1111", FindingKind.CARD),
    ("born on 3 May 1961", "3 May 1961", FindingKind.BIRTH),
    ("DOB: 12/03/61", "12/03/61", FindingKind.BIRTH),
]
LEFT_ALONE = [
    "The Parish Council met on Monday 3 March. Scotton Parish Council decided nothing.",
    "North Kesteven District Council wrote to West Lindsey and to Lincolnshire Police.",
    "The Information Commissioner's Office and its Data Protection Officer, Royal Mail and all.",
    "Sent on 21-11-26 at 18:40, and again on 01-02-2026 10:30; COVID-19, M180, Art. 33(4), A1 5th.",
    "Reference IC-286561-T0C9, breach 2026-004; ring 0303 123 1113 or 0800 111 222.",
    "St Mary's Church is on Church Lane. Queen Elizabeth Hall, Great Northern Terrace, Mill House.",
    "DATA BREACH REPORT. Freedom of Information Act 2000, Section 137, Annex B, Plan B.",
    "Mr Chairman, Dear Sir or Madam: MS Word, Microsoft Teams, Gmail and Outlook.",
    "About 30 people paid £1,200.00. Good Friday, Bank Holiday Monday, the Allotment Association.",
    "See www.scotton-pc.gov.uk/Minutes-May and Councillors Training. 20 allotments on 3 sites.",
]


@pytest.mark.parametrize(("text", "words", "kind"), FOUND)
def test_what_looks_like_personal_data_is_found(text: str, words: str, kind: FindingKind) -> None:
    assert [(each.words, each.kind) for each in find_personal_data(text)] == [(words, kind)]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_ordinary_words_with_capitals_and_numbers_are_left_alone(text: str) -> None:
    assert find_personal_data(text) == ()


def test_the_councils_own_people_and_numbers_may_stand_there() -> None:
    text = "Ask Ffion Clarke or Ffion, clerk@council.example, 01632 960999. Kirton Lindsey has it."
    allowed = ("Ffion Clarke", "CLERK@council.example", "01632960999", "Kirton Lindsey Council")

    assert find_personal_data(text, allowed=allowed) == ()
    assert len(find_personal_data(text)) == 5


def test_findings_come_in_order_with_the_place_where_each_stands() -> None:
    text = "To a@b.example: Sarah Jones, 12 Mill Lane,\nDN21 3AB."
    found = find_personal_data(text)

    assert [each.words for each in found] == [
        "a@b.example",
        "Sarah Jones",
        "12 Mill Lane",
        "DN21 3AB",
    ]
    assert all(text[each.start :].startswith(each.words) for each in found)


@given(st.text(max_size=400) | st.text(alphabet="Ab1 0-.'@+4,(\n\u2019\u0301É", max_size=400))
def test_any_text_is_screened(text: str) -> None:
    for each in find_personal_data(text, allowed=(text[:20],)):
        assert text[each.start :].startswith(each.words)
        assert each.words
