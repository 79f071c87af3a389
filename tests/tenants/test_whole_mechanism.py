"""Any order of deeds, ticks and crashes ends with exactly the alerts that a model predicts."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from tenants.breaches.alerts import hold_deadline
from tenants.breaches.deciding import change_aware_at
from tenants.breaches.facts import change_facts, known_of
from tenants.breaches.record import get_breach
from tenants.errors import TenantsError
from tenants.messages import claim_due_message, get_claimed, mark_sent
from tenants.messages.sending import CLAIM_LASTS
from tenants.models import Deadline, Message, MessageKind, ObligationId, Subject
from tests.councils import CouncilMaker, TestCouncil
from tests.tenants.model_of_alerts import HOUR, Clock, Saying

START = datetime(2026, 10, 23, 12, 0, tzinfo=UTC)
REGULATOR = (ObligationId.DECIDE_REGULATOR, ObligationId.NOTIFY_REGULATOR)


@dataclass
class Story:
    """One breach: its number, its model, and what was done to it."""

    reference: str
    clocks: dict[str, Clock]
    involved: set[str] = field(default_factory=set)
    is_received: bool = False
    lead: str | None = None
    is_rated: bool = False
    is_decided: bool = False
    is_told: bool = False

    def people(self) -> list[str]:
        """Who hears the clock: the lead, then clerk and chair, past whoever was involved."""
        offices = [who for who in ("clerk", "chair") if who not in self.involved]
        others = [] if offices or "lead" in self.involved else ["lead"]
        lead = [self.lead] if self.lead else []
        heard = list(dict.fromkeys([*lead, *offices, *others]))
        return heard or ["clerk", "chair"]

    def running(self) -> Clock | None:
        """The clock that is spoken of: deciding before telling."""
        for name in REGULATOR:
            clock = self.clocks.get(name)
            if clock is not None and not clock.is_over:
                return clock
        return None


class Mechanism(RuleBasedStateMachine):
    """The database and the model, side by side."""

    council: TestCouncil
    now: datetime
    stories: list[Story]
    heard: dict[tuple[str, str], set[Saying]]

    @initialize(hours=st.integers(0, 80))
    def report(self, hours: int) -> None:
        self.now = START
        self.council = MAKER[0].make()
        self.sent: list[tuple[UUID, str]] = []
        self.in_doubt = 0
        self.stories = []
        found = START - hours * HOUR
        reference = self.council.report(self.now, found_at=found)
        clock = Clock(found + 72 * HOUR)
        self.stories.append(Story(reference, {ObligationId.DECIDE_REGULATOR: clock}))
        clock.people_change(["clerk", "chair"], self.now)

    @rule(hours=st.integers(1, 40))
    def time_passes(self, hours: int) -> None:
        self.now += hours * HOUR

    @rule()
    def tick(self) -> None:
        self._deliver(crash_at=None)

    @rule(after=st.integers(0, 2), was_taken=st.booleans())
    def worker_dies(self, after: int, was_taken: bool) -> None:  # noqa: FBT001
        self._deliver(crash_at=(after, was_taken))
        self.now += CLAIM_LASTS + timedelta(seconds=1)
        self._deliver(crash_at=None)

    @rule(who=st.sampled_from(["clerk", "chair", "lead"]))
    def says_involved(self, who: str) -> None:
        story = self.stories[0]
        if not self._does(
            lambda: self.council.declare(story.reference, self.now, who=who, was_involved=True)
        ):
            return
        story.involved.add(who)
        if story.lead == who:
            story.lead = None
        clock = story.running()
        for each in story.clocks.values():
            if each.held and each.held[0] in story.involved:
                each.held = None
        if clock:
            clock.people_change(story.people(), self.now)

    @precondition(lambda self: not self.stories[0].is_received)
    @rule(who=st.sampled_from(["clerk", "chair"]))
    def receives(self, who: str) -> None:
        story = self.stories[0]
        if self._does(lambda: self.council.receive(story.reference, self.now, who=who)):
            story.is_received = True

    @rule(who=st.sampled_from(["clerk", "chair"]), lead=st.sampled_from(["lead", "clerk"]))
    def appoints(self, who: str, lead: str) -> None:
        story = self.stories[0]
        if self._does(lambda: self.council.appoint(story.reference, self.now, who=who, lead=lead)):
            story.lead = lead
            if clock := story.running():
                clock.people_change(story.people(), self.now)

    @rule(who=st.sampled_from(["clerk", "chair"]))
    def has_it(self, who: str) -> None:
        story = self.stories[0]
        clock = story.running()
        if clock is None or who in story.involved:
            return
        with self.council.session(who) as session:
            names = [name for name in REGULATOR if story.clocks.get(name) is clock]
            deadline = session.scalars(
                select(Deadline).where(Deadline.obligation.in_(names), Deadline.met_at.is_(None))
            ).one()
            hold_deadline(
                session, deadline_id=deadline.id, by=self.council.members[who], now=self.now
            )
            session.commit()
        clock.hold(who, story.people(), self.now)

    @rule(hours=st.integers(-30, 20))
    def start_moves(self, hours: int) -> None:
        story = self.stories[0]
        at = min(self.now, START + hours * HOUR)

        def move() -> None:
            who = story.lead or "clerk"
            with self.council.session(who) as session:
                change_aware_at(
                    session,
                    seen=self.council.seen(story.reference),
                    aware_at=at,
                    reason="It was known only then",
                    by=self.council.members[who],
                    now=self.now,
                )
                session.commit()

        if self._does(move):
            for clock in story.clocks.values():
                clock.due_at = at + 72 * HOUR
            if clock := story.running():
                clock.people_change(story.people(), self.now)

    @rule(people=st.sampled_from([30, 40, 5000]), who=st.sampled_from(["clerk", "lead"]))
    def more_becomes_known(self, people: int, who: str) -> None:
        """The clocks run on as they did, whether or not it has to be rated again."""
        story = self.stories[0]
        names: list[str] = []

        def learn() -> None:
            with self.council.session(who) as session:
                known = known_of(get_breach(session, reference=story.reference))
                facts = known.facts.replace(people_affected=people)
                changed = change_facts(
                    session,
                    replace(known, facts=facts),
                    seen=self.council.seen(story.reference),
                    by=self.council.members[who],
                    now=self.now,
                )
                session.commit()
            names.extend(changed.names)

        if self._does(learn) and names and (clock := story.running()):
            clock.people_change(story.people(), self.now)

    def _does(self, deed) -> bool:  # type: ignore[no-untyped-def]  # any deed of a council
        try:
            deed()
        except TenantsError:
            return False
        return True

    @precondition(lambda self: self.stories[0].lead is not None)
    @rule(decided=st.sampled_from(["tell", "do_not_tell", "told"]))
    def decides(self, decided: str) -> None:
        story = self.stories[0]
        if not story.is_rated:
            if not self._does(
                lambda: self.council.rate(story.reference, self.now, who=str(story.lead))
            ):
                return
            story.is_rated = True
            if clock := story.running():
                clock.people_change(story.people(), self.now)
        if story.lead != "lead":
            return
        if not self._does(
            lambda: self.council.decide(
                story.reference,
                self.now,
                subject=Subject.REGULATOR,
                decided="do_not_tell" if decided == "do_not_tell" else "tell",
                done_at=self.now if decided == "told" else None,
            )
        ):
            return
        self._after_decision(story, decided)

    def _after_decision(self, story: Story, decided: str) -> None:
        deciding = story.clocks[ObligationId.DECIDE_REGULATOR]
        deciding.end()
        telling = story.clocks.get(ObligationId.NOTIFY_REGULATOR)
        match decided:
            case "do_not_tell":
                # What was told stays told; what was not is dropped and would begin anew.
                if telling is not None and not telling.is_over:
                    telling.end()
                    del story.clocks[ObligationId.NOTIFY_REGULATOR]
            case "told":
                if telling is None:
                    telling = Clock(deciding.due_at)
                    story.clocks[ObligationId.NOTIFY_REGULATOR] = telling
                telling.end()
            case _:
                if telling is None:
                    telling = Clock(deciding.due_at)
                    story.clocks[ObligationId.NOTIFY_REGULATOR] = telling
                # What was put down as done, and was not, is asked again.
                telling.due_at = deciding.due_at
                telling.start_again(story.people(), self.now)

    def _deliver(self, crash_at: tuple[int, bool] | None) -> None:
        """Send what is due as a worker does; at a crash the claim stays, and perhaps the letter."""
        predicted = self._predicted()
        heard: list[tuple[str, Saying]] = []
        for number in range(500):
            with self.council.session() as session:
                message = claim_due_message(session, now=self.now)
                session.commit()
            if message is None:
                break
            said = self._saying(message)
            if crash_at is not None and number == crash_at[0]:
                if crash_at[1] and said:
                    heard.append(said)
                break
            if said:
                heard.append(said)
            with self.council.session() as session:
                mark_sent(session, get_claimed(session, message_id=message.id), now=self.now)
                session.commit()
        self._compare(predicted, heard, is_whole=crash_at is None)

    def _predicted(self) -> set[tuple[str, Saying]]:
        return {
            (name, saying)
            for name, clock in self.stories[0].clocks.items()
            for saying in clock.planned
            if saying[2] <= self.now
        }

    def _compare(
        self,
        predicted: set[tuple[str, Saying]],
        heard: list[tuple[str, Saying]],
        *,
        is_whole: bool,
    ) -> None:
        assert set(heard) <= predicted, "something was said that nobody predicted"
        assert len(heard) == len(set(heard)), "something was said twice"
        if is_whole:
            assert set(heard) == predicted, "something was not said"
            for clock in self.stories[0].clocks.values():
                clock.tick(self.now)
            return
        # After a crash: what was marked is said; what was only handed over may come again.
        self._forget_marked()

    def _forget_marked(self) -> None:
        with self.council.session() as session:
            sent = session.scalars(
                select(Message).where(
                    Message.kind == MessageKind.CLOCK_ALERT, Message.sent_at.is_not(None)
                )
            ).all()
            names = {d.id: d.obligation for d in session.scalars(select(Deadline))}
        for message in sent:
            clock = self.stories[0].clocks.get(names.get(message.deadline_id, ""))
            said = self._saying(message)
            if clock is not None and said is not None and said[1] in clock.planned:
                clock.planned.discard(said[1])
                clock.said.add(said[1])

    def _saying(self, message: Message) -> tuple[str, Saying] | None:
        if message.kind != MessageKind.CLOCK_ALERT or message.hours_before is None:
            return None
        with self.council.session() as session:
            deadline = session.get_one(Deadline, (self.council.id, message.deadline_id))
        if deadline.obligation not in REGULATOR:
            return None
        who = next(
            name
            for name, member in self.council.members.items()
            if member.membership_id == message.recipient_id
        )
        return deadline.obligation, (who, message.hours_before, message.due_at)

    @invariant()
    def what_is_planned_is_what_the_model_plans(self) -> None:
        if not hasattr(self, "stories"):
            return
        with self.council.session() as session:
            waiting = session.scalars(
                select(Message).where(
                    Message.kind == MessageKind.CLOCK_ALERT,
                    Message.sent_at.is_(None),
                    Message.cancelled_at.is_(None),
                    Message.failed_at.is_(None),
                )
            ).all()
        planned = {said for message in waiting if (said := self._saying(message))}
        model = {
            (name, saying)
            for name, clock in self.stories[0].clocks.items()
            for saying in clock.planned
        }
        assert planned == model


MAKER: list[CouncilMaker] = []


@pytest.mark.usefixtures("council_maker")
def test_any_order_of_deeds_ticks_and_crashes_says_what_the_model_says(
    council_maker: CouncilMaker,
) -> None:
    MAKER[:] = [council_maker]
    run_state_machine_as_test(
        Mechanism,
        settings=settings(
            max_examples=25,
            stateful_step_count=14,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
