"""Limits on guessing: only refused attempts count, by address written to and by where from.

Few guesses are let through from one place, many from all places together: whoever guesses shuts the
door on themselves, and not on the person whose address it is. Counts are kept in Redis, shared by
every process; with Redis down each process counts alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from time import monotonic, sleep

from flask import Flask, current_app, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response

from tenants.settings import Settings
from webapp.forms.typed import one_address

PER_EMAIL_AND_PLACE = "10 per 15 minutes"
PER_PLACE = "50 per 15 minutes"
PER_EMAIL = "200 per hour"
# Longer than the work behind an answer that must be the same for everybody.
EVEN_SECONDS = 0.15


def by_place() -> str:
    """Return where a request comes from: whoever has one IPv6 address has its whole network."""
    remote = get_remote_address()
    try:
        address = ip_address(remote)
    except ValueError:
        return remote
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), 64), strict=False))


limiter = Limiter(key_func=by_place)


def register(app: Flask, settings: Settings) -> None:
    """Count in Redis, and in memory while Redis is away."""
    app.config.update(
        RATELIMIT_STORAGE_URI=_storage(settings.redis_url),
        RATELIMIT_STORAGE_OPTIONS={"socket_connect_timeout": 1, "socket_timeout": 1},
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
        RATELIMIT_KEY_PREFIX="parish-breach",
    )
    limiter.init_app(app)


def by_email() -> str:
    """Return a key for the e-mail address that was typed, which nobody can read back."""
    email = one_address(request.form.get("email", ""))
    salted = f"{current_app.config['SECRET_KEY']}:{email}"
    return "email:" + sha256(salted.encode()).hexdigest()


def by_email_and_place() -> str:
    """Return a key for the e-mail address that was typed and where it was typed."""
    return f"{by_email()}:{by_place()}"


def count_refusal() -> None:
    """Count this request against its limits; requests count for nothing otherwise."""
    g.counts_as_refused = True


def is_refused(_response: Response) -> bool:
    """Whether the view said that this attempt was a wrong one."""
    return bool(g.get("counts_as_refused", False))


@contextmanager
def even_time() -> Iterator[None]:
    """Take the same time whatever was found, so that the wait for an answer tells nothing."""
    ends = monotonic() + EVEN_SECONDS
    yield
    sleep(max(0.0, ends - monotonic()))


def _storage(redis_url: str) -> str:
    return (
        redis_url.replace("unix://", "redis+unix://", 1)
        if redis_url.startswith("unix:")
        else redis_url
    )
