"""The commands that the format's document gives do what it says, on the files that it gives."""

import json
import re
import shlex
from importlib.resources import files
from pathlib import Path
from typing import Final

import pytest

from tenants.console import main

TEXT: Final = files("tenants.policy").joinpath("FORMAT.md").read_text(encoding="utf-8")
COMMANDS: Final = re.findall(r"^parish-breach (policy .*)$", TEXT, flags=re.MULTILINE)


def _blocks(kind: str) -> list[str]:
    found: list[str] = re.findall(rf"^```{kind}\n(.*?)^```$", TEXT, flags=re.MULTILINE | re.DOTALL)
    return found


@pytest.fixture
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in a folder that holds the files of the document."""
    facts, breaches = _blocks("json")
    (tmp_path / "facts.json").write_text(facts)
    (tmp_path / "breaches.json").write_text(breaches)
    (tmp_path / "mine.toml").write_text("\n".join(_blocks("toml step")))
    monkeypatch.chdir(tmp_path)


def test_the_document_gives_every_command_for_a_policy() -> None:
    verbs = [command.split()[1] for command in COMMANDS]
    assert verbs == ["lint", "assess", "compare", "replay"]


@pytest.mark.usefixtures("_folder")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_carried_out_as_it_stands(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(shlex.split(command)) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)
    assert said.err == ""
