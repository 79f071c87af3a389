"""The whole service as `make run` starts it: web, worker, tick, servers and the demonstration."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from deploy.local.addresses import free_port
from deploy.local.chromium import find_chromium
from deploy.local.preflight import take_port
from deploy.local.process import stop_together
from deploy.local.servers import LocalServers, Manner
from deploy.local.service import LocalService
from tenants.clock import Clock
from tenants.demonstration import county
from tenants.settings import Settings

# Without these a browser as root will not start, or looks for its maker's servers.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True, slots=True)
class RunningService:
    """A service that answers, and where."""

    address: str
    settings: Settings
    servers: LocalServers

    @property
    def clock(self) -> Clock:
        """Return the clock that every process of the service shares."""
        return Clock(self.settings.clock_file)


@contextmanager
def running_service(folder: Path) -> Iterator[RunningService]:
    """Start everything over a new database with the demonstration in it; stop it all at the end."""
    manner = Manner(is_durable=False)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with (
        take_port(port) as listener,
        LocalServers(folder, base_url=address, manner=manner) as servers,
    ):
        service = LocalService(servers, listener, manner=manner)
        try:
            service.prepare()
            service.start()
            settings = Settings.from_environment(servers.environment)
            yield RunningService(address, settings, servers)
        finally:
            stop_together(service.processes)


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Start Chromium without a window."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


def launch(playwright: Playwright) -> Browser:
    """Return the machine's own Chromium, started."""
    return playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))


def sign_in(page: Page, service: RunningService, council: str, email: str) -> None:
    """Sign in at a council's door with the demonstration's password."""
    page.goto(f"{service.address}/councils/{council}/sign-in")
    _fill_door(page, email)


def sign_in_officer(page: Page, service: RunningService) -> None:
    """Sign in at the association's door."""
    page.goto(f"{service.address}/associations/{county.ASSOCIATION_SLUG}/sign-in")
    _fill_door(page, county.OFFICER_EMAIL)


def sign_in_operator(page: Page, service: RunningService) -> None:
    """Sign in at the door of whoever looks after the machine."""
    page.goto(f"{service.address}/operator/sign-in")
    _fill_door(page, county.OPERATOR_EMAIL)


def _fill_door(page: Page, email: str) -> None:
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(county.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
