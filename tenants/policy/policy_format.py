"""The policy format: what a council's breach policy may say, as a document.

The JSON Schema that `parish-breach policy schema --policy` prints is made from these classes, so
every key says here what it means. Criteria and their checks: `tenants.policy.table_reader`.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from tenants.policy.documents import Document, Id, PlainRow, Text
from tenants.policy.duties import Duty, Name, Section, Trigger
from tenants.policy.ladder_format import OFFICE_HOURS, QUIET_HOURS, DailyHours, Ladder

Hours = Annotated[int, Field(ge=1, le=8760)]


class ScaleValue(Document):
    """One rung of a ladder; `name` is the council's word for it, where it is no number."""

    value: Annotated[int, Field(ge=-10_000, le=10_000)]
    meaning: Text
    name: Annotated[str, Field(max_length=120)] = ""

    @property
    def word(self) -> str:
        """What people call it: its name, or else its number."""
        return self.name or str(self.value)


class Place(StrEnum):
    """The place in this service that a party's people have; `outside` has none."""

    REPORTER = "reporter"
    CLERK = "clerk"
    CHAIR = "chair"
    LEAD_INVESTIGATOR = "lead_investigator"
    COUNCILLORS = "councillors"
    FULL_COUNCIL = "full_council"
    OUTSIDE = "outside"


class DataRole(StrEnum):
    """What a party is in the words of data protection law."""

    CONTROLLER = "controller"
    JOINT_CONTROLLER = "joint_controller"
    PROCESSOR = "processor"
    ADVISER = "adviser"
    DATA_PROTECTION_OFFICER = "data_protection_officer"


class Party(Document):
    """Somebody with a part in the policy, under the council's own name for them."""

    id: Id
    name: Name
    place: Place = Place.OUTSIDE
    data_role: DataRole | None = Field(
        default=None, description="What the policy calls them in the law's words, if it does."
    )
    section: Section = ""


class Act(StrEnum):
    """What somebody has to see to in every breach."""

    REPORT = "report"
    RECEIVE = "receive"
    CONTAIN = "contain"
    APPOINT_LEAD = "appoint_lead"
    INVESTIGATE = "investigate"
    ASSESS = "assess"
    DECIDE = "decide"
    NOTIFY_REGULATOR = "notify_regulator"
    NOTIFY_PEOPLE = "notify_people"
    KEEP_REGISTER = "keep_register"
    SIGN_OFF = "sign_off"


class Responsibility(Document):
    """Who sees to one act, on whose advice, and who instead when they are involved or away."""

    act: Act
    by: Annotated[tuple[Id, ...], Field(min_length=1)]
    advised_by: tuple[Id, ...] = ()
    instead: tuple[Id, ...] = ()
    sentence: Annotated[str, Field(max_length=1000)] = ""
    section: Section = ""


class Answer(Document):
    """One answer to a question of judgement; answers run from the mildest to the worst."""

    value: Id
    label: Name


class Judgement(Document):
    """A criterion that only a person can judge: the assessor is asked, and ticks the answer."""

    id: Id
    question: Text
    hint: Annotated[str, Field(max_length=1000)] = ""
    page: Id = "the-council"
    answers: Annotated[tuple[Answer, ...], Field(min_length=2, max_length=12)] = (
        Answer(value="no", label="No"),
        Answer(value="yes", label="Yes"),
    )


class PolicyRow(PlainRow):
    """One row of an axis: the rating that it gives, and the cases that it takes."""

    rating: int | Name
    section: Section = ""
    exception: bool = Field(
        default=False, description="True where a mild row is meant to come before worse ones."
    )


class PlainAxis(Document):
    """One column of the policy's table; its rows may test facts, judgements and earlier axes."""

    id: Id
    title: Name
    rows: Annotated[tuple[PolicyRow, ...], Field(max_length=60)]
    scale: Annotated[tuple[ScaleValue, ...], Field(max_length=40)] = Field(
        default=(), description="A ladder of its own, if it is not the policy's."
    )


class PlainOverall(Document):
    """How the axes come to one rating, where it is not simply the highest of them."""

    rows: Annotated[tuple[PolicyRow, ...], Field(max_length=60)]


class Thresholds(Document):
    """From where on somebody is told; the law's own lines always hold as well."""

    full_council: Trigger | None = None
    regulator: Trigger | None = None
    people: Trigger | None = None


class Step(Document):
    """One step of the policy's procedure."""

    id: Id
    title: Name
    section: Section = ""
    tasks: Annotated[tuple[Text, ...], Field(max_length=60)]


class FormQuestion(Document):
    """One question of the policy's own form.

    ``answered_by`` names the fact that answers it, or is `"record"` where the breach's record
    does; without it the question is asked in words, on ``page``.
    """

    id: Id
    text: Text
    answered_by: Id | None = None
    page: Id = "the-council"


class FormSection(Document):
    """One section of the policy's own form."""

    id: Id
    title: Name
    part: Literal["report", "assessment", "action"] = Field(
        description="Which part of the work fills it in."
    )
    section: Section = ""
    completed_by: Name
    questions: Annotated[tuple[FormQuestion, ...], Field(max_length=80)]


class ClauseKind(StrEnum):
    """What a clause settles; the check of a policy looks for those that must not be missing."""

    DEFINITION = "definition"
    SCALE = "scale"
    SEVENTY_TWO_HOURS = "seventy_two_hours"
    DELAY_REASON = "delay_reason"
    IN_PHASES = "in_phases"
    REGISTER = "register"
    TELL_PEOPLE = "tell_people"
    OTHER = "other"


class Clause(Document):
    """Something that the policy says in words, told again in other words, with what it cites."""

    id: Id
    kind: ClauseKind
    sentence: Text
    cites: Annotated[tuple[Name, ...], Field(max_length=40)] = ()
    states_scale: tuple[int, int] | None = Field(
        default=None, description="The lowest and the highest rating that these words speak of."
    )
    section: Section = ""


class Note(Document):
    """Something that whoever reads the policy here must know about it."""

    id: Id
    sentence: Text


class Review(Document):
    """When the council adopted the policy, and when and where it looks at it again."""

    adopted_on: date | None = None
    months: Annotated[int, Field(ge=1, le=120)] | None = None
    last_on: date | None = None
    next_on: date | None = None
    at: Annotated[str, Field(max_length=200)] = ""
    sentence: Annotated[str, Field(max_length=1000)] = ""


class Retention(Document):
    """How long something is kept, and counted from what."""

    id: Id
    what: Name
    months: Annotated[int, Field(ge=1, le=1200)]
    counted_from: Literal["report", "closure", "end_of_year"] = "closure"
    sentence: Annotated[str, Field(max_length=1000)] = ""
    section: Section = ""


class PublicReturn(Document):
    """What the council publishes about its breaches, above all that there were none."""

    sentence: Text
    nil_return: bool
    every_months: Annotated[int, Field(ge=1, le=120)] = 12
    at: Annotated[str, Field(max_length=200)] = ""
    section: Section = ""


class PlainPolicy(Document):
    """A whole policy. Rows are tried in order and the first that matches decides."""

    format: Annotated[int, Field(ge=1, le=1)] = 1
    id: Id
    title: Name
    version: Name
    source: Annotated[str, Field(max_length=1000)] = ""
    scale: Annotated[tuple[ScaleValue, ...], Field(max_length=40)] = ()
    judgements: Annotated[tuple[Judgement, ...], Field(max_length=40)] = ()
    axes: Annotated[tuple[PlainAxis, ...], Field(max_length=8)] = ()
    overall: PlainOverall | None = None
    thresholds: Thresholds = Thresholds()
    parties: Annotated[tuple[Party, ...], Field(max_length=40)] = ()
    ladders: Annotated[tuple[Ladder, ...], Field(max_length=20)] = ()
    responsibilities: Annotated[tuple[Responsibility, ...], Field(max_length=40)] = ()
    steps: Annotated[tuple[Step, ...], Field(max_length=40)] = ()
    form: Annotated[tuple[FormSection, ...], Field(max_length=20)] = ()
    obligations: Annotated[tuple[Duty, ...], Field(max_length=60)] = ()
    clauses: Annotated[tuple[Clause, ...], Field(max_length=100)] = ()
    retention: Annotated[tuple[Retention, ...], Field(max_length=20)] = ()
    public_return: PublicReturn | None = None
    notes: Annotated[tuple[Note, ...], Field(max_length=60)] = ()
    review: Review = Review()
    alert_hours: Annotated[tuple[Hours, ...], Field(max_length=20)] = (48, 24, 6, 1)
    office_hours: DailyHours = OFFICE_HOURS
    quiet_hours: DailyHours | Literal["none"] = Field(
        default=QUIET_HOURS,
        description="When what can wait is not sent; what the law counts in hours always is.",
    )
