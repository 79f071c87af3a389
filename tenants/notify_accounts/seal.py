"""Sealing a council's key: what a stolen copy of the database does not open."""

from base64 import urlsafe_b64encode
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def seal(key: str, *, secret_key: str, council_id: UUID) -> str:
    """Return the key so that only this service, and only for this council, can read it."""
    return _fernet(secret_key, council_id).encrypt(key.encode()).decode()


def unseal(sealed: str, *, secret_key: str, council_id: UUID) -> str | None:
    """Return the key, or None where the service's own secret has been changed since."""
    try:
        return _fernet(secret_key, council_id).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _fernet(secret_key: str, council_id: UUID) -> Fernet:
    derived = HKDF(
        algorithm=SHA256(), length=32, salt=None, info=b"notify-account:" + council_id.bytes
    ).derive(secret_key.encode())
    return Fernet(urlsafe_b64encode(derived))
