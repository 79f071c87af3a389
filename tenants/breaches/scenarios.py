"""What a practice breach can be about: a handful of stories, all of them made up. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from tenants.breaches.reporting import Report
from tenants.models import Precision
from tenants.policy import (
    Answer,
    BreachFacts,
    Category,
    Cause,
    DataSubject,
    Intent,
    Kind,
    Protection,
    Recipient,
)

_MADE_UP: Final = "PRACTICE, made up. "
_NOBODY: Final = "Nobody: this is practice"


class ScenarioId(StrEnum):
    """The stories that a council can choose from."""

    WRONG_PERSON = "wrong_person"
    LOST_FOLDER = "lost_folder"
    ADDRESS_ONLINE = "address_online"
    PHISHED_MAILBOX = "phished_mailbox"
    STOLEN_LAPTOP = "stolen_laptop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One story, as somebody would report it; `found` is how long before the report, `happened`
    how long before that.
    """

    id: ScenarioId
    title: str
    story: str
    whose: str
    people_words: str
    recoverable: str
    action_taken: str
    happened: timedelta
    found: timedelta
    facts: BreachFacts

    def as_report(self, *, now: datetime) -> Report:
        """Return the report of this story as if somebody sent it now; its words say practice."""
        found_at = now - self.found
        return Report(
            cause=self.facts.cause,
            description=_MADE_UP + self.story,
            whose=self.whose,
            people_words=self.people_words,
            recoverable=self.recoverable,
            action_taken=self.action_taken,
            contact=_NOBODY,
            occurred_at=found_at - self.happened,
            occurred_precision=Precision.TIME,
            found_at=found_at,
            facts=self.facts,
        )


_STORIES: Final = (
    Scenario(
        id=ScenarioId.WRONG_PERSON,
        title="An email to the wrong person",
        story=(
            "The list of allotment holders, with their addresses and who is behind with the rent,"
            " went to a man of the same name as our treasurer. He wrote back: “I do not think"
            " this is for me.” We do not know whether he has kept it."
        ),
        whose="The people who rent an allotment",
        people_words="42",
        recoverable="partly",
        action_taken="Nothing yet",
        happened=timedelta(hours=3),
        found=timedelta(minutes=30),
        facts=BreachFacts(
            kinds=frozenset({Kind.CONFIDENTIALITY}),
            cause=Cause.EMAILED_TO_WRONG_RECIPIENT,
            intent=Intent.ACCIDENT,
            people_affected=42,
            categories=frozenset({Category.BASIC_IDENTIFIERS, Category.ECONOMIC_AND_FINANCIAL}),
            recipient=Recipient.KNOWN_PERSON,
        ),
    ),
    Scenario(
        id=ScenarioId.LOST_FOLDER,
        title="A lost folder",
        story=(
            "A councillor left a folder on the bus. In it were the letters of eight families who"
            " asked the hardship fund for help. Three of them write about an illness. The bus"
            " company has not found it."
        ),
        whose="Families who asked the hardship fund for help",
        people_words="8 families",
        recoverable="no",
        action_taken="Rang the bus company",
        happened=timedelta(hours=20),
        found=timedelta(hours=2),
        facts=BreachFacts(
            kinds=frozenset({Kind.CONFIDENTIALITY, Kind.AVAILABILITY}),
            cause=Cause.LOST_OR_STOLEN_PAPERWORK,
            intent=Intent.ACCIDENT,
            categories=frozenset({Category.BASIC_IDENTIFIERS, Category.HEALTH}),
            data_subjects=frozenset({DataSubject.CHILDREN, DataSubject.OTHER}),
            recipient=Recipient.UNKNOWN_PERSON,
            protection=Protection.NONE,
        ),
    ),
    Scenario(
        id=ScenarioId.ADDRESS_ONLINE,
        title="Minutes online with an address",
        story=(
            "The minutes of last month's planning meeting are on the website with the full name,"
            " address and telephone number of a woman who objected to a plan. She rang: her"
            " neighbour has shouted at her in the street."
        ),
        whose="A woman who objected to a plan",
        people_words="1",
        recoverable="partly",
        action_taken="Asked for the page to be taken down",
        happened=timedelta(days=19),
        found=timedelta(hours=1),
        facts=BreachFacts(
            kinds=frozenset({Kind.CONFIDENTIALITY}),
            cause=Cause.FAILURE_TO_REDACT,
            intent=Intent.ACCIDENT,
            people_affected=1,
            categories=frozenset({Category.BASIC_IDENTIFIERS}),
            identifiable_locally=Answer.YES,
            recipient=Recipient.PUBLIC,
            protection=Protection.NONE,
        ),
    ),
    Scenario(
        id=ScenarioId.PHISHED_MAILBOX,
        title="A mailbox that somebody else read",
        story=(
            "The clerk typed the password of the council's mailbox into a page that looked like"
            " the real one. Since then letters asking for money have gone out from it. Three"
            " years of letters from residents are in it, and two job applications."
        ),
        whose="Everybody who wrote to the council",
        people_words="Some hundreds",
        recoverable="no",
        action_taken="Changed the password",
        happened=timedelta(days=2),
        found=timedelta(hours=4),
        facts=BreachFacts(
            kinds=frozenset({Kind.CONFIDENTIALITY, Kind.INTEGRITY}),
            cause=Cause.PHISHING,
            intent=Intent.DELIBERATE,
            people_affected=400,
            categories=frozenset({Category.BASIC_IDENTIFIERS}),
            recipient=Recipient.CRIMINAL,
            protection=Protection.NONE,
        ),
    ),
    Scenario(
        id=ScenarioId.STOLEN_LAPTOP,
        title="A stolen laptop",
        story=(
            "The council's laptop was taken from a parked car. The wages of three people, their"
            " bank details and the electoral roll are on it. Nobody is sure whether the disk is"
            " encrypted. A copy from last week is at the office."
        ),
        whose="Three people who work for us, and everybody on the electoral roll",
        people_words="About 900",
        recoverable="partly",
        action_taken="Told the police",
        happened=timedelta(hours=9),
        found=timedelta(hours=1),
        facts=BreachFacts(
            kinds=frozenset({Kind.CONFIDENTIALITY, Kind.AVAILABILITY}),
            cause=Cause.LOST_OR_STOLEN_DEVICE,
            intent=Intent.DELIBERATE,
            people_affected=900,
            categories=frozenset({Category.BASIC_IDENTIFIERS, Category.ECONOMIC_AND_FINANCIAL}),
            data_subjects=frozenset({DataSubject.EMPLOYEES, DataSubject.OTHER}),
            recipient=Recipient.CRIMINAL,
        ),
    ),
)
SCENARIOS: Final[Mapping[ScenarioId, Scenario]] = MappingProxyType(
    {story.id: story for story in _STORIES}
)
