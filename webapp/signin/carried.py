"""What somebody had typed when their sign-in ran out, carried through the door and back.

The text travels in the sign-in form itself, signed, so that nothing is kept of people who are not
signed in, and nobody can slip a form of their own making into it.
"""

from dataclasses import dataclass

from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import MultiDict

from webapp.forms.typed import readable

_LASTS_SECONDS = 24 * 3600
# A token is this session's own; a secret is shown on no page, and is typed again.
NOT_CARRIED = frozenset({"csrf_token", "key", "password"})


@dataclass(frozen=True, slots=True)
class Carried:
    """A form on its way: where it was sent, and every field in order."""

    address: str
    fields: tuple[tuple[str, str], ...]

    def answers(self) -> list[tuple[str, str]]:
        """Return the answers to show, with their fields' names as words."""
        return [
            (name.replace("_", " ").replace("-", " ").capitalize(), value)
            for name, value in self.fields
            if value.strip() and name != "version"
        ]


def pack(secret_key: str, address: str, form: MultiDict[str, str]) -> str:
    """Return a signed text that holds a form."""
    fields = [
        (name, readable(value)) for name, value in form.items(multi=True) if name not in NOT_CARRIED
    ]
    return _signer(secret_key).dumps([address, fields]) if fields else ""


def unpack(secret_key: str, packed: str | None) -> Carried | None:
    """Return the form that a text holds, or None when it holds none of ours."""
    if not packed:
        return None
    try:
        address, fields = _signer(secret_key).loads(packed, max_age=_LASTS_SECONDS)
    except BadData:
        return None
    return Carried(address, tuple((str(name), str(value)) for name, value in fields))


def _signer(secret_key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret_key, salt="carried-form")
