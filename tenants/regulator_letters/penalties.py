"""How much a penalty is. Pure."""

import re
from dataclasses import dataclass

from tenants.regulator_letters.squeezed import Span, Squeezed

_MONEY = re.compile(
    r"£\s?(?P<figure>\d{1,3}(?:[, ]\d{3})+|\d+)(?P<part>\.\d+)?"
    r"\s?(?P<many>million|m\b|thousand|k\b)?",
    re.IGNORECASE,
)
_REACH = 600
# With blanks or commas; more than a million million pounds is no sum of money.
_LONGEST = 16
_IN_THE_END = re.compile(
    r"(?:reduc\w+|lower\w+|instead)[^£]{0,80}?(?:to|of|is)\s*$|\bto\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Penalty:
    """A penalty in pounds, and the words that say it."""

    amount: int
    words: str

    def as_json(self) -> dict[str, object]:
        """Return it as JSON has it."""
        return {"amount": self.amount, "words": self.words}


def penalty_in(letter: Squeezed, decided: Span | None) -> Penalty | None:
    """Return the sum that was imposed: what it was reduced to, else the nearest one."""
    sums = [one for one in _MONEY.finditer(letter.text) if len(one["figure"]) <= _LONGEST]
    if not sums or decided is None:
        return None
    reduced = (found for found in sums if _IN_THE_END.search(_before(letter, found)))
    nearest = min(sums, key=lambda found: _distance(found, decided))
    chosen = next((found for found in reduced if _distance(found, decided) < _REACH), nearest)
    return Penalty(_pounds(chosen), letter.shown(Span(chosen.start(), chosen.end())))


def _before(letter: Squeezed, found: re.Match[str]) -> str:
    return letter.text[max(0, found.start() - 120) : found.start()]


def _distance(found: re.Match[str], decided: Span) -> int:
    after = found.start() - decided.end
    return after if after >= 0 else decided.start - found.end() + 1


def _pounds(found: re.Match[str]) -> int:
    whole = "".join(sign for sign in found["figure"] if sign.isdigit())
    factor = {"m": 1_000_000, "k": 1_000, "t": 1_000}.get((found["many"] or "").lower()[:1], 1)
    return round(float(f"{whole}{found['part'] or ''}") * factor)
