"""What the deployment's files say is what the service reads and what can be started."""

import re
import subprocess
from pathlib import Path

import pytest

from tenants.settings import Settings

ROOT = Path(__file__).parent.parent.parent
DEPLOY = ROOT / "deploy"
PROCESSES = ("web", "worker", "tick", "bounces", "migrate")
# The first is for one machine; the second only migrations see.
NOT_FOR_THE_SERVICE = {"LOCAL_DIR", "MIGRATION_DATABASE_URL"}


def read_by_the_service() -> set[str]:
    """Return the variables that the settings name in their own source."""
    source = (ROOT / "tenants" / "settings.py").read_text()
    return set(re.findall(r'"([A-Z]+(?:_[A-Z]+)+)"', source)) - NOT_FOR_THE_SERVICE


def example() -> dict[str, str]:
    """Return every setting of the example, with those that may be left out."""
    lines = (DEPLOY / "environment.example").read_text().splitlines()
    return dict(re.findall(r"^#?([A-Z_]+)=(\S+)$", "\n".join(lines), re.MULTILINE))


def test_the_example_explains_every_setting_and_no_other() -> None:
    assert set(example()) == read_by_the_service()


def test_containers_are_given_every_setting() -> None:
    given = re.findall(r"^    ([A-Z_]+):", (DEPLOY / "compose.yaml").read_text(), re.MULTILINE)
    assert read_by_the_service() <= set(given)


def test_the_example_can_be_used_once_its_capitals_are_replaced() -> None:
    filled = {**example(), "SECRET_KEY": "x" * 32, "METRICS_TOKEN": "y" * 16}
    settings = Settings.from_environment(filled)
    assert settings.deadman_url.startswith("https://")
    assert settings.trusted_proxies == 1


@pytest.mark.parametrize("name", ["DEADMAN_URL", "METRICS_TOKEN", "CLAMD_ADDRESS"])
def test_a_setting_that_cannot_be_used_is_named(name: str) -> None:
    filled = {**example(), "SECRET_KEY": "x" * 32, "METRICS_TOKEN": "y" * 16, name: "short"}
    with pytest.raises(Exception, match=name):
        Settings.from_environment(filled)


@pytest.mark.parametrize("process", PROCESSES)
def test_each_process_of_the_handbook_can_be_started(process: str) -> None:
    assert f"| {process} |" in (DEPLOY / "README.md").read_text()
    assert re.search(rf"^{process}\b[^\n]*\)", (DEPLOY / "serve").read_text(), re.MULTILINE)


def test_what_cannot_be_started_is_answered_with_what_can() -> None:
    refused = subprocess.run(  # noqa: S603 - our own program
        [DEPLOY / "serve", "nothing"], capture_output=True, text=True, check=False
    )
    assert refused.returncode == 2
    assert all(process in refused.stderr for process in PROCESSES)


@pytest.mark.parametrize("name", ["worker", "worker-2", "worker-8"])
def test_more_workers_are_more_of_the_same(name: str) -> None:
    """Without settings a worker says so: it was the worker that was started."""
    started = subprocess.run(  # noqa: S603 - our own program
        [DEPLOY / "serve", name],
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Set DATABASE_URL" in started.stderr


def test_every_process_is_started_again_however_it_ended() -> None:
    unit = (DEPLOY / "systemd" / "parish-breach@.service").read_text()
    assert "Restart=always" in unit
    assert "StartLimitIntervalSec=0" in unit
    assert "RestartSec=1" in unit
