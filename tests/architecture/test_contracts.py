"""Which way imports point: the contracts hold, and each has been seen to bite."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
LINT = "from importlinter.cli import lint_imports_command as lint; lint()"
PACKAGES = ("webapp", "jobs", "tenants")
# For each contract a module that must not be, where it is put, and what it imports.
FORBIDDEN = [
    ("entry-points", "webapp/forbidden.py", "import jobs.post"),
    ("entry-points", "jobs/forbidden.py", "import webapp.access"),
    ("entry-points", "tenants/models/forbidden.py", "import webapp.filters"),
    ("tenants-inside", "tenants/models/forbidden.py", "import tenants.breaches.rating"),
    ("tenants-inside", "tenants/people/forbidden.py", "import tenants.breaches.rating"),
    ("tenants-inside", "tenants/messages/forbidden.py", "import tenants.people"),
    ("tenants-inside", "tenants/policy/forbidden.py", "import tenants.db"),
    ("tenants-inside", "tenants/stranger.py", ""),
    ("policy-is-pure", "tenants/policy/forbidden.py", "import os"),
    ("policy-is-pure", "tenants/policy/forbidden.py", "import sqlalchemy"),
    ("http-only-in-webapp", "tenants/people/forbidden.py", "import flask"),
    ("http-only-in-webapp", "jobs/forbidden.py", "import werkzeug.http"),
    ("redis-only-in-jobs", "webapp/forbidden.py", "import redis"),
    ("redis-only-in-jobs", "tenants/people/forbidden.py", "import rq"),
    ("sql-only-in-tenants", "webapp/forbidden.py", "from sqlalchemy import select"),
    ("sql-only-in-tenants", "jobs/forbidden.py", "import psycopg"),
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the three packages and of the contracts, for the linter alone."""
    copied = shutil.ignore_patterns("assets", "static", "templates", "__pycache__", "*.html")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=copied)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(tree: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    """Run the linter in a process of its own, which may import and log as it likes."""
    chosen = [part for contract in contracts for part in ("--contract", contract)]
    command = [sys.executable, "-c", LINT, "--no-cache", *chosen]
    return subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)  # noqa: S603


def test_every_contract_holds(tree: Path) -> None:
    linted = lint(tree)

    assert linted.returncode == 0, linted.stdout


def test_every_contract_is_tried() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]

    assert {contract["id"] for contract in settings["contracts"]} == {row[0] for row in FORBIDDEN}


@pytest.mark.parametrize(
    ("contract", "where", "line"), FORBIDDEN, ids=[f"{c}: {w}: {i}" for c, w, i in FORBIDDEN]
)
def test_a_contract_bites(contract: str, where: str, line: str, tree: Path) -> None:
    (tree / where).write_text(f'"""What must not be."""\n\n{line}\n')

    linted = lint(tree, contract)

    assert linted.returncode == 1
    assert Path(where).stem in linted.stdout
