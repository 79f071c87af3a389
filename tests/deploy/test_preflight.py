"""What is refused before anything starts says what stands in the way and what to do."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.preflight import CannotStart, chosen_port, hold_folder, take_port


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_a_taken_port_is_named_with_a_way_out(taken_port: int) -> None:
    with pytest.raises(CannotStart) as refusal:
        take_port(taken_port)
    assert f"Port {taken_port} is taken" in str(refusal.value)
    assert f"PORT={taken_port + 1} make run" in str(refusal.value)


def test_a_free_port_is_not_refused(taken_port: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    assert free != taken_port
    with take_port(free) as listener:
        assert listener.getsockname() == ("127.0.0.1", free)


def test_the_port_is_8000_unless_told_otherwise() -> None:
    assert chosen_port({}) == 8000
    assert chosen_port({"PORT": "8001"}) == 8001


@pytest.mark.parametrize("text", ["eighty", "0", "65536", "-1", "80.5"])
def test_a_port_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(CannotStart, match="1 to 65535"):
        chosen_port({"PORT": text})


def test_a_folder_in_use_is_refused_and_its_holder_named(tmp_path: Path) -> None:
    with hold_folder(tmp_path, "http://127.0.0.1:8123"):
        with pytest.raises(CannotStart, match="still going") as refusal:
            hold_folder(tmp_path, "http://127.0.0.1:8124")
        assert "http://127.0.0.1:8123" in str(refusal.value)


def test_a_folder_is_free_again_when_its_holder_has_gone(tmp_path: Path) -> None:
    hold_folder(tmp_path, "http://127.0.0.1:8123").close()
    hold_folder(tmp_path, "http://127.0.0.1:8124").close()


@pytest.mark.parametrize("module", ["deploy.local.preflight", "deploy.local"])
def test_the_start_refuses_a_taken_port_before_anything_runs(
    module: str, taken_port: int, tmp_path: Path
) -> None:
    folder = tmp_path / "local"
    answer = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", module],
        env={"PORT": str(taken_port), "LOCAL_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 2
    assert f"Cannot start: Port {taken_port} is taken" in answer.stderr
    assert [path.name for path in folder.iterdir()] == ["lock"]
