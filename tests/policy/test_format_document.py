"""The document that teaches the policy format says what the format is."""

from datetime import date
from typing import Any, Final

import pytest

from tenants.policy import policy_from
from tenants.policy.policy_format import Act, DataRole

FRAME: Final[dict[str, Any]] = {"id": "frame", "title": "A policy", "version": "1"}


def test_a_policy_names_who_reports_and_who_stops_it() -> None:
    policy = policy_from(
        {
            **FRAME,
            "parties": [
                {"id": "everyone", "name": "Everyone", "place": "reporter"},
                {"id": "dpo", "name": "The adviser", "data_role": "data_protection_officer"},
            ],
            "responsibilities": [
                {"act": "report", "by": ["everyone"]},
                {"act": "contain", "by": ["everyone"], "advised_by": ["dpo"]},
            ],
        }
    )
    assert [each.act for each in policy.responsibilities] == [Act.REPORT, Act.CONTAIN]
    assert policy.parties[1].data_role is DataRole.DATA_PROTECTION_OFFICER


def test_a_policy_says_when_it_was_adopted() -> None:
    policy = policy_from({**FRAME, "review": {"adopted_on": "2026-02-26", "months": 24}})
    assert policy.review.adopted_on == date(2026, 2, 26)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("immediately", "at once"),
        ("at once", "at once"),
        ("at the next meeting", "at the next meeting"),
        ("next meeting", "at the next meeting"),
        ("without undue delay", "without undue delay"),
    ],
)
def test_a_due_time_is_written_in_the_words_of_a_paper(written: str, words: str) -> None:
    duty = {"id": "a", "to_whom": "b", "sentence": "c", "applies": "always", "due": written}
    (read,) = policy_from({**FRAME, "obligations": [duty]}).obligations
    assert read.due.words == words
