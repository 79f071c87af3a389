"""Stands to put faults to, and the table of what they did, printed when all is over."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from itertools import count as numbers
from pathlib import Path

import pytest

from deploy.local.servers import LocalServers
from tests.conftest import migrate
from tests.faults.stand import Stand, standing
from tests.faults.tally import Line, as_table

_LINES = pytest.StashKey[list[Line]]()
_UNFINISHED = pytest.StashKey[list[str]]()
_NUMBERS = numbers(1)


@pytest.fixture(scope="session")
def fault_servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServers]:
    """Servers that may be stopped; what PostgreSQL has committed survives that."""
    with LocalServers(tmp_path_factory.mktemp("faults")) as started:
        migrate(started.environment)
        yield started


@pytest.fixture
def stand(fault_servers: LocalServers, tmp_path: Path) -> Iterator[Stand]:
    """A service of its own, a day ahead of the real time, in which nothing has been started."""
    with standing(fault_servers, tmp_path, f"fault_{next(_NUMBERS)}") as made:
        yield made


@pytest.fixture
def stand_at(fault_servers: LocalServers, tmp_path: Path) -> Iterator[Callable[[datetime], Stand]]:
    """Make a service whose clock shows a certain instant."""
    with ExitStack() as stack:

        def make(at: datetime) -> Stand:
            name = f"fault_{next(_NUMBERS)}"
            return stack.enter_context(standing(fault_servers, tmp_path, name, start_at=at))

        yield make


@pytest.fixture
def survive(request: pytest.FixtureRequest) -> Callable[[Line], Line]:
    """Put a line into the table, and fail if anything was lost, late or said twice for nothing."""

    def enter(line: Line) -> Line:
        request.config.stash[_LINES].append(line)
        assert line.is_survived, line
        return line

    return enter


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_LINES] = []
    config.stash[_UNFINISHED] = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.failed and Path(__file__).parent in item.path.parents:
        item.config.stash[_UNFINISHED].append(item.name)
    return report


def pytest_unconfigure(config: pytest.Config) -> None:
    """Print the table last of all, and below it the one number that matters."""
    lines, unfinished = config.stash[_LINES], config.stash[_UNFINISHED]
    if not (lines or unfinished):
        return
    said = [f"not survived: {name}" for name in unfinished]
    end = f"lost {sum(line.lost for line in lines)}"
    if unfinished:
        end += f" of those that could be counted; faults not survived: {len(unfinished)}"
    print("", as_table(lines), *said, end, sep="\n")  # noqa: T201 - the table is what is asked for
