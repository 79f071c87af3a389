"""`make bench`: prints JSON, first what the engine costs, then what the pages cost."""

import json
import sys

from tests.bench.engine import engine_figures
from tests.bench.pages import page_figures


def main() -> None:
    """Measure everything and print it."""
    figures = {"engine": engine_figures(), **page_figures()}
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
