"""A council's draft of its next policy: begun, saved, thrown away; one at a time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import select

from tenants.db import ScopedSession
from tenants.errors import AlreadyDone, ChangedMeanwhile, NotFound
from tenants.models import Event, Origin, PolicyDraft
from tenants.policies import (
    FromDocument,
    FromVersionInForce,
    SeenDraft,
    Source,
    discard_draft,
    document_of,
    find_draft,
    policy_in,
    policy_in_force,
    problems_in,
    save_draft,
    start_draft,
)
from tenants.policies.documents import MOST_CHARACTERS
from tenants.policy import PolicyDocumentError, scotton
from tenants.policy.documents import shipped
from tests.councils import TestCouncil
from tests.tenants.posted import counted, events

LATER = timedelta(minutes=5)
TOML = shipped("policies/mudford.toml")


def start(
    session: ScopedSession, council: TestCouncil, now: datetime, source: Source | None = None
) -> PolicyDraft:
    clerk = council.members["clerk"]
    return start_draft(session, source=source or FromVersionInForce(), by=clerk, now=now)


def save(
    session: ScopedSession,
    council: TestCouncil,
    seen: SeenDraft,
    now: datetime,
    document: dict[str, Any],
) -> tuple[Any, ...]:
    return save_draft(session, document, seen=seen, by=council.members["chair"], now=now)


@pytest.fixture
def seen(council: TestCouncil, now: datetime) -> SeenDraft:
    """The draft that the council began with the words in force, as the clerk saw it."""
    with council.session() as session:
        draft = start(session, council, now)
        session.commit()
        return SeenDraft(draft.id, draft.version)


def drafts_of(council: TestCouncil) -> list[PolicyDraft]:
    with council.session() as session:
        return list(session.scalars(select(PolicyDraft)))


def test_a_draft_begins_with_the_words_in_force(
    council: TestCouncil, seen: SeenDraft, now: datetime
) -> None:
    with council.session() as session:
        draft = find_draft(session)
        assert draft is not None
        assert document_of(draft) == policy_in_force(session)[1].document

    assert SeenDraft(draft.id, draft.version) == seen
    assert (draft.origin, draft.based_on, draft.model_id) == (Origin.VERSION_IN_FORCE, 0, None)
    clerk = council.members["clerk"].membership_id
    assert (draft.started_by_id, draft.saved_by_id) == (clerk, clerk)
    assert (draft.started_at, draft.saved_at, draft.finished_at) == (now, now, None)
    assert events(council)[Event.POLICY_DRAFT_STARTED] == 1


def test_a_draft_begins_with_a_document_that_somebody_brought(
    council: TestCouncil, now: datetime
) -> None:
    with council.session() as session:
        draft = start(session, council, now, FromDocument(TOML))
        session.commit()

    assert (draft.origin, draft.based_on) == (Origin.DOCUMENT, None)
    assert policy_in(draft).id == "mudford"
    assert problems_in(draft) == ()


@pytest.mark.parametrize(
    ("document", "places"),
    [
        ("title = ", ["the document"]),
        ('{"title": "x"', ["the document"]),
        ('id = "x"\ntitle = "x"', ["version"]),
        (TOML + "\nnobody = 3", ["nobody"]),
        (shipped("policies/scotton.toml").replace("full_council = 3", "full_council = 99"), None),
        ("", None),
        ("[" * 5000, None),
        ('{"title": "\\u0000"}', None),
    ],
)
def test_a_document_that_cannot_be_used_is_refused_and_nothing_of_it_is_kept(
    document: str, places: list[str] | None, council: TestCouncil, now: datetime
) -> None:
    with council.session() as session:
        with pytest.raises(PolicyDocumentError) as refusal:
            start(session, council, now, FromDocument(document))
        session.commit()

    assert refusal.value.problems
    assert all(problem.place and problem.instead for problem in refusal.value.problems)
    named = [problem.place for problem in refusal.value.problems]
    assert places is None or set(places) & {place.split(".")[-1] for place in named}
    assert drafts_of(council) == []
    assert events(council)[Event.POLICY_DRAFT_STARTED] == 0


def test_a_council_has_one_draft_at_a_time(
    council: TestCouncil, seen: SeenDraft, now: datetime
) -> None:
    with council.session() as session:
        with pytest.raises(AlreadyDone, match="has a draft already"):
            start(session, council, now)
        session.commit()

    assert [draft.id for draft in drafts_of(council)] == [seen.id]


def test_two_who_begin_at_once_begin_one_draft(council: TestCouncil, now: datetime) -> None:
    together, outcomes = Barrier(2), []

    def begin() -> None:
        together.wait()
        with council.session() as session:
            try:
                start(session, council, now)
                session.commit()
                outcomes.append("begun")
            except AlreadyDone:
                outcomes.append("already done")

    threads = [Thread(target=begin) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["already done", "begun"]
    assert counted(council, PolicyDraft) == 1


def test_what_is_saved_is_a_new_version_by_whoever_saved_it(
    council: TestCouncil, seen: SeenDraft, now: datetime
) -> None:
    words = {**scotton().document, "title": "Our own policy"}
    with council.session("chair") as session:
        assert save(session, council, seen, now + LATER, words) == ()
        session.commit()

    [draft] = drafts_of(council)
    assert document_of(draft)["title"] == "Our own policy"
    assert (draft.version, draft.saved_at, draft.started_at) == (seen.version + 1, now + LATER, now)
    assert draft.saved_by_id == council.members["chair"].membership_id
    assert events(council)[Event.POLICY_DRAFT_SAVED] == 1


def test_a_draft_that_contradicts_itself_is_kept_and_says_what_to_mend(
    council: TestCouncil, seen: SeenDraft, now: datetime
) -> None:
    words = {**scotton().document, "thresholds": {"full_council": 99}}
    with council.session() as session:
        problems = save(session, council, seen, now, words)
        session.commit()

    [draft] = drafts_of(council)
    assert [problem.place for problem in problems] == ["thresholds.full_council"]
    assert problems_in(draft) == problems
    with pytest.raises(PolicyDocumentError, match="not on the scale"):
        policy_in(draft)


@pytest.mark.parametrize(
    "changes",
    [
        {"nobody": 3},
        {"title": None},
        {"title": ""},
        {"title": "x\x00y"},
        {"title": "x\ud800"},
        {"scale": "seven"},
        {"scale": [{"value": "3", "meaning": "x"}]},
        {"review": {"months": True}},
        {"thresholds": {}, "axes": [{"id": "individuals"}]},
        {"notes": [{"id": f"n{n}", "sentence": "x" * 4000} for n in range(400)]},
    ],
)
def test_what_is_no_policy_document_at_all_is_not_kept(
    changes: dict[str, Any], council: TestCouncil, seen: SeenDraft, now: datetime
) -> None:
    with council.session() as session:
        with pytest.raises(PolicyDocumentError) as refusal:
            save(session, council, seen, now, {**scotton().document, **changes})
        session.commit()

    assert refusal.value.problems
    [draft] = drafts_of(council)
    assert (document_of(draft), draft.version) == (scotton().document, seen.version)


def test_a_document_too_long_to_be_read_again_is_not_kept(
    council: TestCouncil, now: datetime
) -> None:
    notes = [{"id": f"n{n}", "sentence": "x" * 4000} for n in range(60)]
    tasks = [{"id": f"s{n}", "title": "x", "tasks": ["x" * 4000] * 20} for n in range(10)]
    words = {**scotton().document, "notes": notes, "steps": tasks}
    with council.session() as session:
        draft = start(session, council, now)
        with pytest.raises(PolicyDocumentError, match=f"at most {MOST_CHARACTERS:,}"):
            save(session, council, SeenDraft(draft.id, draft.version), now, words)


CHANGES: dict[str, Callable[[ScopedSession, TestCouncil, SeenDraft, datetime], object]] = {
    "saving": lambda session, council, seen, now: save(
        session, council, seen, now, dict(scotton().document)
    ),
    "throwing away": lambda session, council, seen, now: discard_draft(
        session, seen=seen, by=council.members["chair"], now=now
    ),
}
OF_BOTH = pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())


@OF_BOTH
def test_what_somebody_saved_meanwhile_is_not_overwritten(
    change: Callable[..., object], council: TestCouncil, seen: SeenDraft, now: datetime
) -> None:
    with council.session() as session:
        shown = find_draft(session)
        with council.session("chair") as other:
            save(other, council, seen, now, {**scotton().document, "title": "Theirs"})
            other.commit()
        with pytest.raises(ChangedMeanwhile):
            change(session, council, seen, now)
        session.commit()

    [draft] = drafts_of(council)
    assert shown is not None
    assert document_of(draft)["title"] == "Theirs"


@OF_BOTH
def test_a_draft_that_was_thrown_away_is_not_found(
    change: Callable[..., object], council: TestCouncil, seen: SeenDraft, now: datetime
) -> None:
    with council.session() as session:
        CHANGES["throwing away"](session, council, seen, now)
        session.commit()

        assert find_draft(session) is None
        with pytest.raises(NotFound):
            change(session, council, seen, now)
    assert events(council)[Event.POLICY_DRAFT_DISCARDED] == 1


@OF_BOTH
def test_another_councils_draft_is_not_found(
    change: Callable[..., object],
    council: TestCouncil,
    other_council: TestCouncil,
    seen: SeenDraft,
    now: datetime,
) -> None:
    with other_council.session() as session:
        assert find_draft(session) is None
        with pytest.raises(NotFound):
            change(session, other_council, seen, now)
        start(session, other_council, now)
        session.commit()

    assert [draft.id for draft in drafts_of(council)] == [seen.id]


def test_after_one_was_thrown_away_another_is_begun(
    council: TestCouncil, seen: SeenDraft, now: datetime
) -> None:
    with council.session() as session:
        CHANGES["throwing away"](session, council, seen, now)
        draft = start(session, council, now, FromDocument(TOML))
        session.commit()

    assert [row.id for row in drafts_of(council)] == [draft.id]
