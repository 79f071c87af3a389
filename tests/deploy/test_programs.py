"""Programs that the machine may or may not have are found, or asked for by name."""

from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.local import chromium, npm

PutProgram = Callable[[str, str], str]


@pytest.fixture
def put_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PutProgram:
    """Leave one folder on the PATH, and put programs there that print what they are told."""
    folder = tmp_path / "some programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def put(name: str, answer: str) -> str:
        program = folder / name
        program.write_text(f"#!/bin/sh\necho '{answer}'\n")
        program.chmod(0o755)
        return str(program)

    return put


@pytest.mark.parametrize("version", ["v20.0.0", "v24.19.0"])
def test_a_new_node_on_the_path_is_used(put_program: PutProgram, version: str) -> None:
    node, own_npm = put_program("node", version), put_program("npm", "11.0.0")
    path = str(Path(node).parent)
    assert npm.command(path) == ([own_npm], path)


@pytest.mark.parametrize("version", ["v18.20.4", "v8.0.0", "", "what"])
def test_an_old_node_gives_way_to_the_wheel(put_program: PutProgram, version: str) -> None:
    path = str(Path(put_program("node", version)).parent)
    put_program("npm", "9.0.0")
    assert_is_the_wheel(path)


def test_without_npm_the_wheel_is_used(put_program: PutProgram) -> None:
    assert_is_the_wheel(str(Path(put_program("node", "v24.0.0")).parent))


def assert_is_the_wheel(path: str) -> None:
    words, new_path = npm.command(path)
    assert all(Path(word).exists() for word in words)
    assert [Path(word).name for word in words] == ["node", "npm-cli.js"]
    assert new_path == f"{Path(words[0]).parent}:{path}"


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome"])
def test_a_browser_on_the_path_is_found(put_program: PutProgram, name: str) -> None:
    assert chromium.find_chromium() is None
    program = put_program(name, "")
    assert chromium.find_chromium() == program


def test_a_browser_that_cannot_be_installed_is_asked_for(put_program: PutProgram) -> None:
    put_program("unrelated", "")
    with pytest.raises(SystemExit, match="Ask for: apt-get install chromium"):
        chromium.main()
