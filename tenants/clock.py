"""The one place that asks what time it is; services are told."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the time in UTC, moved on by what the local trial's clock file says."""

    shift_file: Path | None = None

    def now(self) -> datetime:
        """Return the present instant: aware, UTC."""
        return datetime.now(UTC) + self.shift()

    def shift(self) -> timedelta:
        """Return by how much the clock is moved on: never back, nothing in production."""
        if self.shift_file is None:
            return timedelta()
        try:
            seconds = int(self.shift_file.read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError):
            return timedelta()
        return timedelta(seconds=max(0, seconds))

    def move_on(self, by: timedelta) -> None:
        """Move the clock on by so much more, for every process that shares the file."""
        if self.shift_file is None:
            message = "Only the local trial has a clock that can be moved."
            raise RuntimeError(message)
        seconds = int((self.shift() + by).total_seconds())
        self.shift_file.write_text(str(max(0, seconds)), encoding="ascii")

    def reset(self) -> None:
        """Return the clock to the real time."""
        if self.shift_file is not None:
            self.shift_file.unlink(missing_ok=True)
