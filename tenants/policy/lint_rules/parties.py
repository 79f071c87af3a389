"""Whether the parties of a policy are what it calls them in the words of the law."""

import re
from collections.abc import Collection, Iterator
from typing import Final

from tenants.policy.lint_rules.finding import Finding, Reading, Weight, entry
from tenants.policy.policy_format import DataRole, Party, Place

_INSIDE: Final = r"\b(?:clerk|chair(?:man|woman|person)?|councillors?|lead\s+investigator)\b"
_CALLED: Final = (
    r"\s+(?:is|are|acts?\s+as|is\s+called|will\s+be|shall\s+be|as)\s+"
    r"(?:a|the|our|its|the\s+council's)?\s*(?:data\s+)?processors?\b"
)
_SUITED: Final = (Place.LEAD_INVESTIGATOR, Place.CLERK, Place.CHAIR, Place.FULL_COUNCIL)
"""Whose places are looked through for somebody who could see to something, in this order."""

_UNNAMED: Final = {"clerk": Place.CLERK, "chair": Place.CHAIR, "deputy": Place.OUTSIDE}
"""Whom a policy can name that has nobody suited."""


def findings(reading: Reading) -> Iterator[Finding]:
    """Find people of the council who are called processors, or the controller."""
    yield from _processors(reading)
    yield from _controllers(reading)


def somebody(reading: Reading, taken: Collection[str] = ()) -> tuple[str, str]:
    """Give the id of a party that could see to something, with its entry if it must be written."""
    parties = reading.policy.parties
    for suited in _SUITED:
        for party in parties:
            if party.place is suited and party.id not in taken:
                return party.id, ""
    known = {*taken, *(party.id for party in parties)}
    name = next((each for each in _UNNAMED if each not in known), "somebody_else")
    place = str(_UNNAMED.get(name, Place.OUTSIDE))
    words = name.replace("_", " ").capitalize()
    return name, "\n\n" + entry("parties", id=name, name=words, place=place)


def _is_inside(party: Party) -> bool:
    return (
        party.place is not Place.OUTSIDE
        or re.search(_INSIDE, party.name, re.IGNORECASE) is not None
    )


def _processors(reading: Reading) -> Iterator[Finding]:
    inside = [party for party in reading.policy.parties if _is_inside(party)]
    for party in inside:
        if party.data_role is DataRole.PROCESSOR:
            yield _processor(f"parties.{party.id}.data_role", party.name)
        elif re.search(r"\bprocessor\b", party.name, re.IGNORECASE):
            yield _processor(f"parties.{party.id}.name", party.name)
    who = "|".join([_INSIDE, *(re.escape(party.name) for party in inside)])
    for said in reading.said_in("clauses", "responsibilities", "obligations", "steps"):
        found = re.search(rf"({who}){_CALLED}", said.text, re.IGNORECASE)
        if found:
            yield _processor(said.place, found.group(1))


def _processor(place: str, who: str) -> Finding:
    reason = (
        f"“{who}” is called a processor. A processor is somebody outside the council who handles "
        "information for it, such as the host of its website. Whoever works for the council, or "
        "sits on it, is part of the controller, which is the council."
    )
    supplier = entry("parties", id="host", name="The website's host", data_role="processor")
    mend = f"Take the word out, and keep it for a supplier.\n{supplier}"
    return Finding("called-processor", place, reason, mend, Weight.FAULT)


def _controllers(reading: Reading) -> Iterator[Finding]:
    for party in reading.policy.parties:
        is_council = party.place in (Place.FULL_COUNCIL, Place.OUTSIDE)
        if party.data_role is DataRole.CONTROLLER and not is_council:
            reason = f"“{party.name}” is called the controller, but the council itself is that."
            council = entry(
                "parties",
                id="council",
                name="The council",
                place="full_council",
                data_role="controller",
            )
            mend = f"Take the word out here, and give it to the council.\n{council}"
            place = f"parties.{party.id}.data_role"
            yield Finding("called-controller", place, reason, mend, Weight.ADVICE)
