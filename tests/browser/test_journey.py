"""Two councils side by side, from report to overdue: whose data never meet."""

from datetime import timedelta

import pytest

from tests.browser.walking import Council, eventually

SECRETS = {"mockham": "KINGFISHER", "llanffug": "WOODPECKER"}
LADDER = {24: "48 hours left", 48: "24 hours left", 66: "6 hours left", 71: "1 hour left"}
HEARS_THE_CLOCK = ("lead", "clerk", "chair")


@pytest.fixture
def pair(browser, service):
    """Two councils of the demonstration, each with a word that only it may ever show."""
    made = [Council(browser, service, slug, secret) for slug, secret in SECRETS.items()]
    yield made
    for council in made:
        council.close()
    service.clock.reset()


def subjects(council, who, reference):
    return [
        letter.subject for letter in council.letters(who) if f"breach {reference}" in letter.subject
    ]


def has_letter(council, who, reference, words):
    return any(words in subject for subject in subjects(council, who, reference))


def all_have(council, people, reference, words):
    for who in people:
        eventually(
            f"{who} of {council.slug} has a letter that says {words!r}",
            lambda person=who: has_letter(council, person, reference, words),
        )


def test_a_breach_travels_from_report_to_overdue_in_two_councils(pair, service):
    references = {council.slug: council.report() for council in pair}
    for council in pair:
        bring_to_rating_four(council, references[council.slug])
    start = service.clock.now()
    for hours, left in LADDER.items():
        service.clock.move_on(start + timedelta(hours=hours, minutes=1) - service.clock.now())
        for council in pair:
            all_have(council, HEARS_THE_CLOCK, references[council.slug], left)
    service.clock.move_on(timedelta(hours=1))
    for council in pair:
        all_have(council, HEARS_THE_CLOCK, references[council.slug], "was due")
        page = council.open("clerk", f"/breaches/{references[council.slug]}")
        assert page.get_by_text("overdue").first.is_visible()
    the_two_never_met(pair)


def bring_to_rating_four(council, reference):
    all_have(council, ("clerk", "chair"), reference, "reported")
    council.receive(reference)
    rated = council.rate_four(reference)
    assert rated.get_by_text("rating of 3 or more: every councillor is being told").is_visible()
    all_have(council, ("chair", "councillor", "councillor2"), reference, "is rated 4")
    assert not has_letter(council, "reporter", reference, "is rated")


def the_two_never_met(pair):
    """Nothing that one council's people saw or were sent holds the other's word or name."""
    for council, other in (pair, reversed(pair)):
        seen = "".join(council.shown)
        assert council.secret in seen
        assert other.secret not in seen
        for who in ("lead", "clerk", "chair", "councillor", "reporter"):
            for letter in council.letters(who):
                assert council.secret not in letter.subject + letter.text
                assert other.slug not in letter.text
    for council, other in (pair, reversed(pair)):
        page = council.person("clerk")
        for path in ("", "/breaches", "/policy", "/people"):
            answer = page.goto(f"{council.service.address}/councils/{other.slug}{path}")
            assert answer is not None
            assert answer.status == 404
            assert other.secret not in page.content()
