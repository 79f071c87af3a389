"""How a policy works through a breach: its steps, its form, and what only a person can judge."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from tenants.policy import FACTS, NOT_YET_KNOWN, PAGES
from webapp.forms import LongTextField, RadioField, Required, SelectField, TextField
from webapp.policy.amending.document import NO_OR_YES, Entry, Plain, id_from
from webapp.policy.amending.fields import LinesField
from webapp.policy.amending.form import AmendForm
from webapp.policy.amending.place import Here, Item, Part
from webapp.policy.amending.questions import OVERALL, RISK, questions_in
from webapp.policy.amending.table import section_field

PARTS: Final[Mapping[str, str]] = {
    "report": "The report, by whoever found it",
    "assessment": "The assessment, by whoever rates it",
    "action": "What was done, kept in the breach's record",
}
RECORD: Final = "record"
_PAGE = "the-council"


def page_field() -> SelectField:
    """Return the field for the page on which a question is asked."""
    return SelectField(
        "On which page is it asked?",
        [(page.id, page.title) for page in PAGES],
        hint="These are the five pages of the rating.",
    )


class StepForm(AmendForm):
    """One step of the procedure, with its tasks."""

    title = TextField(
        "What is the step called?", validators=[Required("Write what the step is called")]
    )
    tasks = LinesField("What is to be done in it?", hint="One task on each line.")
    section = section_field()
    always: ClassVar[dict[str, Any]] = {"tasks": []}

    def entry(self, here: Here) -> Plain:
        """Give a new step an id of its own."""
        return with_own_id(super().entry(here), here, self.title.data)


class SectionForm(AmendForm):
    """One section of the policy's own form; its questions have pages of their own."""

    title = TextField(
        "What is this section called?", validators=[Required("Write what it is called")]
    )
    part = RadioField(
        "Which part of the work fills it in?",
        PARTS.items(),
        validators=[Required("Choose which part of the work fills it in")],
    )
    completed_by = TextField(
        "Who fills it in?",
        hint="For example, Whoever reports it.",
        validators=[Required("Write who fills it in")],
    )
    section = section_field()
    always: ClassVar[dict[str, Any]] = {"questions": []}

    def entry(self, here: Here) -> Plain:
        """Give a new section an id of its own."""
        return with_own_id(super().entry(here), here, self.title.data)


class QuestionForm(AmendForm):
    """One question of the policy's own form, and what answers it."""

    text = LongTextField("The question", limit=4_000, validators=[Required("Write the question")])
    answered_by = SelectField(
        "What answers it?",
        [],
        hint="Where the service knows the answer already, nobody is asked twice.",
    )
    page = page_field()

    @classmethod
    def filled(cls, here: Here) -> dict[str, Any]:
        """Write out the page that the format takes for granted."""
        return {"page": _PAGE, **here.old}

    def offer(self, here: Here) -> None:
        """Offer the breach's record, the facts and the policy's own judgements."""
        judged = {each["id"]: each["question"] for each in here.document.get("judgements", ())}
        known = {fact.name: fact.question for fact in FACTS} | judged
        now = here.old.get("answered_by")
        gone = {now: f"{now} (no longer asked)"} if now and now not in {*known, RECORD} else {}
        self.answered_by.offer(
            [
                ("", "Nothing: it is asked in words"),
                (RECORD, "The breach's record"),
                *known.items(),
                *gone.items(),
            ]
        )
        _offer_page(self.page, here.old.get("page"))

    def entry(self, here: Here) -> Plain:
        """Give a new question an id of its own."""
        return with_own_id(without_page(super().entry(here)), here, self.text.data)


class JudgementForm(AmendForm):
    """One question that only a person can judge; its answers have pages of their own."""

    question = LongTextField(
        "The question", limit=4_000, validators=[Required("Write the question")]
    )
    hint = LongTextField("What helps to answer it?", limit=1_000)
    page = page_field()

    @classmethod
    def filled(cls, here: Here) -> dict[str, Any]:
        """Write out the page that the format takes for granted."""
        return {"page": _PAGE, **here.old}

    def offer(self, here: Here) -> None:
        """Offer a page that is no more, where the document names one."""
        _offer_page(self.page, here.old.get("page"))

    def entry(self, here: Here) -> Plain:
        """Give a new question an id that nothing else in the table has, and no and yes."""
        entry = without_page(super().entry(here))
        if here.is_new:
            taken = {each.name for each in questions_in(here.document)}
            entry["id"] = id_from(self.question.data or "", {*taken, OVERALL, RISK, RECORD})
            entry["answers"] = NO_OR_YES
        return entry


class AnswerForm(AmendForm):
    """One answer to a question of judgement."""

    label = TextField("The answer", validators=[Required("Write the answer")])

    def entry(self, here: Here) -> Plain:
        """Give a new answer a value of its own, which never changes with its words."""
        entry = super().entry(here)
        if here.needs_own_id:
            taken = {answer["value"] for answer in here.entries}
            entry["value"] = id_from(self.label.data or "", {*taken, NOT_YET_KNOWN})
        return entry


def with_own_id(entry: Plain, here: Here, words: str | None) -> Plain:
    """Return the entry with an id made of its words, where it has none or shares one."""
    if here.needs_own_id:
        taken = {each["id"] for each in here.entries}
        return {**entry, "id": id_from(words or "", taken, otherwise=here.part.noun)}
    return entry


def without_page(entry: Plain) -> Plain:
    """Return the entry without the page that the format takes for granted."""
    return {name: value for name, value in entry.items() if (name, value) != ("page", _PAGE)}


def _offer_page(field: Any, now: str | None) -> None:
    offered = {page.id: page.title for page in PAGES}
    gone = {now: f"{now} (there is no such page)"} if now and now not in offered else {}
    field.offer([*offered.items(), *gone.items()])


def step_item(here: Here) -> Item:
    """Say what a step is called and what is done in it."""
    return Item(here.old["title"], tuple(here.old["tasks"]))


def section_item(here: Here) -> Item:
    """Say what a section of the form is called, who fills it in and how long it is."""
    count = len(here.old["questions"])
    lines = (f"{here.old['completed_by']}.", f"{count} {'question' if count == 1 else 'questions'}")
    return Item(here.old["title"], lines)


def question_item(here: Here) -> Item:
    """Say what is asked, and what answers it."""
    answered = str(here.old.get("answered_by") or "")
    words = {"": "Asked in words.", RECORD: "Answered by the breach's record."}
    words |= {fact.name: f"Answered by: {fact.question}" for fact in FACTS}
    return Item(here.old["text"], (words.get(answered, answered),))


def judgement_item(here: Here) -> Item:
    """Say what is asked, and which answers there are, from the mildest to the worst."""
    answers = "; ".join(answer["label"] for answer in here.old["answers"])
    return Item(here.old["question"], (answers,))


def answer_item(here: Here) -> Item:
    """Say an answer."""
    return Item(here.old["label"])


def _count(key: str, one: str, many: str) -> Any:
    def words(document: Entry) -> str:
        listed = document.get(key, ())
        names = [each.get("title") or each.get("question") for each in listed]
        if not names:
            return f"No {many}."
        return f"{len(names)} {one if len(names) == 1 else many}: {'; '.join(names)}."

    return words


STEPS: Final = Part(
    name="steps",
    title="The steps",
    at=("steps",),
    form=StepForm,
    item=step_item,
    noun="step",
    summary=_count("steps", "step", "steps"),
)
QUESTIONS: Final = Part(
    name="questions",
    title="Questions",
    at=("questions",),
    form=QuestionForm,
    item=question_item,
    noun="question",
)
FORM: Final = Part(
    name="form",
    title="The policy's own form",
    at=("form",),
    form=SectionForm,
    item=section_item,
    noun="section",
    intro="What the policy's own form asks. This service asks it when it is needed.",
    inner=(QUESTIONS,),
    summary=_count("form", "section", "sections"),
)
ANSWERS: Final = Part(
    name="answers",
    title="Answers",
    at=("answers",),
    form=AnswerForm,
    item=answer_item,
    noun="answer",
    intro="From the mildest to the worst. “Not yet known” is always there as well.",
    keyed_by="value",
)
JUDGEMENTS: Final = Part(
    name="judgements",
    title="What only a person can judge",
    at=("judgements",),
    form=JudgementForm,
    item=judgement_item,
    noun="question",
    intro="Whoever rates a breach is asked these, and the criteria may rest on the answers.",
    inner=(ANSWERS,),
    summary=_count("judgements", "question", "questions"),
)
