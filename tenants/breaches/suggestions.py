"""Whom else a breach suggests telling, from its facts: a suggestion with its reason. Pure.

The law asks for the regulator and for the people affected; a council's policy asks its lead
investigator to think of others too, and these sentences say which facts speak for whom.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from tenants.models import Subject
from tenants.policy import BreachFacts, RiskToPeople


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Whether the facts speak for telling somebody, and the sentence that says why."""

    is_to_tell: bool
    why: str


@dataclass(frozen=True, slots=True)
class _Speaks:
    """One reason for telling: the fact that is looked at, the answers that speak for it."""

    fact: str
    answers: frozenset[str]
    why: str


_ATTACKS: Final = frozenset(
    {"phishing", "ransomware", "malware", "brute_force", "denial_of_service"}
)
_LOST: Final = frozenset({"lost_or_stolen_paperwork", "lost_or_stolen_device"})
_YES: Final = frozenset({"yes"})
_OWED: Final = frozenset({"restitution", "other_liability"})

# The first reason that fits is the one that is given.
_FOR: Final[Mapping[Subject, tuple[_Speaks, ...]]] = {
    Subject.POLICE: (
        _Speaks(
            "recipient",
            frozenset({"criminal"}),
            "Somebody who may do harm has the information. That may be a crime.",
        ),
        _Speaks(
            "intent",
            frozenset({"deliberate"}),
            "Somebody did this on purpose. That may be a crime.",
        ),
        _Speaks("cause", _ATTACKS, "An attack on computers or passwords may be a crime."),
        _Speaks(
            "particulars",
            frozenset({"safety"}),
            "The safety of somebody may depend on the information staying secret.",
        ),
    ),
    Subject.INSURERS: (
        _Speaks(
            "liability",
            _OWED | {"extra_costs"},
            "The council may have to pay because of it. See what your insurance covers, and how"
            " soon it wants to hear of a claim.",
        ),
        _Speaks(
            "cause",
            _ATTACKS,
            "Putting an attack on computers right can cost money. See what your insurance covers.",
        ),
        _Speaks(
            "risk",
            frozenset({RiskToPeople.HIGH_RISK}),
            "The risk to people is high, so somebody may ask the council to make it good.",
        ),
    ),
    Subject.BANK: (
        _Speaks(
            "categories",
            frozenset({"economic_and_financial"}),
            "Bank, card or other money details are among the information. The bank can watch the"
            " account or change the card.",
        ),
        _Speaks(
            "particulars",
            frozenset({"identity_fraud"}),
            "With this information somebody could pretend to be another person, also to a bank.",
        ),
    ),
    Subject.LEGAL_ADVISERS: (
        _Speaks(
            "monetary_penalty", _YES, "The regulator makes the council pay. Ask for advice early."
        ),
        _Speaks("liability", _OWED, "Somebody may have a claim against the council."),
        _Speaks(
            "councillor_involved",
            _YES,
            "A councillor had a part in it. Advice from outside keeps the matter fair.",
        ),
    ),
    Subject.PRESS: (
        _Speaks(
            "media_interest",
            frozenset({"local", "national"}),
            "The news is likely to take it up. Agree what is said, and who says it.",
        ),
    ),
    Subject.OTHER: (
        _Speaks(
            "data_subjects",
            frozenset({"children", "vulnerable_adults"}),
            "Children, or adults who need protection, are among the people. Think of whoever looks"
            " after their safety.",
        ),
        _Speaks(
            "particulars",
            frozenset({"vulnerable_people"}),
            "It is about people who need protection. Think of whoever looks after their safety.",
        ),
    ),
}
_AGAINST: Final[Mapping[Subject, str]] = {
    Subject.POLICE: "Nothing that is known points to theft or another crime.",
    Subject.INSURERS: "Nothing that is known points to a claim or a cost.",
    Subject.BANK: "No bank or card details are known to be among the information.",
    Subject.LEGAL_ADVISERS: "Nothing that is known points to a claim against the council.",
    Subject.PRESS: "The news is not known to be likely to take it up.",
    Subject.OTHER: (
        "Think of a supplier, another council, your association, or whoever got the information by"
        " mistake."
    ),
}
_PERHAPS_STOLEN: Final = Suggestion(
    is_to_tell=True, why="It is lost, and nobody knows yet that it was not stolen."
)


def suggestions(facts: BreachFacts, risk: str | None) -> Mapping[Subject, Suggestion]:
    """Return for each party but the regulator and the people whether the facts speak for telling.

    `risk` is the risk to people that stands, None before it is rated. What is not yet known does
    not speak for anybody, but for the police where something is lost and may have been stolen.
    """
    answers = {name: _plain(value) for name, value in facts.plain_values().items()}
    answers["risk"] = _plain(risk)
    found = {
        subject: next(
            (
                Suggestion(is_to_tell=True, why=each.why)
                for each in reasons
                if answers.get(each.fact, frozenset()) & each.answers
            ),
            Suggestion(is_to_tell=False, why=_AGAINST[subject]),
        )
        for subject, reasons in _FOR.items()
    }
    may_be_stolen = answers["cause"] & _LOST and not facts.is_known("intent")
    if may_be_stolen and not found[Subject.POLICE].is_to_tell:
        found[Subject.POLICE] = _PERHAPS_STOLEN
    return found


def _plain(value: object) -> frozenset[str]:
    """Return an answer, or all answers of a set, as strings."""
    if isinstance(value, Iterable) and not isinstance(value, str):
        return frozenset(str(each) for each in value)
    return frozenset() if value is None else frozenset({str(value)})
