"""The smallest policy with an axis, to be spoilt or added to in one place."""

import tomllib
from typing import Any, Final

TEXT: Final = """
id = "little"
title = "Little policy"
version = "1"
scale = [{ value = 1, meaning = "Low." }, { value = 2, meaning = "High." }]
[review]
months = 12
[[axes]]
id = "people"
title = "People"
[[axes.rows]]
id = "many"
rating = 2
section = "3"
sentence = "Many people."
when = [{ people_affected = { at_least = 10 } }]
[[axes.rows]]
id = "few"
rating = 1
section = "3"
sentence = "Few people."
"""


def document(**changes: Any) -> dict[str, Any]:
    """Give the policy decoded, with some of its parts replaced or added."""
    return {**tomllib.loads(TEXT), **changes}
