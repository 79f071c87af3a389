"""The words that pages use for the closed sets of the policy format."""

from tenants.policy.duties import Told
from tenants.policy.ladder_format import Channel, LadderAbout, LadderHours
from tenants.policy.policy_format import Act, ClauseKind, DataRole, Place

PLACES = {
    Place.REPORTER: "Whoever reports a breach",
    Place.CLERK: "The clerk",
    Place.CHAIR: "The chair",
    Place.LEAD_INVESTIGATOR: "The lead investigator",
    Place.COUNCILLORS: "Councillors",
    Place.FULL_COUNCIL: "All councillors",
    Place.OUTSIDE: "Outside the council",
}
DATA_ROLES = {
    DataRole.CONTROLLER: "controller",
    DataRole.JOINT_CONTROLLER: "joint controller",
    DataRole.PROCESSOR: "processor",
    DataRole.ADVISER: "adviser",
    DataRole.DATA_PROTECTION_OFFICER: "data protection officer",
}
ACTS = {
    Act.REPORT: "Reports a breach",
    Act.RECEIVE: "Receives the report",
    Act.CONTAIN: "Stops it and gets things back",
    Act.APPOINT_LEAD: "Appoints who leads",
    Act.INVESTIGATE: "Looks into what happened",
    Act.ASSESS: "Judges how serious it is",
    Act.DECIDE: "Decides who is told",
    Act.NOTIFY_REGULATOR: "Tells the regulator",
    Act.NOTIFY_PEOPLE: "Tells the people affected",
    Act.KEEP_REGISTER: "Keeps the register",
    Act.SIGN_OFF: "Signs it off at the end",
}
CHANNELS = {
    Channel.EMAIL: "e-mail",
    Channel.TEXT: "text message",
    Channel.PHONE: "telephone",
    Channel.LETTER: "letter",
    Channel.IN_PERSON: "a visit in person",
}
LADDER_ABOUT = {
    LadderAbout.ALL: "For reports and for what is due",
    LadderAbout.REPORTS: "For reports",
    LadderAbout.DEADLINES: "For what is due",
}
LADDER_HOURS = {
    LadderHours.ALWAYS: "at all hours",
    LadderHours.OFFICE: "in office hours",
    LadderHours.OUT_OF_HOURS: "out of office hours",
}
CLAUSES = {
    ClauseKind.DEFINITION: "What a breach is",
    ClauseKind.SCALE: "The scale",
    ClauseKind.SEVENTY_TWO_HOURS: "The 72 hours",
    ClauseKind.DELAY_REASON: "Being late",
    ClauseKind.IN_PHASES: "Telling in parts",
    ClauseKind.REGISTER: "The register",
    ClauseKind.TELL_PEOPLE: "Telling the people",
    ClauseKind.OTHER: "Besides",
}
TOLD = {
    Told.FULL_COUNCIL: "All councillors",
    Told.REGULATOR: "The regulator",
    Told.PEOPLE: "The people affected",
}
TO_WHOM = {
    "full_council": "all councillors",
    "regulator": "the regulator",
    "people": "the people affected",
    "register": "the register",
    "council": "the council",
}
"""Whom a duty is towards, where the policy names no such party."""

COUNTED_FROM = {
    "report": "the report",
    "closure": "the breach is closed",
    "end_of_year": "the end of the year",
}
_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip


def number_word(number: int) -> str:
    """Return "five" for 5; from 13 on the figure."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def listed(words: list[str], last: str = "and") -> str:
    """Return "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
