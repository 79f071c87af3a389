"""`python -m deploy.local.console`: the `parish-breach` command, for the service that runs here.

`make run` leaves its environment in `.local/environment`; this reads it and hands it on.
"""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from deploy.local.passwords import write_privately
from deploy.local.preflight import chosen_folder
from tenants.console import main as parish_breach

_FILE = "environment"


def keep_environment(folder: Path, environment: Mapping[str, str]) -> None:
    """Leave the running service's environment where only its owner can read it."""
    write_privately(folder / _FILE, json.dumps(dict(environment), indent=2) + "\n")


def main() -> int:
    """Carry out one `parish-breach` command on the service that `make run` started."""
    file = chosen_folder(os.environ) / _FILE
    if not file.exists():
        sys.stderr.write("Nothing has been started here yet. Try: make run\n")
        return 2
    os.environ.update(json.loads(file.read_text(encoding="utf-8")))
    return parish_breach()


if __name__ == "__main__":
    raise SystemExit(main())
