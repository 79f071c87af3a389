"""What every letter about a practice breach says before anything else."""

from dataclasses import replace

from tenants.messages.wording.shape import Wording
from tenants.models import Breach

_NOT_REAL = (
    "This is practice. No information about anybody is lost: practice breach {number} is made up."
    " The clock is real, so do what you would do if it had happened. Do not tell the regulator or"
    " anybody outside the council; record what you would have done."
)


def marked(words: Wording, breach: Breach | None) -> Wording:
    """Return the words as they are, or marked as practice in the subject and the first line."""
    if breach is None or not breach.is_drill:
        return words
    subject = words.subject
    if not subject.startswith(breach.marker):
        subject = breach.marker + subject
    first = _NOT_REAL.format(number=breach.reference)
    return replace(words, subject=subject, paragraphs=(first, *words.paragraphs), is_practice=True)
