"""Reads one file in a process of its own: its name is told, its bytes come in, JSON goes out.

The process may use so much time and memory and no more, so that a file which was made to hang or to
swell ends here and nowhere else. It is handed no setting and no secret of the service.
"""

import json
import resource
import sys
from typing import Final

from tenants.regulator_letters.files.bounds import Refused
from tenants.regulator_letters.files.opening import open_letter

SECONDS: Final = 10
MEMORY: Final = 512 * 1024 * 1024


def main() -> None:
    """Set the bounds, read the file, print its words or why there are none."""
    set_bounds()
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    try:
        found = open_letter(name, sys.stdin.buffer.read())
        answer = {"words": "\n\n".join(found.words), "ignored": found.ignored}
    except Refused as refused:
        answer = {"refused": str(refused)}
    sys.stdout.write(json.dumps(answer))


def set_bounds() -> None:
    """Allow this process so much and no more, or less where less is allowed already."""
    bounds = {
        resource.RLIMIT_CPU: SECONDS,
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in bounds.items():
        _, hard = resource.getrlimit(what)
        is_stricter = hard != resource.RLIM_INFINITY and hard < most
        resource.setrlimit(what, (hard, hard) if is_stricter else (most, most))


if __name__ == "__main__":
    main()
