"""What is to be mended in a draft: in plain words, with the page that mends it."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from tenants.policy import problems_of, shipped_policy
from tenants.policy.council_policy import shipped_policies
from tenants.policy.lint import lint
from tenants.policy.places import statements
from webapp.policy.amending.document import Way, found, opened, with_value, without
from webapp.policy.amending.parts import PARTS
from webapp.policy.amending.place import find_place
from webapp.policy.amending.problems import ToMend, here_of, to_mend

IN_CODE = ("`", "axes", "rows[", "when", "_", "write ", "ladder")
ROWS = ("axes", 0, "rows")


def broken(policy: str, *changes: tuple[Way, Any]) -> dict[str, Any]:
    """Return a policy's document with some of its values changed, or removed for None."""
    document = opened(deepcopy(dict(shipped_policy(policy).document)))
    for way, value in changes:
        document = without(document, way) if value is None else with_value(document, way, value)
        if value == []:
            document = with_value(document, way[:-1], {**found(document, way[:-1]), way[-1]: []})
    return document


def mending(document: dict[str, Any]) -> tuple[ToMend, ...]:
    return to_mend(problems_of(document), document)


ROW: Way = (*ROWS, 1)
FIRST = "axes/individuals/rows/individuals-0-encrypted"
CASES: list[tuple[str, list[tuple[Way, Any]], str, str]] = [
    ("scotton", [(("scale", 3), None)], "thresholds/full_council", "It rests on the rating 3"),
    ("scotton", [((*ROW, "rating"), 9)], FIRST, "rating 9"),
    ("example-grid", [(("overall",), None)], "axes/harm/scale", "ratings of its own"),
    (
        "scotton",
        [(("thresholds", "people"), {"told": ["regulator"]})],
        "thresholds/people",
        "It rests on who is told",
    ),
    ("scotton", [(("steps", 1, "id"), "identify")], "steps/identify~2", "It shares its name"),
    ("scotton", [(("form", 0, "questions", 1, "id"), "at_risk")], "form/report/questions/at_risk~2",
     "It shares its name"),
    ("scotton", [((*ROW, "id"), "individuals-6")], "axes/individuals/rows/individuals-6~2",
     "shares"),
    ("scotton", [(("parties", 0), None)], "ladders/reports/rungs", "somebody who is not"),
    ("scotton", [(("parties", 2), None)], "responsibilities/assess", "somebody who is not"),
    ("example-grid", [(("parties", 0), None)], "duties/policy-chair", "somebody who is not"),
    ("example-grid", [(("judgements", 0, "page"), "attic")], "judgements/how_bad", "on a page"),
    (
        "scotton",
        [(("form", 1, "questions", 1, "answered_by"), "weather")],
        "form/severity/questions/nature",
        "a question that is no longer asked",
    ),
    ("scotton", [(ROWS, [])], "axes/individuals/rows", "It has no criteria"),
    ("scotton", [((*ROW, "when"), None)], FIRST,
     "It takes every case, so nothing below"),
    ("scotton", [((*ROW, "when"), [{}])], FIRST,
     "One of its cases asks nothing"),
    ("scotton", [((*ROWS, 9), None)], "axes/individuals/rows",
     "How many people is the information about? not yet known"),
    ("scotton", [((*ROW, "when"), [{"liability": ["restitution"]}])],
     FIRST, "It is never reached, because of what stands"),
    ("scotton", [((*ROW, "exception"), None)], "axes/individuals/rows/individuals-5",
     "It is worse than “It was encrypted, the key is safe, and it is about one person only.”"),
    ("scotton", [((*ROW, "when"), [{"weather": ["fair"]}])],
     f"{FIRST}/conditions", "the policy no longer asks: weather"),
    ("example-grid", [(("judgements", 0, "answers", 4), None)], "axes/harm/rows/harm-5/conditions",
     "names an answer that there is no more: ruinous"),
    ("example-grid", [(("overall", "rows", 0, "when", 0, "chance"), {"at_least": 7})],
     "overall/red/conditions", "names ratings that there are not"),
    ("example-three-levels",
     [(("obligations", 2, "applies"), {"when": [{"cause": ["comet"]}]})],
     "duties/policy-supplier-tells", "an answer that there is no more: comet"),
    ("scotton", [(("thresholds", "people"), {"when": [{"recipient": ["cat"]}]})],
     "thresholds/people/conditions/1", "an answer that there is no more: cat"),
    ("scotton", [(("axes", 0, "id"), "cause")], "axes/cause", "is the name of something else too"),
]  # fmt: skip


@pytest.mark.parametrize(("policy", "changes", "where", "wrong"), CASES)
def test_a_fault_is_named_where_it_is_mended(
    policy: str, changes: list[tuple[Way, Any]], where: str, wrong: str
) -> None:
    document = broken(policy, *changes)

    listed = mending(document)

    met = [each for each in listed if each.where == where and wrong in each.wrong]
    assert met, [(each.where, each.wrong) for each in listed]
    for each in listed:
        assert not any(sign in each.mend for sign in IN_CODE), each.mend
        assert not any(sign in each.place for sign in ("[", "axes.", "obligations")), each.place


@pytest.mark.parametrize(("policy", "changes", "where", "wrong"), CASES)
def test_every_fault_leads_to_a_page_that_there_is(
    policy: str, changes: list[tuple[Way, Any]], where: str, wrong: str
) -> None:
    document = broken(policy, *changes)

    for each in mending(document):
        here = find_place(document, each.where, PARTS)
        assert not here.is_lost
        assert here.is_list or found(document, here.entry_way) is not None


def test_a_place_is_said_with_the_names_that_people_know() -> None:
    document = broken("scotton", (("scale", 3), None))

    places = [each.place for each in mending(document)]

    assert "From where on somebody is told: Tell the full council" in places
    assert any(
        place.startswith("The table that gives the rating: Good name; Criteria: 3 (no longer")
        for place in places
    )


def test_what_nobody_foresaw_is_said_as_the_engine_says_it() -> None:
    (shown,) = to_mend(
        (type(problems_of({})[0])("weather", "is bad", "write an umbrella"),), {"id": "x"}
    )

    assert (shown.place, shown.wrong, shown.mend) == ("weather", "Is bad", "Write an umbrella")


@pytest.mark.parametrize("policy", shipped_policies())
def test_every_place_that_the_check_names_has_a_page(policy: str) -> None:
    document = opened(shipped_policy(policy).document)
    places = [each.place for each in statements(document)]
    places += [each.place for each in lint(shipped_policy(policy), on=date(2027, 1, 1))]

    for place in places:
        here = here_of(place, document)
        assert here is not None, place
        assert not here.is_lost, place
