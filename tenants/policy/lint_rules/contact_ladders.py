"""Whether somebody hears of a breach when the first to be asked does not answer."""

from collections.abc import Iterator, Sequence
from typing import Any

from tenants.policy.ladder_format import Channel, Ladder, Rung
from tenants.policy.lint_rules.finding import Finding, Reading, Weight, entry, key
from tenants.policy.lint_rules.parties import somebody


def findings(reading: Reading) -> Iterator[Finding]:
    """Find ladders with one rung or with one way of reaching people; or that there is none."""
    if not reading.policy.ladders:
        yield _none(reading)
    for ladder in reading.policy.ladders:
        place = f"ladders.{ladder.id}.rungs"
        yield from _one_rung(reading, ladder, place)
        yield from _one_way(ladder, place)


def _none(reading: Reading) -> Finding:
    first, party = somebody(reading)
    second, another = somebody(reading, (first,))
    rungs = [{"to": first}, {"to": second, "channels": ["phone"], "after_hours": 4}]
    shown = entry("ladders", id="reports", sentence="Who hears of a report.", rungs=rungs)
    reason = "Nothing says who hears of a breach first, and who next when nobody answers."
    mend = f"Write a contact ladder with two rungs.\n{shown}{party}{another}"
    return Finding("no-contact-ladder", "ladders", reason, mend, Weight.ADVICE)


def _one_rung(reading: Reading, ladder: Ladder, place: str) -> Iterator[Finding]:
    first = ladder.rungs[0]
    if any(rung.to != first.to for rung in ladder.rungs):
        return
    second, party = somebody(reading, (first.to,))
    who = reading.policy.party(first.to)
    reason = f"Only “{who}” is on it. While they are on leave nobody hears, and the clock runs on."
    rungs = [*_plain(ladder.rungs), {"to": second, "channels": ["phone"], "after_hours": 4}]
    mend = f"Add somebody who hears of it next.\n{key('rungs', rungs)}{party}"
    yield Finding("one-rung-ladder", place, reason, mend, Weight.ADVICE)


def _one_way(ladder: Ladder, place: str) -> Iterator[Finding]:
    if any(set(rung.channels) != {Channel.EMAIL} for rung in ladder.rungs):
        return
    first, *rest = _plain(ladder.rungs)
    rungs = [{**first, "channels": ["email", "phone"]}, *rest]
    reason = "All of it is by e-mail. If the e-mail is what was broken into, nobody can trust it."
    mend = f"Add another way of reaching them.\n{key('rungs', rungs)}"
    yield Finding("one-way-of-reaching", place, reason, mend, Weight.ADVICE)


def _plain(rungs: Sequence[Rung]) -> list[dict[str, Any]]:
    return [rung.model_dump(mode="json", exclude_defaults=True) for rung in rungs]
