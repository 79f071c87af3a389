"""`python -m tenants.demonstration`: loads the invented county once; `--sign-ins` lists its doors.

Reads the service's environment, and MIGRATION_DATABASE_URL to found the association.
"""

import os
import sys

from tenants.clock import Clock
from tenants.demonstration import county
from tenants.demonstration.loading import DemonstrationInterrupted, is_loaded, load
from tenants.settings import Settings


def main(arguments: list[str]) -> int:
    """Load the demonstration where there is none yet, or print who can sign in where."""
    settings = Settings.from_environment(os.environ)
    if arguments == ["--sign-ins"]:
        sys.stdout.write(sign_ins(settings.base_url))
        return 0
    owner_url = os.environ["MIGRATION_DATABASE_URL"]
    try:
        is_there = is_loaded(owner_url)
    except DemonstrationInterrupted as interrupted:
        sys.stderr.write(f"{interrupted}\n")
        return 1
    if not is_there:
        now = Clock(settings.clock_file).now()
        load(settings, owner_url, now=now, say=print_line)
    return 0


def print_line(line: str) -> None:
    """Show a line of progress at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def sign_ins(base_url: str) -> str:
    """Return where to sign in as whom, as lines of text."""
    first = county.COUNCILS[0]
    lines = [
        f"Every demonstration password is: {county.PASSWORD}",
        "",
        f"{first.name}: {base_url}/councils/{first.slug}/sign-in",
    ]
    lines += [
        f"  {county.TITLES[person.key]:<38}{person.email}"
        for person in county.people()
        if first.slug in person.councils
    ]
    lines += ["", "Other councils (the same places: chair@, councillor@, reporter@ and so on)"]
    lines += [
        f"  {council.name:<38}{base_url}/councils/{council.slug}/sign-in"
        for council in county.COUNCILS[1:]
    ]
    door = f"{base_url}/associations/{county.ASSOCIATION_SLUG}/sign-in"
    lines += ["", f"{county.ASSOCIATION}: {door}", f"  {'officer':<38}{county.OFFICER_EMAIL}"]
    lines += [
        "",
        f"Whoever looks after the machine: {base_url}/operator/sign-in",
        f"  {'operator':<38}{county.OPERATOR_EMAIL}",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
