"""What `make run` ends in: start everything, say where it is, and keep it going until Ctrl-C."""

import os
import sys

from deploy.local.preflight import CannotStart, chosen_folder
from deploy.local.process import ProcessFailed
from deploy.local.progress import Progress
from deploy.local.signals import Signals, StopAsked


def main() -> int:
    """Return 0 after Ctrl-C, 1 when something failed, 2 when it could not start."""
    progress = Progress()
    with Signals() as signals:
        # Reading these takes long enough for somebody to press Ctrl-C; by now that is noted.
        from deploy.local.trial import run  # noqa: PLC0415 - see above

        try:
            run(chosen_folder(os.environ), progress, signals)
        except StopAsked:
            progress.say("Stopped")
        except CannotStart as refusal:
            sys.stderr.write(f"Cannot start: {refusal}\n")
            return 2
        except ProcessFailed as failure:
            sys.stderr.write(f"Stopped: {failure}\n")
            return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
