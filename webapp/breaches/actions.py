"""What a member may do to a breach, so that a page shows no form that is shut to them. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from tenants.access import Member, Permission
from tenants.breaches.page import BreachPage


class Form(StrEnum):
    """The forms of a breach, by the last part of their addresses."""

    INVOLVEMENT = "involvement"
    INITIAL_ASSESSMENT = "initial-assessment"
    LEAD_INVESTIGATOR = "lead-investigator"
    TIMES = "times"
    RATING = "rating/what-happened"
    OVERRIDE = "rating/override"
    REGULATOR = "decisions/regulator"
    PEOPLE = "decisions/people"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Actions:
    """The forms that are open to a member, and what they have said of their own part."""

    forms: frozenset[Form]
    was_involved: bool
    has_declared: bool

    def may(self, form: str) -> bool:
        """Whether a form is open to this member."""
        return form in self.forms


def actions_for(page: BreachPage, member: Member) -> Actions:
    """Return what a member may do now; nothing on a closed breach."""
    was_involved = member.membership_id in page.declared.involved
    has_declared = was_involved or member.membership_id in page.declared.not_involved
    can_handle = member.can(Permission.HANDLE_BREACH) and not was_involved
    if page.breach.closed_at is not None or not can_handle:
        return Actions(frozenset(), was_involved, has_declared)
    forms = {Form.INVOLVEMENT}
    is_handler = member.membership_id in page.handlers.ids
    if is_handler:
        forms |= {Form.LEAD_INVESTIGATOR if page.breach.received_at else Form.INITIAL_ASSESSMENT}
    if page.is_lead or is_handler:
        forms |= {Form.TIMES}
    if page.is_lead:
        forms |= _of_the_lead(page)
    return Actions(frozenset(forms), was_involved, has_declared)


def _of_the_lead(page: BreachPage) -> set[Form]:
    if page.breach.risk is None:
        return {Form.RATING}
    forms = {Form.RATING, Form.OVERRIDE, Form.REGULATOR, Form.PEOPLE}
    return forms if page.blocking else forms | {Form.CLOSE}
