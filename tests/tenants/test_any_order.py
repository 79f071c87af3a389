"""Whatever people do and whenever the post goes: each alert reaches somebody, once, in its time."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeAlias
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from tenants.breaches.deciding import change_aware_at
from tenants.errors import TenantsError
from tenants.messages import claim_due_message, mark_sent
from tenants.models import Deadline, Message, MessageKind, Subject
from tests.councils import CouncilMaker, TestCouncil

HOUR = timedelta(hours=1)
START = datetime(2026, 10, 23, 12, 0, tzinfo=UTC)
STEPS = (48, 24, 6, 1, 0, -24, -72, -168)
Deed: TypeAlias = Callable[["Story"], None]


@dataclass(frozen=True)
class Spell:
    """A time during which one clock ran towards one end: from a deed to the next."""

    start: datetime
    end: datetime
    deadline_id: UUID | None
    due_at: datetime | None


@dataclass
class Story:
    """One breach, what is done to it at which time, and when its clock ran."""

    council: TestCouncil
    reference: str = ""
    at: datetime = START
    ticks: list[datetime] = field(default_factory=list)
    spells: list[Spell] = field(default_factory=list)

    def begin(self, found_hours_ago: int) -> None:
        self.reference = self.council.report(START, found_at=START - found_hours_ago * HOUR)

    def go(self, deed: Deed, hours: int) -> None:
        """Let hours pass in which nothing is done, then do this; what is refused is not done."""
        clock = self._clock()
        then, self.at = self.at, self.at + hours * HOUR
        self.spells.append(Spell(then, self.at, *clock))
        try:
            deed(self)
        except TenantsError:
            return

    def sent(self) -> list[Message]:
        with self.council.session() as session:
            return list(
                session.scalars(
                    select(Message).where(
                        Message.kind == MessageKind.CLOCK_ALERT, Message.sent_at.is_not(None)
                    )
                )
            )

    def _clock(self) -> tuple[UUID | None, datetime | None]:
        with self.council.session() as session:
            row = session.execute(
                select(Deadline.id, Deadline.due_at)
                .where(
                    Deadline.due_at.is_not(None),
                    Deadline.met_at.is_(None),
                    Deadline.cancelled_at.is_(None),
                )
                .order_by(Deadline.obligation)
            ).first()
            return (row.id, row.due_at) if row else (None, None)


def tick(story: Story) -> None:
    story.ticks.append(story.at)
    while True:
        with story.council.session() as session:
            message = claim_due_message(session, now=story.at)
            if message is None:
                session.commit()
                return
            mark_sent(session, message, now=story.at)
            session.commit()


def involve(who: str) -> Deed:
    return lambda story: story.council.declare(
        story.reference, story.at, who=who, was_involved=True
    )


def receive(who: str) -> Deed:
    return lambda story: story.council.receive(story.reference, story.at, who=who)


def appoint(who: str) -> Deed:
    return lambda story: story.council.appoint(story.reference, story.at, who=who)


def move_start(hours: int) -> Deed:
    def moved(story: Story) -> None:
        with story.council.session("lead") as session:
            change_aware_at(
                session,
                seen=story.council.seen(story.reference),
                aware_at=min(story.at, START + hours * HOUR),
                reason="It was known only then",
                by=story.council.members["lead"],
                now=story.at,
            )
            session.commit()

    return moved


def decide(decided: str, *, is_done: bool = False) -> Deed:
    def decision(story: Story) -> None:
        story.council.rate(story.reference, story.at)
        story.council.decide(
            story.reference,
            story.at,
            subject=Subject.REGULATOR,
            decided=decided,
            done_at=story.at if is_done else None,
        )

    return decision


DEEDS: dict[str, Deed] = {
    "tick": tick,
    "clerk receives": receive("clerk"),
    "chair receives": receive("chair"),
    "clerk appoints": appoint("clerk"),
    "chair appoints": appoint("chair"),
    "clerk was involved": involve("clerk"),
    "chair was involved": involve("chair"),
    "lead was involved": involve("lead"),
    "start moves on": move_start(10),
    "start moves back": move_start(-30),
    "decides to tell": decide("tell"),
    "decides not to tell": decide("do_not_tell"),
    "has told": decide("tell", is_done=True),
}
PLOTS = st.lists(
    st.tuples(st.sampled_from([*DEEDS, "tick", "tick"]), st.integers(0, 60)), min_size=3, max_size=9
)


@pytest.fixture(scope="module")
def stage(council_maker: CouncilMaker) -> TestCouncil:
    """A council on which one story after another is played."""
    return council_maker.make()


def play(council: TestCouncil, found_hours_ago: int, plot: list[tuple[str, int]]) -> Story:
    """Tell one story, on a council whose earlier stories are put away."""
    with council.session() as session:
        session.execute(update(Deadline).values(cancelled_at=START))
        session.execute(update(Message).values(sent_at=None, cancelled_at=START, failed_at=None))
        session.commit()
    story = Story(council)
    story.begin(found_hours_ago)
    for name, hours in plot:
        story.go(DEEDS[name], hours)
    return story


@settings(
    max_examples=6,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(found_hours_ago=st.integers(0, 100), plot=PLOTS)
@example(
    found_hours_ago=0,
    plot=[("clerk was involved", 25), ("chair was involved", 0), ("tick", 1)],
)
@example(found_hours_ago=0, plot=[("clerk receives", 25), ("clerk appoints", 0), ("tick", 0)])
@example(found_hours_ago=90, plot=[("tick", 0), ("lead was involved", 30), ("tick", 1)])
def test_every_alert_reaches_somebody_once_and_never_after_the_decision(
    stage: TestCouncil, found_hours_ago: int, plot: list[tuple[str, int]]
) -> None:
    story = play(stage, found_hours_ago, plot)
    sent = story.sent()

    each = [(m.recipient_id, m.deadline_id, m.hours_before, m.due_at) for m in sent]
    assert len(each) == len(set(each)), "somebody was told the same twice"
    for message in sent:
        assert message.sent_at is not None
        assert message.sent_at >= message.due_at, "an alert came before its time"
        assert any(
            spell.deadline_id == message.deadline_id and spell.end == message.sent_at
            for spell in story.spells
        ), "an alert came when no clock ran"
    told = {(m.deadline_id, m.due_at) for m in sent}
    for deadline_id, due_at in came_due(story):
        assert (deadline_id, due_at) in told, "an alert reached nobody"


def came_due(story: Story) -> list[tuple[UUID, datetime]]:
    """Return the steps whose time came while their clock ran, with a tick before it changed."""
    found = []
    for number, spell in enumerate(story.spells):
        if spell.deadline_id is None or spell.due_at is None:
            continue
        for step in STEPS:
            at = spell.due_at - step * HOUR
            if spell.start < at <= spell.end and _ticked_before_change(story, number):
                found.append((spell.deadline_id, at))
    return found


def _ticked_before_change(story: Story, number: int) -> bool:
    """Whether a tick came from this spell's end on, while the same clock ran to the same end."""
    spell = story.spells[number]
    for later in story.spells[number:]:
        if (later.deadline_id, later.due_at) != (spell.deadline_id, spell.due_at):
            return False
        if later.end in story.ticks:
            return True
    return False
