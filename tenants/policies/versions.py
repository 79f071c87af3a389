"""The versions of a council's policy: the one in force, and those before it."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tenants.db import ScopedSession
from tenants.errors import NotFound
from tenants.models import AdoptedPolicy, AssessmentRow, ModelPolicy, Origin
from tenants.policy import Policy, load_policy, scotton

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a council's policy as a list shows it: where from, when adopted, until when.

    Number 0 is the model that the council was given; `model_title` and `model_version` name the
    association's model that the words descend from, if there is one.
    """

    id: UUID
    number: int
    origin: Origin
    based_on: int | None
    model_title: str | None
    model_version: int | None
    adopted_on: date | None
    minute: str
    review_on: date | None
    recorded_at: datetime
    is_in_force: bool
    superseded_at: datetime | None


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """One page of a council's versions, the latest first, and how many there are in all."""

    versions: tuple[Version, ...]
    number: int
    total: int

    @property
    def pages(self) -> int:
        """Return how many pages there are."""
        return max(1, -(-self.total // PAGE_SIZE))


@lru_cache(maxsize=128)
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


def get_version(session: ScopedSession, *, number: int) -> tuple[AdoptedPolicy, Policy]:
    """Return the council's version of this number and the policy itself, or raise `NotFound`."""
    adopted = session.scalars(
        select(AdoptedPolicy).where(AdoptedPolicy.number == number)
    ).one_or_none()
    if adopted is None:
        raise NotFound
    return adopted, read_policy(adopted.document)


def versions_of(session: ScopedSession, *, page: int = 1) -> VersionsPage:
    """Return the council's versions, the latest first; a page past the end is the last."""
    total = session.scalar(select(func.count()).select_from(AdoptedPolicy)) or 0
    number = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    rows = session.execute(
        select(
            AdoptedPolicy.id,
            AdoptedPolicy.number,
            AdoptedPolicy.origin,
            AdoptedPolicy.based_on,
            ModelPolicy.title,
            ModelPolicy.version,
            AdoptedPolicy.adopted_on,
            AdoptedPolicy.minute,
            AdoptedPolicy.review_on,
            AdoptedPolicy.recorded_at,
            AdoptedPolicy.in_force,
            AdoptedPolicy.superseded_at,
        )
        .outerjoin(ModelPolicy, ModelPolicy.id == AdoptedPolicy.model_id)
        .order_by(AdoptedPolicy.number.desc())
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    versions = tuple(Version(id_, n, Origin(origin), *rest) for id_, n, origin, *rest in rows)
    return VersionsPage(versions, number, total)


def take_model_policy(session: Session, *, council_id: UUID, now: datetime) -> AdoptedPolicy:
    """Give a council that is being founded the model policy: not adopted yet, and said so.

    In the owner's session that founds the council, before it commits: the database refuses a
    council without a policy in force.
    """
    model = AdoptedPolicy(
        council_id=council_id,
        number=0,
        origin=Origin.SHIPPED_MODEL,
        document=scotton().as_text(),
        recorded_at=now,
    )
    session.add(model)
    session.flush()
    return model
