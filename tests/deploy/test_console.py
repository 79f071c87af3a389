"""A real council is added to the service that runs on this machine."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from deploy.local.console import keep_environment
from deploy.local.servers import LocalServers

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def folder(servers: LocalServers, tmp_path: Path) -> Path:
    keep_environment(tmp_path, servers.environment)
    return tmp_path


def console(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "deploy.local.console", *words]
    environment = {"PATH": os.environ["PATH"], "LOCAL_DIR": str(folder)}
    return subprocess.run(  # noqa: S603 - our own program
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_an_association_and_a_council_are_added_with_their_clerk(
    folder: Path, owner: Engine
) -> None:
    name = f"Consoleshire {folder.name}"
    made = console(folder, "association", name, "--officer", "o@c.example", "--officer-name", "O")
    slug = made.stdout.split("/associations/")[1].split("/")[0]
    words = ("--association", slug, "--clerk", "clerk@c.example", "--clerk-name", "C")

    added = console(folder, "council", f"{name} Parish Council", *words)

    assert added.returncode == 0, added.stderr
    assert "/sign-in (the clerk is invited)" in added.stdout
    with owner.connect() as connection:
        found = connection.scalar(
            text("select name from council where name like :n"), {"n": f"{name}%"}
        )
    assert found == f"{name} Parish Council"


def test_a_councils_name_is_kept_in_one_line_whatever_was_pasted(
    folder: Path, owner: Engine
) -> None:
    name = f"Linesshire {folder.name}"
    made = console(folder, "association", name, "--officer", "o@l.example", "--officer-name", "O")
    slug = made.stdout.split("/associations/")[1].split("/")[0]
    words = ("--association", slug, "--clerk", "clerk@l.example", "--clerk-name", "C")

    added = console(folder, "council", f"{name}\r\nBcc: a@b.example \x07\u202eCouncil\n", *words)

    assert added.returncode == 0, added.stderr
    with owner.connect() as connection:
        found = connection.scalar(
            text("select name from council where name like :n"), {"n": f"{name}%"}
        )
    assert found == f"{name} Bcc: a@b.example Council"


def test_an_unknown_association_is_refused_by_name(folder: Path) -> None:
    words = ("--association", "nowhere", "--clerk", "clerk@c.example", "--clerk-name", "C")

    refused = console(folder, "council", "Some Parish Council", *words)

    assert refused.returncode == 2
    assert "No association 'nowhere'" in refused.stderr


def test_an_operator_is_appointed_and_dismissed_again(folder: Path, owner: Engine) -> None:
    made = console(folder, "operator", "Op@machine.example", "--name", "An Operator")
    assert "/operator/sign-in" in made.stdout
    assert "/password/" in made.stdout
    with owner.connect() as connection:
        who = "select o.name from operator o join person p on p.id = o.person_id where p.email = :e"
        assert connection.scalar(text(who), {"e": "op@machine.example"}) == "An Operator"

    gone = [console(folder, "operator", "op@machine.example", "--remove") for _ in range(2)]

    assert "no longer" in gone[0].stdout
    assert "is no operator" in gone[1].stderr


def test_an_operator_without_a_name_is_refused(folder: Path) -> None:
    refused = console(folder, "operator", "op@machine.example")
    assert refused.returncode == 2
    assert "--name" in refused.stderr


def test_before_anything_runs_the_console_says_what_to_do(tmp_path: Path) -> None:
    refused = console(tmp_path, "council", "Some Parish Council")

    assert refused.returncode == 2
    assert "make run" in refused.stderr


def test_the_environment_is_its_owners_secret(folder: Path) -> None:
    file = folder / "environment"

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "SECRET_KEY" in json.loads(file.read_text())
