"""The address that a letter comes back to: it names the letter, so that no bounce need be read."""

import re

# `bounces+<letter>@council-association.example`
_LETTER = re.compile(r"[0-9a-zA-Z]{1,64}")


def return_address(bounce_address: str, letter_id: str) -> str:
    """Return the envelope's sender for one letter: the bounce address with the letter in it."""
    name, _, domain = bounce_address.rpartition("@")
    return f"{name}+{letter_id}@{domain}"


def letter_of(address: str, bounce_address: str) -> str | None:
    """Return which letter came back to an address, or None for an address that is not ours."""
    name, _, domain = address.strip("<> ").rpartition("@")
    our_name, _, our_domain = bounce_address.rpartition("@")
    ours, _, letter_id = name.rpartition("+")
    is_ours = (ours.lower(), domain.lower()) == (our_name.lower(), our_domain.lower())
    return letter_id if is_ours and _LETTER.fullmatch(letter_id) else None
