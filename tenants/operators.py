"""Who looks after the machine: they see counts of what is sent, and nothing of any council."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from tenants.db import ScopedSession
from tenants.models import Operator, Person


@dataclass(frozen=True, slots=True)
class Appointed:
    """Who was appointed; `password_hash` is None where they have not chosen a password yet."""

    person_id: UUID
    password_hash: str | None


def appoint_operator(session: Session, *, email: str, name: str) -> Appointed:
    """Make somebody an operator, or give one another name, in a session of the database's owner."""
    person_id: UUID = session.execute(
        text("select ensure_person(:email)"), {"email": email}
    ).scalar_one()
    line = insert(Operator).values(person_id=person_id, name=name)
    session.execute(
        line.on_conflict_do_update(index_elements=[Operator.person_id], set_={"name": name})
    )
    person = session.get_one(Person, person_id)
    return Appointed(person_id, person.password_hash)


def dismiss_operator(session: Session, *, email: str) -> bool:
    """Take the machine out of somebody's hands, in a session of the database's owner.

    Returns whether they were an operator; their places in councils are not touched.
    """
    person = select(Person.id).where(Person.email == email.lower())
    gone = session.execute(
        delete(Operator).where(Operator.person_id.in_(person)).returning(Operator.person_id)
    )
    return gone.first() is not None


def find_operator(session: ScopedSession) -> str | None:
    """Return the name of the session's person as an operator, or None when they are none."""
    name: str | None = session.execute(
        text("select operator_name(:person)"), {"person": session.person_id}
    ).scalar()
    return name
