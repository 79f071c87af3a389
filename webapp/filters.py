"""What templates call on values: times in words, numbers, and what people typed made safe."""

from datetime import datetime

from flask import Flask, current_app
from markupsafe import Markup, escape

from tenants import times
from tenants.models.vocabulary import Precision


def register(app: Flask) -> None:
    """Give every template the filters of this module."""
    app.add_template_filter(time_element, "when")
    app.add_template_filter(short_time_element, "when_short")
    app.add_template_filter(times.day, "day")
    app.add_template_filter(times.day_short, "day_short")
    app.add_template_filter(time_left, "time_left")
    app.add_template_filter(urgency, "urgency")
    app.add_template_filter(number, "number")
    app.add_template_filter(counted, "counted")
    app.add_template_filter(typed, "typed")
    app.add_template_filter(prose, "prose")


def time_element(at: datetime, precision: str = Precision.TIME) -> Markup:
    """Return a `time` element that reads "Sunday 22 November 2026, 6:40 pm"."""
    words = times.when(at, Precision(precision))
    return Markup('<time datetime="{}">{}</time>').format(times.iso(at), words)


def short_time_element(at: datetime) -> Markup:
    """Return a `time` element that reads "Sun 22 Nov 2026, 6:40 pm"."""
    return Markup('<time datetime="{}">{}</time>').format(times.iso(at), times.when_short(at))


def time_left(due_at: datetime) -> str:
    """Return "31 hours left" or "3 hours overdue", by the service's clock."""
    return times.time_left(due_at, _now())


def urgency(due_at: datetime) -> str:
    """Return calm, soon, urgent or overdue, by the service's clock."""
    return times.urgency(due_at, _now()).value


def number(value: int) -> str:
    """Return a whole number with its thousands apart."""
    return f"{value:,}"


def counted(value: int, noun: str, plural: str | None = None) -> str:
    """Return "1 breach", "2 breaches"."""
    return f"{value:,} {noun if value == 1 else plural or noun + 's'}"


def typed(text: str | None) -> Markup:
    """Return one line that somebody typed, so that its writing direction stays its own."""
    return Markup("<bdi>{}</bdi>").format(text or "")


def prose(text: str | None) -> Markup:
    """Return what somebody typed as paragraphs, each with the direction of its own writing."""
    blocks = [block for block in (text or "").split("\n\n") if block.strip()]
    return Markup("\n").join(
        Markup('<p class="govuk-body pb-typed" dir="auto">{}</p>').format(
            Markup("<br>").join(escape(line) for line in block.strip("\n").split("\n"))
        )
        for block in blocks
    )


def _now() -> datetime:
    now: datetime = current_app.extensions["clock"].now()
    return now
