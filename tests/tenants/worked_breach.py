"""A breach worked through to its look back, with text in it that documents find hard to show."""

from dataclasses import replace
from datetime import datetime, timedelta

from tenants.breaches.communications import Conversation, record_communication
from tenants.breaches.consequences import Consequence, assess_for_council, assess_for_people
from tenants.breaches.drills import start_drill
from tenants.breaches.record import get_breach
from tenants.breaches.reporting import Report, report_breach
from tenants.breaches.reviewing import QUESTIONS, LookBack, review_breach
from tenants.breaches.scenarios import SCENARIOS, ScenarioId
from tenants.breaches.undertakings import Undertaking, set_action
from tenants.models import ActionKind, Direction, Party, Precision, Subject
from tenants.policy import BreachFacts, Category, Cause, Recipient
from tests.councils import TestCouncil

HARD_WORDS = (
    "Siân O\u2019Brien\u2019s folder (#1, $5, @hall, \\path, *stars*, <script>alert(1)</script>)"
    " was lost near Llŷn.\n\nארנב אבד. العربية: فقد الملف. 😀 中文"
)
LONG_WORDS = "The folder held many pages. " * 350
FACTS = BreachFacts(
    cause=Cause.LOST_OR_STOLEN_PAPERWORK,
    people_affected=120,
    categories=frozenset({Category.BASIC_IDENTIFIERS, Category.ECONOMIC_AND_FINANCIAL}),
    recipient=Recipient.UNKNOWN_PERSON,
)


def work_through(council: TestCouncil, now: datetime) -> str:
    """Take a real breach from its report to its look back; return its number."""
    reference = _report(council, now)
    council.receive(reference, now)
    council.appoint(reference, now)
    council.rate(reference, now, facts=FACTS)
    council.decide(reference, now, done_at=now)
    council.decide(reference, now, subject=Subject.PEOPLE)
    council.decide(reference, now, subject=Subject.POLICE, done_at=now)
    _weigh(council, reference, now)
    _undertake(council, reference, now)
    return reference


def practise(council: TestCouncil, now: datetime) -> str:
    """Start a practice breach and return its number."""
    with council.session() as session:
        breach = start_drill(
            session, SCENARIOS[ScenarioId.LOST_FOLDER], by=council.members["clerk"], now=now
        )
        session.commit()
        return breach.reference


def _report(council: TestCouncil, now: datetime) -> str:
    report = Report(
        cause=Cause.LOST_OR_STOLEN_PAPERWORK,
        description=HARD_WORDS,
        whose="Allotment holders",
        people_words="about 120",
        recoverable="no",
        action_taken=LONG_WORDS,
        contact="01234 567890",
        occurred_at=None,
        occurred_precision=Precision.NOT_KNOWN,
        found_at=now - timedelta(hours=80),
        facts=FACTS,
    )
    with council.session("reporter") as session:
        breach = report_breach(
            session, report, by=council.members["reporter"], now=now, draft_id=None
        )
        session.commit()
        return breach.reference


def _weigh(council: TestCouncil, reference: str, now: datetime) -> None:
    lead = council.members["lead"]
    people = (
        Consequence("identity_fraud", "With the bank details", "very_serious", "possible"),
        Consequence("distress", "", "serious", "happened"),
    )
    risks = [
        Consequence(what, f"About {what}")
        for what in ("strategic", "legal", "financial", "reputation", "continuity")
    ]

    with council.session("lead") as session:
        assess_for_people(session, people, seen=council.seen(reference), by=lead, now=now)
        session.commit()
    with council.session("lead") as session:
        assess_for_council(
            session,
            risks,
            remedy="Keep papers in the hall",
            seen=council.seen(reference),
            by=lead,
            now=now,
        )
        session.commit()


def _undertake(council: TestCouncil, reference: str, now: datetime) -> None:
    lead = council.members["lead"]
    first = Undertaking(
        kind=ActionKind.CONTAINMENT,
        words="Ask the bus company for the folder",
        owner_id=lead.membership_id,
        due_on=now.date() + timedelta(days=7),
    )
    named = replace(first, kind=ActionKind.LESSON, words="Ask Mrs Margaret Jones for a new key")
    for undertaking in (first, named):
        with council.session("lead") as session:
            set_action(session, undertaking, seen=council.seen(reference), by=lead, now=now)
            session.commit()
    with council.session("lead") as session:
        breach = get_breach(session, reference=reference)
        record_communication(
            session,
            Conversation(
                direction=Direction.HEARD,
                party=Party.REGULATOR,
                with_whom="The case officer",
                method="telephone",
                words="They asked how the folder was kept",
                told_at=now,
            ),
            breach_id=breach.id,
            by=lead,
            now=now,
        )
        session.commit()
    with council.session("lead") as session:
        answers = {question.id: f"Of {question.id}" for question in QUESTIONS}
        look_back = LookBack(answers=answers, lessons="Lock papers away", policy_changes="")
        review_breach(session, look_back, seen=council.seen(reference), by=lead, now=now)
        session.commit()
