"""`parish-breach`: what whoever runs the service, or writes a policy, does from a terminal.

Answers go to standard output and what is wrong to standard error, never both. The exit status is 0
when all is well, 1 when a policy or a record was checked and faults were found, and 2 for what
cannot be used.
"""

import argparse
from collections.abc import Sequence

from tenants.console.answers import print_answer, print_problem
from tenants.console.audit import add_commands as add_audit
from tenants.console.errors import ConsoleError
from tenants.console.founding import add_commands as add_founding
from tenants.console.letter import add_commands as add_letter
from tenants.console.operators import add_commands as add_operators
from tenants.console.policy import add_commands as add_policy
from tenants.policy import PolicyEngineError
from tenants.settings import SettingsError

BAD_INPUT = 2
DESCRIPTION = "Found councils, try and compare breach policies, and prove a council's record."


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command; return its exit status, as the module says."""
    chosen = _parser().parse_args(arguments)
    try:
        answer = chosen.action(chosen)
        words, status = answer if isinstance(answer, tuple) else (answer, 0)
        print_answer(words)
    except (ConsoleError, SettingsError, PolicyEngineError) as error:
        print_problem(error)
        return BAD_INPUT
    return int(status)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="parish-breach", description=DESCRIPTION)
    nouns = parser.add_subparsers(title="what", required=True)
    add_founding(nouns)
    add_operators(nouns)
    add_policy(nouns)
    add_letter(nouns)
    add_audit(nouns)
    return parser
