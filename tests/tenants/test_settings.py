"""The service's configuration: what is missing or wrong is named, and nothing secret is said."""

from pathlib import Path

import pytest

from tenants.settings import Settings, SettingsError, SmtpSecurity, psycopg_url

PHRASE = "a secret that is long enough for it"
COMPLETE = {
    "DATABASE_URL": "postgresql://app@localhost/register",
    "SECTOR_DATABASE_URL": "postgres://sector@localhost/register",
    "REDIS_URL": "redis://localhost",
    "SECRET_KEY": PHRASE,
    "BASE_URL": "https://breaches.example.org/",
    "SMTP_HOST": "mail.example.org",
    "MAIL_FROM": "register@example.org",
}


def test_defaults_are_right_for_production() -> None:
    settings = Settings.from_environment(COMPLETE)

    assert (settings.smtp_security, settings.smtp_port) == (SmtpSecurity.STARTTLS, 587)
    assert (settings.trusted_proxies, settings.local_dir, settings.is_local) == (0, None, False)
    assert settings.clock_file is settings.mail_dir is None
    assert settings.base_url == "https://breaches.example.org"


def test_the_local_trial_keeps_its_clock_and_mail_in_one_folder() -> None:
    settings = Settings.from_environment(COMPLETE | {"LOCAL_DIR": "/somewhere"})

    assert settings.is_local
    assert settings.clock_file == Path("/somewhere/clock")
    assert settings.mail_dir == Path("/somewhere/mail")


@pytest.mark.parametrize("name", COMPLETE)
def test_what_is_missing_is_named(name: str) -> None:
    for lacking in ({k: v for k, v in COMPLETE.items() if k != name}, COMPLETE | {name: ""}):
        with pytest.raises(SettingsError, match=rf"Set {name} .*deploy/README\.md"):
            Settings.from_environment(lacking)


def test_everything_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment({})
    assert all(name in str(refused.value) for name in COMPLETE)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SECRET_KEY", "too short", "at least 32 characters"),
        ("SMTP_PORT", "mail", "SMTP_PORT must be a whole number, not 'mail'"),
        ("SMTP_PORT", "-1", "SMTP_PORT must be a whole number"),
        ("TRUSTED_PROXIES", "two", "TRUSTED_PROXIES must be a whole number"),
        ("SMTP_TLS", "yes", "SMTP_TLS must be one of starttls, implicit, none"),
        ("DATABASE_URL", "sqlite:///register.db", "must begin postgresql://"),
        ("SECTOR_DATABASE_URL", "register", "no other database is supported"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(name: str, value: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words) as refused:
        Settings.from_environment(COMPLETE | {name: value})
    assert PHRASE not in str(refused.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_database_address_names_the_driver(scheme: str) -> None:
    assert psycopg_url(f"{scheme}://app@host/db") == "postgresql+psycopg://app@host/db"
