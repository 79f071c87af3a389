"""What went wrong in the invented county: everyday mistakes, none of which happened."""

from dataclasses import dataclass, field

from tenants.policy import (
    Answer,
    BreachFacts,
    Category,
    Cause,
    Intent,
    Kind,
    Particular,
    Protection,
    Recipient,
    Restoration,
    Revealing,
)


@dataclass(frozen=True, slots=True)
class Mishap:
    """One kind of everyday mistake, in a reporter's words and in the engine's facts."""

    description: str
    whose: str
    people: int | None
    done: str
    facts: BreachFacts = field(default_factory=BreachFacts)
    cause: Cause = Cause.OTHER_NON_CYBER


_CONFIDENTIAL = frozenset({Kind.CONFIDENTIALITY})
_BASIC = frozenset({Category.BASIC_IDENTIFIERS})

MISHAPS = (
    Mishap(
        "The allotment waiting list was e-mailed to a resident with the same first name as the"
        " allotments secretary.",
        "People waiting for an allotment",
        34,
        "Telephoned them. They have deleted it and said so in writing.",
        BreachFacts(
            kinds=_CONFIDENTIAL,
            intent=Intent.ACCIDENT,
            recipient=Recipient.KNOWN_PERSON,
            deletion_confirmed=Answer.YES,
            protection=Protection.NONE,
            restoration=Restoration.NOT_LOST,
            categories=_BASIC,
            revealing=Revealing.NOTHING_MORE,
            people_affected=34,
        ),
        Cause.EMAILED_TO_WRONG_RECIPIENT,
    ),
    Mishap(
        "The newsletter went to everybody in the To line instead of Bcc.",
        "People who get the village newsletter",
        180,
        "Sent an apology and asked everybody to delete the first e-mail.",
        BreachFacts(
            kinds=_CONFIDENTIAL,
            intent=Intent.ACCIDENT,
            recipient=Recipient.KNOWN_PERSON,
            deletion_confirmed=Answer.NO,
            protection=Protection.NONE,
            restoration=Restoration.NOT_LOST,
            categories=_BASIC,
            revealing=Revealing.NOTHING_MORE,
            people_affected=180,
        ),
        Cause.FAILURE_TO_USE_BCC,
    ),
    Mishap(
        "Draft minutes with a complainant's home address and telephone number were on the website"
        " for two days.",
        "One resident who complained about a hedge",
        1,
        "Took the page down and asked the search engine to forget it.",
        BreachFacts(
            kinds=_CONFIDENTIAL,
            intent=Intent.ACCIDENT,
            recipient=Recipient.PUBLIC,
            protection=Protection.NONE,
            restoration=Restoration.NOT_LOST,
            categories=_BASIC,
            revealing=Revealing.PRIVATE,
            people_affected=1,
        ),
        Cause.FAILURE_TO_REDACT,
    ),
    Mishap(
        "A folder of hardship grant applications was left on a train.",
        "Families who asked for a hardship grant",
        12,
        "Rang the lost property office. It has not been handed in.",
        BreachFacts(
            kinds=frozenset({Kind.CONFIDENTIALITY, Kind.AVAILABILITY}),
            intent=Intent.ACCIDENT,
            recipient=Recipient.UNKNOWN_PERSON,
            protection=Protection.NONE,
            restoration=Restoration.CANNOT_BE_GOT_BACK,
            categories=frozenset({Category.ECONOMIC_AND_FINANCIAL, Category.HEALTH}),
            revealing=Revealing.SENSITIVE,
            particulars=frozenset({Particular.VULNERABLE_PEOPLE}),
            people_affected=12,
        ),
        Cause.LOST_OR_STOLEN_PAPERWORK,
    ),
    Mishap(
        "The clerk's council laptop was stolen from a car. The disk is encrypted and the password"
        " was not with it.",
        "Residents, suppliers and staff",
        None,
        "Told the police and changed every password.",
        BreachFacts(
            kinds=_CONFIDENTIAL,
            recipient=Recipient.CRIMINAL,
            protection=Protection.ENCRYPTED_KEY_SAFE,
            restoration=Restoration.WITHIN_A_DAY,
            categories=_BASIC,
        ),
        Cause.LOST_OR_STOLEN_DEVICE,
    ),
    Mishap(
        "Two burial fee letters were put into the wrong envelopes.",
        "Two families",
        2,
        "Collected both letters and took them to the right families.",
        BreachFacts(
            kinds=_CONFIDENTIAL,
            intent=Intent.ACCIDENT,
            recipient=Recipient.KNOWN_PERSON,
            deletion_confirmed=Answer.YES,
            protection=Protection.NONE,
            restoration=Restoration.NOT_LOST,
            categories=_BASIC,
            revealing=Revealing.PRIVATE,
            people_affected=2,
        ),
        Cause.POSTED_TO_WRONG_RECIPIENT,
    ),
    Mishap(
        "Somebody has been reading the council's mailbox. A rule forwards every message with the"
        " word invoice to an address that we do not know.",
        "Everybody who wrote to the council since the summer",
        640,
        "Changed the password and removed the rule.",
        BreachFacts(
            kinds=_CONFIDENTIAL,
            intent=Intent.DELIBERATE,
            recipient=Recipient.CRIMINAL,
            protection=Protection.NONE,
            restoration=Restoration.NOT_LOST,
            categories=frozenset({Category.ECONOMIC_AND_FINANCIAL}),
            revealing=Revealing.PRIVATE,
            particulars=frozenset({Particular.IDENTITY_FRAUD}),
            people_affected=640,
        ),
        Cause.PHISHING,
    ),
    Mishap(
        "The booking spreadsheet for the village hall was overwritten with last year's.",
        "People who booked the hall",
        90,
        "Found a copy from Tuesday and put it back.",
        BreachFacts(
            kinds=frozenset({Kind.AVAILABILITY}),
            intent=Intent.ACCIDENT,
            recipient=Recipient.NOBODY,
            restoration=Restoration.WITHIN_A_DAY,
            categories=_BASIC,
            people_affected=90,
        ),
        Cause.ALTERATION,
    ),
)
