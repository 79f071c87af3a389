"""Two who amend one draft: nothing typed is lost, and everybody sees what the other did."""

from collections.abc import Callable

import pytest

from tenants import policies
from tenants.clock import Clock
from tests.councils import TestCouncil
from tests.webapp.amending_pages import Desk, begin, by_id, document, faults, words
from tests.webapp.conftest import PageClient

ClientOf = Callable[..., PageClient]
TYPED = "What I typed, «é» and all."


@pytest.fixture
def clerk(council: TestCouncil, clock: Clock, client_of: ClientOf) -> Desk:
    begin(council, clock)
    return Desk(client_of(council, "clerk"), council)


@pytest.fixture
def chair(clerk: Desk, client_of: ClientOf) -> Desk:
    return Desk(client_of(clerk.council, "chair"), clerk.council)


def discard(council: TestCouncil, clock: Clock) -> None:
    with council.session() as session:
        draft = policies.find_draft(session)
        assert draft is not None
        seen = policies.SeenDraft(draft.id, draft.version)
        policies.discard_draft(session, seen=seen, by=council.members["chair"], now=clock.now())
        session.commit()


def test_whoever_is_overtaken_sees_what_changed_and_keeps_what_they_typed(
    clerk: Desk, chair: Desk
) -> None:
    where = "duties/policy-report"
    page = clerk.open(where)
    chair.save(where, sentence="Ring the clerk.", due_kind="without_undue_delay")

    answer = clerk.send_from(page, where, sentence=TYPED)

    assert answer.status_code == 409
    assert TYPED in answer.text
    said = words(answer)
    assert "What has to be done? Was: Report the breach to the clerk" in said
    assert "Now: Ring the clerk." in said
    assert "By when? Was: At once Now: Without undue delay" in said
    assert by_id(document(clerk.council)["obligations"], "policy-report")["sentence"] == (
        "Ring the clerk."
    )


def test_the_button_pressed_again_saves_what_was_typed(clerk: Desk, chair: Desk) -> None:
    where = "duties/policy-report"
    page = clerk.open(where)
    chair.save(where, sentence="Ring the clerk.")
    shown = clerk.send_from(page, where, sentence=TYPED)

    answer = clerk.send_from(shown, where)

    assert answer.status_code == 303
    assert by_id(document(clerk.council)["obligations"], "policy-report")["sentence"] == TYPED


def test_a_change_elsewhere_is_told_too_and_then_kept(clerk: Desk, chair: Desk) -> None:
    page = clerk.open("notes/scale")
    chair.save("title", title="Another title")

    answer = clerk.send_from(page, "notes/scale", sentence=TYPED)

    assert answer.status_code == 409
    assert "Somebody saved a change to the draft" in faults(answer)[0]
    clerk.send_from(answer, "notes/scale")
    saved = document(clerk.council)
    assert (saved["title"], by_id(saved["notes"], "scale")["sentence"]) == ("Another title", TYPED)


def test_an_entry_that_was_moved_meanwhile_is_found_again(clerk: Desk, chair: Desk) -> None:
    where = "axes/individuals/rows/individuals-5/conditions"
    page = clerk.open(f"{where}/3")
    chair.send_from(chair.open(where), where, move="up 2")

    answer = clerk.send_from(page, f"{where}/3", **{"low-people_affected": "2000"})

    assert answer.status_code == 409
    assert f'action="{clerk.address(where)}/2"' in answer.text
    clerk.send_from(answer, f"{where}/2")
    row = by_id(document(clerk.council)["axes"][0]["rows"], "individuals-5")
    assert [list(case) for case in row["when"]] == [
        ["particulars"], ["people_affected"], ["categories"],
    ]  # fmt: skip
    assert row["when"][1] == {"people_affected": {"at_least": 2000}}


def test_what_was_removed_meanwhile_is_not_put_in_another_place(clerk: Desk, chair: Desk) -> None:
    page = clerk.open("duties/policy-report")
    chair.save("duties/policy-report/remove")

    answer = clerk.send_from(page, "duties/policy-report", sentence=TYPED)

    assert answer.status_code == 409
    assert TYPED in answer.text
    assert "Somebody removed this from the draft" in faults(answer)[0]
    assert TYPED not in str(document(clerk.council))


def test_what_was_in_a_removed_column_is_not_lost_on_the_page(clerk: Desk, chair: Desk) -> None:
    where = "axes/reputation/rows/new"
    page = clerk.open(where)
    chair.save("axes/reputation/remove")

    answer = clerk.send_from(page, where, sentence=TYPED, rating="3")

    assert answer.status_code == 409
    assert TYPED in answer.text


def test_a_draft_that_was_thrown_away_leaves_what_was_typed(clerk: Desk, clock: Clock) -> None:
    page = clerk.open("notes/scale")
    discard(clerk.council, clock)

    answer = clerk.send_from(page, "notes/scale", sentence=TYPED)

    assert answer.status_code == 409
    assert TYPED in answer.text
    assert "adopted or thrown away meanwhile" in faults(answer)[0]


def test_a_draft_that_was_begun_anew_takes_what_was_typed_at_the_second_press(
    clerk: Desk, clock: Clock
) -> None:
    page = clerk.open("notes/scale")
    discard(clerk.council, clock)
    begin(clerk.council, clock)

    answer = clerk.send_from(page, "notes/scale", sentence=TYPED)
    assert answer.status_code == 409
    clerk.send_from(answer, "notes/scale")

    assert by_id(document(clerk.council)["notes"], "scale")["sentence"] == TYPED


def test_a_list_that_changed_meanwhile_is_shown_as_it_is_now(clerk: Desk, chair: Desk) -> None:
    page = clerk.open("steps")
    chair.save("steps/learn/remove")

    answer = clerk.send_from(page, "steps", move="down 0")

    assert answer.status_code == 409
    assert document(clerk.council)["steps"][0]["id"] == "identify"
    assert "Learn from it" not in words(answer)


@pytest.mark.parametrize("was", ["", "[", "[" * 100_000, "[]", '{"due": 3, "applies": []}', "7"])
def test_nonsense_in_place_of_what_stood_is_no_fault(clerk: Desk, chair: Desk, was: str) -> None:
    page = clerk.open("duties/policy-report")
    chair.save("title", title="Another title")

    answer = clerk.send_from(page, "duties/policy-report", was=was, sentence=TYPED)

    assert answer.status_code == 409
    assert TYPED in answer.text


def test_without_a_draft_a_page_leads_to_where_one_is_begun(
    council: TestCouncil, client_of: ClientOf
) -> None:
    answer = client_of(council, "clerk").get(f"/councils/{council.slug}/policy/draft/scale")

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/councils/{council.slug}/policy/draft"


@pytest.mark.parametrize("who", ["councillor", "lead", "reporter"])
def test_only_an_office_amends_the_policy(clerk: Desk, client_of: ClientOf, who: str) -> None:
    desk = Desk(client_of(clerk.council, who), clerk.council)

    assert desk.client.get(desk.address("scale/3")).status_code == 403
    answer = desk.client.post(desk.address("scale/3"), {"value": "3", "meaning": "Mine"})
    assert answer.status_code == 403
    assert "Mine" not in str(document(clerk.council))


def test_another_councils_draft_is_not_found(
    clerk: Desk, other_council: TestCouncil, client_of: ClientOf
) -> None:
    stranger = client_of(other_council, "clerk", not_showing=clerk.council)

    for where in ("scale", "scale/3", "scale/3/remove", "title"):
        assert stranger.get(clerk.address(where)).status_code == 404
        assert stranger.post(clerk.address(where), {}).status_code == 404


@pytest.mark.parametrize(
    "where",
    [
        "nothing", "scale/17", "scale/3/remove/remove", "title/3", "axes/individuals/nothing",
        "axes/nothing/rows", "thresholds/nobody", "thresholds/new", "thresholds/people/remove",
        "duties/new/conditions", "duties/new/remove", "remove", "scale/remove", "duties/",
    ],
)  # fmt: skip
def test_an_address_that_leads_nowhere_is_not_found(clerk: Desk, where: str) -> None:
    assert clerk.client.get(clerk.address(where)).status_code == 404


def test_saving_what_was_not_touched_makes_no_new_version(clerk: Desk) -> None:
    for where in ("duties/policy-report", "scale/3", "alerts", "review", "ladders/reports/rungs/1"):
        assert clerk.send(where).status_code == 303

    with clerk.council.session() as session:
        draft = policies.find_draft(session)
        assert draft is not None
        assert draft.version == 1


@pytest.mark.parametrize(
    ("where", "most"), [("axes/individuals/rows", 4), ("duties/policy-report", 4), ("title", 4)]
)
def test_a_page_asks_the_database_a_fixed_number_of_times(
    clerk: Desk, statements: list[str], where: str, most: int
) -> None:
    clerk.open(where)
    statements.clear()

    clerk.open(where)

    asked = [statement for statement in statements if "set_config" not in statement]
    assert len(asked) <= most, asked
