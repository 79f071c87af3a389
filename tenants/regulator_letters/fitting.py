"""Which measures of a leaflet fit the kind of breach that a letter is about. Pure."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from tenants.policy import Cause

_SENDING: Final = r"e-?mail|autofill|double[ -]check|recipient|securely|accuracy|up to date$"
_POST: Final = r"postal|\bpost\b|double[ -]check|accuracy|records"
_PAPER: Final = r"hard[ -]?copy|paper|postal|label|documents securely"
_ACCESS: Final = r"access|confiden|password|handling requests"
_SYSTEMS: Final = r"system|device|up[ -]to[ -]date"
_EVERYBODY: Final = r"training|awareness"
_WORDS: Final[Mapping[Cause, str]] = {
    Cause.EMAILED_TO_WRONG_RECIPIENT: _SENDING,
    Cause.FAILURE_TO_USE_BCC: _SENDING,
    Cause.POSTED_TO_WRONG_RECIPIENT: _POST,
    Cause.FAILURE_TO_REDACT: r"redact|quality|double[ -]check",
    Cause.VERBAL_DISCLOSURE: r"confiden|handling requests",
    Cause.LOST_OR_STOLEN_PAPERWORK: _PAPER,
    Cause.DISPOSAL_OF_PAPERWORK: _PAPER,
    Cause.LOST_OR_STOLEN_DEVICE: r"device|encrypt",
    Cause.DISPOSAL_OF_HARDWARE: r"device|encrypt",
    Cause.WRONG_PERSONS_DATA_IN_PORTAL: r"system|quality|double[ -]check",
    Cause.UNAUTHORISED_ACCESS: _ACCESS,
    Cause.ALTERATION: rf"{_ACCESS}|quality",
    Cause.PHISHING: _SYSTEMS,
    Cause.RANSOMWARE: _SYSTEMS,
    Cause.MALWARE: _SYSTEMS,
    Cause.BRUTE_FORCE: rf"{_ACCESS}|{_SYSTEMS}",
    Cause.DENIAL_OF_SERVICE: _SYSTEMS,
    Cause.MISCONFIGURATION: rf"{_SYSTEMS}|quality",
    Cause.CRYPTOGRAPHIC_FLAW: _SYSTEMS,
    Cause.OTHER_CYBER: _SYSTEMS,
}


def measures_that_fit(cause: Cause, titles: Iterable[str]) -> set[str]:
    """Return which of these headings speak of what a breach of this cause lacked."""
    words = _WORDS.get(cause)
    if words is None:
        return set()
    pattern = re.compile(f"{words}|{_EVERYBODY}", re.IGNORECASE)
    return {title for title in titles if pattern.search(title)}
