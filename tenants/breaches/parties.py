"""Everybody who may be told of a breach: what is proposed for each, decided, and still to do.

The policy's step 4. The law and the policy propose for the regulator and the people affected; for
the others the facts speak, or do not, and a person decides all the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from tenants.breaches.assessments import latest_assessment, policy_for, what_stands
from tenants.breaches.decisions import (
    DO_NOT_TELL,
    RULES,
    TELL,
    decisions_of,
    must_be_told,
    proposed_choice,
    standing_in,
)
from tenants.breaches.duties import cited, standing_duties
from tenants.breaches.suggestions import Suggestion, suggestions
from tenants.db import ScopedSession
from tenants.deadlines import deadlines_of
from tenants.models import Breach, Decision, ObligationId, Subject
from tenants.policy import NOT_YET_KNOWN, BreachFacts, Cause, Policy, law
from tenants.policy.reasons import duty_reasons
from tenants.times import day_of

PARTY_WORDS: Final[Mapping[Subject, str]] = {
    Subject.REGULATOR: "the regulator",
    Subject.PEOPLE: "the people affected",
    Subject.POLICE: "the police",
    Subject.INSURERS: "the insurers",
    Subject.BANK: "the bank or card company",
    Subject.LEGAL_ADVISERS: "the legal advisers",
    Subject.PRESS: "the press",
    Subject.OTHER: "somebody else",
}
PARTIES: Final = tuple(PARTY_WORDS)
_WORDS: Final[Mapping[str, str]] = {str(subject): words for subject, words in PARTY_WORDS.items()}
OF_THE_LAW: Final = (Subject.REGULATOR, Subject.PEOPLE)
OTHERS: Final = tuple(subject for subject in PARTIES if subject not in OF_THE_LAW)
_DECIDING: Final = {
    Subject.REGULATOR: ObligationId.DECIDE_REGULATOR,
    Subject.PEOPLE: ObligationId.DECIDE_PEOPLE,
}
_NOT_ASKED: Final = {
    Subject.REGULATOR: "The law asks for this only where a risk to people is not unlikely.",
    Subject.PEOPLE: "The law asks for this only where the risk to people is likely to be high.",
}
# What policies call the parties for whom they have a duty of their own.
_CALLED: Final[Mapping[Subject, frozenset[str]]] = {
    Subject.POLICE: frozenset({"police"}),
    Subject.INSURERS: frozenset({"insurers", "insurer"}),
    Subject.BANK: frozenset({"bank", "banks", "card-company"}),
    Subject.LEGAL_ADVISERS: frozenset({"legal-advisers", "legal-adviser", "solicitor"}),
    Subject.PRESS: frozenset({"press", "media"}),
    Subject.OTHER: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for one party: the choice, one sentence why, and its source if it has one.

    The choice is empty while nobody can say: before the rating, for the regulator and the people.
    """

    choice: str
    why: str
    citation: str = ""


@dataclass(frozen=True, slots=True)
class PartyLine:
    """One party with what is proposed and what was decided; `name` says who an "other" one is."""

    subject: Subject
    name: str
    proposal: Proposal
    decision: Decision | None
    is_undecided: bool

    @property
    def words(self) -> str:
        """Return who it is: "the police", or the name of another party."""
        return party_words(self.subject, self.name)

    @property
    def is_still_to_be_told(self) -> bool:
        """Whether somebody decided to tell them and nobody has done it yet."""
        return self.decision is not None and is_still_to_be_told(self.decision)


def party_words(subject: str, name: str = "") -> str:
    """Return who a party is in the middle of a sentence: "the police", or its name."""
    return name or _WORDS.get(subject, PARTY_WORDS[Subject.OTHER])


def standing_decisions(
    session: ScopedSession, *, breach_id: UUID
) -> Mapping[tuple[Subject, str], Decision]:
    """Return the decision that stands for each subject and party; see `decisions.standing_in`."""
    return standing_in(decisions_of(session, breach_id=breach_id))


def proposals(session: ScopedSession, breach: Breach) -> Mapping[Subject, Proposal]:
    """Return what is proposed for every party, and why.

    By the law and the policy that the breach was rated under; for the others by the facts.
    """
    rating = latest_assessment(session, breach_id=breach.id)
    policy = policy_for(session, rating)
    suggested = suggestions(_facts_of(breach), breach.risk)
    found: dict[Subject, Proposal] = {}
    for subject in OF_THE_LAW:
        found[subject] = _by_law(policy, breach, subject) if rating else _not_rated()
    for subject in OTHERS:
        found[subject] = (_by_policy(policy, breach, subject) if rating else None) or _suggested(
            suggested[subject]
        )
    return found


def party_lines(session: ScopedSession, breach: Breach) -> tuple[PartyLine, ...]:
    """Return every party in order, each named other one by itself, "somebody else" last."""
    standing = standing_decisions(session, breach_id=breach.id)
    proposed = proposals(session, breach)
    waiting = _open_obligations(session, breach)
    lines: list[PartyLine] = []
    for subject in PARTIES:
        own = [row for (about, _), row in standing.items() if about == subject]
        # Somebody else is decided about once somebody thinks of one by name.
        is_open = subject != Subject.OTHER and (not own or _DECIDING.get(subject) in waiting)
        named = [row for row in own if row.party_name]
        lines += [
            PartyLine(subject, row.party_name, proposed[subject], row, is_undecided=False)
            for row in sorted(named, key=lambda row: (row.party_name.casefold(), row.id))
        ]
        unnamed = standing.get((subject, ""))
        if unnamed is not None or not named:
            lines.append(PartyLine(subject, "", proposed[subject], unnamed, is_open))
    return tuple(lines)


def undecided_others(session: ScopedSession, breach: Breach) -> tuple[Subject, ...]:
    """Return who besides the regulator, the people and whoever is named has no decision yet."""
    return others_undecided_in(party_lines(session, breach))


def others_undecided_in(lines: Iterable[PartyLine]) -> tuple[Subject, ...]:
    """Return who of these, besides the regulator and the people, has no decision yet. Pure."""
    return tuple(line.subject for line in lines if line.is_undecided and line.subject in OTHERS)


def is_still_to_be_told(decision: Decision) -> bool:
    """Whether a decision has something to carry out that nobody has done yet."""
    return decision.done_at is None and must_be_told(decision.decided, decision.exception)


def _by_law(policy: Policy, breach: Breach, subject: Subject) -> Proposal:
    rule = RULES[subject]
    choice = proposed_choice(policy, breach, subject)
    if choice == DO_NOT_TELL:
        citation = law().rule(rule).citation_on(day_of(breach.aware_at))
        return Proposal(choice, _NOT_ASKED[subject], citation)
    reasons = duty_reasons(policy, what_stands(policy, breach), law())
    asked = next(reason for reason in reasons if rule in reason.rule)
    return Proposal(choice, asked.sentence, asked.citation)


def _by_policy(policy: Policy, breach: Breach, subject: Subject) -> Proposal | None:
    """Return the policy's own duty to tell this party, where it has one that arises."""
    asked = (duty for duty in standing_duties(policy, breach) if duty.to_whom in _CALLED[subject])
    duty = next(asked, None)
    return Proposal(TELL, duty.sentence, cited(policy, duty.section)) if duty else None


def _suggested(suggestion: Suggestion) -> Proposal:
    return Proposal(TELL if suggestion.is_to_tell else DO_NOT_TELL, suggestion.why)


def _not_rated() -> Proposal:
    return Proposal("", "This follows from the rating, which is still to be made.")


def _facts_of(breach: Breach) -> BreachFacts:
    """Return what is known, with the report's own cause while the rating has not named one."""
    facts = BreachFacts.from_json(breach.facts)
    reported = breach.cause if breach.cause in tuple(Cause) else NOT_YET_KNOWN
    return facts if facts.is_known("cause") else facts.replace(cause=reported)


def _open_obligations(session: ScopedSession, breach: Breach) -> frozenset[str]:
    return frozenset(
        row.obligation for row in deadlines_of(session, breach_id=breach.id) if row.met_at is None
    )
