"""Who is asked for what in a council's year: one person first, another once the day has come."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from tenants.access import Office
from tenants.breaches.ladder import Members
from tenants.deadlines import Asking
from tenants.models import Deadline, MessageKind, ObligationId
from tenants.policy import Policy, ladders
from tenants.policy.ladder_format import Channel

_BY_EMAIL = (Channel.EMAIL,)
_AT_ONCE = timedelta()


def asking_for(deadline: Deadline, members: Members, policy: Policy) -> Asking:
    """Return who is asked for a row of the calendar, by e-mail and past whoever is away."""
    contacts = contacts_for(deadline, members)
    return Asking(policy=policy, contacts_at=lambda _at: contacts)


def contacts_for(deadline: Deadline, members: Members) -> Sequence[ladders.Contact]:
    """Return who is asked at once, and who from the day on (after None).

    For training that is the member, and then the clerk; for all else the clerk, and then the chair.
    Whoever does not want prompts is passed over, so that the next one is asked in their place.
    """
    clerk, chair = (_in_office(members, office) for office in (Office.CLERK, Office.CHAIR))
    if deadline.obligation == ObligationId.REFRESH_TRAINING and deadline.member_id is not None:
        late = clerk if clerk != [deadline.member_id] else chair
        # Nobody is trained by their deputy, and a letter waits for whoever is away.
        own = ladders.Contact(who=deadline.member_id, channels=_BY_EMAIL)
        listed = [own, *(_contact(members, who, after=None) for who in late)]
    else:
        listed = [_contact(members, who, after=_AT_ONCE) for who in clerk]
        listed += [_contact(members, who, after=None) for who in chair]
    return [contact for contact in listed if _wants(members, contact.who)]


def _wants(members: Members, who: UUID) -> bool:
    said = members.contacts.get(who)
    return said is None or MessageKind.PROMPT not in said.muted


def _in_office(members: Members, office: Office) -> list[UUID]:
    return [member.id for member in members.present if member.office == office]


def _contact(members: Members, who: UUID, *, after: timedelta | None) -> ladders.Contact:
    """Return somebody without texts: nothing in a council's year is so urgent."""
    return replace(members.contact(who, after=after), channels=_BY_EMAIL)
