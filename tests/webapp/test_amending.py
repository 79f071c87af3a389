"""Amending the draft by pages: each part changed and seen in the policy, and what is refused."""

from collections.abc import Callable
from typing import Any

import pytest

from tenants import policies
from tenants.clock import Clock
from tests.councils import TestCouncil
from tests.webapp.amending_pages import (
    Desk,
    begin,
    by_id,
    document,
    drafted,
    faults,
    words,
)
from tests.webapp.conftest import PageClient

ClientOf = Callable[..., PageClient]


@pytest.fixture
def desk(council: TestCouncil, clock: Clock, client_of: ClientOf) -> Desk:
    """The clerk of a council that drafts from the Scotton model."""
    begin(council, clock)
    return Desk(client_of(council, "clerk"), council)


@pytest.fixture
def levels(council: TestCouncil, clock: Clock, client_of: ClientOf) -> Desk:
    """The clerk of a council that drafts from a policy with named levels and a supplier."""
    begin(council, clock, "example-three-levels")
    return Desk(client_of(council, "clerk"), council)


def test_the_title_and_the_version_are_changed(desk: Desk) -> None:
    desk.save("title", title="Breach policy", version="2027-1", source="", id="breaches")

    policy = drafted(desk.council)
    assert (policy.title, policy.version, policy.source, policy.id) == (
        "Breach policy", "2027-1", "", "breaches",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["Two Words", "a--b", "é"])
def test_a_short_name_that_the_format_refuses_is_refused_at_its_field(
    desk: Desk, name: str
) -> None:
    answer = desk.send("title", id=name)

    assert answer.status_code == 422
    assert faults(answer) == ["Use small letters, digits and single hyphens, like scotton-2027"]
    assert document(desk.council)["id"] == "scotton"


def test_the_council_line_is_lowered(desk: Desk) -> None:
    desk.save("thresholds/full_council", from_rating="2")

    assert drafted(desk.council).lines["thresholds.full_council"].rating == 2


@pytest.mark.parametrize(
    ("answers", "line"),
    [
        ({"applies": "never"}, None),
        ({"applies": "always"}, {"always": True}),
        ({"applies": "sometimes", "from_rating": "", "from_risk": "risk"}, {"risk": "risk"}),
        (
            {"applies": "sometimes", "from_rating": "", "once_told": ["people"]},
            {"told": ["people"]},
        ),
        (
            {"applies": "sometimes", "from_rating": "4", "from_risk": "high_risk"},
            {"rating": 4, "risk": "high_risk"},
        ),
    ],
)
def test_a_line_is_drawn_in_every_way_that_the_format_has(
    desk: Desk, answers: dict[str, Any], line: Any
) -> None:
    saved = desk.save("thresholds/full_council", **answers)

    assert saved.get("thresholds", {}).get("full_council") == line


def test_a_line_that_says_nothing_is_refused(desk: Desk) -> None:
    answer = desk.send("thresholds/full_council", applies="sometimes", from_rating="")

    assert faults(answer) == ["Choose at least one thing below that makes it apply"]


def test_the_regulators_line_cannot_rest_on_who_is_told(desk: Desk) -> None:
    page = desk.open("thresholds/regulator")

    assert "once_told" not in page.text
    assert "The law asks for this where the risk is high enough" in words(page)


def test_a_line_goes_on_to_the_facts_that_settle_it(desk: Desk) -> None:
    answer = desk.send("thresholds/people", applies="sometimes", on_facts=["yes"])
    assert answer.headers["Location"].endswith("/draft/thresholds/people/conditions/new")
    assert document(desk.council)["thresholds"]["people"] == {"always": True}

    saved = desk.save(
        "thresholds/people/conditions/new",
        facts="recipient", **{"is-recipient": ["criminal", "public"]},
    )  # fmt: skip

    assert saved["thresholds"]["people"] == {"when": [{"recipient": ["public", "criminal"]}]}


def test_facts_that_settle_a_line_go_when_their_box_is_unticked(levels: Desk) -> None:
    saved = levels.save("duties/policy-supplier-tells", applies="always")

    assert by_id(saved["obligations"], "policy-supplier-tells")["applies"] == {"always": True}


def test_the_last_thing_that_sets_a_duty_off_is_not_removed(levels: Desk) -> None:
    answer = levels.send("duties/policy-supplier-tells/conditions/1/remove")

    assert answer.status_code == 422
    assert faults(answer) == ["It cannot be without this. Add another first, or change this one"]


def test_a_duty_is_added_with_all_that_it_says(desk: Desk) -> None:
    answers = {
        "sentence": "Tell the insurer.",
        "by": "clerk",
        "to_whom": "others",
        "applies": "sometimes",
        "from_rating": "4",
        "due_kind": "within",
        "due_number": "2",
        "due_unit": "working_days",
        "due_from": "suspected",
        "minimum_content": "What happened\r\n\r\n  Who   was hit ",
        "shown_by": "people_told",
        "section": "Section 9",
    }
    saved = desk.save("duties/new", **answers)

    assert saved["obligations"][-1] == {
        "id": "tell-the-insurer",
        "sentence": "Tell the insurer.",
        "by": "clerk",
        "to_whom": "others",
        "applies": {"rating": 4},
        "due": {"kind": "within", "working_days": 2, "counted_from": "suspected"},
        "minimum_content": ["What happened", "Who was hit"],
        "shown_by": "people_told",
        "section": "Section 9",
    }
    assert drafted(desk.council).obligations[-1].due.words == (
        "within 2 working days of the first suspicion"
    )


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ({"sentence": ""}, "Write what has to be done, in one sentence"),
        ({"due_kind": "within"}, "Choose below whether that is hours, days or months"),
        (
            {"due_kind": "within", "due_unit": "hours"},
            "Enter how many hours, days or months, like 24",
        ),
        (
            {"due_kind": "within", "due_unit": "months", "due_number": "121"},
            "Enter a number from 1 to 120",
        ),
        (
            {"due_kind": "within", "due_unit": "hours", "due_number": "a few"},
            "Enter a whole number in digits, like 1",
        ),
    ],
)
def test_a_refused_duty_comes_back_with_every_word(
    desk: Desk, answers: dict[str, Any], fault: str
) -> None:
    kept = "Tell somebody\r\n«é» <b>"
    answer = desk.send("duties/policy-report", minimum_content=kept, **answers)

    assert answer.status_code == 422
    assert fault in faults(answer)
    assert "«é» &lt;b&gt;" in answer.text
    for typed in answers.values():
        assert not typed or str(typed) in answer.text


def test_a_party_is_added_under_a_name_that_means_nobody_else(desk: Desk) -> None:
    saved = desk.save("parties/new", name="Regulator", place="outside", data_role="adviser")

    assert saved["parties"][-1] == {
        "id": "regulator-2", "name": "Regulator", "data_role": "adviser",
    }  # fmt: skip


def test_a_party_is_renamed_and_everything_that_names_it_follows(desk: Desk) -> None:
    desk.save("parties/chair", name="Mayor")

    assert drafted(desk.council).party("chair") == "Mayor"
    assert "Mayor: by e-mail, at once." in words(desk.open("ladders"))


def test_a_contact_list_begins_with_whoever_hears_first(desk: Desk) -> None:
    saved = desk.save("ladders/new", sentence="At night the chair hears first.", first="chair")

    assert saved["ladders"][-1] == {
        "id": "at-night-the-chair-hears-first",
        "sentence": "At night the chair hears first.",
        "rungs": [{"to": "chair"}],
    }


def test_a_contact_is_added_with_its_ways_and_its_hours(desk: Desk) -> None:
    saved = desk.save(
        "ladders/reports/rungs/new", to="lead", channels=["text", "phone"], after_hours="4"
    )

    added = {"to": "lead", "channels": ["text", "phone"], "after_hours": 4}
    assert saved["ladders"][0]["rungs"][-1] == added


def test_the_last_contact_of_a_list_stays(desk: Desk) -> None:
    desk.save("ladders/reports/rungs/1/remove")

    answer = desk.send("ladders/reports/rungs/1/remove")

    assert answer.status_code == 422
    assert len(document(desk.council)["ladders"][0]["rungs"]) == 1


def test_those_who_stand_in_have_an_order(desk: Desk) -> None:
    where = "responsibilities/assess"
    desk.save(where, **{"instead-0": "lead", "instead-1": "chair"})
    saved = desk.save(where, **{"instead-0": "chair", "instead-1": "lead", "instead-2": "clerk"})
    assess = next(each for each in saved["responsibilities"] if each["act"] == "assess")
    assert assess["instead"] == ["chair", "lead", "clerk"]

    saved = desk.save(where, **{"instead-0": "", "instead-1": "lead", "instead-2": "lead"})

    assess = next(each for each in saved["responsibilities"] if each["act"] == "assess")
    assert assess["instead"] == ["lead"]


def test_those_who_see_to_something_keep_their_order(desk: Desk) -> None:
    desk.save("responsibilities/assess", by=["lead"])

    saved = desk.save("responsibilities/assess", by=["chair", "lead"])

    assess = next(each for each in saved["responsibilities"] if each["act"] == "assess")
    assert assess["by"] == ["lead", "chair"]


def test_a_list_that_is_full_takes_no_more(desk: Desk) -> None:
    with desk.council.session() as session:
        draft = policies.find_draft(session)
        assert draft is not None
        kept = [{"id": f"rule-{n}", "what": "Letters", "months": 1} for n in range(20)]
        policies.save_draft(
            session,
            {**policies.document_of(draft), "retention": kept},
            seen=policies.SeenDraft(draft.id, draft.version),
            by=desk.council.members["clerk"],
            now=draft.saved_at,
        )
        session.commit()

    answer = desk.send("retention/new", what="More", months="3")

    assert faults(answer) == ["This list is as long as it can be. Remove something from it first"]
    assert "More" in answer.text


def test_a_step_keeps_one_task_a_line(desk: Desk) -> None:
    saved = desk.save("steps/learn", tasks="Look back\n\nWrite it down\n")

    assert by_id(saved["steps"], "learn")["tasks"] == ["Look back", "Write it down"]
    assert desk.save("steps/learn", tasks="")["steps"][-1]["tasks"] == []


def test_a_question_of_the_form_is_answered_by_a_fact(desk: Desk) -> None:
    saved = desk.save("form/severity/questions/contract", answered_by="cause", page="what-happened")

    question = by_id(by_id(saved["form"], "severity")["questions"], "contract")
    assert (question["answered_by"], question["page"]) == ("cause", "what-happened")


def test_a_section_of_the_form_is_added_without_questions(desk: Desk) -> None:
    saved = desk.save("form/new", title="Later", part="action", completed_by="The clerk")

    assert saved["form"][-1]["questions"] == []


def test_a_judgement_is_added_and_answered_in_the_councils_words(desk: Desk) -> None:
    desk.save("judgements/new", question="Is it bad?", page="the-information")
    assert by_id(document(desk.council)["judgements"], "is-it-bad") == {
        "id": "is-it-bad", "question": "Is it bad?", "page": "the-information",
    }  # fmt: skip

    desk.save("judgements/is-it-bad/answers/yes", label="Very")
    saved = desk.save("judgements/is-it-bad/answers/new", label="Dreadful")

    assert saved["judgements"][0]["answers"] == [
        {"value": "no", "label": "No"},
        {"value": "yes", "label": "Very"},
        {"value": "dreadful", "label": "Dreadful"},
    ]


def test_a_clause_says_what_it_cites_and_which_scale(desk: Desk) -> None:
    saved = desk.save("clauses/scale", lowest="0", highest="6", cites="One\nTwo", kind="other")

    clause = by_id(saved["clauses"], "scale")
    assert (clause["states_scale"], clause["cites"], clause["kind"]) == (
        [0, 6], ["One", "Two"], "other",
    )  # fmt: skip
    answer = desk.send("clauses/scale", lowest="")
    assert faults(answer) == ["Enter both the lowest and the highest rating, or neither"]


def test_notes_are_added_and_removed(desk: Desk) -> None:
    before = len(document(desk.council)["notes"])
    saved = desk.save("notes/new", sentence="Read with care.")
    assert len(saved["notes"]) == before + 1

    saved = desk.save("notes/read-with-care/remove")

    assert len(saved["notes"]) == before


def test_how_long_things_are_kept(desk: Desk) -> None:
    saved = desk.save(
        "retention/new", what="Letters", months="72", counted_from="end_of_year", sentence="Six."
    )

    assert saved["retention"] == [
        {"id": "letters", "what": "Letters", "months": 72, "counted_from": "end_of_year",
         "sentence": "Six."},
    ]  # fmt: skip


def test_what_the_council_publishes(desk: Desk) -> None:
    answers = {"publishes": "yes", "sentence": "None.", "nil_return": "yes", "every_months": "6"}
    saved = desk.save("return", **answers)
    assert saved["public_return"] == {"sentence": "None.", "nil_return": True, "every_months": 6}

    assert "public_return" not in desk.save("return", publishes="no")
    answer = desk.send("return", publishes="yes", sentence="", nil_return="no", every_months="0")
    assert faults(answer) == [
        "Write what the council publishes, in one sentence",
        "Enter a number from 1 to 120",
    ]


def test_the_review_and_the_reminders(desk: Desk) -> None:
    saved = desk.save("review", months="24", next_on="8 November 2027", at="May", sentence="")
    assert saved["review"] == {"months": 24, "next_on": "2027-11-08", "at": "May"}

    assert desk.save("alerts", alert_hours="12, 60\n12")["alert_hours"] == [60, 12]
    assert desk.save("alerts", alert_hours="")["alert_hours"] == []
    assert faults(desk.send("alerts", alert_hours="soon")) == [
        "“soon” is no whole number. Write it in digits"
    ]
