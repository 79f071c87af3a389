"""The council's register again under another policy, before anybody adopts it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, Uuid, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from tenants.db import ScopedSession
from tenants.models import AdoptedPolicy, AssessmentRow, Breach, Nature
from tenants.policies.versions import read_policy
from tenants.policy import BreachFacts, Policy
from tenants.policy.replay import Replay, replay

MOST_REPLAYED = 10_000
_AT_ONCE = 500
# What an adoption writes into a document; the words of two versions may be the same without it.
_ENTERED = ("version", "review")


@dataclass(frozen=True, slots=True)
class _Used:
    """A version that breaches were rated under."""

    id: UUID
    number: int
    in_force: bool
    policy: Policy


def replay_register(session: ScopedSession, policy: Policy) -> Replay:
    """Return which breaches of the register would have come out differently under a policy.

    Each is taken with the facts that are known now, and compared with the version that it was last
    rated under, or with the one in force if nobody has rated it. Near misses, what was no
    breach and what was practice are left out, and of a longer register all but the latest
    `MOST_REPLAYED`. Where the breaches were rated under versions with different words, each
    sentence says which it counts.
    """
    groups = _groups(session)
    order = [version.id for group in groups for version in group]
    group_of = {version.id: place for place, group in enumerate(groups) for version in group}
    in_force = next(each.id for group in groups for each in group if each.in_force)
    rows = session.execute(_breaches(in_force, order), execution_options={"yield_per": _AT_ONCE})
    parts = [
        (groups[place], replay(groups[place][-1].policy, policy, _facts(of_group)))
        for place, of_group in groupby(rows, key=lambda row: group_of[row.policy_id])
    ]
    if len(parts) == 1:
        return parts[0][1]
    return _together(parts) if parts else replay(policy, policy, ())


def _groups(session: ScopedSession) -> list[list[_Used]]:
    """Return the versions that matter, those with the same words together, the earliest first."""
    rated_under = select(AssessmentRow.policy_id).where(AssessmentRow.sequence > 0)
    rows = session.execute(
        select(
            AdoptedPolicy.id,
            AdoptedPolicy.number,
            AdoptedPolicy.in_force,
            AdoptedPolicy.document,
        )
        .where(or_(AdoptedPolicy.in_force, AdoptedPolicy.id.in_(rated_under)))
        .order_by(AdoptedPolicy.number)
    )
    groups: dict[str, list[_Used]] = {}
    for id_, number, in_force, document in rows:
        version = _Used(id_, number, in_force, read_policy(document))
        groups.setdefault(_words(version.policy), []).append(version)
    return list(groups.values())


def _words(policy: Policy) -> str:
    """Return a policy's words without the number and the adoption, which change every time."""
    return repr(
        [(name, policy.document[name]) for name in sorted(policy.document) if name not in _ENTERED]
    )


def _breaches(in_force: UUID, order: Sequence[UUID]) -> Select[Any]:
    """Ask for the breaches with the version that each was rated under, group by group."""
    rated = (
        select(AssessmentRow.breach_id, AssessmentRow.policy_id)
        .where(AssessmentRow.sequence > 0)
        .ext(distinct_on(AssessmentRow.breach_id))
        .order_by(AssessmentRow.breach_id, AssessmentRow.sequence.desc())
        .subquery()
    )
    latest = (
        select(
            Breach.id,
            Breach.year,
            Breach.number,
            Breach.facts,
            func.coalesce(rated.c.policy_id, in_force).label("policy_id"),
        )
        .outerjoin(rated, rated.c.breach_id == Breach.id)
        .where(Breach.nature.in_((Nature.SUSPECTED, Nature.BREACH)), Breach.is_drill.is_(False))
        .order_by(Breach.reported_at.desc(), Breach.id)
        .limit(MOST_REPLAYED)
        .subquery()
    )
    place = func.array_position(bindparam("order", order, ARRAY(Uuid)), latest.c.policy_id)
    return select(latest).order_by(place, latest.c.year, latest.c.number)


def _facts(rows: Iterable[Row[Any]]) -> Iterator[tuple[str, BreachFacts]]:
    for row in rows:
        yield f"{row.year}-{row.number:03d}", BreachFacts.from_json(row.facts)


def _together(parts: Sequence[tuple[list[_Used], Replay]]) -> Replay:
    """Lay replays of breaches that were rated under different words side by side."""
    return Replay(
        total=sum(part.total for _, part in parts),
        replayed=tuple(
            sorted(
                (breach for _, part in parts for breach in part.replayed),
                key=lambda breach: [int(part) for part in breach.reference.split("-")],
            )
        ),
        sentences=tuple(
            f"{_under(group)}: {sentence}" for group, part in parts for sentence in part.sentences
        ),
    )


def _under(group: Sequence[_Used]) -> str:
    numbers = [str(version.number) for version in group if version.number]
    if not numbers:
        return "Under the model"
    *others, last = numbers
    return f"Under versions {', '.join(others)} and {last}" if others else f"Under version {last}"
