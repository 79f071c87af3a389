"""Who stands on a breach's ladder at each hour: by the council's policy, past whoever was involved.

Nobody is left out by a policy that forgets them: the lead investigator is asked first, and clerk
and chair are always told in the last hours.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from tenants.access import Office, Permission, Role
from tenants.breaches.handlers import choose_handlers, declared_for
from tenants.db import ScopedSession
from tenants.deadlines import Asking, schedule_of
from tenants.models import (
    Action,
    Breach,
    Contact,
    Deadline,
    Membership,
    NotifyAccount,
    ObligationId,
)
from tenants.people import as_member, holders_of
from tenants.policy import Policy, ladders
from tenants.policy.ladder_format import Channel, Rung
from tenants.policy.policy_format import Place

_NO_WAIT = timedelta()
# What the policy's own ladder is not for: a few people, the others once the day has come.
_OWN_ORDER = {
    ObligationId.DO_ACTION: ("owner",),
    ObligationId.REPORT_TO_COUNCIL: (Office.CLERK, "lead"),
    ObligationId.ERASE: (Office.CLERK,),
}


@dataclass(frozen=True, slots=True)
class Members:
    """A council's present members, what each said about reaching them, and who must not hear."""

    present: tuple[Membership, ...]
    contacts: Mapping[UUID, Contact]
    sends_texts: bool
    involved: frozenset[UUID] = frozenset()

    def may_hold(self, who: UUID) -> bool:
        """Whether somebody may still open the register, and was not involved."""
        may_read = any(
            member.id == who and as_member(member).can(Permission.SEE_REGISTER)
            for member in self.present
        )
        return may_read and who not in self.involved

    def in_place(self, place: Place, breach: Breach | None) -> list[UUID]:
        """Return who holds a place in the policy's sense; nobody for somebody outside."""
        match place:
            case Place.CLERK | Place.CHAIR:
                return [m.id for m in self.present if m.office == place]
            case Place.LEAD_INVESTIGATOR:
                return self._investigators(breach)
            case Place.COUNCILLORS | Place.FULL_COUNCIL:
                return [m.id for m in self.present if Role.COUNCILLOR in m.roles]
            case _:
                return []

    def is_here(self, who: UUID | None) -> bool:
        """Whether somebody is a member at present."""
        return any(member.id == who for member in self.present)

    def _investigators(self, breach: Breach | None) -> list[UUID]:
        """Return who leads; until somebody does, whoever has the role may be meant."""
        if breach is not None and breach.lead_id is not None:
            return [breach.lead_id] if self.is_here(breach.lead_id) else []
        return [m.id for m in self.present if Role.LEAD_INVESTIGATOR in m.roles]

    def contact(
        self, who: UUID, *, after: timedelta | None, wanted: Sequence[Channel] = ()
    ) -> ladders.Contact:
        """Return how somebody is reached: always by e-mail, by text too where that can be done."""
        said = self.contacts.get(who)
        by_text = said is not None and said.mobile and self.sends_texts
        is_wanted = said is not None and said.wants_texts
        is_asked = any(channel in {Channel.TEXT, Channel.PHONE} for channel in wanted)
        channels: tuple[Channel, ...] = (Channel.EMAIL,)
        if by_text and (is_wanted or is_asked):
            channels = (Channel.EMAIL, Channel.TEXT)
        if said is None:
            return ladders.Contact(who=who, channels=channels, after=after)
        return ladders.Contact(
            who=who,
            channels=channels,
            after=after,
            away_from=said.away_from,
            away_until=said.away_until,
            deputy=self._deputy(said),
        )

    def everybody(self) -> ladders.People:
        """Return how each member can be reached at all, for whoever may stand in."""
        by_any = (Channel.EMAIL, Channel.TEXT)
        return {m.id: self.contact(m.id, after=None, wanted=by_any) for m in self.present}

    def _deputy(self, said: Contact) -> UUID | None:
        is_free = self.is_here(said.deputy_id) and said.deputy_id not in self.involved
        return said.deputy_id if is_free else None


def members_of(session: ScopedSession, *, involved: Collection[UUID] = ()) -> Members:
    """Return the council's people with how they are reached, in three queries."""
    present = holders_of(session, offices=tuple(Office), roles=tuple(Role))
    said = {row.membership_id: row for row in session.scalars(select(Contact))}
    account = session.get(NotifyAccount, session.council_id)
    can_text = account is not None and bool(account.text_template)
    return Members(tuple(present), said, can_text, frozenset(involved))


def asking_about(
    session: ScopedSession, breach: Breach, policy: Policy
) -> Callable[[Deadline], Asking]:
    """Return, for any deadline of the breach, who is asked about it and when."""
    involved = declared_for(session, breach_id=breach.id).involved
    members = members_of(session, involved=involved)
    people = members.everybody()
    owners: dict[UUID, UUID] = {}
    for action in session.scalars(select(Action).where(Action.breach_id == breach.id)):
        owners[action.id] = action.owner_id

    def asking(deadline: Deadline) -> Asking:
        owner = owners.get(deadline.action_id) if deadline.action_id else None
        order = _OWN_ORDER.get(ObligationId(deadline.obligation))
        if order is not None:
            contacts = _by_order(members, breach, order, owner)
            return Asking(
                policy=policy,
                contacts_at=lambda _at: contacts,
                may_hold=members.may_hold,
                people=people,
            )
        about = schedule_of(deadline.obligation).about

        def contacts_at(at: datetime) -> Sequence[ladders.Contact]:
            is_out = not ladders.is_within(policy.office_hours, at)
            ladder = ladders.ladder_for(policy.ladders, about, is_out_of_hours=is_out)
            rungs = _rungs_of(policy, ladder.rungs if ladder else ())
            return _by_rungs(members, breach, rungs, first=_first(deadline, breach, owner))

        return Asking(
            policy=policy, contacts_at=contacts_at, may_hold=members.may_hold, people=people
        )

    return asking


def _first(deadline: Deadline, breach: Breach, owner: UUID | None) -> tuple[UUID, ...]:
    """Return who is asked before any ladder, for it is theirs: whoever promised it, and the lead.

    A report has nobody yet: only who receives reports can make the first assessment.
    """
    if deadline.obligation == ObligationId.RECEIVE_REPORT:
        return ()
    return tuple(dict.fromkeys(who for who in (owner, breach.lead_id) if who is not None))


def _rungs_of(policy: Policy, rungs: Sequence[Rung]) -> list[tuple[Place, Rung]]:
    """Return a ladder's rungs, each with the place that its party has in the council."""
    places = {party.id: party.place for party in policy.parties}
    return [(places.get(rung.to, _place_of(rung.to)), rung) for rung in rungs]


def _by_rungs(
    members: Members, breach: Breach, rungs: Sequence[tuple[Place, Rung]], *, first: Sequence[UUID]
) -> list[ladders.Contact]:
    """Return whom it belongs to, then the ladder's people; clerk and chair in the last hours.

    Whoever receives breaches is asked at once where the ladder reaches nobody, or nobody who could
    do what is asked: a policy may name people who have left, were involved, or are outside.
    """
    found: list[ladders.Contact] = []

    def add(who: UUID, after: timedelta | None, wanted: Sequence[Channel] = ()) -> bool:
        if who in members.involved or not members.is_here(who):
            return False
        found.append(members.contact(who, after=after, wanted=wanted))
        return True

    for who in first:
        add(who, _NO_WAIT)
    is_climbed = False
    for place, rung in rungs:
        for who in members.in_place(place, breach):
            is_climbed |= add(who, timedelta(hours=rung.after_hours), rung.channels)
    handlers = choose_handlers(members.present, members.involved).ids
    can_do_it = {*handlers, *first}
    is_reached = any(contact.who in can_do_it for contact in found)
    for who in handlers:
        add(who, None if is_climbed and is_reached else _NO_WAIT)
    return found or _anybody(members)


def _place_of(party_id: str) -> Place:
    """Return the place that a rung means whose party the document does not describe."""
    return Place(party_id) if party_id in tuple(Place) else Place.OUTSIDE


def _anybody(members: Members) -> list[ladders.Contact]:
    """Return who hears it where everybody was involved: an office's holder, else all there are."""
    officers = [member for member in members.present if member.office]
    return [members.contact(m.id, after=_NO_WAIT) for m in officers or members.present]


def _by_order(
    members: Members, breach: Breach, order: Sequence[str], owner: UUID | None
) -> list[ladders.Contact]:
    """Return who is asked at once, and clerk and chair once the day has come.

    Where there is no clerk, or the clerk was involved, the chair stands in. An action is its
    owner's, also where they were involved: doing it judges nothing.
    """
    wanted: list[UUID] = []
    for place in order:
        if place == "owner":
            wanted += [owner] if owner else []
        elif place == "lead":
            wanted += [breach.lead_id] if breach.lead_id else []
        else:
            wanted += choose_handlers(members.present, members.involved).ids[:1]
    late = [member.id for member in members.present if member.office]
    listed = {who: members.contact(who, after=_NO_WAIT) for who in wanted if members.is_here(who)}
    for who in late:
        listed.setdefault(who, replace(members.contact(who, after=_NO_WAIT), after=None))
    free = [
        contact for who, contact in listed.items() if who not in members.involved or who == owner
    ]
    return free or _anybody(members)
