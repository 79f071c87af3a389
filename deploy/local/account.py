"""The account that PostgreSQL runs under when root starts it, for it refuses to be root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from deploy.local.preflight import CannotStart

NAME = "parish-postgres"

# Linux capabilities and their numbers: the first lets a process read and enter any folder, the
# second also write there. A container often has only the second. Either lets PostgreSQL reach a
# checkout below /root.
_REACH = (("dac_read_search", 2), ("dac_override", 1))
_SETPCAP = 8


@dataclass(frozen=True, slots=True)
class Account:
    """Another user of this machine, or nobody special when we are not root."""

    entry: pwd.struct_passwd | None

    @classmethod
    def for_postgres(cls) -> "Account":
        """Return the account, making it when root has none yet; an ordinary user needs none."""
        if os.geteuid() != 0:
            return cls(None)
        try:
            return cls(pwd.getpwnam(NAME))
        except KeyError:
            _add_account()
            return cls(pwd.getpwnam(NAME))

    def own(self, folder: Path) -> None:
        """Give a folder and all that is in it to the account."""
        if self.entry is None or folder.stat().st_uid == self.entry.pw_uid:
            return
        for path in (folder, *folder.rglob("*")):
            os.chown(path, self.entry.pw_uid, self.entry.pw_gid, follow_symlinks=False)

    def setpriv_options(self) -> list[str]:
        """Return what makes setpriv run a command as the account, able to reach the checkout."""
        if self.entry is None:
            return []
        options = [f"--reuid={self.entry.pw_uid}", f"--regid={self.entry.pw_gid}", "--clear-groups"]
        held = _bounding_set()
        reach = next((name for name, number in _REACH if held >> number & 1), None)
        if reach is None or not held >> _SETPCAP & 1:
            return options
        # Without the securebit, access(2) ignores the capability: initdb misses its programs.
        return [
            *options,
            f"--inh-caps=-all,+{reach}",
            f"--ambient-caps=-all,+{reach}",
            f"--bounding-set=-all,+{reach}",
            "--securebits=+no_setuid_fixup",
        ]


def _add_account() -> None:
    useradd = shutil.which("useradd")
    if useradd is None or shutil.which("setpriv") is None:
        message = (
            "PostgreSQL will not run as root, and this machine lacks useradd or setpriv to run it"
            " as another user. Start as an ordinary user, or install passwd and util-linux."
        )
        raise CannotStart(message)
    subprocess.run(  # noqa: S603 - a fixed command
        [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME],
        check=True,
        capture_output=True,
    )


def _bounding_set() -> int:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("CapBnd:"):
            return int(line.split()[1], 16)
    return 0
