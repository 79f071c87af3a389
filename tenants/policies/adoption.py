"""Adopting a policy at a meeting: the draft, or once more the words in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import update

from tenants import audit
from tenants.access import Member
from tenants.councils import take_turns
from tenants.db import ScopedSession
from tenants.errors import AlreadyDone, ChangedMeanwhile, NotAcceptable
from tenants.models import AdoptedPolicy, Event, Origin
from tenants.policies.drafts import SeenDraft, Taken, document_of, lock_draft
from tenants.policies.versions import policy_in_force
from tenants.policy import policy_from
from tenants.times import LONDON


@dataclass(frozen=True, slots=True)
class SeenVersion:
    """The version in force as a person had it before them."""

    number: int


Meeting = tuple[date, str]


def adopt_policy(
    session: ScopedSession,
    *,
    by: Member | None,
    meeting: Meeting,
    review_on: date,
    now: datetime,
    seen: SeenDraft | SeenVersion | None = None,
) -> AdoptedPolicy:
    """Put a new version into force that the council adopted at a meeting and under a minute.

    Its words are those of the draft that was seen, else those in force, with the version, the
    adoption and the review of this entry. The version before stays in the record; breaches keep
    the one they were rated under. `meeting` is a date in Europe/London and a minute's reference.

    Raises `NotAcceptable` for a meeting to come, without a minute or with a review before it,
    `AlreadyDone` when this adoption is on record, `ChangedMeanwhile` when the draft or the version
    in force is another than was seen, `NotFound` for a draft that was thrown away and
    `PolicyDocumentError` for one that has something to mend.
    """
    _check(meeting, review_on, now)
    take_turns(session)
    present, policy = policy_in_force(session)
    if isinstance(seen, SeenDraft):
        draft = lock_draft(session, seen)
        taken = Taken(origin=Origin(draft.origin), based_on=draft.based_on, model_id=draft.model_id)
        document: Mapping[str, Any] = document_of(draft)
        draft.finished_at = now
    else:
        _refuse_another(present, meeting, seen)
        taken = Taken(
            origin=Origin.VERSION_IN_FORCE, based_on=present.number, model_id=present.model_id
        )
        document = policy.document
    number = present.number + 1
    words = policy_from(_entered(document, number, meeting[0], review_on)).as_text()
    session.execute(
        update(AdoptedPolicy)
        .where(AdoptedPolicy.in_force)
        .values(in_force=False, superseded_at=now)
    )
    adopted = AdoptedPolicy(
        council_id=session.council_id,
        number=number,
        document=words,
        adopted_on=meeting[0],
        minute=meeting[1],
        review_on=review_on,
        recorded_at=now,
        **taken,
    )
    session.add(adopted)
    session.flush()
    _record(session, adopted, by=by, now=now)
    return adopted


def _check(meeting: Meeting, review_on: date, now: datetime) -> None:
    adopted_on, minute = meeting
    if not minute.strip():
        message = "Enter the minute under which the council adopted the policy"
        raise NotAcceptable("minute", message)
    if adopted_on > now.astimezone(LONDON).date():
        message = "Enter the day of a meeting that has been: this one has not come yet"
        raise NotAcceptable("adopted", message)
    if review_on <= adopted_on:
        raise NotAcceptable(
            "review_on", "The review must come after the meeting. Enter a later day"
        )


def _refuse_another(present: AdoptedPolicy, meeting: Meeting, seen: SeenVersion | None) -> None:
    """Refuse a second press, and words that are in force no longer."""
    if (present.adopted_on, present.minute) == meeting:
        message = "This adoption is on record already."
        raise AlreadyDone(message)
    if seen is not None and seen.number != present.number:
        message = "Somebody recorded an adoption while you were looking at the policy."
        raise ChangedMeanwhile(message)


def _entered(
    document: Mapping[str, Any], number: int, adopted_on: date, review_on: date
) -> dict[str, Any]:
    """Give a document the council's own number, and the adoption that stands in the record."""
    kept = {name: value for name, value in document.get("review", {}).items() if name != "last_on"}
    dates = {"adopted_on": adopted_on.isoformat(), "next_on": review_on.isoformat()}
    return {**document, "version": str(number), "review": {**kept, **dates}}


def _record(
    session: ScopedSession, adopted: AdoptedPolicy, *, by: Member | None, now: datetime
) -> None:
    audit.record(
        session,
        Event.POLICY_ADOPTED,
        by=by,
        at=now,
        changes={
            "policy": str(adopted.id),
            "number": adopted.number,
            "adopted_on": str(adopted.adopted_on),
            "origin": adopted.origin,
            "model": str(adopted.model_id) if adopted.model_id else None,
        },
    )
