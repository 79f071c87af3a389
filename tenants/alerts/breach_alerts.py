"""Every step of every clock of one breach: who is told when, who next, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import select

from tenants.access import Member, Permission
from tenants.alerts.coming import Told, passed_on_to, read, told
from tenants.breaches.handlers import declared_for
from tenants.breaches.record import get_breach
from tenants.contacts import contacts_of
from tenants.db import ScopedSession
from tenants.deadlines import deadlines_of, schedule_of
from tenants.models import Breach, Contact, Deadline, Membership, Message
from tenants.policies import policy_in_force
from tenants.policy import Policy
from tenants.policy.ladder_format import Channel, Ladder, LadderAbout
from tenants.policy.ladders import Urgency, is_within, ladder_for
from tenants.policy.policy_format import Place


@dataclass(frozen=True, slots=True)
class Step:
    """One time at which a deadline is spoken of: hours before it, and who is told, first to last.

    `ladder` is the policy's own for that hour, where the order comes from it.
    """

    hours_before: int
    told: tuple[Told, ...]
    ladder: Ladder | None

    @property
    def at(self) -> datetime:
        """Return when the first of them is told."""
        return self.told[0].message.due_at


@dataclass(frozen=True, slots=True)
class ClockAlerts:
    """One deadline with its steps; `may_have` whether the reader may say "I have it"."""

    deadline: Deadline
    steps: tuple[Step, ...]
    may_have: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachAlerts:
    """The alerts of one breach; `outside` names whom the policy has told and nobody can write to.

    `by_voice` says that the policy asks for a telephone call or a letter somewhere.
    """

    breach: Breach
    policy: Policy
    clocks: tuple[ClockAlerts, ...]
    members: Mapping[UUID, Membership]
    contacts: Mapping[UUID, Contact]
    passed_on: Mapping[UUID, UUID]
    outside: tuple[str, ...]
    by_voice: bool

    @property
    def names(self) -> dict[UUID, str]:
        """Return everybody's name, those who have left too."""
        return {member.id: member.name for member in self.members.values()}


def get_breach_alerts(session: ScopedSession, *, reference: str, member: Member) -> BreachAlerts:
    """Return what was and will be said of a breach's deadlines, or raise `NotFound`."""
    breach = get_breach(session, reference=reference)
    _, policy = policy_in_force(session)
    rows = _rows(session, breach)
    was_involved = member.membership_id in declared_for(session, breach_id=breach.id).involved
    clocks = tuple(
        _clock(deadline, rows, policy, None if was_involved else member)
        for deadline in deadlines_of(session, breach_id=breach.id)
    )
    ladders = _ladders(clocks)
    return BreachAlerts(
        breach=breach,
        policy=policy,
        clocks=clocks,
        members={row.id: row for row in session.scalars(select(Membership))},
        contacts=contacts_of(session),
        passed_on=passed_on_to(session, [row.message for row in rows]),
        outside=_outside(policy, ladders),
        by_voice=any(
            set(rung.channels) & {Channel.PHONE, Channel.LETTER, Channel.IN_PERSON}
            for ladder in ladders
            for rung in ladder.rungs
        ),
    )


def _clock(
    deadline: Deadline, rows: Sequence[Told], policy: Policy, reader: Member | None
) -> ClockAlerts:
    """Return one deadline's alerts; `reader` is None for somebody who was involved."""
    own = [row for row in rows if row.message.deadline_id == deadline.id]
    is_asked = reader is not None and (
        reader.can(Permission.HANDLE_BREACH)
        or any(row.message.recipient_id == reader.membership_id for row in own)
    )
    return ClockAlerts(deadline, _steps(own, policy), may_have=is_asked and deadline.met_at is None)


def _rows(session: ScopedSession, breach: Breach) -> list[Told]:
    """Return the breach's alerts in the order they are due, those taken back unsent left out."""
    wanted = (
        told()
        .where(
            Message.breach_id == breach.id,
            Message.deadline_id.is_not(None),
            Message.cancelled_at.is_(None) | Message.sent_at.is_not(None),
        )
        .order_by(Message.hours_before.desc(), Message.due_at, Message.position, Message.id)
    )
    return read(session, wanted)


def _steps(rows: Sequence[Told], policy: Policy) -> tuple[Step, ...]:
    steps = []
    for hours, of_step in groupby(rows, key=lambda row: row.message.hours_before or 0):
        listed = tuple(of_step)
        steps.append(Step(hours, listed, _ladder_at(listed[0], policy)))
    return tuple(sorted(steps, key=lambda step: (step.at, -step.hours_before)))


def _ladder_at(first: Told, policy: Policy) -> Ladder | None:
    if first.deadline is None:
        return None
    is_out = not is_within(policy.office_hours, first.message.due_at)
    schedule = schedule_of(first.deadline.obligation)
    if schedule.about == LadderAbout.DEADLINES and schedule.urgency == Urgency.CAN_WAIT:
        return None
    return ladder_for(policy.ladders, schedule.about, is_out_of_hours=is_out)


def _ladders(clocks: Sequence[ClockAlerts]) -> list[Ladder]:
    found = {step.ladder.id: step.ladder for one in clocks for step in one.steps if step.ladder}
    return list(found.values())


def _outside(policy: Policy, ladders: Sequence[Ladder]) -> tuple[str, ...]:
    """Return the names of those on the ladders who are not members, each once."""
    parties = {party.id: party for party in policy.parties}
    named = [parties[rung.to] for ladder in ladders for rung in ladder.rungs if rung.to in parties]
    outside = [party.name for party in named if party.place == Place.OUTSIDE]
    return tuple(dict.fromkeys(outside))
