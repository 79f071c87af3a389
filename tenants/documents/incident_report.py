"""The incident report that the lead investigator brings to the full council.

Its ten headings are those of Scotton's policy (section 5, step 3), in our own words.
"""

from tenants.breaches.consequences import (
    COUNCIL_WORDS,
    HARM_WORDS,
    LIKELIHOOD_WORDS,
    SERIOUSNESS_WORDS,
    Consequence,
    CouncilRisk,
    Harm,
    Likelihood,
    Seriousness,
)
from tenants.documents.case import Case
from tenants.documents.measures import action_rows, actions_table
from tenants.documents.shape import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Note,
    Paragraph,
    Table,
)
from tenants.documents.wording import (
    NOT_YET,
    cause_words,
    fact_words,
    joined,
    known,
    occurred_words,
    people_words,
    risk_words,
)
from tenants.models import ActionKind
from tenants.times import when

TITLE = "Incident report"


def incident_report(case: Case) -> Document:
    """Return the report under the policy's ten headings, with what those who handle it know."""
    parts: tuple[tuple[str, list[Block]], ...] = (
        ("Summary", _summary(case)),
        ("The people involved", _people(case)),
        ("The information, systems and devices", _information(case)),
        ("How it happened", [Paragraph(_how(case))]),
        ("What was done about it", _done(case)),
        ("What came of it", _effects(case)),
        ("What could still follow", _could_follow(case)),
        ("Ways to prevent another", _prevention(case)),
        ("What these ways would bring with them", _side_effects(case)),
        ("Recommendations", _recommendations(case)),
    )
    blocks: list[Block] = []
    for number, (title, part) in enumerate(parts, start=1):
        blocks += [Heading(f"{number}. {title}"), *part]
    return case.document(TITLE, blocks)


def _summary(case: Case) -> list[Block]:
    breach = case.breach
    rating = case.policy.word(breach.rating) if case.rating else "Not rated yet"
    return [
        Paragraph(known(breach.description)),
        Facts(
            (
                ("What went wrong", cause_words(breach)),
                ("When it happened", occurred_words(breach)),
                ("When the council became aware", when(breach.aware_at)),
                ("When it was reported", when(breach.reported_at)),
                ("How many people it is about", people_words(breach)),
                ("Rating", rating),
                ("Risk to people", risk_words(breach)),
            )
        ),
    ]


def _people(case: Case) -> list[Block]:
    breach = case.breach
    reporter = case.name_of(breach.reporter_id) if breach.reporter_id else "Without an account"
    return [
        Facts(
            (
                ("Reported by", reporter),
                ("Received by", _by(case.name_of(breach.received_by_id))),
                ("Lead investigator", _by(case.name_of(breach.lead_id))),
                ("Whose information it is", joined([breach.whose, _labels(case)])),
            )
        ),
        Note("Who is named here did what the table says. It says nothing about whose fault it is."),
    ]


def _labels(case: Case) -> str:
    words = fact_words(case.breach, "data_subjects")
    return "" if words == NOT_YET else words


def _by(name: str) -> str:
    return "Nobody yet" if name == "nobody yet" else name


def _information(case: Case) -> list[Block]:
    breach, look = case.breach, case.first_look
    findings = case.rating.findings if case.rating else {}
    return [
        Facts(
            (
                ("What kind of information", fact_words(breach, "categories")),
                ("In the words of the first assessment", known(look.what_data if look else "")),
                ("Systems, devices or papers", known(findings.get("systems"))),
                ("How much, and the last back-up", known(findings.get("amount"))),
                ("Whether it was protected", fact_words(breach, "protection")),
                ("Whether it can be put right", fact_words(breach, "restoration")),
                ("Who has it now, or could have it", fact_words(breach, "recipient")),
            )
        )
    ]


def _how(case: Case) -> str:
    look, words = case.first_look, cause_words(case.breach)
    told = look.cause.strip() if look else ""
    # The first assessment begins with the picked answer, and may say no more than that.
    return joined([f"{words}.", "" if told.rstrip(".") == words else told])


def _done(case: Case) -> list[Block]:
    look = case.first_look
    blocks: list[Block] = [
        Paragraph(joined([case.breach.action_taken, look.containment if look else ""]))
    ]
    rows = action_rows(case, kinds={ActionKind.CONTAINMENT})
    return [*blocks, actions_table("What was undertaken to limit it", rows)] if rows else blocks


def _effects(case: Case) -> list[Block]:
    breach = case.breach
    happened = [one for one in case.for_people if one.likelihood == Likelihood.HAPPENED]
    rows = (
        ("Whether people had to go without something", fact_words(breach, "service_effect")),
        ("What shows whether anybody got hold of it", fact_words(breach, "exposure_evidence")),
        ("Whose good name could suffer", fact_words(breach, "reputation_harm")),
        ("Newspapers, radio and social media", fact_words(breach, "media_interest")),
    )
    if not happened:
        return [Facts(rows)]
    said = Bullets(tuple(_words(one) for one in happened))
    return [Paragraph("This has happened to people:"), said, Facts(rows)]


def _could_follow(case: Case) -> list[Block]:
    people = [one for one in case.for_people if one.likelihood != Likelihood.HAPPENED]
    if not people and not case.for_council:
        look = case.first_look
        return [Paragraph(known(look.harm if look else ""))]
    blocks: list[Block] = []
    if people:
        columns = ("What could happen", "How serious", "How likely")
        rows = tuple((_words(one), _serious(one), _likely(one)) for one in people)
        blocks.append(Table("For people", columns, rows))
    if case.for_council:
        council = tuple(
            (COUNCIL_WORDS[CouncilRisk(one.what)], one.words) for one in case.for_council
        )
        blocks.append(Facts(council, "For the council"))
    return blocks


def _words(one: Consequence) -> str:
    label = HARM_WORDS[Harm(one.what)]
    return f"{label}: {one.words}" if one.words else label


def _serious(one: Consequence) -> str:
    return SERIOUSNESS_WORDS[Seriousness(one.seriousness)] if one.seriousness else ""


def _likely(one: Consequence) -> str:
    return LIKELIHOOD_WORDS[Likelihood(one.likelihood)] if one.likelihood else ""


def _prevention(case: Case) -> list[Block]:
    review = case.review
    answers = review.answers if review else {}
    kept = [answers.get(name, "") for name in ("risk", "security", "policies", "people")]
    return [Paragraph(joined([*kept, case.risks.remedy if case.risks else ""]))]


def _side_effects(case: Case) -> list[Block]:
    answers = case.review.answers if case.review else {}
    weigh = "Weigh what each way would cost: money, time, and what becomes harder for people."
    return [Paragraph(known(answers.get("money"))), Note(weigh)]


def _recommendations(case: Case) -> list[Block]:
    rows = action_rows(case, kinds=set(ActionKind) - {ActionKind.CONTAINMENT})
    lessons = case.review.lessons if case.review else case.breach.learned
    blocks: list[Block] = [Paragraph(known(lessons))]
    if case.review and case.review.policy_changes:
        blocks.append(Paragraph(f"Changes to the policy: {case.review.policy_changes}"))
    return [*blocks, actions_table("What is to be done", rows)] if rows else blocks
