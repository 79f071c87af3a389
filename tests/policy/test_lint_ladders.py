"""A policy's ladders and hours checked: who is never asked, when nobody is, and what never ends."""

from typing import Any

import pytest

from tenants.policy import Policy
from tenants.policy.lint import Weight, lint
from tests.policy.mending import ON, amended, found, mended, sound

ADVICE, FAULT = Weight.ADVICE, Weight.FAULT
BOTH: list[dict[str, Any]] = [
    {"to": "clerk", "channels": ["text", "email"]},
    {"to": "chair", "after_hours": 4},
]
ALL_DAY = {"start": "00:00", "until": "00:00"}


def laddered(*ladders: dict[str, Any], **more: Any) -> Policy:
    """Give the sound policy with these ladders instead of its own."""
    named = [
        {"id": f"ladder-{number}", "sentence": "Who hears.", "rungs": BOTH, **ladder}
        for number, ladder in enumerate(ladders)
    ]
    parties = [*sound().document["parties"], {"id": "host", "name": "The host"}]
    return amended(sound(), {"parties": parties, "ladders": named, **more})


def rungs(*rungs: dict[str, Any]) -> dict[str, Any]:
    return {"rungs": list(rungs)}


FOUND: list[tuple[Policy, str, str, Weight]] = [
    (
        laddered(rungs({"to": "host", "channels": ["phone"]}, {"to": "council", "after_hours": 2})),
        "",
        "",
        ADVICE,
    ),
    (
        laddered(rungs(*BOTH, {"to": "council", "after_hours": 72})),
        "heard-too-late",
        "ladders.ladder-0.rungs",
        ADVICE,
    ),
    (laddered(rungs(*BOTH, {"to": "council", "after_hours": 71})), "", "", ADVICE),
    (
        laddered(
            rungs(
                {"to": "clerk", "channels": ["letter"]},
                {"to": "chair", "channels": ["in_person"], "after_hours": 4},
            )
        ),
        "ladder-by-hand",
        "ladders.ladder-0.rungs",
        ADVICE,
    ),
    (laddered({}, {}), "same-ladder-twice", "ladders.ladder-1.hours", FAULT),
    (
        laddered({}, {"hours": "office"}, {"hours": "office"}),
        "same-ladder-twice",
        "ladders.ladder-2.hours",
        FAULT,
    ),
    (laddered({"about": "reports"}, {"about": "deadlines"}), "", "", ADVICE),
    (laddered({"hours": "out_of_hours"}), "hours-without-ladder", "ladders.ladder-0.hours", ADVICE),
    (
        laddered(
            {"about": "reports", "hours": "office"},
            {"about": "deadlines", "hours": "out_of_hours"},
            {"about": "deadlines", "hours": "office"},
        ),
        "hours-without-ladder",
        "ladders.ladder-0.hours",
        ADVICE,
    ),
    (laddered({"hours": "office"}, {"hours": "out_of_hours"}), "", "", ADVICE),
    (laddered({}, {"about": "reports", "hours": "out_of_hours"}), "", "", ADVICE),
    (laddered({}, quiet_hours=ALL_DAY), "quiet-for-ever", "quiet_hours", FAULT),
    (laddered({}, quiet_hours={**ALL_DAY, "days": ["sunday"]}), "", "", ADVICE),
    (laddered({}, quiet_hours="none"), "", "", ADVICE),
    (laddered({}, office_hours=ALL_DAY), "", "", ADVICE),
    (
        laddered({"hours": "office"}, {"hours": "out_of_hours"}, office_hours=ALL_DAY),
        "office-never-closed",
        "office_hours",
        FAULT,
    ),
]


@pytest.mark.parametrize(("policy", "name", "place", "weight"), FOUND)
def test_what_is_wrong_with_ladders_and_hours_is_found_and_mended_as_it_says(
    policy: Policy, name: str, place: str, weight: Weight
) -> None:
    findings = lint(policy, on=ON)
    assert [(each.id, each.place, each.weight) for each in findings] == (
        [(name, place, weight)] if name else []
    )
    for finding in findings:
        better = mended(policy, finding)
        assert better is not None
        assert finding not in lint(better, on=ON)


def test_a_ladder_on_which_this_service_finds_nobody_is_found() -> None:
    outside = rungs({"to": "host", "channels": ["phone"]}, {"to": "everybody", "after_hours": 2})
    parties = [
        *sound().document["parties"],
        {"id": "host", "name": "The host"},
        {"id": "everybody", "name": "Everybody", "place": "reporter"},
    ]
    policy = laddered(outside, parties=parties)
    finding = found(policy)["ladder-without-us"]
    assert finding.place == "ladders.ladder-0.rungs"
    better = mended(policy, finding)
    assert better is not None
    assert "ladder-without-us" not in found(better)
