"""Who is told of something due, and who next: one situation after the other."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any

import pytest

from tenants.policy.ladder_format import Channel, Ladder, LadderAbout, LadderHours, Rung
from tenants.policy.ladders import Call, Contact, calls, ladder_for
from tests.policy.ladder_people import DUE, WHO, at, contact, held, steps, told

CLERK, CHAIR = contact("clerk"), contact("chair", 4)
ABROAD = date(2026, 1, 1)
# The 72 hours end on Monday 23 November; 48 hours before it is Saturday the 21st.
SATURDAY, SUNDAY, MONDAY = (date(2026, 11, day) for day in (21, 22, 23))
CIRCLE = (
    contact("clerk", deputy="chair", away=ABROAD),
    contact("chair", 4, deputy="clerk", away=ABROAD),
)

SITUATIONS: dict[str, tuple[Sequence[Contact], dict[str, Any], list[tuple[int, float, str]]]] = {
    "one after the other, then all": (
        [CLERK, CHAIR, contact("lead", 30)],
        {},
        [
            (48, 48, "clerk"),
            (48, 44, "chair"),
            (24, 24, "clerk"),
            (24, 24, "chair"),
            (24, 18, "lead"),
            (6, 6, "clerk"),
            (6, 6, "chair"),
            (6, 6, "lead"),
        ],
    ),
    "whoever is reached with the next step hears that one": (
        [CLERK, contact("chair", 24)],
        {},
        [
            (48, 48, "clerk"),
            (24, 24, "clerk"),
            (24, 24, "chair"),
            (6, 6, "clerk"),
            (6, 6, "chair"),
        ],
    ),
    "in the last hours only": (
        [CLERK, contact("chair", None)],
        {},
        [(48, 48, "clerk"), (24, 24, "clerk"), (6, 6, "clerk"), (6, 6, "chair")],
    ),
    "away without a deputy, so nobody waits": (
        [contact("clerk", away=ABROAD), CHAIR],
        {},
        [(48, 48, "chair"), (24, 24, "chair"), (6, 6, "clerk"), (6, 6, "chair")],
    ),
    "away, and the deputy stands in": (
        [contact("clerk", away=ABROAD, deputy="deputy"), CHAIR],
        {},
        [
            (48, 48, "deputy"),
            (48, 44, "chair"),
            (24, 24, "deputy"),
            (24, 24, "chair"),
            (6, 6, "clerk"),
            (6, 6, "deputy"),
            (6, 6, "chair"),
        ],
    ),
    "the deputy is away too, and has a deputy": (
        [contact("clerk", away=ABROAD, deputy="deputy"), contact("chair", None)],
        {"people": [contact("deputy", away=ABROAD, deputy="vicar"), contact("vicar")]},
        [
            (48, 48, "vicar"),
            (24, 24, "vicar"),
            (6, 6, "clerk"),
            (6, 6, "vicar"),
            (6, 6, "chair"),
        ],
    ),
    "the deputy is away and has none: the next rung": (
        [contact("clerk", away=ABROAD, deputy="deputy"), CHAIR],
        {"people": [contact("deputy", away=ABROAD)]},
        [(48, 48, "chair"), (24, 24, "chair"), (6, 6, "clerk"), (6, 6, "chair")],
    ),
    "each is the other's deputy, and both are away: everybody": (
        CIRCLE,
        {},
        [(left, left, name) for left in (48, 24, 6) for name in ("clerk", "chair")],
    ),
    "a circle beside somebody who is there": (
        [*CIRCLE, contact("lead", 30)],
        {},
        [
            (48, 48, "lead"),
            (24, 24, "lead"),
            (6, 6, "clerk"),
            (6, 6, "chair"),
            (6, 6, "lead"),
        ],
    ),
    "only who is otherwise told last is there: at once": (
        [contact("clerk", away=ABROAD), contact("chair", None)],
        {},
        [(48, 48, "chair"), (24, 24, "chair"), (6, 6, "clerk"), (6, 6, "chair")],
    ),
    "gone when their turn comes, though there at the step": (
        [CLERK, contact("chair", 20, away=(SUNDAY, SUNDAY)), contact("lead", 21)],
        {},
        [
            (48, 48, "clerk"),
            (48, 27, "lead"),
            (24, 24, "clerk"),
            (24, 24, "lead"),
            (6, 6, "clerk"),
            (6, 6, "chair"),
            (6, 6, "lead"),
        ],
    ),
    "back for a later step": (
        [contact("clerk", away=(SATURDAY, SATURDAY)), contact("chair", 30)],
        {},
        [
            (48, 48, "chair"),
            (24, 24, "clerk"),
            (24, 18, "chair"),
            (6, 6, "clerk"),
            (6, 6, "chair"),
        ],
    ),
    "I have it, and the climbing stops until the next step": (
        [CLERK, CHAIR],
        {"held": held("chair", 46)},
        [
            (48, 48, "clerk"),
            (24, 24, "chair"),
            (24, 21, "clerk"),
            (6, 6, "chair"),
            (6, 6, "clerk"),
        ],
    ),
    "I have it, said by somebody who is on no ladder": (
        [CLERK],
        {"held": held("lead", 30)},
        [
            (48, 48, "clerk"),
            (24, 24, "lead"),
            (24, 21, "clerk"),
            (6, 6, "lead"),
            (6, 6, "clerk"),
        ],
    ),
    "I have it, said by somebody who is then away: nobody waits for them": (
        [CLERK, CHAIR],
        {"held": held("lead", 47), "people": [contact("lead", away=SUNDAY)]},
        [
            (48, 48, "clerk"),
            (24, 24, "clerk"),
            (24, 20, "chair"),
            (6, 6, "lead"),
            (6, 6, "clerk"),
            (6, 6, "chair"),
        ],
    ),
    "I have it, and my deputy is asked while I am away": (
        [CLERK],
        {"held": held("lead", 47), "people": [contact("lead", away=SUNDAY, deputy="vicar")]},
        [
            (48, 48, "clerk"),
            (24, 24, "vicar"),
            (24, 21, "clerk"),
            (6, 6, "lead"),
            (6, 6, "vicar"),
            (6, 6, "clerk"),
        ],
    ),
    "I have it, at the very minute of a step: what is due stays due": (
        [CLERK, contact("chair", 0)],
        {"held": held("chair", 24)},
        [
            (48, 48, "clerk"),
            (48, 48, "chair"),
            (24, 24, "clerk"),
            (24, 24, "chair"),
            (6, 6, "chair"),
            (6, 6, "clerk"),
        ],
    ),
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_ladder_is_climbed_in_its_order(name: str) -> None:
    ladder, more, expected = SITUATIONS[name]
    assert told(steps(48, 24, 6), ladder, **more) == expected


def test_after_the_due_time_everybody_is_told_again_and_again() -> None:
    assert told(steps(0, -24), [CLERK, CHAIR], held=held("clerk", 2)) == [
        (0, 0, "clerk"),
        (0, 0, "chair"),
        (-24, -24, "clerk"),
        (-24, -24, "chair"),
    ]


def test_without_a_due_time_there_are_no_last_hours() -> None:
    assert told(steps(-24, -48), [CLERK, contact("chair", None)], last_hours=None) == [
        (-24, -24, "clerk"),
        (-48, -48, "clerk"),
    ]


def test_steps_that_quiet_hours_moved_together_are_said_once() -> None:
    together = ((72, at(50)), (60, at(50)), (24, at(24)))
    assert told(together, [CLERK]) == [(60, 50, "clerk"), (24, 24, "clerk")]


def test_steps_may_be_handed_in_any_order() -> None:
    ladder = [CLERK, CHAIR]
    assert told(steps(6, 48, 24), ladder) == told(steps(48, 24, 6), ladder)


def test_a_second_rung_for_the_same_person_adds_its_channel_alone() -> None:
    by_text = contact("clerk", 2, channels=(Channel.EMAIL, Channel.TEXT))
    made = calls(steps(48), lambda _at: [CLERK, by_text], last_hours=6)
    assert made == (
        Call(48, at(48), WHO["clerk"], Channel.EMAIL, 0),
        Call(48, at(46), WHO["clerk"], Channel.TEXT, 1),
    )


@pytest.mark.parametrize(
    ("deputy", "channels"),
    [
        (contact("deputy", channels=(Channel.EMAIL, Channel.TEXT)), [Channel.TEXT]),
        (contact("deputy"), [Channel.EMAIL]),
        (contact("other"), [Channel.EMAIL]),
    ],
)
def test_a_deputy_is_reached_as_a_deputy_can_be(deputy: Contact, channels: list[Channel]) -> None:
    clerk = contact("clerk", channels=(Channel.TEXT,), away=ABROAD, deputy="deputy")
    people = {deputy.who: deputy}
    made = calls(steps(48), lambda _at: [clerk], last_hours=6, people=people)
    assert [(call.who, call.channel) for call in made] == [(WHO["deputy"], c) for c in channels]


def test_nobody_on_the_ladder_is_nobody_called() -> None:
    assert told(steps(48, 6), []) == []


def test_the_ladder_is_asked_anew_at_every_step() -> None:
    asked: list[datetime] = []

    def contacts_at(instant: datetime) -> list[Contact]:
        asked.append(instant)
        return [CLERK] if instant < at(24) else [CHAIR]

    made = calls(steps(48, 24, 6), contacts_at, last_hours=6)
    assert asked == [at(48), at(24), at(6)]
    assert [call.who for call in made] == [WHO["clerk"], WHO["chair"], WHO["chair"]]


def test_eight_steps_with_six_contacts_take_less_than_a_millisecond() -> None:
    ladder = [contact(name, 2 * number) for number, name in enumerate(tuple(WHO)[:6])]
    away = [contact("other", away=ABROAD)]
    asked = steps(168, 72, 48, 24, 6, 1, 0, -24)
    spent = []
    for _ in range(21):
        start = perf_counter()
        told(asked, [*ladder[:5], contact("mayor", 9, away=ABROAD, deputy="other")], people=away)
        spent.append(perf_counter() - start)
    assert median(spent) < 0.001


def _ladder(about: str, hours: str) -> Ladder:
    return Ladder(
        id=f"{about}-{hours}".replace("_", "-"),
        sentence="Who hears.",
        rungs=(Rung(to="clerk"),),
        about=LadderAbout(about),
        hours=LadderHours(hours),
    )


@pytest.mark.parametrize(
    ("there", "about", "is_out", "chosen"),
    [
        ([], "reports", True, None),
        ([("all", "always")], "reports", True, ("all", "always")),
        ([("all", "always"), ("reports", "always")], "reports", False, ("reports", "always")),
        ([("all", "always"), ("reports", "always")], "deadlines", False, ("all", "always")),
        ([("all", "office"), ("all", "out_of_hours")], "reports", False, ("all", "office")),
        ([("all", "office"), ("all", "out_of_hours")], "reports", True, ("all", "out_of_hours")),
        (
            [("reports", "always"), ("all", "out_of_hours")],
            "reports",
            True,
            ("all", "out_of_hours"),
        ),
        (
            [("all", "out_of_hours"), ("reports", "out_of_hours")],
            "reports",
            True,
            ("reports", "out_of_hours"),
        ),
        ([("all", "out_of_hours")], "reports", False, None),
        ([("deadlines", "always")], "reports", False, None),
    ],
)
def test_the_ladder_that_names_the_hour_and_the_matter_comes_first(
    there: list[tuple[str, str]], about: str, *, is_out: bool, chosen: tuple[str, str] | None
) -> None:
    found = ladder_for(
        [_ladder(*each) for each in there], LadderAbout(about), is_out_of_hours=is_out
    )
    assert (found and (found.about, found.hours)) == (
        chosen and (LadderAbout(chosen[0]), LadderHours(chosen[1]))
    )


def test_a_day_away_is_a_day_in_london() -> None:
    away = contact("clerk", away=(MONDAY, MONDAY))
    summer = contact("clerk", away=(date(2026, 7, 1), date(2026, 7, 1)))
    assert away.is_away(DUE)
    assert not away.is_away(DUE + timedelta(hours=6))
    assert summer.is_away(datetime.fromisoformat("2026-06-30T23:00+00:00"))
    assert not summer.is_away(datetime.fromisoformat("2026-07-01T23:00+00:00"))
