"""What the record already answers of the regulator's form, and answers in words.

Only what somebody recorded is filled in; everything else stays not yet known.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select

from tenants.access import Office
from tenants.breaches.consequences import (
    HARM_WORDS,
    LIKELIHOOD_WORDS,
    SERIOUSNESS_WORDS,
    Consequence,
    Harm,
    Likelihood,
    Seriousness,
    consequences_in,
    latest_risks,
)
from tenants.breaches.decisions import must_be_told
from tenants.breaches.handlers import declared_for
from tenants.breaches.lateness import draft_reason
from tenants.breaches.parties import OTHERS, party_words, standing_decisions
from tenants.breaches.undertakings import actions_of
from tenants.councils import get_own_council
from tenants.db import ScopedSession
from tenants.models import (
    Action,
    ActionKind,
    Breach,
    Decision,
    InitialAssessment,
    Membership,
    Precision,
    Subject,
    Training,
)
from tenants.people import get_member, holders_of
from tenants.policy import NOT_YET_KNOWN, BreachFacts, Cause, RiskToPeople, fact, regulator_deadline
from tenants.policy.regulator_form import AnswerKind, Question, is_answered
from tenants.times import day, day_of, when

UNKNOWN_WORDS: Final = "Not yet known"
_TWO_YEARS: Final = timedelta(days=730)
_CYBER: Final = frozenset(
    {
        Cause.PHISHING,
        Cause.RANSOMWARE,
        Cause.MALWARE,
        Cause.BRUTE_FORCE,
        Cause.DENIAL_OF_SERVICE,
        Cause.MISCONFIGURATION,
        Cause.CRYPTOGRAPHIC_FLAW,
        Cause.OTHER_CYBER,
    }
)
_LIKELY: Final = {
    Likelihood.HAPPENED: "very_likely",
    Likelihood.LIKELY: "likely",
    Likelihood.POSSIBLE: "neutral",
    Likelihood.UNLIKELY: "unlikely",
}
_HIGH_RISK: Final = {
    RiskToPeople.HIGH_RISK: "yes",
    RiskToPeople.RISK: "no",
    RiskToPeople.UNLIKELY: "no",
}
_TO_PREVENT: Final = frozenset({ActionKind.RECOMMENDATION, ActionKind.LESSON})


def answers_on_record(session: ScopedSession, breach: Breach, *, now: datetime) -> dict[str, Any]:
    """Return what the record answers of the form now, by question; what it does not is left out."""
    actions = actions_of(session, breach_id=breach.id)
    found = {
        **_of_the_breach(breach),
        **_of_the_facts(breach),
        **_of_the_risks(session, breach),
        "trained": _trained(session, breach),
        "actions_taken": _measures(session, breach, actions),
        "prevention": _listed(row for row in actions if row.kind in _TO_PREVENT),
        **_of_the_decisions(session, breach),
        **_of_the_council(session, breach),
    }
    if now > regulator_deadline(breach.aware_at):
        found["late_reason"] = draft_reason(session, breach, now)
    return {name: answer for name, answer in found.items() if answer not in (None, "", [])}


def in_words(question: Question, answers: Mapping[str, Any]) -> str:
    """Return an answer as it is copied into the form: its own words for what it offers."""
    if not is_answered(answers, question.id):
        return UNKNOWN_WORDS
    return _WORDS[question.kind](question, answers[question.id])


def as_moment(at: datetime, precision: Precision) -> dict[str, str]:
    """Return a moment as answers hold it."""
    return {"at": at.isoformat(), "precision": precision.value}


def moment_in(answer: Mapping[str, str]) -> tuple[datetime, Precision]:
    """Return the instant (aware, UTC) that an answer holds, and how exactly it is known."""
    return datetime.fromisoformat(answer["at"]), Precision(answer["precision"])


def _of_the_breach(breach: Breach) -> dict[str, Any]:
    cause = _cause_of(breach)
    happened = breach.occurred_at and breach.occurred_precision != Precision.NOT_KNOWN
    kind = "" if cause == Cause.NOT_YET_KNOWN else f"\n\n{fact('cause').label(cause)}."
    who = "Somebody in the council" if breach.reporter_id else "Somebody outside the council"
    return {
        "what_happened": f"{breach.description.strip()}{kind}".strip(),
        "is_cyber": None if not kind else ("yes" if cause in _CYBER else "no"),
        "how_found": f"{who} reported it on {when(breach.reported_at)}.",
        "discovered_at": as_moment(breach.aware_at, Precision.TIME),
        "happened_at": as_moment(breach.occurred_at, Precision(breach.occurred_precision))
        if happened and breach.occurred_at
        else None,
    }


def _cause_of(breach: Breach) -> Cause:
    rated = BreachFacts.from_json(breach.facts).cause
    known = rated != Cause.NOT_YET_KNOWN
    return rated if known or breach.cause not in set(Cause) else Cause(breach.cause)


def _of_the_facts(breach: Breach) -> dict[str, Any]:
    facts = BreachFacts.from_json(breach.facts)
    subjects = sorted(facts.data_subjects)
    kinds = sorted(facts.kinds)
    whose = breach.whose.strip()
    is_other = bool(whose) and (not subjects or "other" in subjects)
    risk = _HIGH_RISK.get(RiskToPeople(breach.risk)) if breach.risk else None
    return {
        "categories": [each.value for each in sorted(facts.categories)],
        "people": facts.people_affected,
        "data_subjects": [each.value for each in subjects] or (["other"] if is_other else None),
        "data_subjects_other": whose if is_other else None,
        "high_risk": risk,
        "systems": "yes" if kinds and _cause_of(breach) in _CYBER else None,
        "systems_kinds": [each.value for each in kinds] if _cause_of(breach) in _CYBER else None,
    }


def _of_the_risks(session: ScopedSession, breach: Breach) -> dict[str, Any]:
    row = latest_risks(session, breach_id=breach.id)
    for_people, _ = consequences_in(row)
    if not for_people:
        look = _first_look(session, breach)
        return {"consequences": look.harm.strip() if look else None}
    return {
        "consequences": "\n".join(_consequence(each) for each in for_people),
        "likelihood": _likelihood(for_people),
    }


def _consequence(one: Consequence) -> str:
    more = f": {one.words.strip()}" if one.words.strip() else ""
    if one.what == Harm.NONE:
        return f"{HARM_WORDS[Harm.NONE]}{more}"
    how = (
        SERIOUSNESS_WORDS[Seriousness(one.seriousness)],
        LIKELIHOOD_WORDS[Likelihood(one.likelihood)],
    )
    return f"- {HARM_WORDS[Harm(one.what)]}{more} ({'; '.join(how).lower()})"


def _likelihood(consequences: Sequence[Consequence]) -> str | None:
    """Return how likely the likeliest serious one is; where none is serious, that is unlikely."""
    if all(each.what == Harm.NONE for each in consequences):
        return "very_unlikely"
    serious = [each for each in consequences if each.seriousness != Seriousness.SLIGHT]
    if not serious:
        return "unlikely"
    known = {each.likelihood for each in serious}
    if known == {Likelihood.NOT_YET_KNOWN}:
        return NOT_YET_KNOWN
    return next((words for likely, words in _LIKELY.items() if likely in known), None)


def _trained(session: ScopedSession, breach: Breach) -> str | None:
    """Say whether all who said that they were involved were trained in the two years before."""
    involved = declared_for(session, breach_id=breach.id).involved
    if not involved:
        return None
    on = day_of(breach.occurred_at or breach.aware_at)
    trained = session.scalars(
        select(Training.membership_id).where(
            Training.membership_id.in_(involved),
            Training.trained_on <= on,
            Training.trained_on >= on - _TWO_YEARS,
        )
    )
    return "yes" if involved <= set(trained) else "no"


def _measures(session: ScopedSession, breach: Breach, actions: Collection[Action]) -> str:
    look = _first_look(session, breach)
    said = (breach.action_taken.strip(), look.containment.strip() if look else "")
    done = _listed(row for row in actions if row.kind not in _TO_PREVENT)
    return "\n\n".join(each for each in (*dict.fromkeys(said), done) if each)


def _listed(actions: Iterable[Action]) -> str:
    """List what was done and what is to be done, with its day, the done first."""
    rows = sorted(
        (row for row in actions if row.dropped_at is None),
        key=lambda row: (
            row.done_on is None,
            row.done_on or row.due_on or day_of(row.set_at),
            row.id,
        ),
    )
    return "\n".join(f"- {row.words} ({_by_when(row)})" for row in rows)


def _by_when(action: Action) -> str:
    if action.done_on is not None:
        return f"done on {day(action.done_on)}"
    return f"to be done by {day(action.due_on)}" if action.due_on else "to be done"


def _of_the_decisions(session: ScopedSession, breach: Breach) -> dict[str, Any]:
    standing = standing_decisions(session, breach_id=breach.id)
    others = [(key, row) for key, row in standing.items() if key[0] in OTHERS]
    told = [party_words(*key) for key, row in others if must_be_told(row.decided, row.exception)]
    return {
        "people_told": _told(standing.get((Subject.PEOPLE, ""))),
        "people_told_more": _about_telling(standing.get((Subject.PEOPLE, ""))),
        "others_told": ("yes" if told else "no") if others else None,
        "others_who": "; ".join(told),
    }


def _told(decision: Decision | None) -> str:
    if decision is None:
        return "not_decided"
    if not must_be_told(decision.decided, decision.exception):
        return "decided_not"
    return "told" if decision.done_at else "planned"


def _about_telling(decision: Decision | None) -> str:
    if decision is None:
        return ""
    told = f"They were told on {when(decision.done_at)}." if decision.done_at else ""
    is_told = must_be_told(decision.decided, decision.exception)
    return told if is_told else decision.reason.strip()


def _of_the_council(session: ScopedSession, breach: Breach) -> dict[str, Any]:
    clerk = next(iter(holders_of(session, offices=(Office.CLERK,))), None)
    contact_id = breach.lead_id or (clerk.id if clerk else None)
    contact = get_member(session, membership_id=contact_id) if contact_id else None
    return {
        "controller": get_own_council(session).name,
        "contact_name": contact.name if contact else None,
        "contact_email": contact.person.email if contact else None,
        "senior_contact": _senior(clerk, contact),
    }


def _senior(clerk: Membership | None, contact: Membership | None) -> str | None:
    if clerk is None:
        return None
    return "The same" if contact is not None and contact.id == clerk.id else f"{clerk.name}, clerk"


def _first_look(session: ScopedSession, breach: Breach) -> InitialAssessment | None:
    return session.scalars(
        select(InitialAssessment)
        .where(InitialAssessment.breach_id == breach.id)
        .order_by(InitialAssessment.made_at.desc(), InitialAssessment.id)
        .limit(1)
    ).first()


def _moment_words(_question: Question, answer: Any) -> str:
    return when(*moment_in(answer))


_WORDS: Final[Mapping[AnswerKind, Callable[[Question, Any], str]]] = {
    AnswerKind.LINE: lambda _question, answer: str(answer),
    AnswerKind.TEXT: lambda _question, answer: str(answer),
    AnswerKind.NUMBER: lambda _question, answer: f"{answer:,}",
    AnswerKind.MOMENT: _moment_words,
    AnswerKind.ONE: lambda question, answer: question.label(answer),
    AnswerKind.SEVERAL: lambda question, answer: "; ".join(
        option.label for option in question.options if option.value in answer
    ),
}
