"""What holds of every ladder, whoever stands on it, is away, stands in, or has it in hand."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from hypothesis import assume, given
from hypothesis import strategies as st

from tenants.policy.ladder_format import Channel
from tenants.policy.ladders import GRACE, Call, Contact, Held, Step, calls
from tests.policy.ladder_people import DUE, WHO, at

LAST = 6
PEOPLE = list(WHO.values())
HOURS = st.integers(-200, 200)
DAYS = st.dates(date(2026, 11, 14), date(2026, 12, 3))
SPANS = st.tuples(DAYS, st.none() | st.integers(0, 9))


@st.composite
def contacts(draw: st.DrawFn, who: UUID) -> Contact:
    """Draw how somebody is reached, when they are away, and who stands in."""
    away = draw(st.none() | SPANS)
    first, length = away or (None, None)
    until = first + timedelta(days=length) if first and length is not None else None
    after = draw(st.none() | st.integers(0, 60))
    return Contact(
        who=who,
        channels=draw(st.sampled_from([(Channel.EMAIL,), (Channel.EMAIL, Channel.TEXT)])),
        after=None if after is None else timedelta(hours=after),
        away_from=first,
        away_until=until,
        deputy=draw(st.none() | st.sampled_from(PEOPLE)),
    )


@st.composite
def ladders(draw: st.DrawFn) -> list[Contact]:
    """Draw a ladder of one to five people, any of them away and anybody's deputy."""
    who = draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=5, unique=True))
    return [draw(contacts(one)) for one in who]


STEPS = st.lists(HOURS, min_size=1, max_size=7, unique=True).map(
    lambda hours: tuple((left, at(left)) for left in sorted(hours, reverse=True))
)
HELD = st.builds(lambda who, left: Held(who, at(left + 0.5)), st.sampled_from(PEOPLE), HOURS)
OTHERS = st.dictionaries(st.sampled_from(PEOPLE), st.none(), max_size=4).flatmap(
    lambda found: st.fixed_dictionaries({who: contacts(who) for who in found})
)


def made(
    steps: Iterable[Step],
    ladder: list[Contact],
    held: Held | None = None,
    people: dict[UUID, Contact] | None = None,
) -> tuple[Call, ...]:
    return calls(tuple(steps), lambda _at: ladder, last_hours=LAST, held=held, people=people or {})


def heard(found: Iterable[Call], step: int) -> set[tuple[UUID, Channel]]:
    return {(call.who, call.channel) for call in found if call.step == step}


def answers(who: UUID, ladder: list[Contact], people: dict[UUID, Contact], at: datetime) -> bool:
    """Say whether somebody, or anybody who stands in for them, is there: written out plainly."""
    known = {**people, **{one.who: one for one in reversed(ladder)}}
    passed: list[UUID] = []
    while who not in passed:
        passed.append(who)
        if who not in known or not known[who].is_away(at):
            return True
        deputy = known[who].deputy
        if deputy is None:
            return False
        who = deputy
    return False


@given(STEPS, ladders(), st.none() | HELD, OTHERS)
def test_nobody_is_told_before_a_step_nor_with_the_one_after_it(
    steps: tuple[Step, ...],
    ladder: list[Contact],
    held: Held | None,
    people: dict[UUID, Contact],
) -> None:
    times = dict(steps)
    following = dict(zip(times, [*list(times.values())[1:], None], strict=True))
    found = made(steps, ladder, held, people)
    assert [call.at for call in found] == sorted(call.at for call in found)
    for call in found:
        after = following[call.step]
        assert times[call.step] <= call.at
        assert after is None or call.at < after


@given(STEPS, ladders(), st.none() | HELD, OTHERS)
def test_every_step_is_said_at_its_time_to_somebody_who_is_there_or_else_to_everybody(
    steps: tuple[Step, ...],
    ladder: list[Contact],
    held: Held | None,
    people: dict[UUID, Contact],
) -> None:
    found = made(steps, ladder, held, people)
    known = {**people, **{one.who: one for one in reversed(ladder)}}
    for step, instant in steps:
        at_once = {call.who for call in found if call.step == step and call.at == instant}
        there = {who for who in at_once if who not in known or not known[who].is_away(instant)}
        if any(answers(one.who, ladder, people, instant) for one in ladder):
            assert there
        else:
            assert there or at_once >= {one.who for one in ladder}


@given(STEPS, ladders(), st.none() | HELD, OTHERS)
def test_nobody_is_told_twice_of_one_step_by_one_channel(
    steps: tuple[Step, ...],
    ladder: list[Contact],
    held: Held | None,
    people: dict[UUID, Contact],
) -> None:
    said = [(c.step, c.who, c.channel) for c in made(steps, ladder, held, people)]
    assert len(said) == len(set(said))


@given(STEPS, ladders(), st.none() | HELD, OTHERS)
def test_in_the_last_hours_and_ever_after_everybody_is_told_at_once(
    steps: tuple[Step, ...],
    ladder: list[Contact],
    held: Held | None,
    people: dict[UUID, Contact],
) -> None:
    found = made(steps, ladder, held, people)
    for step, instant in steps:
        if step <= LAST:
            assert {call.at for call in found if call.step == step} == {instant}
            everybody = {(one.who, way) for one in ladder for way in one.channels}
            assert everybody <= heard(found, step)


@given(STEPS, ladders(), HELD, OTHERS)
def test_i_have_it_takes_back_nothing_that_was_due_and_nothing_of_the_last_hours(
    steps: tuple[Step, ...], ladder: list[Contact], held: Held, people: dict[UUID, Contact]
) -> None:
    before, after = made(steps, ladder, None, people), made(steps, ladder, held, people)
    assert {c for c in before if c.at <= held.at} == {c for c in after if c.at <= held.at}
    for step, _ in steps:
        if step <= LAST:
            assert heard(before, step) <= heard(after, step)


@given(STEPS, ladders(), HELD, OTHERS)
def test_after_i_have_it_the_asking_begins_again_with_the_next_step(
    steps: tuple[Step, ...], ladder: list[Contact], held: Held, people: dict[UUID, Contact]
) -> None:
    following = next((step for step in steps if step[1] > held.at), None)
    between = [call for call in made(steps, ladder, held, people) if call.at > held.at]
    if following is None:
        assert between == []
        return
    step, instant = following
    assert {call.at for call in between if call.step == step} >= {instant}
    assert all(call.at >= instant for call in between)
    asked_first = {call.who for call in between if call.at == instant}
    if step > LAST and answers(held.by, ladder, people, instant):
        known = {**people, **{one.who: one for one in reversed(ladder)}}
        is_there = held.by not in known or not known[held.by].is_away(instant)
        assert len(asked_first) == 1
        assert (held.by in asked_first) == is_there
        others = [c.at for c in between if c.step == step and c.who not in asked_first]
        assert all(other >= instant + GRACE for other in others)


@given(STEPS, ladders(), st.none() | HELD, st.integers(0, 60), st.data())
def test_one_rung_more_takes_no_call_from_anybody_who_is_there(
    steps: tuple[Step, ...],
    ladder: list[Contact],
    held: Held | None,
    after: int,
    data: st.DataObject,
) -> None:
    there = [replace(one, away_from=None, away_until=None) for one in ladder]
    there[0] = replace(there[0], after=timedelta())
    others = [who for who in PEOPLE if who not in {one.who for one in there}]
    assume(held is None or held.by not in others)
    added = Contact(who=data.draw(st.sampled_from(others)), after=timedelta(hours=after))
    place = data.draw(st.integers(1, len(there)))
    before = made(steps, there, held)
    now = made(steps, [*there[:place], added, *there[place:]], held)
    bare = [replace(call, position=0) for call in now if call.who != added.who]
    assert bare == [replace(call, position=0) for call in before]


@given(STEPS, ladders(), st.none() | HELD, OTHERS, st.data())
def test_one_rung_more_keeps_everybody_among_those_who_are_told_in_the_last_hours(
    steps: tuple[Step, ...],
    ladder: list[Contact],
    held: Held | None,
    people: dict[UUID, Contact],
    data: st.DataObject,
) -> None:
    others = [who for who in PEOPLE if who not in {one.who for one in ladder}]
    added = data.draw(contacts(data.draw(st.sampled_from(others))))
    people = {who: one for who, one in people.items() if who != added.who}
    before, now = made(steps, ladder, held, people), made(steps, [*ladder, added], held, people)
    told_before = {who for step, _ in steps if step <= LAST for who, _ in heard(before, step)}
    told_now = {who for step, _ in steps if step <= LAST for who, _ in heard(now, step)}
    ladder_people = {one.who for one in ladder}
    assert told_before & ladder_people <= told_now


@given(STEPS, ladders(), st.none() | HELD, OTHERS)
def test_whoever_is_away_hears_of_nothing_before_the_last_hours_while_somebody_is_there(
    steps: tuple[Step, ...],
    ladder: list[Contact],
    held: Held | None,
    people: dict[UUID, Contact],
) -> None:
    times = dict(steps)
    known = {**people, **{one.who: one for one in reversed(ladder)}}
    for call in made(steps, ladder, held, people):
        at_step = times[call.step]
        somebody = any(answers(one.who, ladder, people, at_step) for one in ladder)
        if call.step > LAST and somebody:
            assert call.who not in known or not known[call.who].is_away(call.at)


@given(STEPS, st.lists(st.sampled_from(PEOPLE), min_size=2, max_size=5, unique=True), DAYS)
def test_a_circle_of_deputies_who_are_all_away_ends_with_everybody(
    steps: tuple[Step, ...], ring: list[UUID], first: date
) -> None:
    circle = [
        Contact(
            who=who,
            after=timedelta(hours=place),
            away_from=first,
            deputy=ring[(place + 1) % len(ring)],
        )
        for place, who in enumerate(ring)
    ]
    found = made(steps, circle)
    for step, instant in steps:
        if circle[0].is_away(instant):
            assert {call.who for call in found if call.step == step} == set(ring)


def test_the_steps_of_these_tests_lie_about_one_due_time() -> None:
    assert at(0) == DUE
