"""Events on standard error, a line each: time, level, event, then what it is about by name."""

import logging
import sys

_FORMAT = "%(asctime)s %(levelname)s %(message)s"
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"asctime", "message", "taskName"}


class EventFormatter(logging.Formatter):
    """Writes an event with everything that was logged beside it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; ids and counts follow the event."""
        about = {name: value for name, value in vars(record).items() if name not in _OWN}
        line = super().format(record)
        return " ".join([line, *(f"{name}={value}" for name, value in about.items())])


def write_events() -> None:
    """Send this process's events to standard error, unless somebody has chosen otherwise."""
    root = logging.getLogger()
    if root.handlers:
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(EventFormatter(_FORMAT))
    root.addHandler(handler)
    root.setLevel(logging.INFO)
