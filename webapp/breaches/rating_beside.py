"""What stands beside an assessment and decides nothing: a published case, and a second opinion."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tenants.policy import BreachFacts, Policy, RiskToPeople
from tenants.policy.nearest_case import Difference, NearestCase, nearest_case
from tenants.policy.second_opinion import Part, SecondOpinion, second_opinion
from tenants.policy.worked_cases import SourceStatus, worked_cases
from webapp.breaches.rating_questions import question_of

_HAD_TO_BE_TOLD: Final = {
    RiskToPeople.UNLIKELY: "neither the regulator nor the people had to be told",
    RiskToPeople.RISK: "the regulator had to be told, and the people did not",
    RiskToPeople.HIGH_RISK: "the regulator and the people had to be told",
}
_HAVE_TO_BE_TOLD: Final = {
    RiskToPeople.UNLIKELY: "neither the regulator nor the people have to be told",
    RiskToPeople.RISK: "the regulator has to be told, and the people do not",
    RiskToPeople.HIGH_RISK: "the regulator and the people have to be told",
}
_HOW_KNOWN: Final = {
    SourceStatus.CONFIRMED: "",
    SourceStatus.SECONDARY: "We know it from other people's summaries of it.",
    SourceStatus.RECALLED: "It is told here from memory, and not yet checked.",
}


@dataclass(frozen=True, slots=True)
class Unlike:
    """One answer that is not the same in the breach, `here`, and in the case, `there`."""

    topic: str
    here: str
    there: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCase:
    """The nearest published case: what happened there, what is alike, and what is not.

    `version` is the library's, from which it comes.
    """

    which: str
    version: str
    title: str
    source: str
    story: str
    parish: str
    outcome: str
    how_known: tuple[str, ...]
    alike: tuple[str, ...]
    unlike: tuple[Unlike, ...]
    not_known: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The ENISA score in sentences, which say what drives it where it disagrees, and in rows."""

    title: str
    version: str
    says: tuple[str, ...]
    about: str
    citation: str
    rows: tuple[tuple[str, str, str], ...]
    flags: tuple[str, ...]


def published_case(policy: Policy, facts: BreachFacts, risk: RiskToPeople) -> PublishedCase:
    """Return the case that is nearest to these facts, with the risk that the answers give."""
    near = nearest_case(facts, risk)
    case = near.case
    known = (_HOW_KNOWN[case.facts_status], _HOW_KNOWN[case.outcome_status])
    return PublishedCase(
        which=_which(near),
        version=worked_cases().version,
        title=case.title,
        source=case.source,
        story=case.story,
        parish=case.parish,
        outcome=_outcome(near, policy, risk),
        how_known=tuple(dict.fromkeys(filter(None, known))),
        alike=tuple(question_of(policy, name).topic for name in near.alike),
        unlike=tuple(_unlike(each, policy) for each in near.unlike),
        not_known=tuple(question_of(policy, name).topic for name in near.unknown),
    )


def score(facts: BreachFacts, risk: RiskToPeople) -> Score:
    """Return the second opinion on these facts beside the risk that the answers give."""
    opinion = second_opinion(facts, risk)
    return Score(
        title=opinion.about.title,
        version=opinion.about.version,
        says=opinion.drives or tuple(_agreement(opinion)),
        about=opinion.about.about,
        citation=opinion.about.citation,
        rows=tuple(_row(part) for part in opinion.parts),
        flags=tuple(flag.sentence for flag in opinion.flags),
    )


def _which(near: NearestCase) -> str:
    if not near.alike and not near.unlike:
        return "Too little is known yet to compare. Until more is known, this one stands for many."
    if not near.is_close:
        return "No published case is very like this breach. This is the nearest."
    return "This published case is the nearest to this breach."


def _outcome(near: NearestCase, policy: Policy, risk: RiskToPeople) -> str:
    """Say how the case came out, and what makes the difference where this breach does not."""
    there = f"There, {_HAD_TO_BE_TOLD[near.case.risk_to_people]}."
    if near.agrees_with(risk):
        return f"{there} By law this breach comes out the same."
    here = f"By law this breach comes out differently: {_HAVE_TO_BE_TOLD[risk]}."
    topics = [question_of(policy, each.fact).topic for each in near.deciding]
    if not topics:
        return f"{there} {here}"
    return f"{there} {here} What makes the difference: {', and '.join(topics)}."


def _unlike(each: Difference, policy: Policy) -> Unlike:
    asked = question_of(policy, each.fact)
    return Unlike(asked.label.removesuffix(":"), asked.said(each.here), asked.said(each.there))


def _agreement(opinion: SecondOpinion) -> Iterator[str]:
    """Say that the score agrees with the assessment, and what it rests on."""
    yield (
        f"The score is {opinion.score:g}, which is {opinion.band.words}. That agrees with the"
        " assessment."
    )
    if opinion.caution:
        yield opinion.caution


def _row(part: Part) -> tuple[str, str, str]:
    title = part.title[:1].upper() + part.title[1:]
    return title, f"{part.points:g} of {part.most:g}", part.because.sentence
