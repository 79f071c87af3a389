"""Finds the browser for the browser tests.

`python -m deploy.local.chromium` installs it when there is none and root asks. Needs the standard
library only: it is asked for before anything else is installed.
"""

import os
import shutil
import subprocess
import sys

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Without a font a bare machine's pages would have no letters, in tests and screenshots.
_PACKAGES = ("chromium", "fonts-liberation")


def find_chromium() -> str | None:
    """Return the path of a Chromium or Chrome, or None."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def install() -> None:
    """Install Chromium from the system's packages, as root on Debian and its kin."""
    apt = shutil.which("apt-get")
    if os.geteuid() != 0 or apt is None:
        message = (
            "The browser tests need Chromium, which this machine lacks and only root can install."
            f" Ask for: apt-get install {' '.join(_PACKAGES)}"
        )
        raise SystemExit(message)
    sys.stdout.write("Installing Chromium from the system's packages\n")
    sys.stdout.flush()
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (
        ["update", "-q"],
        ["install", "-qy", "--no-install-recommends", *_PACKAGES],
    ):
        subprocess.run([apt, *words], check=True, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603
    if find_chromium() is None:
        message = "apt-get installed Chromium, and still there is none on the PATH."
        raise SystemExit(message)


def main() -> None:
    """Install it where there is none."""
    if find_chromium() is None:
        install()


if __name__ == "__main__":
    main()
