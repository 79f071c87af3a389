"""Looking through a report to the regulator for people who should not be named in it.

The form asks to leave out the data themselves and the names of those affected. What is found is a
guess: somebody looks at it, takes it out, or confirms that it is nobody affected.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from tenants.councils import get_own_council
from tenants.db import ScopedSession
from tenants.errors import NotAcceptable
from tenants.policy.regulator_form import QUESTIONS, Question
from tenants.policy.screening import Finding, find_personal_data


@dataclass(frozen=True, slots=True)
class Found:
    """Something in an answer that looks like a person's data, and whether it was confirmed."""

    question: Question
    finding: Finding
    is_confirmed: bool


def screened(
    session: ScopedSession, answers: Mapping[str, Any], confirmed: Collection[str]
) -> tuple[Found, ...]:
    """Return what looks like personal data in the answers, each words once a question.

    The council's own name, and the person who makes the report, may be named.
    """
    own = (
        get_own_council(session).name,
        str(answers.get("contact_name", "")),
        str(answers.get("contact_email", "")),
    )
    looked_at = {_alike(words) for words in confirmed}
    found: dict[tuple[str, str], Found] = {}
    for question in QUESTIONS:
        if question.is_ours or not question.is_written or question.id not in answers:
            continue
        for finding in find_personal_data(str(answers[question.id]), allowed=own):
            alike = _alike(finding.words)
            found.setdefault(
                (question.id, alike), Found(question, finding, is_confirmed=alike in looked_at)
            )
    return tuple(found.values())


def refuse_unconfirmed(
    session: ScopedSession, answers: Mapping[str, Any], confirmed: Collection[str]
) -> None:
    """Raise `NotAcceptable` while something that looks like a person's data was not looked at."""
    left = [each for each in screened(session, answers, confirmed) if not each.is_confirmed]
    if left:
        message = "Look first at what may name somebody who is affected, on the page “Check it”"
        raise NotAcceptable("report", message)


def _alike(words: str) -> str:
    return " ".join(words.casefold().split())
