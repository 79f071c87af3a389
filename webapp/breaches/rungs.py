"""How serious a breach is: the rating that stands, its name, and what it rests on. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenants.breaches.assessments import conclusion_of
from tenants.breaches.page import BreachPage
from tenants.models import AssessmentRow, Decision, Subject
from tenants.policy import Assessment, Policy
from tenants.policy.policy_format import ScaleValue

_OF_THE_RATING = frozenset({Subject.RATING, Subject.RISK})


@dataclass(frozen=True, slots=True)
class RatingWords:
    """What a breach's ratings are called, each by the policy that it was given under.

    `made` holds when the breach was assessed and under which policy, the earliest first.
    """

    made: tuple[tuple[datetime, Policy], ...]

    def at(self, value: int | str | None, at: datetime) -> str:
        """Return what a rating that was given, or spoken of, at an instant is called."""
        number = int(value) if isinstance(value, str) and value.lstrip("-").isdecimal() else value
        so_far = [policy for made_at, policy in self.made if made_at <= at]
        return so_far[-1].word(number) if so_far else str(number)


def names_of(scale: Sequence[ScaleValue]) -> dict[int, str]:
    """Return the names that a scale has for its values; none where it has numbers alone."""
    return {rung.value: rung.name for rung in scale if rung.name}


def rating_words(page: BreachPage, policies: Mapping[UUID, Policy]) -> RatingWords:
    """Return what the ratings of a breach are called; `policies` are those behind them, by id."""
    return RatingWords(tuple((row.made_at, policies[row.policy_id]) for row in page.assessments))


@dataclass(frozen=True, slots=True)
class Rated:
    """One assessment with what the engine concluded, and what its ratings are called, by axis."""

    row: AssessmentRow
    conclusion: Assessment
    word: str
    axis_words: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class HowSerious:
    """The rating and its history, the latest first; `suggested` is what the report alone gives.

    `word` and `suggested_word` say a rating as the policy does: by its name, else by its number.
    """

    value: int | None
    word: str
    meaning: str
    suggested: int | None
    suggested_word: str
    scale: tuple[ScaleValue, ...]
    latest: Rated | None
    earlier: tuple[Rated, ...]
    own_views: tuple[Decision, ...]
    standing_views: tuple[Decision, ...]
    words: RatingWords

    @property
    def is_named(self) -> bool:
        """Whether the scale has names of its own, so that a bare number would say nothing."""
        return bool(self.names)

    @property
    def names(self) -> dict[int, str]:
        """Return the names that the policy has for values of its scale."""
        return names_of(self.scale)

    @property
    def rungs(self) -> tuple[tuple[int, str], ...]:
        """Return each value of the scale with what it means, the mildest first."""
        return tuple((rung.value, rung.meaning) for rung in self.scale)

    @property
    def top(self) -> str:
        """Return the highest number of a scale without names; empty where there is none."""
        return "" if self.is_named or not self.scale else str(self.scale[-1].value)


def how_serious(page: BreachPage, policies: Mapping[UUID, Policy]) -> HowSerious:
    """Return what the page says of a breach's rating on the scale that it is judged by.

    `policies` are those behind its assessments, by the id of their adoption.
    """
    words, policy = rating_words(page, policies), page.policy
    rated = [
        _rated(row, policies[row.policy_id])
        for row in reversed(page.assessments)
        if row.sequence > 0
    ]
    own_views = tuple(row for row in page.decisions if row.subject in _OF_THE_RATING)
    value, suggested = page.breach.rating, _suggested(page)
    return HowSerious(
        value=value,
        word=policy.word(value),
        meaning=next((rung.meaning for rung in policy.scale if rung.value == value), ""),
        suggested=suggested,
        suggested_word=policy.word(suggested),
        scale=policy.scale,
        latest=rated[0] if rated else None,
        earlier=tuple(rated[1:]),
        own_views=own_views,
        standing_views=_standing(own_views, rated),
        words=words,
    )


def _rated(row: AssessmentRow, policy: Policy) -> Rated:
    conclusion = conclusion_of(row)
    ratings = {each.axis: each.rating for each in conclusion.ratings}
    words = {axis.id: axis.word(ratings[axis.id]) for axis in policy.axes if axis.id in ratings}
    return Rated(row, conclusion, policy.word(conclusion.overall), words)


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
