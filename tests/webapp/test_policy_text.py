"""Policies of every make, laid out to be read: only what they have, and all of it."""

from collections.abc import Callable

import pytest
from justhtml import JustHTML

from tenants.models import ObligationId
from tenants.policy import Policy, load_policy, shipped_policy
from tenants.policy.council_policy import shipped_policies
from tenants.policy.documents import shipped
from tests.councils import TestCouncil
from tests.tenants.posted import work_under
from tests.webapp.conftest import PageClient
from webapp.policy.asking import asking_of
from webapp.policy.ratings import grid_of, scale_words, tables_of
from webapp.policy.shown import months_in_words
from webapp.policy.text import text_of

SignIn = Callable[[TestCouncil, str], PageClient]
_BARE = 'id = "bare"\ntitle = "A bare policy"\nversion = "1"\n'


@pytest.fixture
def page_under(council: TestCouncil, signed_in: SignIn) -> Callable[[str], JustHTML]:
    """Open the policy's page of a council that adopted this document."""

    def open_page(document: str) -> JustHTML:
        work_under(council, document)
        page = signed_in(council, "councillor").get(f"/councils/{council.slug}/policy")
        assert page.status_code == 200
        return JustHTML(page.text, sanitize=False)

    return open_page


def words(page: JustHTML) -> str:
    return " ".join(page.to_text().split())


def said_by(policy: Policy) -> list[str]:
    """Return everything that a policy says in sentences of its own."""
    return [
        *(rung.meaning for rung in policy.scale),
        *(row.sentence for axis in policy.axes for row in axis.table.rows),
        *(row.sentence for row in (policy.overall.rows if policy.overall else ())),
        *(judgement.question for judgement in policy.judgements),
        *(answer.label for judgement in policy.judgements for answer in judgement.answers),
        *(party.name for party in policy.parties),
        *(ladder.sentence for ladder in policy.ladders),
        *(each.sentence for each in policy.responsibilities),
        *(duty.sentence for duty in policy.obligations),
        *(task for step in policy.steps for task in step.tasks),
        *(question.text for part in policy.form for question in part.questions),
        *(clause.sentence for clause in policy.clauses),
        *(cited for clause in policy.clauses for cited in clause.cites),
        *(each.sentence for each in policy.retention),
        *(note.sentence for note in policy.notes),
        policy.review.sentence,
        policy.public_return.sentence if policy.public_return else "",
    ]


@pytest.mark.parametrize("name", shipped_policies())
def test_a_policy_of_any_make_is_read_in_full(
    page_under: Callable[[str], JustHTML], name: str
) -> None:
    page = page_under(shipped(f"policies/{name}.toml"))

    text = words(page)
    for sentence in said_by(shipped_policy(name)):
        assert " ".join(sentence.split()) in text
    assert "{" not in text
    assert " None" not in text


def test_a_policy_that_says_nothing_shows_no_empty_section(
    page_under: Callable[[str], JustHTML],
) -> None:
    page = page_under(_BARE)

    headings = [node.to_text().strip() for node in page.query("main h2")]
    assert headings == [
        "Adopted by the council",
        "On this page",
        "In short",
        "How a breach is rated",
        "Who is asked, and when",
        "When it is looked at again",
        "What the law adds",
    ]
    assert "Whether somebody must be told follows from the law alone" in words(page)


def test_the_contents_lead_to_every_section_and_to_nothing_else(
    page_under: Callable[[str], JustHTML],
) -> None:
    page = page_under(shipped("policies/example-three-levels.toml"))

    listed = [str(node.attrs["href"])[1:] for node in page.query(".pb-contents a")]
    sections = [str(node.attrs["aria-labelledby"]) for node in page.query("section.pb-part")]
    assert listed == sections


def test_a_named_rung_is_called_by_its_name_and_never_by_its_number(
    page_under: Callable[[str], JustHTML],
) -> None:
    page = page_under(shipped("policies/example-three-levels.toml"))

    shown = [node.to_text().strip() for node in page.query(".pb-rung__value")]
    assert shown == ["Low", "Medium", "High"]
    assert "one of these ratings: Low, Medium or High" in words(page)
    assert "told at an overall rating of High or more" in words(page)


def test_two_ladders_and_their_table_are_shown_as_tables_and_as_a_grid(
    page_under: Callable[[str], JustHTML],
) -> None:
    page = page_under(shipped("policies/example-grid.toml"))

    text = words(page)
    assert "Harm and Chance are each rated on a scale of their own" in text
    rows = [
        [cell.to_text().strip() for cell in row.query("td")]
        for row in page.query(".pb-grid__table tbody tr")
    ]
    assert rows[0] == ["Amber", "Amber", "Red", "Red", "Red"]
    assert rows[-1] == ["Green", "Green", "Green", "Green", "Amber"]


def test_there_is_a_grid_only_where_two_columns_alone_make_the_rating() -> None:
    assert grid_of(shipped_policy("example-grid")) is not None
    assert grid_of(shipped_policy("scotton")) is None
    assert grid_of(shipped_policy("mudford")) is None


def test_what_outsiders_must_do_stands_apart() -> None:
    text = text_of(shipped_policy("example-three-levels"))

    assert {duty.by for duty in text.duties_of_others} == {"Web and e-mail supplier"}
    assert "Web and e-mail supplier" not in {duty.by for duty in text.duties}
    assert all(duty.applies.words == "In this case:" for duty in text.duties_of_others)
    assert all(len(duty.applies.cases) == 1 for duty in text.duties_of_others)


def test_a_ladder_says_who_is_reached_how_and_after_how_long() -> None:
    office_hours, night = text_of(shipped_policy("example-legal-outcome")).ladders

    assert office_hours.rungs == (
        ("Records officer", "By e-mail, at once"),
        ("Town clerk", "By e-mail and telephone, after 2 hours without an answer"),
        ("Mayor", "By telephone, after 4 hours without an answer"),
    )
    assert night.rungs[0] == ("Town clerk", "By text message and telephone, at once")


def test_a_ladder_says_what_it_is_for_and_at_what_hours() -> None:
    used = [ladder.used for ladder in text_of(shipped_policy("example-legal-outcome")).ladders]

    assert used == ["For reports, in office hours", "For reports, out of office hours"]
    (only,) = text_of(shipped_policy("scotton")).ladders
    assert only.used == "For reports and for what is due, at all hours"


def test_it_is_said_when_everything_that_is_due_is_asked_about() -> None:
    asking = asking_of(shipped_policy("scotton"))
    said = {each.what: (each.when, each.may_wait) for each in asking.asked}

    assert len(said) == len(ObligationId)
    when, may_wait = said["Deciding whether the regulator is told"]
    before = "48 hours, 24 hours, 6 hours and 1 hour before"
    assert when == f"{before}, when the time is up, again 24 hours, 3 days and 7 days after"
    assert not may_wait
    assert said["A report that nobody has received"] == (
        "At once, again 2 hours, 8 hours and 20 hours after",
        True,
    )
    assert asking.quiet == "from 21:00 to 07:00 every day"
    assert asking.office == "from 09:00 to 17:00, Monday to Friday"


def test_a_policy_without_quiet_hours_holds_nothing_back(
    page_under: Callable[[str], JustHTML],
) -> None:
    page = words(page_under(_BARE + 'quiet_hours = "none"\n'))

    assert "There are no quiet hours: everything is sent at its time, at night too." in page
    assert "It waits for quiet hours to end" not in page


def test_an_exception_says_that_it_comes_before_worse_ratings() -> None:
    (table,) = tables_of(shipped_policy("scotton"))

    marked = [reason for rung in table.rungs for cell in rung.cells for reason in cell]
    assert [reason.sentence for reason in marked if reason.is_exception] == [
        "It was encrypted, the key is safe, and it is about one person only.",
        "It was encrypted and the key is safe, so the risk is low.",
    ]


def test_a_long_ladder_of_names_is_said_by_its_ends() -> None:
    names = ("None", "Tiny", "Small", "Middling", "Large", "Huge")
    rungs = "".join(
        f'[[scale]]\nvalue = {value}\nname = "{name}"\nmeaning = "m"\n'
        for value, name in enumerate(names)
    )

    assert scale_words(load_policy(_BARE + rungs)) == "a rating from None to Huge"


@pytest.mark.parametrize(
    ("months", "said"),
    [(1, "1 month"), (18, "18 months"), (12, "1 year"), (72, "6 years")],
)
def test_a_span_is_said_in_years_where_it_comes_to_years(months: int, said: str) -> None:
    assert months_in_words(months) == said
