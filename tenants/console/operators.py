"""Appointing whoever looks after the machine, from a terminal on it.

Needs MIGRATION_DATABASE_URL beside the service's environment.
"""

import argparse
import os
from typing import Any

from sqlalchemy.orm import Session

from tenants.console.errors import ConsoleError
from tenants.console.founding import email_address, owner
from tenants.operators import appoint_operator, dismiss_operator
from tenants.passwords import make_password_link
from tenants.settings import Settings


def keep_operator(chosen: argparse.Namespace) -> str:
    """Make somebody an operator and answer with the link to their password, or dismiss them."""
    email = email_address(chosen.email)
    if chosen.remove:
        return _dismiss(email)
    if not chosen.name:
        message = "Say what the operator is called with --name."
        raise ConsoleError(message)
    settings = Settings.from_environment(os.environ)
    with Session(owner()) as session:
        appointed = appoint_operator(session, email=email, name=chosen.name)
        session.commit()
    token = make_password_link(
        settings.secret_key,
        person_id=appointed.person_id,
        password_hash=appointed.password_hash,
    )
    return (
        f"{chosen.name}: {settings.base_url}/operator/sign-in\n"
        f"With this link they choose a new password; it works once, for three days. Whoever has one"
        f" already keeps it until then:\n{settings.base_url}/password/{token}"
    )


def add_commands(nouns: Any) -> None:
    """Add `operator` to the commands."""
    operator = nouns.add_parser("operator", help="let somebody see whether everything is running")
    operator.add_argument("email", help="the operator's e-mail address")
    operator.add_argument("--name", help="what the operator is called")
    operator.add_argument("--remove", action="store_true", help="they look after it no longer")
    operator.set_defaults(action=keep_operator)


def _dismiss(email: str) -> str:
    with Session(owner()) as session:
        was_one = dismiss_operator(session, email=email)
        session.commit()
    if not was_one:
        message = f"{email} is no operator."
        raise ConsoleError(message)
    return f"{email} is an operator no longer."
