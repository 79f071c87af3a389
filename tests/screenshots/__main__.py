"""`make screenshots`: writes screenshots/desktop/*.png and screenshots/phone/*.png.

Those that README shows are written once more, small, to screenshots/readme/.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.stack import (
    RunningService,
    running_browser,
    running_service,
    sign_in,
    sign_in_officer,
    sign_in_operator,
)
from tests.browser.tour import COUNCIL, MEMBERS, OFFICER, OPERATOR, SIGNED_OUT, Stop, Tour, email_of

FOLDER = Path("screenshots")
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
README = {
    ("clerk", "home-council"): "clerk-home",
    ("lead", "breaches-rating-{rated}"): "rating",
    ("clerk", "breaches-register"): "register",
    ("officer", "sector-report"): "sector",
}


def main() -> None:
    """Start everything, visit every page at both sizes, and say how many there were."""
    with tempfile.TemporaryDirectory() as folder, running_service(Path(folder)) as service:
        tour = Tour(service)
        stops = list(tour.stops())
        shown = {(who, name.format(rated=tour.rated)): file for (who, name), file in README.items()}
        with running_browser() as browser:
            for size in SIZES:
                for who in (SIGNED_OUT, *MEMBERS, OFFICER, OPERATOR):
                    theirs = [stop for stop in stops if stop.who == who]
                    visit(browser, service, size, theirs, shown)
        tour.close()
    sys.stdout.write(f"{len(stops)} pages, each on {' and '.join(SIZES)}, in {FOLDER}/\n")


def visit(
    browser: Browser,
    service: RunningService,
    size: str,
    stops: list[Stop],
    shown: dict[tuple[str, str], str],
) -> None:
    """Take one person's pages at one size."""
    width, height = SIZES[size]
    context = browser.new_context(
        locale="en-GB",
        timezone_id="Europe/London",
        viewport={"width": width, "height": height},
        has_touch=size == "phone",
    )
    page = context.new_page()
    who = stops[0].who
    if who == OFFICER:
        sign_in_officer(page, service)
    elif who == OPERATOR:
        sign_in_operator(page, service)
    elif who != SIGNED_OUT:
        sign_in(page, service, COUNCIL, email_of(who))
    for stop in stops:
        answer = page.goto(service.address + stop.path)
        assert answer is not None
        assert answer.status < 500, stop.path
        picture(page, FOLDER / size / f"{stop.who}-{stop.name}.png", is_full=True)
        file = shown.get((stop.who, stop.name))
        if file and size == "desktop":
            picture(page, FOLDER / "readme" / f"{file}.png", is_full=False)
    context.close()


def picture(page: Page, path: Path, *, is_full: bool) -> None:
    """Write what the page shows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=is_full)


if __name__ == "__main__":
    main()
