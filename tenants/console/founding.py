"""Founding an association or a council from a terminal.

Needs MIGRATION_DATABASE_URL beside the service's environment.
"""

import argparse
import os
from typing import Any

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tenants import councils, people, policies
from tenants.access import Office, Role
from tenants.clock import Clock
from tenants.console.errors import ConsoleError
from tenants.db import Database
from tenants.models import Association
from tenants.models.directory import COLOURS
from tenants.passwords import make_password_link
from tenants.settings import Settings, psycopg_url


def found_association(chosen: argparse.Namespace) -> str:
    """Add an association and its first officer; the answer holds the link to their password."""
    email = email_address(chosen.officer)
    settings = Settings.from_environment(os.environ)
    with Session(owner()) as session:
        try:
            association = councils.found_association(session, name=chosen.name)
        except IntegrityError as error:
            message = f"There is an association called {chosen.name!r} already."
            raise ConsoleError(message) from error
        person_id = councils.appoint_officer(
            session, association_id=association.id, email=email, name=chosen.officer_name
        )
        session.commit()
        door = f"{settings.base_url}/associations/{association.slug}/sign-in"
    token = make_password_link(settings.secret_key, person_id=person_id, password_hash=None)
    return (
        f"{chosen.name}: {door}\n"
        f"Give the officer this link to choose a password; it works once, for three days, unless"
        f" they have one already:\n{settings.base_url}/password/{token}"
    )


def found_council(chosen: argparse.Namespace) -> str:
    """Add a council with the model policy and its clerk, who is sent an invitation."""
    email = email_address(chosen.clerk)
    settings = Settings.from_environment(os.environ)
    now = Clock(settings.clock_file).now()
    with Session(owner()) as session:
        association = session.scalar(
            select(Association).where(Association.slug == chosen.association)
        )
        if association is None:
            known = ", ".join(session.scalars(select(Association.slug).order_by(Association.slug)))
            message = f"No association {chosen.association!r}. There is: {known or 'none yet'}."
            raise ConsoleError(message)
        slug = chosen.slug or councils.slug_of(chosen.name)
        try:
            council = councils.found_council(
                session,
                association_id=association.id,
                name=chosen.name,
                slug=slug,
                colour=chosen.colour,
            )
        except IntegrityError as error:
            message = f"The address /councils/{slug}/ cannot be used. Give another with --slug."
            raise ConsoleError(message) from error
        policies.take_model_policy(session, council_id=council.id, now=now)
        session.commit()
        council_id = council.id
    database = Database(settings)
    with database.session(council_id) as scoped:
        people.add_person(
            scoped,
            by=None,
            name=chosen.clerk_name,
            email=email,
            place=((Role.LEAD_INVESTIGATOR,), Office.CLERK),
            now=now,
        )
        scoped.commit()
    database.close()
    return f"{chosen.name}: {settings.base_url}/councils/{slug}/sign-in (the clerk is invited)"


def add_commands(nouns: Any) -> None:
    """Add `association` and `council` to the commands."""
    association = nouns.add_parser("association", help="add an association")
    association.add_argument("name")
    association.add_argument("--officer", required=True, help="the first officer's e-mail address")
    association.add_argument("--officer-name", required=True)
    association.set_defaults(action=found_association)
    council = nouns.add_parser("council", help="add a council and invite its clerk")
    council.add_argument("name")
    council.add_argument("--association", required=True, help="the last part of its address")
    council.add_argument("--clerk", required=True, help="the clerk's e-mail address")
    council.add_argument("--clerk-name", required=True)
    council.add_argument("--slug", help="the council's part of the address, such as sampleton")
    council.add_argument("--colour", choices=COLOURS, default=COLOURS[0])
    council.set_defaults(action=found_council)


def owner() -> Engine:
    """Return the way in of the database's owner, or raise `ConsoleError` saying what to set."""
    try:
        return create_engine(psycopg_url(os.environ["MIGRATION_DATABASE_URL"]))
    except KeyError as error:
        message = "Set MIGRATION_DATABASE_URL to the address of the database's owner."
        raise ConsoleError(message) from error


def email_address(typed: str) -> str:
    """Return an e-mail address as it is kept, or raise `ConsoleError`."""
    try:
        return validate_email(typed, check_deliverability=False).normalized
    except EmailNotValidError as error:
        message = f"{typed!r} is not an e-mail address: {error}"
        raise ConsoleError(message) from error
