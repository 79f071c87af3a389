"""Whether somebody hears of a breach when the first to be asked does not answer."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from tenants.policy.ladder_format import Channel, Ladder, Rung
from tenants.policy.lint_rules.finding import Finding, Reading, Weight, entry, key
from tenants.policy.lint_rules.parties import somebody
from tenants.policy.policy_format import Place

_WRITTEN_TO: Final = frozenset(
    {Place.CLERK, Place.CHAIR, Place.LEAD_INVESTIGATOR, Place.COUNCILLORS, Place.FULL_COUNCIL}
)
_BY_THIS_SERVICE: Final = frozenset({Channel.EMAIL, Channel.TEXT, Channel.PHONE})


def findings(reading: Reading) -> Iterator[Finding]:
    """Find ladders that end with one person, one way, nobody here or too late; or none at all."""
    if not reading.policy.ladders:
        yield _none(reading)
    for ladder in reading.policy.ladders:
        place = f"ladders.{ladder.id}.rungs"
        yield from _one_rung(reading, ladder, place)
        yield from _one_way(ladder, place)
        yield from _unheard(reading, ladder, place)
        yield from _late(reading, ladder, place)
        yield from _by_hand(ladder, place)


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


def _unheard(reading: Reading, ladder: Ladder, place: str) -> Iterator[Finding]:
    """Find a ladder on which this service finds nobody to write to."""
    places = {party.id: party.place for party in reading.policy.parties}
    if any(places.get(rung.to) in _WRITTEN_TO for rung in ladder.rungs):
        return
    first, party = somebody(reading, [rung.to for rung in ladder.rungs])
    reason = (
        "Nobody on it has a place in this service to whom it writes. It tells the clerk and the "
        "chair instead, at once."
    )
    rungs = [{"to": first}, *_plain(ladder.rungs)]
    mend = (
        f"Add somebody of the council, or give one of them a place.\n{key('rungs', rungs)}{party}"
    )
    yield Finding("ladder-without-us", place, reason, mend, Weight.ADVICE)


def _late(reading: Reading, ladder: Ladder, place: str) -> Iterator[Finding]:
    hours = reading.law.regulator_hours
    last = max(rung.after_hours for rung in ladder.rungs)
    if last < hours:
        return
    who = reading.policy.party(ladder.rungs[-1].to)
    reason = (
        f"“{who}” would hear after {last} hours, and the regulator must be told within {hours}."
    )
    rungs = [
        {**plain, "after_hours": 24} if rung.after_hours >= hours else plain
        for rung, plain in zip(ladder.rungs, _plain(ladder.rungs), strict=True)
    ]
    mend = f"Let everybody hear of it in time to act.\n{key('rungs', rungs)}"
    yield Finding("heard-too-late", place, reason, mend, Weight.ADVICE)


def _by_hand(ladder: Ladder, place: str) -> Iterator[Finding]:
    if any(_BY_THIS_SERVICE.intersection(rung.channels) for rung in ladder.rungs):
        return
    first, *rest = _plain(ladder.rungs)
    rungs = [{**first, "channels": ["email", *first["channels"]]}, *rest]
    reason = "It names letters and visits alone, which this service cannot send: it writes e-mails."
    mend = f"Add how the service may write to them.\n{key('rungs', rungs)}"
    yield Finding("ladder-by-hand", place, reason, mend, Weight.ADVICE)


def _plain(rungs: Sequence[Rung]) -> list[dict[str, Any]]:
    return [rung.model_dump(mode="json", exclude_defaults=True) for rung in rungs]
