"""What the law and the policy require after an assessment, of whom and by when."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tenants.policy.assessment import Assessment
from tenants.policy.council_policy import Policy
from tenants.policy.duties import DueRule, ShownBy
from tenants.policy.law import Law, LawDuty
from tenants.policy.law import law as law_in_force
from tenants.policy.times import LONDON, Due, Times, due_under


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One duty with its due time, its source and the least that it must contain.

    ``by`` is the party whose duty it is, empty where it is the council's as a whole; ``rule`` says
    by when as the law or the policy does, and ``due`` gives the time that follows, where one does.
    """

    id: str
    by: str
    to_whom: str
    sentence: str
    rule: DueRule
    due: Due
    citation: str
    minimum_content: tuple[str, ...] = ()
    shown_by: ShownBy | None = None

    @property
    def words(self) -> str:
        """By when, in words: "within 72 hours of becoming aware"."""
        return self.rule.words

    def as_json(self) -> dict[str, Any]:
        """Give the obligation as JSON can hold it; instants in UTC, days as dates."""
        return {
            "id": self.id,
            "by": self.by or "council",
            "to_whom": self.to_whom,
            "sentence": self.sentence,
            "due": {
                **self.rule.model_dump(mode="json", exclude_none=True),
                "at": self.due.at.isoformat() if self.due.at else None,
                "on": self.due.on.isoformat() if self.due.on else None,
                "words": self.words,
            },
            "citation": self.citation,
            "minimum_content": list(self.minimum_content),
        }


def obligations(
    policy: Policy, assessment: Assessment, times: Times, law: Law | None = None
) -> tuple[Obligation, ...]:
    """List the law's duties, then the policy's; only the register is always among them."""
    law = law or law_in_force()
    known_at = times.aware_at or times.suspected_at
    day = known_at.astimezone(LONDON).date() if known_at else None
    asked = {
        "tell-regulator": assessment.notify_regulator,
        "tell-people": assessment.tell_people,
    }
    by_law = [
        _by_law(law, duty, times, day)
        for duty in law.duties
        if asked.get(duty.rule, law.asks_for(duty.rule, assessment.risk_to_people))
    ]
    by_policy = [
        Obligation(
            id=duty.id,
            by=duty.by or "",
            to_whom=duty.to_whom,
            sentence=duty.sentence,
            due=due_under(duty.due, times),
            rule=duty.due,
            citation=", ".join(filter(None, (policy.title, duty.section))),
            minimum_content=duty.minimum_content,
            shown_by=duty.shown_by,
        )
        for duty in policy.obligations
        if duty.id in assessment.duties
    ]
    return (*by_law, *by_policy)


def _by_law(law: Law, duty: LawDuty, times: Times, day: date | None) -> Obligation:
    rule, told = law.rule(duty.rule), law.rule(duty.content)
    citations = dict.fromkeys(r.citation_on(day) if day else r.citation for r in (rule, told))
    return Obligation(
        id=rule.id,
        by="",
        to_whom=duty.to_whom,
        sentence=law.sentence_on(rule.id, day),
        due=due_under(duty.due, times),
        rule=duty.due,
        citation="; ".join(citations),
        minimum_content=told.content,
        shown_by=duty.shown_by,
    )
