"""The kinds of breach as a reporter picks among them: everyday groups, "Not sure" last."""

from typing import Any, Final

from flask import render_template
from markupsafe import Markup

from tenants.policy import Cause, fact
from webapp.forms import RadioField

GROUPS: Final[tuple[tuple[str, tuple[Cause, ...]], ...]] = (
    (
        "The wrong person got it, saw it or heard it",
        (
            Cause.EMAILED_TO_WRONG_RECIPIENT,
            Cause.FAILURE_TO_USE_BCC,
            Cause.POSTED_TO_WRONG_RECIPIENT,
            Cause.FAILURE_TO_REDACT,
            Cause.VERBAL_DISCLOSURE,
            Cause.UNAUTHORISED_ACCESS,
            Cause.WRONG_PERSONS_DATA_IN_PORTAL,
        ),
    ),
    (
        "It was lost, stolen or thrown away",
        (
            Cause.LOST_OR_STOLEN_PAPERWORK,
            Cause.LOST_OR_STOLEN_DEVICE,
            Cause.DISPOSAL_OF_PAPERWORK,
            Cause.DISPOSAL_OF_HARDWARE,
        ),
    ),
    (
        "Something is wrong with a computer, an account or a website",
        (
            Cause.PHISHING,
            Cause.RANSOMWARE,
            Cause.MALWARE,
            Cause.BRUTE_FORCE,
            Cause.MISCONFIGURATION,
            Cause.DENIAL_OF_SERVICE,
            Cause.CRYPTOGRAPHIC_FLAW,
            Cause.OTHER_CYBER,
        ),
    ),
    ("Anything else", (Cause.ALTERATION, Cause.OTHER_NON_CYBER, Cause.NOT_YET_KNOWN)),
)
_CAUSE = fact("cause")
_OWN_WORDS = {Cause.NOT_YET_KNOWN: "Not sure"}


def cause_of(value: str) -> Cause:
    """Return the cause of this name; a name that is none stands for "not yet known"."""
    return Cause(value) if value in tuple(Cause) else Cause.NOT_YET_KNOWN


def kind_words(cause: Cause) -> str:
    """Return what a reporter reads for a cause."""
    return _OWN_WORDS.get(cause) or _CAUSE.label(cause)


class _KindWidget:
    """Renders one set of radios under a heading for each group."""

    def __call__(self, field: "KindField", **_options: Any) -> Markup:
        groups = [(title, [_item(field, cause) for cause in causes]) for title, causes in GROUPS]
        return Markup(render_template("report/kinds.html", field=field, groups=groups))  # noqa: S704 - the template escapes


class KindField(RadioField):
    """The nearest kind of breach; `data` is the name of a cause."""

    def __init__(self, label: str, **options: Any) -> None:
        offered = [(cause.value, kind_words(cause)) for _, causes in GROUPS for cause in causes]
        hints = {value.value: value.hint for value in _CAUSE.values if value.hint}
        super().__init__(label, offered, hints=hints, widget=_KindWidget(), **options)


def _item(field: KindField, cause: Cause) -> dict[str, Any]:
    """Return one radio; the first of all has the field's own id, where an error's link leads."""
    is_first = cause == GROUPS[0][1][0]
    item = {
        "id": field.id if is_first else f"{field.id}-{cause.value}",
        "value": cause.value,
        "text": field.offered[cause.value],
        "checked": field.data == cause.value,
    }
    if cause.value in field.hints:
        item["hint"] = {"text": field.hints[cause.value]}
    return item
