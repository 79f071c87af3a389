"""Why somebody is told something, in a sentence to them. Pure."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from tenants.access import Office
from tenants.alerts.coming import Told
from tenants.deadlines import schedule_of
from tenants.models import Contact, Membership, Message, MessageKind
from tenants.policy.ladders import LAST_HOURS
from tenants.times import LONDON

_BY_KIND: Final[Mapping[str, str]] = {
    MessageKind.REPORT_RECEIVED: "Reports of breaches go to you.",
    MessageKind.REPORT_WAITING: "A report waits, and you may make its first assessment.",
    MessageKind.ROUTED_TO_YOU: "It was passed on to you, past somebody who was involved.",
    MessageKind.LEAD_APPOINTED: "You were appointed to lead the investigation.",
    MessageKind.LEAD_WANTED: "You may appoint the lead investigator.",
    MessageKind.COUNCIL_TOLD: "The policy has every councillor told of a breach like this.",
    MessageKind.PROMPT: "It is in the council's calendar, and yours to see to.",
    MessageKind.REPORTER_WROTE: "You deal with it, and whoever reported it has no account.",
    MessageKind.REPORT_FINISHED: "Every finished report goes to the full council.",
    MessageKind.STALE_BREACH: "Nothing has happened on it for a while, and you may move it on.",
    MessageKind.WEEKLY_DIGEST: "You get the weekly summary. You can switch it off.",
    MessageKind.INVITATION: "You were given a place here.",
    MessageKind.PASSWORD_RESET: "A new password was asked for.",
}
_OFFICES: Final = {Office.CLERK: "the clerk", Office.CHAIR: "the chair"}


def why_told(
    told: Told,
    recipient: Membership,
    *,
    names: Mapping[UUID, str],
    contacts: Mapping[UUID, Contact],
) -> str:
    """Return why this person gets this message: their part first, then the floor that nobody mutes.

    `names` and `contacts` are the council's, by membership.
    """
    message = told.message
    if message.instead_of_id is not None:
        return "It could not be delivered to somebody else, and you are next."
    if told.deadline is None or message.kind != MessageKind.CLOCK_ALERT:
        return _BY_KIND.get(message.kind, "The policy names you.")
    held_at = told.deadline.held_at
    if told.deadline.held_by_id == recipient.id and held_at and message.due_at > held_at:
        return "You said “I have it”, so you are asked first."
    if stands_for := _stands_for(message, names, contacts):
        return f"You stand in for {stands_for}, who is away."
    if told.breach is not None and told.breach.lead_id == recipient.id:
        return "You lead the investigation, so you are asked first."
    return _by_time(told) or _by_office(recipient)


def is_for_everybody(told: Told) -> bool:
    """Whether a message is so near its due time, or past it, that nobody waits for anybody."""
    hours, deadline = told.message.hours_before, told.deadline
    if hours is None or deadline is None:
        return False
    last = schedule_of(deadline.obligation).last_hours(has_due_time=deadline.due_at is not None)
    return last is not None and hours <= last


def _by_time(told: Told) -> str:
    if not is_for_everybody(told):
        return ""
    hours = told.message.hours_before or 0
    if hours > 0:
        return f"In the last {LAST_HOURS} hours everybody who can act is told at once."
    return "The time is up: everybody who can act is told until it is done."


def _by_office(recipient: Membership) -> str:
    if recipient.office is None:
        return "The policy names you among those who are asked."
    return f"You are {_OFFICES[Office(recipient.office)]}, and the policy names you."


def _stands_for(
    message: Message, names: Mapping[UUID, str], contacts: Mapping[UUID, Contact]
) -> str | None:
    """Return the name of whoever is away that day and chose the recipient to stand in."""
    on = message.due_at.astimezone(LONDON).date()
    for said in contacts.values():
        if said.deputy_id != message.recipient_id or said.away_from is None:
            continue
        if said.away_from <= on and (said.away_until is None or on <= said.away_until):
            return names.get(said.membership_id)
    return None
