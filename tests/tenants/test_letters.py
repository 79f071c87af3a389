"""Letters: what is due and one link; never who, what happened or whose data it was."""

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from sqlalchemy import select

from tenants.messages import Letter, Plan, plan_message, write_letter
from tenants.messages.paper import Links, as_html
from tenants.messages.wording import Wording
from tenants.models import Breach, Council, Message, MessageKind
from tenants.settings import Settings
from tests.councils import TestCouncil
from tests.tenants.posted import page_of

HOUR = timedelta(hours=1)
OF_A_BREACH = [
    MessageKind.REPORT_RECEIVED,
    MessageKind.REPORT_WAITING,
    MessageKind.ROUTED_TO_YOU,
    MessageKind.LEAD_APPOINTED,
    MessageKind.LEAD_WANTED,
    MessageKind.COUNCIL_TOLD,
    MessageKind.CLOCK_ALERT,
    MessageKind.STALE_BREACH,
]
PERSONAL = (
    "Testperson",
    "allotment",
    "Allotment holders",
    "about 30",
    "delete it",
    "01234",
    "The list of names",
    "What we learned",
    "Because I say so",
)
EVERY_KIND = pytest.mark.parametrize("kind", list(MessageKind))


def letter_of(
    council: TestCouncil, kind: MessageKind, settings: Settings, now: datetime, to: str = ""
) -> Letter:
    """Write a letter of this kind about the council's rated breach: to the clerk, if not told.

    An alert goes to the chair, if not told.
    """
    with council.session() as session:
        breach = session.scalars(select(Breach)).one()
        breach.learned, breach.aware_reason = "What we learned", "Because I say so"
        for name in ("clerk", "chair", "lead"):
            plan = Plan(
                kind=kind,
                recipient_id=council.members[name].membership_id,
                due_at=now,
                breach_id=breach.id if kind in OF_A_BREACH else None,
            )
            plan_message(session, plan, now=now)
        message = session.scalars(
            select(Message).where(
                Message.kind == kind,
                Message.recipient_id == council.members[to or "clerk"].membership_id,
                Message.due_at == now,
            )
        ).first()
        if kind == MessageKind.CLOCK_ALERT:
            message = session.scalars(
                select(Message)
                .where(Message.kind == kind, Message.deadline_id.is_not(None))
                .where(Message.recipient_id == council.members[to or "chair"].membership_id)
                .where(Message.cancelled_at.is_(None))
                .order_by(Message.due_at, Message.position.desc())
            ).first()
        assert message is not None
        letter = write_letter(session, message, settings=settings, now=now)
        session.rollback()
        return letter


@EVERY_KIND
def test_a_letter_holds_no_personal_data_and_nothing_of_what_happened(
    kind: MessageKind, council: TestCouncil, rated: str, settings: Settings, now: datetime
) -> None:
    assert rated
    letter = letter_of(council, kind, settings, now)

    for part in (letter.subject, letter.text, unescape(letter.html)):
        for secret in (*PERSONAL, *(council.email(name) for name in council.members)):
            assert secret.lower() not in part.lower()


@EVERY_KIND
def test_plain_and_html_say_the_same(
    kind: MessageKind, council: TestCouncil, rated: str, settings: Settings, now: datetime
) -> None:
    assert rated
    letter = letter_of(council, kind, settings, now)

    body = unescape(re.sub(r"<[^>]+>", " ", letter.html.partition("<body")[2]))
    shown = " ".join(body.partition(">")[2].split())
    for paragraph in letter.text.strip().split("\n\n"):
        words, _, address = paragraph.partition(":\nhttp")
        assert " ".join(words.split()) in shown
        if address:
            assert f'href="http{address}"' in unescape(letter.html)


@EVERY_KIND
def test_a_letter_names_the_council_and_leads_to_its_page_and_an_alert_to_have_it(
    kind: MessageKind, council: TestCouncil, rated: str, settings: Settings, now: datetime
) -> None:
    letter = letter_of(council, kind, settings, now)

    addresses = re.findall(r"https?://\S+", letter.text)
    assert len(addresses) == (2 if kind == MessageKind.CLOCK_ALERT else 1)
    assert all(address.startswith(settings.base_url + "/") for address in addresses)
    assert all("/have-it/" in address for address in addresses[1:])
    assert council.name in letter.text
    assert letter.subject.startswith(council.name.removesuffix(" Parish Council"))
    assert "\n" not in letter.subject
    if kind in OF_A_BREACH:
        assert rated in letter.subject
        assert addresses[0].endswith(f"/councils/{council.slug}/breaches/{rated}")


@EVERY_KIND
def test_a_letter_goes_to_its_recipient_and_keeps_its_id(
    kind: MessageKind, council: TestCouncil, rated: str, settings: Settings, now: datetime
) -> None:
    assert rated
    letter = letter_of(council, kind, settings, now)

    expected = {council.email("clerk")}
    if kind == MessageKind.CLOCK_ALERT:
        expected = {council.email("chair")}
    assert {letter.to} == expected
    assert re.fullmatch(r"[0-9a-f]{32}", letter.letter_id)


def test_markup_in_a_councils_name_stays_text() -> None:
    words = Wording("<b>", ("Little <i>Snoring</i> & Co",), "Open", "/")
    named = Council(name="<script>alert(1)</script>")

    links = Links('https://example.org/"onclick="', 'https://example.org/"onload="')
    html = as_html(words, links, named)

    for markup in ("<script", "<b>", "<i>", '"onclick=', '"onload='):
        assert markup not in html
    assert "Little &lt;i&gt;Snoring&lt;/i&gt; &amp; Co" in html


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0, "71 hours left, decide by Monday 5:40 pm"),
        (24, "47 hours left, decide by Monday 5:40 pm"),
        (70, "1 hour left, decide by Monday 5:40 pm"),
        (71, ", was due Monday 5:40 pm"),
        (74, "3 hours overdue, was due Monday 5:40 pm"),
    ],
)
def test_an_alert_says_how_long_is_left_when_it_is_sent(
    hours: int, words: str, council: TestCouncil, rated: str, settings: Settings
) -> None:
    then = page_of(council, rated).breach.reported_at + hours * HOUR
    letter = letter_of(council, MessageKind.CLOCK_ALERT, settings, then)

    assert letter.subject.endswith(words)


def test_an_alert_says_who_else_was_told_by_office(
    council: TestCouncil, rated: str, settings: Settings, now: datetime
) -> None:
    assert rated
    letter = letter_of(council, MessageKind.CLOCK_ALERT, settings, now)
    assert "Told too: the clerk and the lead investigator." in letter.text


def test_an_alert_gives_the_sentence_of_the_law_and_its_source(
    council: TestCouncil, rated: str, settings: Settings, now: datetime
) -> None:
    assert rated
    letter = letter_of(council, MessageKind.CLOCK_ALERT, settings, now)
    assert "Why: The council must tell the Information Commissioner" in letter.text
    assert "Source: UK GDPR Art. 33(1)." in letter.text


def test_only_whoever_has_the_next_step_is_told_to_press_the_button(
    council: TestCouncil, rated: str, settings: Settings, now: datetime
) -> None:
    assert rated
    to_lead = letter_of(council, MessageKind.CLOCK_ALERT, settings, now, to="lead").text
    to_clerk = letter_of(council, MessageKind.CLOCK_ALERT, settings, now, to="clerk").text
    assert "press the green button" in to_lead
    assert "ask the clerk or the chair today to appoint somebody else" in to_lead
    assert "press the green button" not in to_clerk
    assert "the lead investigator has it, so ask them today" in to_clerk


def test_an_alert_says_what_stops_it(
    council: TestCouncil, rated: str, settings: Settings, now: datetime
) -> None:
    before = letter_of(council, MessageKind.CLOCK_ALERT, settings, now).text
    assert "These alerts stop when the decision is recorded." in before
    council.decide(rated, now)
    after = letter_of(council, MessageKind.CLOCK_ALERT, settings, now).text
    assert "These alerts stop when it is recorded that the regulator was told." in after
