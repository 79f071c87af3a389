"""How a letter looks: as plain text, as HTML that says the same, and as a text for a telephone."""

from dataclasses import dataclass
from html import escape
from typing import Final

from tenants.messages.subject import Subject
from tenants.messages.wording import Wording
from tenants.models import Council

# Two parts of a text message at the most that every telephone puts together again.
LONGEST_TEXT: Final = 300
_LONGEST_NAME: Final = 40
_SAY_SO: Final = "Say “I have it”"
_WHAT_IT_DOES: Final = (
    "Press it if you are dealing with this. Nobody further is asked until the next alert. It"
    " decides nothing, and the clock runs on."
)
_STRAIGHT: Final = str.maketrans("\u201c\u201d\u2018\u2019\u2013\u2014", "\"\"''--")
_PRACTICE_BAND: Final = (
    '<p style="margin: 0 0 16px; padding: 8px 12px; background: #4c2c92; color: #ffffff;'
    ' font-weight: bold">PRACTICE: nothing has happened</p>'
)
_BUTTON: Final = (
    "display: inline-block; padding: 12px 20px; text-decoration: none; font-weight: bold"
)


@dataclass(frozen=True, slots=True)
class Links:
    """Where a letter leads: its page, and for an alert the door to say "I have it"."""

    page: str
    hold: str | None = None


def as_plain(wording: Wording, links: Links, council: Council) -> str:
    """Return the letter's plain part."""
    band = ["*** PRACTICE ***"] if wording.is_practice else []
    parts = [*band, *wording.paragraphs, f"{wording.link}:\n{links.page}"]
    if links.hold:
        parts += [f"{_SAY_SO}:\n{links.hold}", _WHAT_IT_DOES]
    return "\n\n".join([*parts, _footer(council)]) + "\n"


def as_html(wording: Wording, links: Links, council: Council) -> str:
    """Return the letter's HTML part, which says what the plain one says."""
    paragraphs = "".join(
        f'<p style="margin: 0 0 16px; white-space: pre-line">{escape(one)}</p>'
        for one in wording.paragraphs
    )
    return (
        '<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(wording.subject)}</title></head>"
        '<body style="font-family: Arial, sans-serif; font-size: 17px; line-height: 1.5;'
        ' color: #0b0c0c; max-width: 36em; margin: 0 auto; padding: 20px">'
        '<p style="font-weight: bold; border-bottom: 1px solid #b1b4b6; padding-bottom: 8px">'
        f"Breach register<br>{escape(council.name)}</p>"
        f"{_PRACTICE_BAND if wording.is_practice else ''}"
        f"{paragraphs}"
        f'<p style="margin: 24px 0 16px"><a href="{escape(links.page)}" style="{_BUTTON};'
        f' background: #00703c; color: #ffffff">{escape(wording.link)}</a></p>'
        f"{_hold_as_html(links.hold)}"
        '<p style="color: #505a5f; font-size: 15px; border-top: 1px solid #b1b4b6;'
        f' margin-top: 24px; padding-top: 12px">{escape(_footer(council))}</p></body></html>'
    )


def as_text_message(subject: Subject, wording: Wording, links: Links) -> str:
    """Return what a telephone shows: council, number, hours left, one link; at most 300 letters."""
    address = links.hold or links.page
    door = "Say 'I have it' or see what to do" if links.hold else wording.link
    name = subject.short_name[:_LONGEST_NAME].strip()
    said = wording.subject.replace(subject.short_name, name, 1)
    words = _plain_letters(f"{said}. {door}: ")
    room = LONGEST_TEXT - len(address) - 1
    return f"{words[:room].rstrip()} {address}"


def _hold_as_html(hold: str | None) -> str:
    if hold is None:
        return ""
    return (
        f'<p style="margin: 0 0 8px"><a href="{escape(hold)}" style="{_BUTTON};'
        f' border: 2px solid #00703c; color: #00703c">{_SAY_SO}</a></p>'
        f'<p style="margin: 0 0 16px">{_WHAT_IT_DOES}</p>'
    )


def _plain_letters(text: str) -> str:
    """Return text that a telephone counts one to a letter: no curly marks, no long dashes."""
    return " ".join(text.translate(_STRAIGHT).split())


def _footer(council: Council) -> str:
    return (
        f"You get this because you have a place in {council.name}'s breach register."
        " It holds no details on purpose: sign in to see them."
    )
