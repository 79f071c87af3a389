"""Small policies that councils could have, and breaches to look at under them."""

from typing import Any, Final

LAX: Final = """
id = "lax"
title = "A policy that waits"
version = "7"

[thresholds]
regulator = "high_risk"
full_council = "regulator"
"""
"""It gives no rating, and tells the regulator later than the law does."""

STRICT: Final = """
id = "strict"
title = "A policy that tells everybody"
version = "2"

[thresholds]
regulator = "always"
people = { when = [{ shaken = ["yes"] }] }

[[judgements]]
id = "shaken"
question = "Would a calm neighbour be shaken by it?"
hint = "Think of one who reads the newspaper."
page = "the-council"

[[judgements]]
id = "trust"
question = "How much do people trust the council with such things?"
page = "what-happened"
answers = [
  { value = "fully", label = "Fully" },
  { value = "half", label = "By halves" },
  { value = "no_longer", label = "No longer" },
]

[[parties]]
id = "adviser"
name = "Marsh and Fen, data protection advisers"

[[obligations]]
id = "ask-adviser"
sentence = "Ask the adviser what to write."
by = "adviser"
to_whom = "people"
applies = { told = ["regulator"], when = [{ trust = ["no_longer"] }] }
due = { hours = 24, counted_from = "aware" }
section = "Part 4"
minimum_content = ["What was found so far"]

[[obligations]]
id = "tell-the-meeting"
sentence = "Bring it to the meeting."
to_whom = "full_council"
applies = "always"
due = "next_meeting"
"""
"""It gives no rating either, asks for more than the law, and has somebody judge two things."""

FULL: Final[dict[str, Any]] = {
    "people_affected": 30,
    "recipient": "public",
    "cause": "failure_to_redact",
    "kinds": ["confidentiality"],
    "categories": ["basic_identifiers"],
    "revealing": "private",
    "intent": "accident",
    "protection": "none",
    "data_subjects": ["customers"],
    "particulars": ["none_of_these"],
    "credentials": "none",
    "identifiable_locally": "yes",
    "exposure_evidence": "no_evidence",
    "restoration": "not_lost",
    "service_effect": "none",
    "reputation_harm": "individual",
    "media_interest": "possible",
    "councillor_involved": "no",
    "monetary_penalty": "no",
    "liability": ["none_of_these"],
}
"""Minutes with something private in them stood online: a high risk, and 3 by the model policy."""

HARMLESS: Final[dict[str, Any]] = {
    **FULL,
    "recipient": "nobody",
    "revealing": "nothing_more",
    "exposure_evidence": "logs_show_nobody",
}
"""It came back unseen: a risk to people is unlikely."""
