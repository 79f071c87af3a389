"""Which way imports point: the contracts hold, and each has been seen to bite."""

import shutil
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter import cli

ROOT = Path(__file__).parent.parent.parent
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
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the three packages and of the contracts, for the linter alone."""
    copied = shutil.ignore_patterns("assets", "static", "templates", "__pycache__", "*.html")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=copied)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    kept = {name: module for name, module in sys.modules.items() if _is_ours(name)}
    for name in kept:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    for name in [name for name in sys.modules if _is_ours(name)]:
        del sys.modules[name]
    sys.modules.update(kept)


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] in PACKAGES


def lint(tree: Path, *contracts: str) -> int:
    return cli.lint_imports(
        config_filename=str(tree / "pyproject.toml"), limit_to_contracts=contracts, no_cache=True
    )


def test_every_contract_holds(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = lint(tree)

    assert code == cli.EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_every_contract_is_tried() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]

    assert {contract["id"] for contract in settings["contracts"]} == {row[0] for row in FORBIDDEN}


@pytest.mark.parametrize(
    ("contract", "where", "line"), FORBIDDEN, ids=[f"{c}: {w}: {i}" for c, w, i in FORBIDDEN]
)
def test_a_contract_bites(
    contract: str, where: str, line: str, tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / where).write_text(f'"""What must not be."""\n\n{line}\n')

    code = lint(tree, contract)

    assert code == cli.EXIT_STATUS_ERROR
    assert Path(where).stem in capsys.readouterr().out
