"""How a member is reached: numbers, what may be muted, who stands in, and what is planned again."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from tenants import alerts, contacts
from tenants.contacts import Absence, Entry
from tenants.errors import NotAcceptable, NotAllowed, NotFound
from tenants.messages import MAY_BE_MUTED
from tenants.models import AuditEntry, Contact, Event, Message, MessageKind
from tests.councils import TestCouncil
from tests.tenants.posted import leave, waiting_for

TODAY, FRIDAY = date(2026, 11, 20), date(2026, 11, 27)


def away(
    council: TestCouncil, who: str, now: datetime, *, deputy: str = "", by: str = ""
) -> Contact:
    """Say that somebody is away for a week from today, and who stands in."""
    deputy_id = council.members[deputy].membership_id if deputy else None
    absence = Absence(away_from=TODAY, away_until=FRIDAY, deputy_id=deputy_id)
    member = council.members[by or who]
    with council.session(by or who) as session:
        whose = council.members[who].membership_id
        row = alerts.change_absence(session, absence, whose=whose, by=member, now=now)
        session.commit()
        return row


def save(council: TestCouncil, entry: Entry, now: datetime, who: str = "clerk") -> Contact:
    with council.session(who) as session:
        row = alerts.change_entry(session, entry, by=council.members[who], now=now)
        session.commit()
        return row


def warnings(council: TestCouncil, who: str = "clerk") -> tuple[str, ...]:
    with council.session(who) as session:
        reach = alerts.get_reach(session, member=council.members[who])
        return reach.warnings(today=TODAY)


@pytest.mark.parametrize(
    "typed",
    ["07700 900123", "+44 7700 900123", "0044 7700 900123", "447700900123", "+44 (0)7700-900.123",
     "(07700) 900 123"],
)  # fmt: skip
def test_a_uk_mobile_is_kept_in_one_form(typed: str) -> None:
    assert contacts.uk_mobile(typed) == "+447700900123"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("01234 567890", "gets no texts"),
        ("07012 345678", "gets no texts"),
        ("07600 123456", "gets no texts"),
        ("07700 90012", "11 digits"),
        ("07700 9001234", "11 digits"),
        ("+33 6 12 34 56 78", "UK number"),
        ("ring me", "like 07700 900123"),
        ("+447" + "\N{ARABIC-INDIC DIGIT SEVEN}" * 9, "like 07700 900123"),
    ],
)
def test_another_number_is_refused_with_what_to_write(typed: str, words: str) -> None:
    with pytest.raises(NotAcceptable, match=words) as refused:
        contacts.uk_mobile(typed)
    assert refused.value.field == "mobile"


def test_the_isle_of_mans_mobiles_and_no_number_are_taken() -> None:
    assert contacts.uk_mobile("07624 900123") == "+447624900123"
    assert contacts.uk_mobile("  ") == ""


@pytest.mark.parametrize("kind", MessageKind)
def test_only_what_may_be_muted_is_muted(
    council: TestCouncil, now: datetime, kind: MessageKind
) -> None:
    entry = Entry(muted=frozenset({kind.value}))
    if kind in MAY_BE_MUTED:
        assert save(council, entry, now).muted == [kind]
    else:
        with pytest.raises(NotAcceptable, match="cannot be switched off"):
            save(council, entry, now)


def test_texts_need_a_number_and_the_other_address_must_be_another(
    council: TestCouncil, now: datetime
) -> None:
    with pytest.raises(NotAcceptable, match="Enter your mobile number"):
        save(council, Entry(wants_texts=True), now)
    with pytest.raises(NotAcceptable, match="address that you sign in with"):
        save(council, Entry(other_email=council.email("clerk")), now)


def test_saving_ones_entry_forgets_that_the_address_refused_letters(
    council: TestCouncil, now: datetime
) -> None:
    clerk = council.members["clerk"].membership_id
    with council.session() as session:
        contacts.mark_undeliverable(session, membership_id=clerk, now=now)
        contacts.mark_undeliverable(session, membership_id=clerk, now=now + timedelta(hours=1))
        row = contacts.find_contact(session, membership_id=clerk)
        assert row is not None
        assert row.undeliverable_since == now
        session.commit()

    assert save(council, Entry(), now).undeliverable_since is None


def test_the_audit_trail_says_which_part_changed_and_never_the_number(
    council: TestCouncil, now: datetime
) -> None:
    save(council, Entry(mobile="07700 900123", other_email="home@example.org"), now)

    with council.session() as session:
        entry = session.scalars(
            select(AuditEntry).where(AuditEntry.event == Event.CONTACT_CHANGED)
        ).one()
        assert entry.changes["part"] == "entry"
        assert "900123" not in str(entry.changes)
        assert "home@" not in str(entry.changes)


def test_a_deputy_is_asked_in_the_place_of_who_is_away(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    assert rated
    before = waiting_for(council, MessageKind.CLOCK_ALERT)
    assert "councillor" not in before

    away(council, "lead", now, deputy="councillor")

    assert "councillor" in waiting_for(council, MessageKind.CLOCK_ALERT)


def test_whoever_comes_back_is_asked_again_and_the_deputy_no_longer(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    assert rated
    before = sorted(waiting_for(council, MessageKind.CLOCK_ALERT))
    away(council, "lead", now, deputy="councillor")

    with council.session("lead") as session:
        lead = council.members["lead"]
        alerts.change_absence(session, Absence(), whose=lead.membership_id, by=lead, now=now)
        session.commit()

    assert sorted(waiting_for(council, MessageKind.CLOCK_ALERT)) == before


@pytest.mark.parametrize("by", ["clerk", "chair"])
def test_the_clerk_and_the_chair_can_say_it_for_another_and_nobody_else(
    council: TestCouncil, now: datetime, by: str
) -> None:
    whose = "chair" if by == "clerk" else "clerk"
    assert away(council, whose, now, by=by).away_from == TODAY
    for other in ("lead", "councillor", "reporter"):
        with pytest.raises(NotAllowed):
            away(council, whose, now, by=other)


def test_a_deputy_must_be_here_another_and_able_to_read_the_register(
    council: TestCouncil, other_council: TestCouncil, now: datetime
) -> None:
    for deputy, words in (("clerk", "somebody else"), ("reporter", "may open the register")):
        with pytest.raises(NotAcceptable, match=words):
            away(council, "clerk", now, deputy=deputy)
    foreign = other_council.members["lead"].membership_id
    clerk = council.members["clerk"]
    with council.session() as session, pytest.raises(NotAcceptable, match="belongs to the council"):
        contacts.save_absence(
            session,
            Absence(away_from=TODAY, deputy_id=foreign),
            whose=clerk.membership_id,
            by=clerk,
            now=now,
        )
    leave(council, "councillor", now)
    with pytest.raises(NotAcceptable, match="belongs to the council"):
        away(council, "clerk", now, deputy="councillor")


def test_nobody_can_be_away_who_is_not_here(
    council: TestCouncil, other_council: TestCouncil, now: datetime
) -> None:
    stranger = other_council.members["lead"].membership_id
    with council.session() as session, pytest.raises(NotFound):
        contacts.save_absence(
            session,
            Absence(away_from=TODAY),
            whose=stranger,
            by=council.members["clerk"],
            now=now,
        )


@pytest.mark.parametrize(
    ("absence", "field"),
    [
        (Absence(away_until=TODAY), "away_from"),
        (Absence(away_from=FRIDAY, away_until=TODAY), "away_until"),
    ],
)
def test_days_must_be_in_order(
    council: TestCouncil, now: datetime, absence: Absence, field: str
) -> None:
    clerk = council.members["clerk"]
    with council.session() as session, pytest.raises(NotAcceptable) as refused:
        contacts.save_absence(session, absence, whose=clerk.membership_id, by=clerk, now=now)
    assert refused.value.field == field


def test_two_who_stand_in_for_each_other_are_warned_and_somebody_is_still_asked(
    council: TestCouncil, rated: str, now: datetime
) -> None:
    assert rated
    away(council, "lead", now, deputy="councillor")
    away(council, "councillor", now, deputy="lead")

    assert any("stand in for each other" in words for words in warnings(council))
    assert waiting_for(council, MessageKind.CLOCK_ALERT)


@pytest.mark.parametrize(
    ("deputy", "words"),
    [("", "nobody stands in"), ("councillor", "is away too")],
)
def test_an_absence_without_a_deputy_who_is_here_is_warned_of(
    council: TestCouncil, now: datetime, deputy: str, words: str
) -> None:
    away(council, "chair", now, deputy=deputy)
    if deputy:
        away(council, "councillor", now)
    assert any(words in one for one in warnings(council, "chair"))


def test_clerk_and_chair_away_together_are_warned_of_to_who_runs_the_council_only(
    council: TestCouncil, now: datetime
) -> None:
    away(council, "clerk", now, deputy="lead")
    away(council, "chair", now, deputy="lead")

    assert any("at the same time" in words for words in warnings(council))
    assert warnings(council, "reporter") == ()


def test_another_councils_entries_are_never_seen(
    council: TestCouncil, make_council: Callable[[], TestCouncil], now: datetime
) -> None:
    save(council, Entry(mobile="07700 900123"), now)
    with make_council().session() as session:
        assert contacts.contacts_of(session) == {}
        assert session.scalars(select(Message).where(Message.channel == "text")).all() == []
