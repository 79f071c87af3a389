"""Where a wheel has put its files, without importing it: some of them act on being imported."""

from importlib.util import find_spec
from pathlib import Path


def folder_of(package: str) -> Path:
    """Return the folder of an installed package; raise `ModuleNotFoundError` when it is missing."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        message = f"{package} is not installed: it is part of requirements.lock"
        raise ModuleNotFoundError(message)
    return Path(spec.origin).parent
