"""Sentences for what is otherwise in one policy than in another."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from tenants.policy.part_words import RATING

LONG: Final = 100
"""Characters from which on a sentence does not quote a text; both texts stand beside it."""

_CHANGED: Final[Mapping[str, str]] = {
    "applies": "it applies {now} instead of {was}",
    "due": "it is due {now} instead of {was}",
    "rating": "it is rated {now} instead of {was}",
    "after_hours": "it is written to after {now} instead of {was}",
    "about": "it is climbed for {now} instead of for {was}",
    "hours": "it is climbed {now} instead of {was}",
    "office_hours": "the office is open {now} instead of {was}",
    "quiet_hours": "the quiet hours are {now} instead of {was}",
    "alert_hours": "alerts go out {now} hours before the time is up instead of {was}",
    "months": "it is {now} instead of {was}",
    "every_months": "it is published every {now} instead of every {was}",
}
_BECOMES: Final[Mapping[tuple[str, str], str]] = {
    ("exception", "yes"): "it may now come before worse rows",
    ("exception", "no"): "it may no longer come before worse rows",
    ("nil_return", "yes"): "that there was no breach is published as well",
    ("nil_return", "no"): "that there was no breach is no longer published",
}
_TOLD: Final[Mapping[str, tuple[str, str]]] = {
    "full_council": ("the full council is", "the policy drew no line"),
    "regulator": ("the regulator is", "only the law's line held"),
    "people": ("the people are", "only the law's line held"),
}


def short(text: str) -> str:
    """Cut a text that is too long to be quoted in a sentence."""
    return text if len(text) <= LONG else f"{text[: LONG - 1].rstrip()}…"


def change_words(field: str, label: str, was: str | None, now: str | None) -> str:
    """Say what a value is now and what it was; None where there is none."""
    if (field, now or "") in _BECOMES:
        return _BECOMES[field, now or ""]
    if was is not None and now is not None:
        if field in _CHANGED:
            return _CHANGED[field].format(now=now, was=_rest(was, now))
        is_short = _fits(was) and _fits(now)
        return (
            f"{label} is “{now}” instead of “{was}”" if is_short else f"{label} reads differently"
        )
    is_quoted = field != "public_return" and _fits(was or now)
    if now is None:
        return f"{label} is gone; it was “{was}”" if is_quoted else f"{label} is gone"
    return f"{label} is new: “{now}”" if is_quoted else f"{label} is new"


def threshold_words(told: str, was: str | None, now: str | None) -> str:
    """Say from where on somebody is told now, and from where on they were."""
    who, without = _TOLD[told]
    if now is None:
        ending = "" if told == "full_council" else ", and only the law's line holds"
        return f"the policy no longer says when {who} told{ending}; it was {was}"
    if was is None:
        return f"{who} told {now}; before, {without}"
    return f"{who} told {now} instead of {_rest(was, now)}"


def list_words(field: str, label: str, was: Sequence[str], now: Sequence[str]) -> str:
    """Say which members came and which went, or that they stand in another order."""
    came = list((Counter(now) - Counter(was)).elements())
    went = list((Counter(was) - Counter(now)).elements())
    if not came and not went:
        return f"{label} stands in another order"
    if field == "when":
        return _cases_words(came, went, has_been=bool(was), is_now=bool(now))
    said = [f"now has {_quoted(came)}"] if came else []
    said += [f"no longer has {_quoted(went)}"] if went else []
    return f"{label} {' and '.join(said)}"


def _cases_words(came: Sequence[str], went: Sequence[str], *, has_been: bool, is_now: bool) -> str:
    every = "every case that is left"
    now = (
        f"it now takes the cases where {'; or where '.join(came)}"
        if is_now
        else f"it now takes {every}"
    )
    was = (
        f"it no longer takes those where {'; or where '.join(went)}"
        if has_been
        else f"no longer {every}"
    )
    said = [
        words
        for words, is_said in ((now, came or not is_now), (was, went or not has_been))
        if is_said
    ]
    return ", and ".join(said)


def _fits(text: str | None) -> bool:
    return text is not None and len(text) <= LONG


def _quoted(members: Sequence[str]) -> str:
    return " and ".join(f"“{short(each)}”" for each in members)


def _rest(was: str, now: str) -> str:
    """Leave out words that both begin with: "at a rating of 4 or more instead of 3 or more"."""
    return was.removeprefix(RATING) if now.startswith(RATING) else was
