"""The policies that come along: what each asks of whom, in one situation after the other."""

from datetime import UTC, date, datetime
from typing import Final

import pytest

from tenants.policy import (
    Assessment,
    BreachFacts,
    Obligation,
    Policy,
    Times,
    assess,
    load_policy,
    obligations,
    shipped_policy,
)
from tenants.policy.council_policy import shipped_policies
from tenants.policy.documents import shipped
from tenants.policy.lint import Weight, lint
from tests.policy.situations import told

SITUATIONS: Final = {
    "nothing": BreachFacts(),
    "returned": told("mistake posted_to_wrong_recipient deletion_confirmed=yes"),
    "copied": told("copied 60"),
    "online": told("online 40 private"),
    "encrypted": told("lost lost_or_stolen_device 300 encrypted_key_safe sensitive"),
    "locked": told("locked 300 took_days"),
    "attack": told("attack 2000 sensitive"),
}
ON: Final = date(2026, 11, 22)
GREEN: Final = told("mistake trusted")
RED: Final = SITUATIONS["returned"].replace(
    judgements={"how_bad": "ruinous", "how_likely": "certain"}
)
TIMES: Final = Times(
    suspected_at=datetime(2026, 3, 6, 9, tzinfo=UTC),
    aware_at=datetime(2026, 3, 6, 17, tzinfo=UTC),
    next_meeting_on=date(2026, 3, 19),
)

DUTIES: Final[dict[str, dict[str, tuple[str, str, str]]]] = {
    "scotton": {
        "report": ("", "clerk and chair", "at once"),
        "full-council": ("", "full council", "at once"),
        "report-to-council": ("Lead Investigator", "full council", "at the next meeting"),
        "notify-content": ("Lead Investigator", "others", "without undue delay"),
    },
    "cropwell-bishop": {
        "report": ("Councillors, employees and volunteers", "Clerk", "without undue delay"),
        "advice": ("Data Protection Officer", "Clerk", "without undue delay"),
        "systems": ("IT supplier", "council", "without undue delay"),
    },
    "mudford": {
        "report": (
            "Clerk, employees, councillors, volunteers and contractors",
            "Clerk, as data protection lead",
            "without undue delay",
        ),
        "people": ("Clerk, as data protection lead", "people", "without undue delay"),
        "register": ("Clerk, as data protection lead", "register", "without undue delay"),
        "council": ("Clerk, as data protection lead", "Parish Council", "without undue delay"),
    },
    "bolingbroke": {
        "dpo": ("", "Data Protection Officer", "at once"),
        "regulator": ("Data Protection Officer", "regulator", "within 72 hours of becoming aware"),
        "people": ("", "people", "within 72 hours of becoming aware"),
    },
    "letwell": {
        "investigation": (
            "Data Protection Officer", "Parish Council", "within 1 month of becoming aware"
        ),
        "regulator": ("", "regulator", "within 3 days of becoming aware"),
        "people": ("Data Protection Officer", "people", "without undue delay"),
    },
    "hannington": {"register": ("", "register", "without undue delay")},
    "cliviger": {
        "assessment": ("Clerk", "council", "without undue delay"),
        "regulator": ("", "regulator", "within 72 hours of becoming aware"),
        "log": ("", "register", "without undue delay"),
    },
    "example-grid": {
        "chair": ("Clerk", "Chair", "within 24 hours of becoming aware"),
        "full-council": ("Chair", "All councillors", "at once"),
        "lessons": ("Clerk", "All councillors", "at the next meeting"),
    },
    "example-legal-outcome": {
        "report": ("Everybody who works or stands for the council", "Records officer", "at once"),
        "assessment": ("Records officer", "Town clerk", "within 1 working day of becoming aware"),
        "advice": ("Town clerk", "Data protection adviser", "within 36 hours of becoming aware"),
        "regulator": ("Assistant clerk", "regulator", "within 60 hours of becoming aware"),
        "people": ("Assistant clerk", "people", "within 2 working days of becoming aware"),
        "full-council": ("Mayor", "Town council", "within 3 working days of becoming aware"),
        "sign-off": ("Governance committee", "Town council", "within 3 months of becoming aware"),
    },
    "example-score-sheet": {
        "sheet": ("Whoever finds it", "Data champion", "within 4 hours of the first suspicion"),
        "close": ("Data champion", "register", "within 14 days of becoming aware"),
        "decision": ("Town clerk", "Data champion", "within 2 working days of becoming aware"),
        "committee": (
            "Town clerk", "Emergency committee", "within 1 working day of becoming aware"
        ),
        "full-council": ("Town clerk", "full council", "at the next meeting"),
        "police": ("Town clerk", "Police", "without undue delay"),
    },
    "example-three-levels": {
        "report": ("Members, officers and volunteers", "Clerk", "at once"),
        "adviser": ("Clerk", "County adviser", "within 36 hours of the first suspicion"),
        "supplier-tells": (
            "Web and e-mail supplier", "Clerk", "within 24 hours of the first suspicion"
        ),
        "supplier-keeps": ("Web and e-mail supplier", "council", "at once"),
        "full-council": ("Chair", "Parish council", "within 7 days of becoming aware"),
        "lessons": ("Clerk", "Parish council", "at the next meeting"),
    },
}  # fmt: skip

EXPECTED: Final = """
scotton
  nothing    1          | regulator                | report report-to-council notify-content
  returned   1          |                          | report report-to-council
  copied     3          | council                  | report full-council report-to-council
  online     3          | regulator people council | report full-council report-to-council notify-content
  encrypted  1          |                          | report report-to-council
  locked     4          | regulator council        | report full-council report-to-council notify-content
  attack     5          | regulator people council | report full-council report-to-council notify-content
cropwell-bishop
  nothing    not rated  | regulator                | report advice systems
  returned   not rated  |                          | report advice
  copied     not rated  |                          | report advice
  online     not rated  | regulator people         | report advice
  encrypted  not rated  |                          | report advice systems
  locked     not rated  | regulator                | report advice systems
  attack     not rated  | regulator people         | report advice systems
mudford
  nothing    not rated  | regulator council        | report register council
  returned   not rated  |                          | report register
  copied     not rated  |                          | report register
  online     not rated  | regulator people council | report people register council
  encrypted  not rated  |                          | report register
  locked     not rated  | regulator council        | report register council
  attack     not rated  | regulator people council | report people register council
bolingbroke
  nothing    not rated  | regulator people         | dpo regulator people
  returned   not rated  |                          | dpo
  copied     not rated  |                          | dpo
  online     not rated  | regulator people         | dpo regulator people
  encrypted  not rated  |                          | dpo
  locked     not rated  | regulator people         | dpo regulator people
  attack     not rated  | regulator people         | dpo regulator people
letwell
  nothing    not rated  | regulator                | investigation regulator
  returned   not rated  |                          | investigation
  copied     not rated  |                          | investigation
  online     not rated  | regulator people         | investigation regulator people
  encrypted  not rated  |                          | investigation
  locked     not rated  | regulator                | investigation regulator
  attack     not rated  | regulator people         | investigation regulator people
hannington
  nothing    not rated  | regulator                | register
  returned   not rated  |                          | register
  copied     not rated  |                          | register
  online     not rated  | regulator people         | register
  encrypted  not rated  |                          | register
  locked     not rated  | regulator                | register
  attack     not rated  | regulator people         | register
cliviger
  nothing    not rated  | regulator                | assessment regulator log
  returned   not rated  |                          | assessment log
  copied     not rated  |                          | assessment log
  online     not rated  | regulator people         | assessment regulator log
  encrypted  not rated  |                          | assessment log
  locked     not rated  | regulator                | assessment regulator log
  attack     not rated  | regulator people         | assessment regulator log
example-grid
  nothing    Amber      | regulator                | chair lessons
  returned   Amber      |                          | chair lessons
  copied     Amber      |                          | chair lessons
  online     Amber      | regulator people         | chair lessons
  encrypted  Green      |                          | lessons
  locked     Amber      | regulator                | chair lessons
  attack     Amber      | regulator people         | chair lessons
example-legal-outcome
  nothing    not rated  | regulator                | report assessment advice regulator sign-off
  returned   not rated  |                          | report assessment
  copied     not rated  |                          | report assessment
  online     not rated  | regulator people council | report assessment advice regulator people full-council sign-off
  encrypted  not rated  |                          | report assessment
  locked     not rated  | regulator                | report assessment advice regulator sign-off
  attack     not rated  | regulator people council | report assessment advice regulator people full-council sign-off
example-score-sheet
  nothing    Red        | regulator council        | sheet decision committee full-council
  returned   Amber      |                          | sheet decision
  copied     Amber      |                          | sheet decision
  online     Red        | regulator people council | sheet decision committee full-council
  encrypted  Red        | council                  | sheet decision committee full-council
  locked     Red        | regulator council        | sheet decision committee full-council police
  attack     Red        | regulator people council | sheet decision committee full-council police
example-three-levels
  nothing    Medium     | regulator                | report adviser lessons
  returned   Low        |                          | report adviser
  copied     Medium     |                          | report adviser lessons
  online     Medium     | regulator people         | report adviser lessons
  encrypted  Low        |                          | report adviser
  locked     Medium     | regulator                | report adviser supplier-tells supplier-keeps lessons
  attack     High       | regulator people council | report adviser supplier-tells supplier-keeps full-council lessons
"""  # noqa: E501  # a table is read across


def _cases() -> list[tuple[str, str, str, str, str]]:
    cases, name = [], ""
    for line in EXPECTED.strip().splitlines():
        if line.startswith(" "):
            rated, whom, duties = (part.strip() for part in line.split("|"))
            situation, rating = rated.split(maxsplit=1)
            cases.append((name, situation, rating, whom, duties))
        else:
            name = line
    return cases


def _told(assessment: Assessment) -> str:
    whom = {
        "regulator": assessment.notify_regulator,
        "people": assessment.tell_people,
        "council": assessment.tell_full_council,
    }
    return " ".join(name for name, is_told in whom.items() if is_told)


def _asked(policy: Policy, facts: BreachFacts) -> dict[str, Obligation]:
    return {each.id: each for each in obligations(policy, assess(policy, facts), TIMES)}


@pytest.mark.parametrize(("name", "situation", "rating", "whom", "duties"), _cases())
def test_each_policy_in_each_situation(
    name: str, situation: str, rating: str, whom: str, duties: str
) -> None:
    policy = shipped_policy(name)
    assessment = assess(policy, SITUATIONS[situation])
    assert policy.word(assessment.overall) == rating
    assert _told(assessment) == whom
    assert list(assessment.duties) == [f"policy-{duty}" for duty in duties.split()]


@pytest.mark.parametrize("name", list(DUTIES))
def test_each_duty_names_who_owes_it_to_whom_and_by_when(name: str) -> None:
    policy, named = shipped_policy(name), {}
    for facts in (*SITUATIONS.values(), GREEN, RED):
        for each in _asked(policy, facts).values():
            if each.citation.startswith(policy.title):
                by = policy.party(each.by) if each.by else ""
                named[each.id] = (by, policy.party(each.to_whom), each.words)
    assert named == {f"policy-{duty}": words for duty, words in DUTIES[name].items()}


def test_every_policy_that_comes_along_is_walked_here() -> None:
    assert set(shipped_policies()) == set(DUTIES) == {case[0] for case in _cases()}


@pytest.mark.parametrize("name", list(DUTIES))
def test_a_policy_kept_as_json_is_the_same_policy(name: str) -> None:
    policy = shipped_policy(name)
    assert load_policy(policy.as_text()).document == policy.document
    assert not shipped(f"policies/{name}.toml").startswith("{")


# ------------------------------------------------------------------------- the floor of the law


def lax(name: str, *changes: tuple[str, str]) -> Policy:
    text = shipped(f"policies/{name}.toml")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return load_policy(text)


def test_the_law_asks_for_the_regulator_where_letwell_would_wait_for_a_high_risk() -> None:
    policy = lax("letwell", ('regulator = "risk"', 'regulator = "high_risk"'))
    assessment = assess(policy, SITUATIONS["locked"])
    assert assessment.notify_regulator
    floor = next(each for each in assessment.because if each.rule == "tell-regulator-floor")
    assert floor.sentence == (
        f"{policy.title} would not ask for this yet. The law does, and the law comes first."
    )


def test_the_law_asks_within_72_hours_where_letwell_would_take_longer() -> None:
    asked = _asked(lax("letwell", ("{ days = 3 }", "{ working_days = 3 }")), SITUATIONS["locked"])
    by_law, by_policy = asked["tell-regulator"].due.at, asked["policy-regulator"].due.at
    assert by_law == datetime(2026, 3, 9, 17, tzinfo=UTC)
    assert by_policy == datetime(2026, 3, 11, 17, tzinfo=UTC)
    assert next(iter(asked)) == "tell-regulator"


def test_three_days_are_the_72_hours_of_the_law() -> None:
    asked = _asked(shipped_policy("letwell"), SITUATIONS["locked"])
    assert asked["policy-regulator"].due == asked["tell-regulator"].due


def test_mudfords_council_hears_of_what_the_law_alone_has_the_regulator_told() -> None:
    lines = 'full_council = "regulator"'
    policy = lax("mudford", (lines, f'{lines}\nregulator = "high_risk"\npeople = "high_risk"'))
    assessment = assess(policy, SITUATIONS["locked"])
    assert _told(assessment) == "regulator council"
    assert "policy-council" in assessment.duties


def test_people_are_told_of_a_high_risk_where_only_the_reddest_breach_would_be() -> None:
    policy = lax("example-grid", ('full_council = "Red"', 'full_council = "Red"\npeople = "Red"'))
    assessment = assess(policy, SITUATIONS["online"])
    assert policy.word(assessment.overall) == "Amber"
    assert assessment.tell_people
    assert "tell-people-floor" in [each.rule for each in assessment.because]


# -------------------------------------------------------------------------- what else a row says


def test_reviews_stand_as_the_councils_published_them() -> None:
    reviews = {
        name: (review.adopted_on, review.months, review.last_on, review.next_on)
        for name in shipped_policies()
        if not name.startswith("example") and name != "scotton"
        for review in [shipped_policy(name).review]
    }
    assert reviews == {
        "bolingbroke": (None, None, None, None),
        "cliviger": (None, 12, None, date(2027, 5, 31)),
        "cropwell-bishop": (date(2018, 4, 3), 24, date(2026, 3, 3), date(2028, 3, 31)),
        "hannington": (None, 12, date(2026, 5, 6), None),
        "letwell": (None, 12, None, None),
        "mudford": (date(2026, 2, 26), None, None, None),
    }


def test_hannington_says_in_public_that_there_was_nothing() -> None:
    told_in_public = shipped_policy("hannington").public_return
    assert told_in_public is not None
    assert told_in_public.nil_return
    assert "quarterly meeting" in shipped_policy("hannington").review.at


def test_cropwell_bishops_officer_from_outside_advises_on_the_decision() -> None:
    policy = shipped_policy("cropwell-bishop")
    decides = next(each for each in policy.responsibilities if each.act == "decide")
    assert [policy.party(party) for party in decides.advised_by] == ["Data Protection Officer"]
    assert next(p for p in policy.parties if p.id == "dpo").place == "outside"


def test_bolingbrokes_officer_gives_the_reasons_for_a_late_report() -> None:
    duty = _asked(shipped_policy("bolingbroke"), SITUATIONS["locked"])["policy-regulator"]
    assert duty.minimum_content[-1].endswith("the data protection officer's reasons for the delay")
    assert len(duty.minimum_content) == 5


@pytest.mark.parametrize(
    ("name", "fault"),
    [("bolingbroke", "two-lines-as-one"), ("mudford", "definition-renumbered")],
)
def test_the_check_finds_what_a_council_wrote(name: str, fault: str) -> None:
    assert fault in [each.id for each in lint(shipped_policy(name), on=ON)]


@pytest.mark.parametrize("name", [name for name in DUTIES if name.startswith("example")])
def test_the_check_finds_no_fault_with_an_invented_policy(name: str) -> None:
    found = [each for each in lint(shipped_policy(name), on=ON) if each.weight is not Weight.ADVICE]
    assert found == []


@pytest.mark.parametrize("name", [name for name in DUTIES if name != "scotton"])
def test_a_policy_says_what_it_rests_on(name: str) -> None:
    policy = shipped_policy(name)
    if name.startswith("example"):
        assert policy.title.startswith("Example: ")
        assert policy.notes[0].id == "invented"
    else:
        assert "Parish Council, " in policy.source
        assert policy.notes[0].sentence.startswith("Only the opening of ")
