"""Passwords (argon2id) and the links by which they are set."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from tenants.db import ScopedSession
from tenants.errors import NotAcceptable, TenantsError
from tenants.models import Person

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
_SHORTEST_NAME = 4
LINK_LASTS_SECONDS = 3 * 24 * 3600

_HASHER = PasswordHasher()
# Checked when nobody has the address, so that a stranger's sign-in takes as long as a member's.
_NOBODY = _HASHER.hash("nobody has this password")
_COMMON = frozenset(
    {"password1234", "passwordpassword", "123456789012", "qwertyuiop12", "letmeinletmein"}
)


class PasswordLinkRefused(TenantsError):
    """The link is broken, used or too old."""


@dataclass(frozen=True, slots=True)
class PersonOfLink:
    """Whose password a link may set, and the stamp that makes it work once."""

    person_id: UUID
    stamp: str


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password."""
    return _HASHER.hash(password)


def stamp_of(password_hash: str | None) -> str:
    """Return a short mark that changes whenever the password does."""
    return sha256((password_hash or "").encode()).hexdigest()[:16]


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether this is the password; takes the same time when there is none to compare with."""
    try:
        _HASHER.verify(password_hash or _NOBODY, password)
    except VerificationError:
        return False
    return password_hash is not None


def make_password_link(secret_key: str, *, person_id: UUID, password_hash: str | None) -> str:
    """Return the signed part of a link that sets this person's password, once."""
    return _signer(secret_key).dumps({"person": str(person_id), "stamp": stamp_of(password_hash)})


def read_password_link(secret_key: str, token: str) -> PersonOfLink:
    """Return whose link this is, or raise `PasswordLinkRefused` saying what to do."""
    try:
        content = _signer(secret_key).loads(token, max_age=LINK_LASTS_SECONDS)
    except SignatureExpired as error:
        message = "This link is more than three days old. Ask for a new one."
        raise PasswordLinkRefused(message) from error
    except BadSignature as error:
        message = "This link is not complete. Copy the whole address from the e-mail."
        raise PasswordLinkRefused(message) from error
    return PersonOfLink(UUID(content["person"]), content["stamp"])


def set_password(session: ScopedSession, *, link: PersonOfLink, password: str) -> None:
    """Set the password of the link's person, in a session opened for that person.

    Raises `PasswordLinkRefused` when the link has been used, `NotAcceptable` for a weak password.
    """
    person = session.get(Person, link.person_id, with_for_update=True)
    if person is None or stamp_of(person.password_hash) != link.stamp:
        message = "This link has been used already. Ask for a new one if you need it."
        raise PasswordLinkRefused(message)
    _refuse_weak(password, person.email)
    person.password_hash = hash_password(password)
    session.flush()


def _refuse_weak(password: str, email: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        message = f"Use {SHORTEST_PASSWORD} characters or more. Three random words work well"
        raise NotAcceptable("password", message)
    if len(password) > LONGEST_PASSWORD:
        message = f"Use {LONGEST_PASSWORD} characters or fewer"
        raise NotAcceptable("password", message)
    plain = password.casefold()
    name = email.partition("@")[0]
    # A name of one or two letters is part of half the language.
    holds_name = len(name) >= _SHORTEST_NAME and name in plain
    if plain in _COMMON or len(set(plain)) < 4 or holds_name:
        message = "Choose a password that is harder to guess. Three random words work well"
        raise NotAcceptable("password", message)


def _signer(secret_key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret_key, salt="password-link")
