"""`make bench`: prints JSON: what the engine costs, what the pages cost, what the clocks keep."""

import json
import sys

from tests.bench.clocks import clock_figures
from tests.bench.engine import engine_figures
from tests.bench.pages import page_figures


def main() -> None:
    """Measure everything and print it."""
    figures = {"engine": engine_figures(), **page_figures(), "clocks": clock_figures()}
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
