"""How serious a breach is: the rating that stands, and what it rests on. Pure."""

from dataclasses import dataclass

from tenants.breaches.assessments import conclusion_of
from tenants.breaches.page import BreachPage
from tenants.models import AssessmentRow, Decision, Subject
from tenants.policy import Assessment

_OF_THE_RATING = frozenset({Subject.RATING, Subject.RISK})


@dataclass(frozen=True, slots=True)
class Rated:
    """One assessment with what the engine concluded from it."""

    row: AssessmentRow
    conclusion: Assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class HowSerious:
    """The rating and its history, the latest first; `suggested` is what the report alone gives."""

    value: int | None
    meaning: str
    suggested: int | None
    scale: tuple[tuple[int, str], ...]
    latest: Rated | None
    earlier: tuple[Rated, ...]
    own_views: tuple[Decision, ...]
    standing_views: tuple[Decision, ...]

    @property
    def values(self) -> tuple[int, ...]:
        """Return the values of the scale, the mildest first; empty where nothing is rated."""
        return tuple(value for value, _ in self.scale)


def how_serious(page: BreachPage) -> HowSerious:
    """Return what the page says of a breach's rating on the scale that it is judged by."""
    meanings = {rung.value: rung.meaning for rung in page.policy.scale}
    rated = [
        Rated(row, conclusion_of(row)) for row in reversed(page.assessments) if row.sequence > 0
    ]
    own_views = tuple(row for row in page.decisions if row.subject in _OF_THE_RATING)
    value = page.breach.rating
    return HowSerious(
        value=value,
        meaning=meanings.get(value, "") if value is not None else "",
        suggested=_suggested(page),
        scale=tuple(meanings.items()),
        latest=rated[0] if rated else None,
        earlier=tuple(rated[1:]),
        own_views=own_views,
        standing_views=_standing(own_views, rated),
    )


def _suggested(page: BreachPage) -> int | None:
    """Return what the engine made of the report, before anybody rated it."""
    first = next((row for row in page.assessments if row.sequence == 0), None)
    return conclusion_of(first).overall if first else None


def _standing(own_views: tuple[Decision, ...], rated: list[Rated]) -> tuple[Decision, ...]:
    """Return the latest view of each subject that was taken after the last rating."""
    if not rated:
        return ()
    latest: dict[str, Decision] = {}
    for view in own_views:
        if view.decided_at >= rated[0].row.made_at:
            latest.setdefault(view.subject, view)
    return tuple(view for view in latest.values() if view.decided != view.proposed)
