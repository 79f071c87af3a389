"""What stands in a council's calendar, in words."""

from dataclasses import dataclass
from datetime import date

from flask import url_for

from tenants.access import Member, Office, Permission
from tenants.models import ObligationId
from tenants.prompts import Prompt

_LATER = "too from the day on"
_OF_OFFICE = {"year.evidence", "year.annual_return"}


@dataclass(frozen=True, slots=True)
class ShownPrompt:
    """One line of the calendar: what, by which day, who is asked, from when, and where it is.

    `address` is empty for what this member may not open.
    """

    words: str
    address: str
    due_on: date
    is_late: bool
    asked: str
    asked_from: date


def shown_prompt(prompt: Prompt, member: Member, slug: str) -> ShownPrompt:
    """Return a line of the calendar as its page shows it to a member."""
    words, endpoint, asked = _said(prompt, is_clerk=member.office == Office.CLERK)
    is_open = endpoint not in _OF_OFFICE or member.can(Permission.MANAGE_PEOPLE)
    return ShownPrompt(
        words,
        url_for(endpoint, council=slug) if is_open else "",
        prompt.due_on,
        prompt.is_late,
        asked,
        prompt.asked_from,
    )


def _said(prompt: Prompt, *, is_clerk: bool) -> tuple[str, str, str]:
    clerk = f"The clerk; the chair {_LATER}"
    match prompt.obligation:
        case ObligationId.REVIEW_POLICY:
            return "Look at the policy again", "policy.show", clerk
        case ObligationId.EVIDENCE_PACK:
            words = f"Put together the evidence for the year to 31 March {prompt.year}"
            return words, "year.evidence", clerk
        case ObligationId.ANNUAL_RETURN:
            words = f"Say how many breaches there were in the year to 31 March {prompt.year}"
            return words, "year.annual_return", clerk
        case _ if prompt.is_own:
            other = "chair" if is_clerk else "clerk"
            return "Refresh your training", "year.training", f"You; the {other} {_LATER}"
        case _:
            words = f"Training of {prompt.people} {'person' if prompt.people == 1 else 'people'}"
            return words, "year.training", f"They themselves; the clerk {_LATER}"
