"""What to mind about who is away: nobody stands in, the deputy is away too, a circle. Pure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from tenants.access import Office
from tenants.models import Contact, Membership
from tenants.times import day


def absence_warnings(
    members: Sequence[Membership],
    contacts: Mapping[UUID, Contact],
    *,
    today: date,
    whose: Collection[UUID] | None = None,
) -> tuple[str, ...]:
    """Return a sentence for each thing to mind about absences that have not ended; names inside.

    `members` are the present ones; `whose` leaves out what is about nobody among them.
    """
    names = {member.id: member.name for member in members}
    away = [
        contacts[member.id]
        for member in members
        if member.id in contacts
        and _is_ahead(contacts[member.id], today)
        and (whose is None or member.id in whose)
    ]
    found = [words for said in away if (words := _about(said, contacts, names))]
    officers = [member.id for member in members if member.office in tuple(Office)]
    gone = [said for said in away if said.membership_id in officers]
    if len(gone) > 1 and _overlap(gone[0], gone[1]):
        found.append(
            "The clerk and the chair are away at the same time. What cannot wait still goes to both"
            " of them, and to who stands in. Ask somebody else to be ready."
        )
    return tuple(found)


def _about(said: Contact, contacts: Mapping[UUID, Contact], names: Mapping[UUID, str]) -> str:
    name, when = names[said.membership_id], days_away(said)
    if said.deputy_id is None:
        return f"{name} is away {when}, and nobody stands in. The alerts go to whoever is next."
    deputy = names.get(said.deputy_id)
    if deputy is None:
        return f"{name} is away {when}, and whoever was to stand in has left. Choose somebody else."
    theirs = contacts.get(said.deputy_id)
    if theirs is None or not _overlap(said, theirs):
        return ""
    if theirs.deputy_id == said.membership_id:
        return (
            f"{name} and {deputy} stand in for each other, and both are away {when}."
            f" {deputy} is asked all the same. Choose somebody who is here."
        )
    return (
        f"{deputy} stands in for {name}, but is away too ({days_away(theirs)})."
        " Choose somebody who is here."
    )


def days_away(said: Contact) -> str:
    """Return "from Monday 23 November 2026 until Friday 27 November 2026"."""
    if said.away_from is None:
        return ""
    until = f" until {day(said.away_until)}" if said.away_until else ", with no last day yet"
    return f"from {day(said.away_from)}{until}"


def _is_ahead(said: Contact, today: date) -> bool:
    if said.away_from is None:
        return False
    return said.away_until is None or said.away_until >= today


def _overlap(one: Contact, other: Contact) -> bool:
    if one.away_from is None or other.away_from is None:
        return False
    starts_in_time = one.away_until is None or other.away_from <= one.away_until
    return starts_in_time and (other.away_until is None or one.away_from <= other.away_until)
