"""A council's own register, for whoever runs the service."""

import os

from tenants import councils, policies
from tenants.console.errors import ConsoleError
from tenants.db import Database
from tenants.policy import Policy
from tenants.policy.replay import Replay
from tenants.settings import Settings


def replay_council(slug: str, policy: Policy) -> Replay:
    """Replay a council's register under a policy; raises `ConsoleError` for an unknown council.

    Needs the service's environment. Nothing is changed.
    """
    database = Database(Settings.from_environment(os.environ))
    try:
        with database.session() as session:
            council = councils.find_public_council(session, slug=slug)
        if council is None:
            message = f"No council has the address /councils/{slug}/."
            raise ConsoleError(message)
        with database.session(council.id) as session:
            return policies.replay_register(session, policy)
    finally:
        database.close()
