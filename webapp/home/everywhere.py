"""What needs a person now, across all the councils that they serve."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tenants.breaches.register import BreachLine, open_breaches
from tenants.db import Database
from tenants.people import Place
from webapp.home.today import is_late, share, soonest


@dataclass(frozen=True, slots=True)
class Item:
    """Something that waits, and the council in which it does."""

    place: Place
    line: BreachLine


@dataclass(frozen=True, slots=True)
class Everywhere:
    """What waits for a person and for others, over all councils, the nearest clock first."""

    yours: tuple[Item, ...]
    others: tuple[Item, ...]
    late: tuple[Item, ...]


def everywhere(database: Database, places: Sequence[Place], *, now: datetime) -> Everywhere:
    """Return what waits in each of these places: one session a council, one after the other."""
    yours: list[Item] = []
    others: list[Item] = []
    for place in places:
        member = place.member
        with database.session(member.council_id, member.person_id) as session:
            lines = open_breaches(session, member=member, now=now)
        for_them, for_others = share(lines)
        yours += [Item(place, line) for line in for_them]
        others += [Item(place, line) for line in for_others]
    late = [item for item in others if is_late(item.line, item.place.member, now)]
    return Everywhere(_in_order(yours), _in_order(others), _in_order(late))


def _in_order(items: list[Item]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=lambda item: (soonest(item.line), item.place.council_name)))
