"""The weekly letter: Monday at eight in London, to whoever handles breaches and wants it."""

from datetime import datetime, time
from typing import Final

from tenants.access import Office, Permission, Role, permissions_of
from tenants.breaches.ladder import Members
from tenants.db import ScopedSession
from tenants.messages import Plan, plan_messages
from tenants.messages.digest import digest_of
from tenants.models import Membership, MessageKind
from tenants.policy import Policy
from tenants.policy.ladders import out_of_quiet
from tenants.prompts.days import monday_of, week_name
from tenants.times import at_clock, day_of

AT_EIGHT: Final = time(8)


def plan_weekly_letter(
    session: ScopedSession, members: Members, policy: Policy, *, asked_at: datetime, now: datetime
) -> None:
    """Plan this week's letter where Monday's going through is this one, and something is open.

    `asked_at` is when it should have been: where nothing ran on Monday morning the letter comes
    late. Whatever is reported later in the week waits for the next one.
    """
    monday = monday_of(day_of(now))
    due_at = at_clock(monday, AT_EIGHT)
    is_mondays = day_of(now) == monday and now <= due_at
    was_missed = asked_at <= due_at < now
    if not (is_mondays or was_missed) or digest_of(session, now=now).is_empty:
        return
    plans = [
        Plan(
            kind=MessageKind.WEEKLY_DIGEST,
            recipient_id=member.id,
            due_at=out_of_quiet(policy.quiet_hours, due_at),
            occasion=week_name(monday),
        )
        for member in members.present
        if _handles(member) and _wants(members, member)
    ]
    plan_messages(session, plans, now=now)


def _handles(member: Membership) -> bool:
    office = Office(member.office) if member.office else None
    granted = permissions_of([Role(role) for role in member.roles], office)
    return Permission.HANDLE_BREACH in granted


def _wants(members: Members, member: Membership) -> bool:
    said = members.contacts.get(member.id)
    return said is None or said.wants_digest
