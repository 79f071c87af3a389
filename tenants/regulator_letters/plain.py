"""The text of a letter without the noise of PDFs and mail programs. Pure.

Takes out what was never written: ligatures, soft hyphens, tabs, quoting signs, page numbers and
heads that repeat on every page, and words that a page layout tore apart.
"""

import re
from collections import Counter
from typing import Final

MOST_LETTERS: Final = 80_000
"""Letters of a text that are looked at: a letter with its leaflet has about 12,000."""

_QUOTE_MARKS: Final = dict.fromkeys("\u2018\u2019\u201b", "'") | dict.fromkeys(
    "\u201c\u201d\u201e", '"'
)
_HYPHENS: Final = dict.fromkeys("\u2010\u2011\u2212", "-")
# Joiners, direction marks and zero bytes, which nobody sees.
_UNSEEN: Final = dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202c\x00")
_LIGATURES: Final = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
_SIGNS: Final = str.maketrans({**_QUOTE_MARKS, **_HYPHENS, **_UNSEEN, **_LIGATURES})
_SOFT_HYPHEN = re.compile("\u00ad[ \t]*\r?\n?[ \t]*(?=\\w)|\u00ad")
_BLANKS = re.compile(r"[^\S\n\f]+")
_QUOTED = re.compile(r"^(?:[ ]?[>|])+[ ]?", re.MULTILINE)
# Signs that stand for a bullet, also what a scan makes of them.
_DOTS: Final = (
    "\u2022\u25cf\u25aa\u25e6\u2023\u2219\u25a0\u25a1"
    "\u25c6\u25ba\u27a2\u27a4\u2713\u2714\uf000-\uf0ff"
)
_SCANNED_DOT: Final = r"A ?\+\+ ?o|\+\+ ?o"
_BULLET = re.compile(
    rf"^[ ]*(?:{_SCANNED_DOT}"
    rf"|[{_DOTS}\u00b7\u2013\u2014*+~\u00bb\u00a7-]|[o\u00a2\u00b0](?= +[A-Z]))"
    r"(?:[ ]+|\n+(?=\w))",
    re.MULTILINE,
)
_INNER_QUOTED = re.compile(r"(?<=\s)>+[ ](?:>+[ ])*")
_INNER_BULLET = re.compile(
    rf"(?<=[\s.;:,])(?:{_SCANNED_DOT}|[{_DOTS}])[ \n]+|(?<=[.;:] )o[ ](?=[A-Z])"
)
_PAGE_NUMBER = re.compile(
    r"^[ ]*[-\u2013\u2014]* ?(?:page )?\d{1,3}(?: ?(?:of|/) ?\d{1,3})? ?[-\u2013\u2014]*[ ]*$",
    re.MULTILINE | re.IGNORECASE,
)
_LINE_HYPHEN = re.compile(r"(\w{1,30})-[ ]*\n[ ]*([a-z]{1,30})")
# A paragraph that a page's end tore apart goes on in small letters.
_TORN_PARAGRAPH = re.compile(r"(?<=[\w,'\")])\n\n+(?=[a-z])")
_LINE_ENDS = re.compile(r"[ \n]*\n[ \n]*")
_WORD = re.compile(r"[A-Za-z']+")
_TORN = re.compile(r"\b([A-Za-z]{1,12}) ([a-z]{1,12})\b")
# What stands alone and is no scrap of a torn word.
_SHORT_WORD = re.compile(
    "a|i|am|an|and|any|are|as|at|be|but|by|can|do|for|get|go|had|has|he|her|him|his|how|if|in"
    "|is|it|its|let|may|me|my|new|no|nor|not|now|of|off|old|on|one|or|our|out|own|per|put|see"
    "|set|she|so|the|to|too|two|up|us|use|via|was|way|we|who|why|yes|yet|you|ico|all|also|did"
    "|day"
)
_SHORT_HEAD: Final = 100


def plain(text: str) -> str:
    """Return the text with one newline a line, an empty one between paragraphs, "- " a bullet."""
    text = text[:MOST_LETTERS].replace("\r\n", "\n").replace("\r", "\n")
    text = _SOFT_HYPHEN.sub("", text.translate(_SIGNS))
    text = _QUOTED.sub("", _BLANKS.sub(" ", text.replace("\v", "\n")))
    text = _INNER_QUOTED.sub("", text)
    text = _without_heads(text).replace("\f", "\n")
    text = _PAGE_NUMBER.sub("", text)
    text = _INNER_BULLET.sub("- ", _BULLET.sub("- ", text))
    return _mended(_TORN_PARAGRAPH.sub("\n", _LINE_ENDS.sub(_one_or_two, text)))


def _one_or_two(found: re.Match[str]) -> str:
    return "\n" * min(2, found[0].count("\n"))


def one_line(words: str) -> str:
    """Return words from a letter in one line."""
    return " ".join(words.split())


def _without_heads(text: str) -> str:
    """Take out the first and last lines that pages share, whatever number stands in them."""
    pages = [page.strip("\n").split("\n") for page in text.split("\f")]
    if len(pages) < 2:
        return text
    edges = Counter(key for page in pages for key in {_key(page[0]), _key(page[-1])} if key)
    repeated = {key for key, times in edges.items() if times > 1}
    for page in pages:
        while page and _key(page[0]) in repeated:
            page.pop(0)
        while page and _key(page[-1]) in repeated:
            page.pop()
    return "\f".join("\n".join(page) for page in pages)


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip()) if len(line) <= _SHORT_HEAD else ""


def _mended(text: str) -> str:
    """Join words that were torn, where the letter itself has the whole word elsewhere."""
    known = Counter(word.lower() for word in _WORD.findall(text))

    def at_line_end(found: re.Match[str]) -> str:
        whole = found[1] + found[2]
        return whole if whole.lower() in known else f"{found[1]}-{found[2]}"

    def in_line(found: re.Match[str]) -> str:
        first, second = found[1].lower(), found[2].lower()
        is_scrap = any(
            len(part) <= 3 and not _SHORT_WORD.fullmatch(part) for part in (first, second)
        )
        return found[1] + found[2] if is_scrap and first + second in known else found[0]

    return _TORN.sub(in_line, _LINE_HYPHEN.sub(at_line_end, text))
