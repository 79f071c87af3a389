"""The duties of a policy by whom they are towards, under whichever name it knows them."""

import re
from typing import Final

from tenants.policy.council_policy import Policy
from tenants.policy.duties import Duty, ShownBy, Told
from tenants.policy.law import Law
from tenants.policy.policy_format import Place

SHOWN_BY: Final = {
    Told.REGULATOR: ShownBy.REGULATOR_TOLD,
    Told.PEOPLE: ShownBy.PEOPLE_TOLD,
    Told.FULL_COUNCIL: ShownBy.COUNCIL_TOLD,
}
RULES: Final = {Told.REGULATOR: "tell-regulator", Told.PEOPLE: "tell-people"}
"""The law's duty towards each of the two whom it wants told."""


def duties_towards(policy: Policy, told: Told, law: Law) -> list[Duty]:
    """Give the duties to tell somebody.

    Where some of them are shown to be done by the record, the others only follow up, and are left
    out.
    """
    names = {str(told), *_parties(policy, told, law)}
    shown = [duty for duty in policy.obligations if duty.shown_by is SHOWN_BY[told]]
    return shown or [duty for duty in policy.obligations if duty.to_whom in names]


def _parties(policy: Policy, told: Told, law: Law) -> list[str]:
    """Give the ids of the parties who are somebody that must be told."""
    match told:
        case Told.REGULATOR:
            pattern = regulator_words(law)
            return [p.id for p in policy.parties if re.search(pattern, p.name, re.IGNORECASE)]
        case Told.FULL_COUNCIL:
            places = (Place.FULL_COUNCIL, Place.COUNCILLORS)
            return [p.id for p in policy.parties if p.place in places]
        case Told.PEOPLE:
            return []


def regulator_words(law: Law) -> str:
    """Give the pattern by which a sentence about the regulator is known."""
    names = [name for _, each in law.regulators for name in (each.name, each.short_name)]
    words = "|".join(
        re.escape(name) for name in dict.fromkeys(["regulator", "commissioner", *names])
    )
    return rf"\b(?:{words})\b"
