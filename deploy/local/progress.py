"""Short plain lines that say how far the start has come, and after how many seconds."""

import contextlib
import sys
import time
from dataclasses import dataclass, field
from typing import TextIO


@dataclass(frozen=True, slots=True)
class Progress:
    """Writes to one stream; a reader who has gone away stops nothing."""

    stream: TextIO = field(default_factory=lambda: sys.stdout)
    started: float = field(default_factory=time.monotonic)

    def say(self, text: str) -> None:
        """Write one line with the seconds since the start."""
        self.write(f"{time.monotonic() - self.started:6.1f} s  {text}\n")

    def write(self, text: str) -> None:
        """Write text as it is."""
        with contextlib.suppress(OSError):
            self.stream.write(text)
            self.stream.flush()
