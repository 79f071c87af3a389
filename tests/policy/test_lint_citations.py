"""Law that has gone or moved, and parts that the law calls otherwise, wherever they stand."""

from datetime import date

import pytest

from tenants.policy import load_law
from tenants.policy.documents import shipped
from tenants.policy.lint import Weight, lint
from tests.policy.mending import ON, amended, found, mended, saying, sound

ADVICE, FAULT = Weight.ADVICE, Weight.FAULT


@pytest.mark.parametrize(
    ("words", "name", "today"),
    [
        ("Article 4(12)", "definition-renumbered", "UK GDPR Art. 4(1)(12)"),
        ("GDPR Art. 4 (12)", "definition-renumbered", "UK GDPR Art. 4(1)(12)"),
        ("Art 4.12", "definition-renumbered", "UK GDPR Art. 4(1)(12)"),
        ("Article 4(7)", "controller-renumbered", "UK GDPR Art. 4(1)(7)"),
        ("Data Protection Principle 7", "principle-7", "UK GDPR Art. 33(1)"),
        ("the seventh principle", "principle-7", "UK GDPR Art. 33(1)"),
        ("Data Protection Act 1998", "act-of-1998", "UK GDPR Art. 33(1)"),
        ("DPA 1998", "act-of-1998", "UK GDPR Art. 33(1)"),
        ("PECR, 24 hours", "pecr-24-hours", "UK GDPR Art. 33(1)"),
        ("Schedule 12A", "principal-councils-only", "Meetings) Act 1960, s. 1(2)"),
        ("section 100A", "principal-councils-only", "Meetings) Act 1960, s. 1(2)"),
    ],
)
def test_law_that_has_gone_or_moved_is_found_wherever_it_is_cited(
    words: str, name: str, today: str
) -> None:
    cited = saying(sound(), "It says so.", cites=["UK GDPR Art. 33(1)", words])
    finding = found(cited)[name]
    assert (finding.place, finding.weight) == ("clauses.said.cites[1]", FAULT)
    assert today in finding.mend
    better = mended(cited, finding)
    assert better is not None
    assert lint(better, on=ON) == ()
    step = {"id": "s", "title": "A step", "section": words, "tasks": ["Do it"]}
    in_steps = amended(
        sound(), {"steps": [step, {**step, "id": "t", "section": "", "tasks": [f"See {words}"]}]}
    )
    places = [each.place for each in lint(in_steps, on=ON) if each.id == name]
    assert places == ["steps.s.section", "steps.t.tasks[0]"]


@pytest.mark.parametrize(
    "words",
    [
        "UK GDPR Art. 4(1)(12)",
        "Article 4(1)(7)",
        "principle 6",
        "Data Protection Act 2018",
        "Human Rights Act 1998",
        "PECR, 72 hours",
        "Schedule 12",
        "section 100",
    ],
)
def test_law_of_today_is_left_alone(words: str) -> None:
    assert lint(saying(sound(), f"See {words}.", cites=[words]), on=ON) == ()


@pytest.mark.parametrize(
    ("words", "name", "since"),
    [
        ("Article 4(12)", "definition-renumbered", date(2026, 2, 5)),
        ("Article 4(7)", "controller-renumbered", date(2026, 2, 5)),
        ("PECR, 24 hours", "pecr-24-hours", date(2025, 8, 20)),
        ("DPA 1998", "act-of-1998", date(2018, 5, 25)),
    ],
)
def test_law_is_stale_only_from_its_day_on(words: str, name: str, since: date) -> None:
    cited = amended(saying(sound(), words), {"review": {"next_on": "2040-01-01"}})
    assert name not in found(cited, date.fromordinal(since.toordinal() - 1))
    assert name in found(cited, since)
    assert name in found(cited, None)


def test_a_regulator_that_has_another_name_by_now_is_not_called_by_its_old_one() -> None:
    renamed = """
[[regulators]]
since = 2030-01-01
name = "Information Watch"
short_name = "IW"
phone = "1"

"""
    later = load_law(shipped("law.toml").replace("[[rules]]", f"{renamed}[[rules]]", 1))
    policy = amended(
        saying(sound(), "The Information Commissioner is told."),
        {"review": {"next_on": "2040-01-01"}},
    )
    assert lint(policy, on=date(2029, 12, 31), law=later) == ()
    (finding,) = lint(policy, on=date(2030, 1, 1), law=later)
    assert finding.id == "former-regulator"
    assert "Information Watch" in finding.mend
    both = saying(sound(), "Information Watch, once the Information Commissioner, is told.")
    assert lint(both, law=later) == ()


# --- parts that the law calls otherwise
@pytest.mark.parametrize(
    "place", ["clerk", "chair", "lead_investigator", "reporter", "full_council"]
)
def test_nobody_of_the_council_is_a_processor(place: str) -> None:
    party = {"id": "p", "name": "Somebody", "place": place, "data_role": "processor"}
    policy = amended(sound(), {"parties": [*sound().document["parties"], party]})
    finding = found(policy)["called-processor"]
    assert (finding.place, finding.weight) == ("parties.p.data_role", FAULT)
    supplier = {**party, "name": "The host", "place": "outside"}
    assert (
        lint(amended(sound(), {"parties": [*sound().document["parties"], supplier]}), on=ON) == ()
    )


def test_the_clerk_is_no_processor_in_words_either() -> None:
    said = found(saying(sound(), "The Clerk acts as the data processor."))["called-processor"]
    assert said.place == "clauses.said.sentence"
    assert (
        lint(saying(sound(), "The clerk tells the processor, and the host is a processor."), on=ON)
        == ()
    )
    outside = {"id": "c", "name": "Parish Clerk", "data_role": "processor"}
    named = amended(sound(), {"parties": [*sound().document["parties"], outside]})
    assert "called-processor" in found(named)


def test_the_controller_is_the_council_and_not_one_person() -> None:
    party = {"id": "p", "name": "Clerk", "place": "clerk", "data_role": "controller"}
    finding = found(amended(sound(), {"parties": [*sound().document["parties"], party]}))
    assert finding["called-controller"].weight is ADVICE
