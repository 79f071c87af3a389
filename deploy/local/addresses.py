"""Addresses of servers: derived, probed and shown without their passwords."""

import socket
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit, urlunsplit


def free_port() -> int:
    """Return a loopback port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    """Whether something accepts connections on this loopback port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """A PostgreSQL address whose role and database can be changed."""

    url: str

    @property
    def for_libpq(self) -> str:
        """Return the address without the name of a Python driver."""
        scheme, _, rest = self.url.partition("://")
        return f"{scheme.partition('+')[0]}://{rest}"

    @property
    def for_sqlalchemy(self) -> str:
        """Return the address with the driver that the service uses."""
        return f"postgresql+psycopg://{self.url.partition('://')[2]}"

    @property
    def role(self) -> str:
        """Return the role that signs in, or an empty text."""
        return unquote(urlsplit(self.url).username or "")

    @property
    def database(self) -> str:
        """Return the database's name, or an empty text."""
        return unquote(urlsplit(self.url).path.removeprefix("/"))

    def as_role(self, role: str, password: str) -> "DatabaseAddress":
        """Return the same server and database for another role."""
        parts = urlsplit(self.url)
        server = parts.netloc.rpartition("@")[2]
        netloc = f"{quote(role, safe='')}:{quote(password, safe='')}@{server}"
        return DatabaseAddress(urlunsplit(parts._replace(netloc=netloc)))

    def in_database(self, name: str) -> "DatabaseAddress":
        """Return the same server and role in another database."""
        return DatabaseAddress(urlunsplit(urlsplit(self.url)._replace(path=f"/{quote(name)}")))

    @property
    def without_password(self) -> str:
        """Return the address fit to be shown."""
        parts = urlsplit(self.url)
        server = parts.netloc.rpartition("@")[2]
        netloc = f"{quote(self.role, safe='')}@{server}" if self.role else server
        return urlunsplit(parts._replace(netloc=netloc, query=""))
