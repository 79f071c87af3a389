"""Letters of the regulator beside a breach: kept, confirmed once, and turned into actions."""

from datetime import date, datetime
from uuid import UUID

import pytest

from tenants.audit import entries_of
from tenants.breaches.record import get_breach
from tenants.db import ScopedSession
from tenants.errors import (
    AlreadyDone,
    ChangedMeanwhile,
    NotAcceptable,
    NotAllowed,
    NotFound,
    WasInvolved,
)
from tenants.models import ActionKind, Deadline, Event, LetterOutcome
from tenants.policy import Cause
from tenants.regulator_letters.fitting import measures_that_fit
from tenants.regulator_letters.letters import (
    Confirmation,
    Task,
    actions_from_letters,
    add_letter,
    confirm_letter,
    get_letter,
    known_references,
    letters_of,
)
from tenants.regulator_letters.reading import pasted_letter
from tests.councils import TestCouncil
from tests.tenants.letters_invented import CASE, RECOMMENDING


@pytest.fixture
def reference(council: TestCouncil, now: datetime) -> str:
    return council.report(now)


def breach_id(session: ScopedSession, reference: str) -> UUID:
    return get_breach(session, reference=reference).id


def add(council: TestCouncil, reference: str, now: datetime, *, who: str = "clerk") -> UUID:
    with council.session(who) as session:
        letter = add_letter(
            session,
            pasted_letter(RECOMMENDING),
            breach_id=breach_id(session, reference),
            by=council.members[who],
            now=now,
        )
        session.commit()
        return letter.id


def confirm(
    council: TestCouncil,
    reference: str,
    letter_id: UUID,
    now: datetime,
    *,
    who: str = "clerk",
    owner: str | None = "lead",
    due_on: date | None = date(2026, 12, 20),
) -> int:
    confirmation = Confirmation(
        outcome=LetterOutcome.NO_ACTION_WITH_RECOMMENDATIONS,
        case_reference=CASE,
        sent_on=date(2025, 3, 14),
        facts={"late": "no"},
        tasks=[Task("Lock the shed"), Task("Answer them", date(2026, 12, 1))],
        owner_id=council.members[owner].membership_id if owner else None,
        due_on=due_on,
    )
    seen = council.seen(reference)
    with council.session(who) as session:
        by = council.members[who]
        made = confirm_letter(session, confirmation, letter_id=letter_id, seen=seen, by=by, now=now)
        session.commit()
        return len(made)


def test_a_letter_is_kept_with_what_was_found_and_counts_for_nothing_yet(
    council: TestCouncil, reference: str, now: datetime
) -> None:
    letter_id = add(council, reference, now)
    with council.session() as session:
        (row,) = letters_of(session, breach_id=breach_id(session, reference))
        assert (row.letter.id, row.is_confirmed, row.to_do) == (letter_id, False, 0)
        assert row.letter.case_reference == CASE
        assert len(row.letter.found["recommendations"]) == 3
        assert row.letter.words == RECOMMENDING


def test_what_is_confirmed_becomes_actions_that_are_asked_for(
    council: TestCouncil, reference: str, now: datetime
) -> None:
    letter_id = add(council, reference, now)
    assert confirm(council, reference, letter_id, now) == 2
    with council.session() as session:
        about = breach_id(session, reference)
        actions = actions_from_letters(session, breach_id=about)
        assert [(a.words, a.due_on, a.kind) for a in actions] == [
            ("Answer them", date(2026, 12, 1), ActionKind.RECOMMENDATION),
            ("Lock the shed", date(2026, 12, 20), ActionKind.RECOMMENDATION),
        ]
        asked = {row.action_id for row in session.query(Deadline) if row.breach_id == about}
        assert {action.id for action in actions} <= asked
        (row,) = letters_of(session, breach_id=about)
        assert (row.is_confirmed, row.to_do, row.done) == (True, 2, 0)
        told = list(entries_of(session, breach_id=about))
        events = [Event(entry.event) for entry in told]
        assert {Event.LETTER_ADDED, Event.LETTER_CONFIRMED, Event.ACTION_SET} <= set(events)
        assert CASE not in str([entry.changes for entry in told])


def test_a_letter_is_confirmed_once(council: TestCouncil, reference: str, now: datetime) -> None:
    letter_id = add(council, reference, now)
    confirm(council, reference, letter_id, now)
    with pytest.raises(AlreadyDone, match="confirmed already"):
        confirm(council, reference, letter_id, now)


@pytest.mark.parametrize(
    ("wrong", "field"), [({"owner": None}, "owner"), ({"due_on": date(2020, 1, 1)}, "due_on")]
)
def test_a_refused_task_leaves_nothing_behind(
    wrong: dict[str, object], field: str, council: TestCouncil, reference: str, now: datetime
) -> None:
    letter_id = add(council, reference, now)
    with pytest.raises(NotAcceptable) as refused:
        confirm(council, reference, letter_id, now, **wrong)  # type: ignore[arg-type]  # by kind
    assert refused.value.field == field
    with council.session() as session:
        (row,) = letters_of(session, breach_id=breach_id(session, reference))
        assert (row.is_confirmed, row.to_do) == (False, 0)


def test_who_was_involved_confirms_nothing_and_a_councillor_adds_nothing(
    council: TestCouncil, reference: str, now: datetime
) -> None:
    council.declare(reference, now, who="clerk", was_involved=True)
    letter_id = add(council, reference, now)
    with pytest.raises(WasInvolved):
        confirm(council, reference, letter_id, now)
    with pytest.raises(NotAllowed):
        add(council, reference, now, who="councillor")
    assert confirm(council, reference, letter_id, now, who="chair") == 2


def test_another_breach_or_council_does_not_have_the_letter(
    council: TestCouncil, other_council: TestCouncil, reference: str, now: datetime
) -> None:
    letter_id = add(council, reference, now)
    other, theirs = council.report(now), other_council.report(now)
    with council.session() as session, pytest.raises(NotFound):
        get_letter(session, breach_id=breach_id(session, other), letter_id=letter_id)
    with other_council.session() as session, pytest.raises(NotFound):
        get_letter(session, breach_id=breach_id(session, theirs), letter_id=letter_id)


def test_an_older_view_of_the_breach_confirms_nothing(
    council: TestCouncil, reference: str, now: datetime
) -> None:
    letter_id = add(council, reference, now)
    seen = council.seen(reference)
    council.receive(reference, now)
    nothing = Confirmation(
        outcome=LetterOutcome.UNKNOWN,
        case_reference="",
        sent_on=None,
        facts={},
        tasks=(),
        owner_id=None,
        due_on=None,
    )
    by = council.members["clerk"]
    with council.session() as session, pytest.raises(ChangedMeanwhile):
        confirm_letter(session, nothing, letter_id=letter_id, seen=seen, by=by, now=now)


def test_a_breach_without_decisions_has_no_reference_of_theirs(
    council: TestCouncil, reference: str
) -> None:
    with council.session() as session:
        assert known_references(session, reference=reference) == set()


def test_measures_are_suggested_by_the_kind_of_breach() -> None:
    titles = ["Lock up paper", "Train everybody: training", "Switch autofill off"]
    assert measures_that_fit(Cause.LOST_OR_STOLEN_PAPERWORK, titles) == set(titles[:2])
    assert measures_that_fit(Cause.FAILURE_TO_USE_BCC, titles) == set(titles[1:])
    assert measures_that_fit(Cause.NOT_YET_KNOWN, titles) == set()
