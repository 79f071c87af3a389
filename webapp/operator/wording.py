"""Words of the operator's page: what to do where an answer is bad, in three lines each.

What it means, which journal tells more, and which command usually mends it.
"""

from datetime import timedelta

# Ways out by their closed words; any other is called another way out.
CHANNELS = {"email": "E-mail", "text": "Texts"}
_ALL = "journalctl -u 'parish-breach@*' --since -15min"
_TICK = "journalctl -u parish-breach@tick --since -15min"
_WORKERS = "'parish-breach@worker*'"
ADVICE: dict[str, tuple[str, str, str]] = {
    "tick": (
        "No letter goes out. What is due waits in the database, and is not lost.",
        _TICK,
        "systemctl restart parish-breach@tick",
    ),
    "in-time": (
        "First see whether the tick looks and every way out is open.",
        f"journalctl -u {_WORKERS} --since -15min",
        f"systemctl restart {_WORKERS}",
    ),
    "ways-out": (
        "Nothing is taken there. All of it waits, and goes out by itself once the way is open.",
        f"{_ALL} | grep message_refused",
        "openssl s_client -starttls smtp -connect SMTP_HOST:SMTP_PORT",
    ),
    "workers": (
        "Nothing is lost: Redis holds nothing that cannot be made again.",
        f"journalctl -u redis-server -u {_WORKERS} --since -15min",
        f"systemctl restart redis-server {_WORKERS}",
    ),
    "once": (
        "A worker was killed as it sent. Each letter goes again under its first Message-ID.",
        "journalctl -k --since -1h | grep -i -E 'killed|out of memory'",
        f"systemctl status {_WORKERS}",
    ),
    "calendars": (
        "Reviews, training and returns are not being asked for. Workers see to that, and send.",
        f"{_ALL} | grep failed",
        f"systemctl restart {_WORKERS}",
    ),
    "clock": (
        "Alerts go by this clock. Two machines that differ, or one that slept, look like this.",
        "journalctl -u systemd-timesyncd --since -1d",
        "timedatectl set-ntp true",
    ),
    "taken": (
        "A few are wrong addresses, which clerks see. Many of one cause: ask the mail server.",
        "journalctl -u 'parish-breach@*' --since -1d | grep message_refused",
        "swaks --server SMTP_HOST --from MAIL_FROM --to YOUR-OWN-ADDRESS",
    ),
    "deadman": (
        "Whoever is asked every minute did not answer. They may be raising the alarm now.",
        f"{_TICK} | grep deadman_not_reached",
        "curl --max-time 3 DEADMAN_URL",
    ),
}


def length(span: timedelta) -> str:
    """Return "12 seconds", "40 minutes", "31 hours" or "5 days": one unit, rounded down."""
    seconds = int(span.total_seconds())
    if seconds < 120:
        return _counted(seconds, "second")
    if seconds < 120 * 60:
        return _counted(seconds // 60, "minute")
    if seconds < 96 * 3600:
        return _counted(seconds // 3600, "hour")
    return _counted(seconds // 86_400, "day")


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
