"""The same figures as Prometheus wants them: text, read off anew for each request.

A registry of its own for each answer: nothing is counted in the process, so that it does not
matter which of the web's processes answers.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from tenants.messages.condition import Condition

_NAME = "parish_breach_"


@dataclass(frozen=True, slots=True)
class Figures:
    """What there is to tell: the condition, and failures by cause in a day and in a week."""

    condition: Condition
    failures: Mapping[str, tuple[int, int]]


def as_text(figures: Figures | None) -> bytes:
    """Return the figures as Prometheus reads them; None says that the database is away."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Reader(figures))
    return generate_latest(registry)


class _Reader(Collector):
    def __init__(self, figures: Figures | None) -> None:
        self._figures = figures

    def collect(self) -> Iterable[Metric]:
        """Give each metric, the database's first."""
        yield _gauge("database_up", "1 while the database answers.", self._figures is not None)
        if self._figures is not None:
            yield from _of_messages(self._figures.condition)
            yield from _of_senders(self._figures.condition)
            yield from _of_ways_out(self._figures.condition)
            yield _of_failures(self._figures.failures)


def _of_messages(condition: Condition) -> Iterator[Metric]:
    figures = condition.figures
    late = condition.at - figures.oldest_due_at if figures.oldest_due_at else None
    yield _gauge("messages_waiting", "Messages that are due and not sent.", figures.waiting)
    yield _gauge(
        "oldest_message_seconds",
        "For how long the oldest of them has been due.",
        late.total_seconds() if late else 0,
    )
    yield _gauge(
        "behind_seconds",
        "For how long the one that waits longest should have been tried.",
        condition.behind.total_seconds(),
    )
    yield _gauge(
        "messages_in_doubt", "How often a claim on them ran out without an end.", figures.doubts
    )
    yield _gauge("calendars_waiting", "Councils whose calendar is due.", figures.upkeep_due)


def _of_senders(condition: Condition) -> Iterator[Metric]:
    signs = GaugeMetricFamily(
        _NAME + "sign_of_life_timestamp_seconds", "When each sign of life was left.", labels=["of"]
    )
    for name, at in sorted(condition.signs.items()):
        signs.add_metric([name], at.timestamp())
    yield signs
    for name, reading in sorted(condition.dials.items()):
        yield _gauge(name, "What the tick last read off; -1 is not known.", reading.value)


def _of_ways_out(condition: Condition) -> Iterator[Metric]:
    shut = GaugeMetricFamily(
        _NAME + "shut_seconds", "For how long a way out has taken nothing.", labels=["channel"]
    )
    for way in condition.shut:
        shut.add_metric([way.channel], (condition.at - way.since).total_seconds())
    yield shut


def _of_failures(failures: Mapping[str, tuple[int, int]]) -> Metric:
    family = GaugeMetricFamily(
        _NAME + "failures", "Messages that were given up.", labels=["cause", "within"]
    )
    for cause, (day, week) in sorted(failures.items()):
        family.add_metric([cause, "day"], day)
        family.add_metric([cause, "week"], week)
    return family


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(_NAME + name, words, value=float(value))
