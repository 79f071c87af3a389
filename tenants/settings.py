"""The service's configuration: read once from the environment into one frozen value."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class SettingsError(Exception):
    """The environment lacks something, or holds something that cannot be used."""


class SmtpSecurity(StrEnum):
    """How the conversation with the mail server is protected."""

    STARTTLS = "starttls"
    IMPLICIT = "implicit"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between one installation and another."""

    database_url: str
    sector_database_url: str
    redis_url: str
    secret_key: str
    base_url: str
    smtp_host: str
    smtp_port: int
    smtp_username: str
    smtp_password: str
    smtp_security: SmtpSecurity
    mail_from: str
    trusted_proxies: int
    local_dir: Path | None
    # Where letters come back to, and where the mail server brings them: empty is not at all.
    bounce_address: str = ""
    bounce_listen: str = ""
    # Empty is GOV.UK Notify's own address.
    notify_url: str = ""
    # Who shows this may read /metrics; empty is nobody, and there is no such page.
    metrics_token: str = ""
    # Asked after a good beat of the tick: whoever is there alarms when nobody asks any more.
    deadman_url: str = ""
    # Where ClamAV's daemon searches files for viruses, `host:port` or a path; empty is nowhere.
    clamd_address: str = ""

    @property
    def is_local(self) -> bool:
        """Whether this is the one-machine trial, with its letter box and its movable clock."""
        return self.local_dir is not None

    @property
    def clock_file(self) -> Path | None:
        """Return the file that says by how many seconds the local clock is moved on."""
        return self.local_dir / "clock" if self.local_dir else None

    @property
    def mail_dir(self) -> Path | None:
        """Return the Maildir that the local mail sink fills."""
        return self.local_dir / "mail" if self.local_dir else None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the settings, or raise `SettingsError` naming each variable at fault."""
        missing = [name for name in _REQUIRED if not environ.get(name)]
        if missing:
            message = (
                f"Set {', '.join(missing)} in the environment. deploy/README.md describes each."
            )
            raise SettingsError(message)
        if len(environ["SECRET_KEY"]) < _SHORTEST_SECRET:
            message = f"SECRET_KEY must be at least {_SHORTEST_SECRET} characters of random text."
            raise SettingsError(message)
        local_dir = environ.get("LOCAL_DIR")
        return cls(
            database_url=psycopg_url(environ["DATABASE_URL"]),
            sector_database_url=psycopg_url(environ["SECTOR_DATABASE_URL"]),
            redis_url=environ["REDIS_URL"],
            secret_key=environ["SECRET_KEY"],
            base_url=environ["BASE_URL"].rstrip("/"),
            smtp_host=environ["SMTP_HOST"],
            smtp_port=_whole_number(environ, "SMTP_PORT", 587),
            smtp_username=environ.get("SMTP_USERNAME", ""),
            smtp_password=environ.get("SMTP_PASSWORD", ""),
            smtp_security=_smtp_security(environ.get("SMTP_TLS", SmtpSecurity.STARTTLS)),
            mail_from=environ["MAIL_FROM"],
            trusted_proxies=_whole_number(environ, "TRUSTED_PROXIES", 0),
            local_dir=Path(local_dir) if local_dir else None,
            bounce_address=environ.get("BOUNCE_ADDRESS", ""),
            bounce_listen=environ.get("BOUNCE_LISTEN", ""),
            notify_url=environ.get("NOTIFY_URL", ""),
            metrics_token=_metrics_token(environ.get("METRICS_TOKEN", "")),
            deadman_url=_web_address(environ, "DEADMAN_URL"),
            clamd_address=_way_to_scanner(environ.get("CLAMD_ADDRESS", "")),
        )


_SHORTEST_SECRET = 32
_SHORTEST_TOKEN = 16
_REQUIRED = (
    "DATABASE_URL",
    "SECTOR_DATABASE_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "BASE_URL",
    "SMTP_HOST",
    "MAIL_FROM",
)


def psycopg_url(url: str) -> str:
    """Name the driver in a PostgreSQL address, as SQLAlchemy wants it."""
    scheme, separator, rest = url.partition("://")
    if scheme not in {"postgres", "postgresql", "postgresql+psycopg"} or not separator:
        message = "A database address must begin postgresql:// (no other database is supported)."
        raise SettingsError(message)
    return f"postgresql+psycopg://{rest}"


def _whole_number(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name) or str(default)
    if not text.isdecimal():
        message = f"{name} must be a whole number, not {text!r}."
        raise SettingsError(message)
    return int(text)


def _smtp_security(text: str) -> SmtpSecurity:
    try:
        return SmtpSecurity(text)
    except ValueError as error:
        message = f"SMTP_TLS must be one of {', '.join(SmtpSecurity)}, not {text!r}."
        raise SettingsError(message) from error


def _metrics_token(text: str) -> str:
    if text and len(text) < _SHORTEST_TOKEN:
        message = f"METRICS_TOKEN must be at least {_SHORTEST_TOKEN} characters of random text."
        raise SettingsError(message)
    return text


def _web_address(environ: Mapping[str, str], name: str) -> str:
    text = environ.get(name, "")
    if text and not text.startswith(("https://", "http://")):
        message = f"{name} must begin https:// or http://, or be left out."
        raise SettingsError(message)
    return text


def _way_to_scanner(text: str) -> str:
    host, _, port = text.rpartition(":")
    if text and not text.startswith("/") and not (host and port.isdecimal()):
        message = "CLAMD_ADDRESS must be host:port, or the path of clamd's socket, or left out."
        raise SettingsError(message)
    return text
