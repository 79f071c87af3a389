"""Invented letters of a regulator, one of each kind, and what each of them says."""

from typing import Any, Final

CASE = "IC-314159-B2C7"
_HEAD = f"""From: icocasework@ico.org.uk
To: clerk@little-testing.example
Subject: ICO Decision - {CASE}
Date Sent: 14/03/2025 09:12

14 March 2025

ICO Reference Number: {CASE}
Your reference: LTPC/2025/07

Dear Clerk

"""
_ABOUT = "This concerns the personal data breach report you submitted on 3 March 2025.\n\n"
_END = """
Yours sincerely

A Caseworker
Case Officer

The Information Commissioner's Office is subject to the Freedom of Information Act 2000 and may be
asked for copies of this letter. We cannot say in advance what we may disclose.
"""
_LEAFLET = """
Personal data security: how to prevent some common personal data breaches in
the Village Halls sector

1. Lock the hall

Whoever closes the hall at night locks the cupboard with the forms in it.

2. Shred what is out of date

Bookings of past years are of no use to anybody. Shred them each April.

3. Ask before you film a fete for
all to see

Some people would rather not be seen. Ask them.
"""
NO_ACTION = (
    _HEAD
    + _ABOUT
    + """Our decision

Having looked at what you told us, we have decided not to take any further action in this case.

There was a delay in reporting this breach to us, which came to our office on the sixth day.

We may make enquiries if something new comes to light. We now consider this matter closed.
"""
    + _END
    + _LEAFLET
)
RECOMMENDING = (
    _HEAD
    + _ABOUT
    + """Our decision

We will be taking no further action on this occasion.

In particular, we recommend that you consider:

- Keeping the allotment list in one place only. The shed is not that place.
- Asking a second person to look at each mailing before it goes.
- Writing down who has a key to the filing cabinet, and asking for keys back from
those who have left.

Lists like this go out of date. Somebody has to look at them once a year.

We also recommend you check that your policies and procedures are fit for purpose. All staff who
handle personal data should receive training every year.

The case is now closed.
"""
    + _END
)
REPRIMAND = f"""THE DATA PROTECTION ACT 2018 AND UK GENERAL DATA PROTECTION REGULATION

REPRIMAND

TO: Little Testing Parish Council

Case reference: {CASE}
Date: 2 June 2025

The Information Commissioner issues a reprimand to Little Testing Parish Council in accordance with
Article 58(2)(b) of the UK GDPR, for infringements of Article 5(1)(f) and Article 32.

1.1 The Council put a list of tenants online on 4 January 2025.
1.2 Forty people were affected, and a freedom of information request brought it to light.
1.3 The Commissioner considered a monetary penalty and decided not to impose one.

Further Action Recommended

The Commissioner recommends that the Council takes these steps:

1. Train everybody who publishes minutes, with a record of who came.
2. Have two people look at each document before it goes online.
3. Go through all pages of the website for other lists, namely:
A. tenants of the allotments; and
B. those who hire the hall.

The Commissioner asks the Council to report on its progress within six months
of the date of this reprimand.

Yours faithfully
"""
PENALTY = f"""PENALTY NOTICE

Reference: {CASE}
Date: 9 July 2025

The Commissioner has decided to impose a monetary penalty on Great Testing Town Council of £8,000,
having reduced it from £12,500 to £8,000 in the light of what the Council said. The penalty must be
paid by 8 August 2025. You may appeal to the Tribunal within 28 days of this notice.
"""
ENFORCEMENT = """ENFORCEMENT NOTICE

Date: 1 April 2025

The Commissioner serves an enforcement notice on the Council under section 149 of the Act. Not to
comply with it could lead to a penalty notice. The Council must answer the
open requests by 30 June 2025.
"""
UNDERTAKING = """UNDERTAKING

Data Protection Act 1998. Reference: ENF0412345

Little Testing Parish Council, the data controller, has signed an undertaking to comply with the
seventh data protection principle. It is dated 5 May 2011.
"""
COMPLAINT = f"""Case reference {CASE}
16 May 2025

Dear Clerk

We have considered the complaint that a resident made to us about how your council answered a
request to see their data. In our view the council has not complied with its duties. We do not
intend to take further action now.

Please look at the complaint again and write to the resident within 28 days.
"""
ENQUIRIES = (
    _HEAD
    + _ABOUT
    + """Before we can decide we need some further information from you. Please answer the
following questions:

1. Who had a key?
2. When was the door last locked?

Please reply by no later than 28 March 2025. We will write again within 30 days of your answer.
"""
    + _END
)
THRESHOLD = (
    _HEAD
    + _ABOUT
    + """From what you told us, this breach does not meet the threshold for reporting to us, because
nobody is likely to come to harm. We will take no further action. You reported it within 72 hours,
which is good practice.
"""
    + _END
)
REQUEST = f"""Reference: {CASE}
20 May 2025

Dear Requester

Thank you for your request for information, which we have handled under the Freedom of Information
Act 2000. You asked in how many cases of a personal data breach report the ICO decided not to take
action, and how many reprimands we have issued. We issued reprimands to four councils.

You may ask for an internal review within 40 working days.
"""
RECEIPT = (
    _HEAD
    + """Thank you for contacting us. We have received your personal data breach report. It will be
assigned to a case officer. No further action is required from you at this stage. We may issue a
reprimand or a penalty notice where the law was broken.
"""
    + _END
)
WELSH = f"""Cyfeirnod yr ICO: {CASE}
14 Mawrth 2025

Annwyl Glerc,

Rydym yn ysgrifennu ynghylch eich adroddiad am dorri data personol. Rydym wedi ystyried yr
wybodaeth ac wedi penderfynu peidio â chymryd camau pellach. Mae'r mater hwn wedi ei gau.

Yn gywir, Swyddfa'r Comisiynydd Gwybodaeth
"""
INTENT = """Notice of intent

The Information Commissioner intends to impose a monetary penalty on the Council of £20,000.
"""
SOMEBODY_ELSES = "Dear Clerk, the hedge on Mill Lane is overgrown again. Yours, A Resident"

LAST_POINT: Final = (
    "Writing down who has a key to the filing cabinet, and asking for keys back from those who have"
    " left. Lists like this go out of date. Somebody has to look at them once a year."
)
POLICIES_FIT: Final = (
    "We also recommend you check that your policies and procedures are fit for purpose."
)
PROGRESS: Final = (
    "The Commissioner asks the Council to report on its progress within six months of the date of"
    " this reprimand."
)
KINDS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "no action": (
        NO_ACTION,
        {
            "outcome": "no_action",
            "case_reference": CASE,
            "own_reference": "LTPC/2025/07",
            "sent_on": "2025-03-14",
            "reported_on": "2025-03-03",
            "days": 11,
            "late": True,
            "closed": True,
            "reserved_right": True,
            "recommendations": [],
            "deadlines": [],
            "sector": "Village Halls",
            "measures": [
                {"number": 1, "title": "Lock the hall"},
                {"number": 2, "title": "Shred what is out of date"},
                {"number": 3, "title": "Ask before you film a fete for all to see"},
            ],
        },
    ),
    "recommending": (
        RECOMMENDING,
        {
            "outcome": "no_action_with_recommendations",
            "late": False,
            "closed": True,
            "recommendations": [
                "Keeping the allotment list in one place only. The shed is not that place.",
                "Asking a second person to look at each mailing before it goes.",
                LAST_POINT,
            ],
            "standing_recommendations": [
                POLICIES_FIT,
                "All staff who handle personal data should receive training every year.",
            ],
        },
    ),
    "reprimand": (
        REPRIMAND,
        {
            "outcome": "reprimand",
            "sent_on": "2025-06-02",
            "closed": False,
            "penalty": None,
            "recommendations": [
                "Train everybody who publishes minutes, with a record of who came.",
                "Have two people look at each document before it goes online.",
                "Go through all pages of the website for other lists, namely:",
                "tenants of the allotments",
                "those who hire the hall.",
            ],
            "deadlines": [
                {
                    "words": PROGRESS,
                    "due_on": "2025-12-02",
                }
            ],
        },
    ),
    "penalty": (PENALTY, {"outcome": "penalty", "case_reference": CASE, "sent_on": "2025-07-09"}),
    "enforcement": (ENFORCEMENT, {"outcome": "enforcement_notice", "penalty": None}),
    "undertaking": (
        UNDERTAKING,
        {"outcome": "undertaking", "case_reference": None, "other_references": ["ENF0412345"]},
    ),
    "complaint": (COMPLAINT, {"outcome": "complaint_outcome", "sent_on": "2025-05-16"}),
    "enquiries": (ENQUIRIES, {"outcome": "further_enquiries", "recommendations": []}),
    "threshold": (THRESHOLD, {"outcome": "does_not_meet_threshold", "late": False}),
    "request": (REQUEST, {"outcome": "unknown", "case_reference": CASE, "late": None}),
    "receipt": (RECEIPT, {"outcome": "unknown", "case_reference": CASE, "late": None}),
    "welsh": (WELSH, {"outcome": "unknown", "case_reference": CASE, "late": None}),
    "intent": (INTENT, {"outcome": "unknown", "penalty": None}),
    "somebody else's": (SOMEBODY_ELSES, {"outcome": "unknown", "case_reference": None}),
    "nothing": ("", {"outcome": "unknown", "why": "There is no text in it."}),
}
