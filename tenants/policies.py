"""The policy that a council works under: the association's model, or the version it adopted."""

from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import select, update

from tenants import audit
from tenants.access import Member
from tenants.councils import take_turns
from tenants.db import ScopedSession
from tenants.errors import AlreadyDone, NotAcceptable
from tenants.models import AdoptedPolicy, AssessmentRow, Event
from tenants.policy import Policy, load_policy, shipped_policy

MODEL = "scotton"


@lru_cache(maxsize=64)
def read_policy(document: str) -> Policy:
    """Return the policy that a document states; the same text is read once."""
    return load_policy(document)


def policy_in_force(session: ScopedSession) -> tuple[AdoptedPolicy, Policy]:
    """Return the council's entry for the policy in force, and the policy itself."""
    adopted = session.scalars(select(AdoptedPolicy).where(AdoptedPolicy.in_force)).one()
    return adopted, read_policy(adopted.document)


def policy_of(session: ScopedSession, assessment: AssessmentRow) -> Policy:
    """Return the policy that an assessment was made under, in force or not."""
    adopted = session.get_one(AdoptedPolicy, (assessment.council_id, assessment.policy_id))
    return read_policy(adopted.document)


def take_model_policy(session: ScopedSession) -> AdoptedPolicy:
    """Put the model policy in force for a council that has none: not adopted yet, and said so."""
    model = AdoptedPolicy(
        council_id=session.council_id,
        model=MODEL,
        document=shipped_policy(MODEL).as_text(),
        in_force=True,
    )
    session.add(model)
    session.flush()
    return model


def adopt_policy(
    session: ScopedSession,
    *,
    by: Member | None,
    meeting: tuple[date, str],
    review_on: date,
    now: datetime,
) -> AdoptedPolicy:
    """Record that the council adopted the policy in force, at a meeting and under a minute.

    The version that was in force stays in the record; breaches keep the one they were rated under.
    Raises `NotAcceptable` without a minute, `AlreadyDone` when this adoption is on record.
    """
    adopted_on, minute = meeting
    if not minute.strip():
        message = "Enter the minute under which the council adopted the policy"
        raise NotAcceptable("minute", message)
    take_turns(session)
    present, _ = policy_in_force(session)
    if (present.adopted_on, present.minute) == (adopted_on, minute):
        message = "This adoption is on record already."
        raise AlreadyDone(message)
    session.execute(update(AdoptedPolicy).where(AdoptedPolicy.in_force).values(in_force=False))
    adopted = AdoptedPolicy(
        council_id=session.council_id,
        model=present.model,
        document=present.document,
        adopted_on=adopted_on,
        minute=minute,
        review_on=review_on,
        in_force=True,
    )
    session.add(adopted)
    session.flush()
    audit.record(
        session,
        Event.POLICY_ADOPTED,
        by=by,
        at=now,
        changes={"policy": str(adopted.id), "adopted_on": adopted_on.isoformat()},
    )
    return adopted
