"""Who stands on a breach's ladder at each hour: by the council's policy, past whoever was involved.

Nobody is left out by a policy that forgets them: the lead investigator is asked first, and clerk
and chair are always told in the last hours.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from tenants.access import Office, Role
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
from tenants.people import holders_of
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
        """Whether somebody is here still, and was not involved."""
        return who not in self.involved and any(member.id == who for member in self.present)

    def in_place(self, place: Place, breach: Breach | None) -> list[UUID]:
        """Return who holds a place in the policy's sense; nobody for somebody outside."""
        match place:
            case Place.CLERK | Place.CHAIR:
                return [m.id for m in self.present if m.office == place]
            case Place.LEAD_INVESTIGATOR:
                return [breach.lead_id] if breach and breach.lead_id else []
            case Place.COUNCILLORS | Place.FULL_COUNCIL:
                return [m.id for m in self.present if Role.COUNCILLOR in m.roles]
            case _:
                return []

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
        is_here = any(member.id == said.deputy_id for member in self.present)
        return said.deputy_id if is_here and said.deputy_id not in self.involved else None


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
        order = _OWN_ORDER.get(ObligationId(deadline.obligation))
        if order is not None:
            owner = owners.get(deadline.action_id) if deadline.action_id else None
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
            return _by_rungs(members, breach, policy, ladder.rungs if ladder else ())

        return Asking(
            policy=policy, contacts_at=contacts_at, may_hold=members.may_hold, people=people
        )

    return asking


def _by_rungs(
    members: Members, breach: Breach, policy: Policy, rungs: Sequence[Rung]
) -> list[ladders.Contact]:
    """Return the ladder's people: the lead first, clerk and chair in the last hours for certain."""
    found: list[ladders.Contact] = []
    places = {party.id: party.place for party in policy.parties}

    def add(who: UUID, after: timedelta | None, wanted: Sequence[Channel] = ()) -> None:
        if who not in members.involved:
            found.append(members.contact(who, after=after, wanted=wanted))

    for who in members.in_place(Place.LEAD_INVESTIGATOR, breach):
        add(who, _NO_WAIT)
    named = 0
    for rung in rungs:
        for who in members.in_place(places.get(rung.to, _place_of(rung.to)), breach):
            add(who, timedelta(hours=rung.after_hours), rung.channels)
            named += 1
    handlers = choose_handlers(members.present, members.involved).ids
    for who in handlers:
        add(who, None if named else _NO_WAIT)
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
    """Return who is asked at once, and clerk and chair once the day has come."""
    wanted: list[UUID] = []
    for place in order:
        if place == "owner":
            wanted += [owner] if owner else []
        else:
            named = Place.LEAD_INVESTIGATOR if place == "lead" else Place(place)
            wanted += members.in_place(named, breach)
    late = [member.id for member in members.present if member.office]
    listed = {who: members.contact(who, after=_NO_WAIT) for who in wanted}
    for who in late:
        listed.setdefault(who, replace(members.contact(who, after=_NO_WAIT), after=None))
    free = [contact for who, contact in listed.items() if who not in members.involved]
    return free or _anybody(members)
