"""Limits on guessing: only refused attempts count, by address written to and by where from.

Counts are kept in Redis, shared by every process; with Redis down each process counts alone.
"""

from hashlib import sha256

from flask import Flask, current_app, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response

from tenants.settings import Settings

PER_EMAIL = "10 per 15 minutes"
PER_ADDRESS = "50 per 15 minutes"

limiter = Limiter(key_func=get_remote_address)


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
    email = "".join(request.form.get("email", "").split()).lower()
    salted = f"{current_app.config['SECRET_KEY']}:{email}"
    return "email:" + sha256(salted.encode()).hexdigest()


def count_refusal() -> None:
    """Count this request against its limits; requests count for nothing otherwise."""
    g.counts_as_refused = True


def is_refused(_response: Response) -> bool:
    """Whether the view said that this attempt was a wrong one."""
    return bool(g.get("counts_as_refused", False))


def _storage(redis_url: str) -> str:
    return (
        redis_url.replace("unix://", "redis+unix://", 1)
        if redis_url.startswith("unix:")
        else redis_url
    )
