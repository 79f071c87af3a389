"""What the full council is told."""

from tenants.messages.subject import Subject
from tenants.messages.wording.sentences import (
    breach_path,
    reference,
)
from tenants.messages.wording.shape import Wording


def council_told(subject: Subject) -> Wording:
    """Tell every councillor that there is a breach of which they must know."""
    number, council = reference(subject), subject.council.name
    title = f"{subject.label} is for every councillor to know"
    news = (
        f"A personal data breach, number {number}, has been looked into. Under {council}'s"
        " policy every councillor is told of such a breach at once."
    )
    # The rating that they are told of: it may have been corrected since.
    if word := subject.breach.council_told_word if subject.breach else "":
        title = f"{subject.label} is rated {word}"
        news = (
            f"A personal data breach, number {number}, has been rated {word}."
            f" Under {council}'s policy every councillor is told of a breach with this rating at"
            " once."
        )
    return Wording(
        title,
        (
            news,
            (
                "You do not have to do anything now. Please do not discuss it by e-mail. Sign in to"
                " read what may be known about it."
            ),
            "Every councillor has been told.",
        ),
        "Read about the breach",
        breach_path(subject),
    )
