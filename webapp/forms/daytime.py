"""The time of day in what somebody typed: "4pm", "18:40", "half past four in the afternoon"."""

import re
from dataclasses import dataclass
from datetime import time

from webapp.forms.numerals import NUMERALS


class WhenRefused(ValueError):
    """The words name no single past moment; the message says what to write instead."""


@dataclass(frozen=True, slots=True)
class Daytime:
    """A time of day (London), if one was named, and whether it was exact or only "morning"."""

    at: time | None = None
    is_exact: bool = False
    is_last_night: bool = False


_HALF = r"\s*(?P<half>[ap]\.?\s?m\b\.?)"
_DATE = re.compile(
    r"\b\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*(?:\d{4}|\d{2})\b|\b\d{4}-\d{1,2}-\d{1,2}"
)
_CLOCK = re.compile(
    rf"(?<![\d/.\-])(?P<hour>\d{{1,2}})\s*[:.h]\s*(?P<minute>\d{{2}})"
    rf"(?::\d{{2}}(?:\.\d+)?)?(?!\d)(?:{_HALF})?"
)
_HOUR = re.compile(rf"(?<![\d/.\-:])(?P<hour>\d{{1,2}}){_HALF}")
_FOUR_DIGITS = re.compile(
    r"\b(?:at\s+)?(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)\s*(?:hours|hrs|h)\b"
)
_SPOKEN = re.compile(
    r"\b(?P<part>half past|quarter past|quarter to)\s+(?P<hour>\w+)(?:" + _HALF + r")?"
)
_O_CLOCK = re.compile(r"\b(?P<hour>\w+)\s*o'?\s?clock\b")
_BARE_AT = re.compile(r"\bat\s+(?P<hour>\d{1,2})(?!\s*(?:st|nd|rd|th|[a-z]{3}|[/.\-]\d|\d))")
_PARTS = re.compile(
    r"\b(?:(?:early|late|mid|first thing|later|earlier)[\s-]+)?(?:in the\s+)?"
    r"(?P<part>morning|afternoon|evening|night|lunchtime|lunch time)\b|\b(?P<tonight>tonight)\b"
)
_NOON = re.compile(r"\b(?:12\s*)?(?:noon|midday|mid-day)\b")
_MIDNIGHT = re.compile(r"\b(?:12\s*)?midnight\b")
_STARTS = {
    "morning": time(6),
    "lunchtime": time(12),
    "lunch time": time(12),
    "afternoon": time(12),
    "evening": time(18),
    "night": time(21),
}
_SPOKEN_MINUTES = {"half past": 30, "quarter past": 15, "quarter to": -15}


def take_daytime(text: str) -> tuple[Daytime, str]:
    """Split a lower-case text into its time of day and the rest, or raise `WhenRefused`."""
    if _MIDNIGHT.search(text):
        raise WhenRefused(
            "Midnight could mean the start or the end of the day. Enter 12:01am or 11:59pm instead"
        )
    dates = [match[0] for match in _DATE.finditer(text)]
    rest = _DATE.sub(" ", text).replace("t", " ", 1) if _is_iso(text) else _DATE.sub(" ", text)
    part, rest = _take_part(rest)
    exact, rest = _take_exact(rest, part)
    rest = " ".join([*dates, *rest.split()])
    if exact is not None:
        is_last_night = part == "last night" and exact.hour >= 12
        return Daytime(exact, is_exact=True, is_last_night=is_last_night), rest
    if part is None:
        return Daytime(), rest
    if part == "last night":
        return Daytime(time(18), is_last_night=True), rest
    return Daytime(_STARTS[part]), rest


def _is_iso(text: str) -> bool:
    return re.search(r"\d{4}-\d{1,2}-\d{1,2}t\d", text) is not None


def _take_part(text: str) -> tuple[str | None, str]:
    """Take "morning" and its like out; "last night" is an evening of its own."""
    if re.search(r"\blast night\b", text):
        return "last night", re.sub(r"\blast night\b", " ", text)
    match = _PARTS.search(text)
    if match is None:
        return None, text
    part = "evening" if match["tonight"] else match["part"]
    return part, text[: match.start()] + " " + text[match.end() :]


def _take_exact(text: str, part: str | None) -> tuple[time | None, str]:
    for pattern in (_SPOKEN, _CLOCK, _HOUR, _FOUR_DIGITS, _O_CLOCK, _BARE_AT):
        match = pattern.search(text)
        if match is not None:
            rest = text[: match.start()] + " " + text[match.end() :]
            return _time_of(match.groupdict(), part), rest
    if match := _NOON.search(text):
        return time(12), text[: match.start()] + " " + text[match.end() :]
    return None, text


def _time_of(found: dict[str, str | None], part: str | None) -> time:
    """Return the time that a match names; morning or afternoon must be certain."""
    hour_text = found["hour"] or ""
    hour = NUMERALS.get(hour_text) or (int(hour_text) if hour_text.isdecimal() else -1)
    minute = int(found.get("minute") or 0)
    if not (0 <= hour <= 23 and minute <= 59):
        raise WhenRefused(f"{hour_text} is not a time of day. Write the time like 6:40pm or 18:40")
    is_certain = hour >= 10 or hour_text.startswith("0")
    half = (found.get("half") or "")[:1] or _half_of(part, hour)
    if half:
        hour = _on_the_24_hour_clock(hour, half)
    elif not is_certain or "minute" not in found:
        shown = hour_text if "minute" not in found else f"{hour_text}:{minute:02}"
        raise WhenRefused(f"Say whether {shown} is in the morning or the afternoon, like 6:40pm")
    spoken = _SPOKEN_MINUTES.get(found["part"] or "", 0) if "part" in found else 0
    total = (hour * 60 + minute + spoken) % (24 * 60)
    return time(total // 60, total % 60)


def _half_of(part: str | None, hour: int) -> str:
    """Return "a" or "p" where the part of the day settles it."""
    if part is None or hour > 12:
        return ""
    if part == "morning":
        return "a"
    if part in {"night", "last night"}:
        return "p" if 5 <= hour < 12 else "a"
    return "p"


def _on_the_24_hour_clock(hour: int, half: str) -> int:
    if hour > 12:
        return hour
    return hour % 12 + (12 if half == "p" else 0)
