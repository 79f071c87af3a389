"""A change in how somebody is reached, and every alert that rests on it planned again with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tenants import contacts
from tenants.access import Member, Permission
from tenants.alerts.absences import absence_warnings
from tenants.breaches.alerts import plan_all_again
from tenants.breaches.ladder import members_of
from tenants.breaches.receiving import investigators
from tenants.contacts import Absence, Entry
from tenants.db import ScopedSession
from tenants.models import Contact, Membership
from tenants.people import get_member
from tenants.prompts import ask_for_upkeep


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How a member is reached now, among the council's people; `sends_texts` is the council's."""

    membership: Membership
    contacts: Mapping[UUID, Contact]
    present: tuple[Membership, ...]
    sends_texts: bool
    sees_everybody: bool

    @property
    def contact(self) -> Contact | None:
        """Return what they said themselves, if anything."""
        return self.contacts.get(self.membership.id)

    @property
    def names(self) -> dict[UUID, str]:
        """Return the present members' names."""
        return {member.id: member.name for member in self.present}

    def warnings(self, *, today: date) -> tuple[str, ...]:
        """Return what to mind about absences: everybody's for clerk and chair, else one's own."""
        whose = None if self.sees_everybody else {self.membership.id}
        return absence_warnings(self.present, self.contacts, today=today, whose=whose)


def get_reach(session: ScopedSession, *, member: Member) -> Reach:
    """Return how a member is reached, in a fixed number of queries."""
    members = members_of(session)
    return Reach(
        membership=get_member(session, membership_id=member.membership_id),
        contacts=members.contacts,
        present=members.present,
        sends_texts=members.sends_texts,
        sees_everybody=member.can(Permission.MANAGE_PEOPLE),
    )


def possible_deputies(session: ScopedSession, *, whose: UUID) -> list[Membership]:
    """Return who may stand in for a member: whoever else may act on a breach, not only read."""
    return [member for member in investigators(session) if member.id != whose]


def change_entry(session: ScopedSession, entry: Entry, *, by: Member, now: datetime) -> Contact:
    """Keep how a member is reached, and plan what they will be told again.

    Raises what `contacts.save_entry` raises.
    """
    row = contacts.save_entry(session, entry, by=by, now=now)
    _plan_again(session, now)
    return row


def change_absence(
    session: ScopedSession, absence: Absence, *, whose: UUID, by: Member, now: datetime
) -> Contact:
    """Keep when a member is away and who stands in, and plan what both will be told again.

    Raises what `contacts.save_absence` raises.
    """
    row = contacts.save_absence(session, absence, whose=whose, by=by, now=now)
    _plan_again(session, now)
    return row


def _plan_again(session: ScopedSession, now: datetime) -> None:
    """Plan the alerts of all that is due on breaches now, and of the calendar at the next tick."""
    plan_all_again(session, now=now)
    ask_for_upkeep(session, now=now)
