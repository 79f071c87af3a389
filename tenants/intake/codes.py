"""Receipt codes: what lets somebody without an account come back to their report. Pure.

A code is twenty letters of an alphabet of 23, which is 90 bits. Only its hash is kept. It follows
from the service's secret and from the number that the form was given out with, so that the same
form sent twice leads to the same code.
"""

import hmac
from hashlib import sha256
from typing import Final
from uuid import UUID

# No I, L or O: they are taken for one another and for digits, which a code has none of.
ALPHABET: Final = "ABCDEFGHJKMNPQRSTUVWXYZ"
GROUPS: Final = 5
GROUP: Final = 4
LENGTH: Final = GROUPS * GROUP


def code_of(secret_key: str, *, council_id: UUID, number: str) -> str:
    """Return the code of the form with this number, as "ABCD EFGH JKMN PQRS TUVW"."""
    told = f"receipt code\n{council_id}\n{number}".encode()
    rest = int.from_bytes(hmac.digest(secret_key.encode(), told, "sha256"))
    letters = []
    for _ in range(LENGTH):
        rest, place = divmod(rest, len(ALPHABET))
        letters.append(ALPHABET[place])
    return " ".join("".join(letters[start : start + GROUP]) for start in range(0, LENGTH, GROUP))


def hash_of(code: str) -> str:
    """Return what is kept of a code: SHA-256, hexadecimal, of its letters alone.

    How it was typed does not matter: small letters, blanks and hyphens are all the same. What no
    code can be has a hash too, which none has.
    """
    letters = "".join(c for c in code.upper() if c.isalnum())
    return sha256(letters.encode(errors="replace")).hexdigest()
