"""The words of a text file, whatever it was written on, and of a web page."""

import codecs
from html.parser import HTMLParser
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BLOCKS: Final = frozenset(
    {"p", "div", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote"}
    | {"section", "article", "header", "footer", "hr"}
)
_UNSEEN: Final = frozenset({"script", "style", "head", "title", "template"})


def words_of_text(content: bytes, charset: str = "") -> str:
    """Return a text by its mark, as UTF-8, by its named set of signs, or as Windows writes it."""
    for mark, named in _MARKS:
        if content.startswith(mark):
            return content.decode(named, errors="replace")
    for named in dict.fromkeys((charset or "utf-8", "utf-8")):
        try:
            return content.decode(named)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("cp1252", errors="replace")


def words_of_web_page(html: str) -> str:
    """Return what a person reads on a page: a line for each block, "- " before each point."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.parts)


class _Reader(HTMLParser):
    """Gathers the text of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, a point or a part that nobody sees."""
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag == "br":
            self.parts.append("\n")
        elif tag in _BLOCKS:
            self.parts.append("\n\n")
        elif tag in {"td", "th"}:
            self.parts.append("\t")

    def handle_endtag(self, tag: str) -> None:
        """End a block or a part that nobody sees."""
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        """Keep what is seen; line ends of the source are blanks."""
        if not self._unseen:
            self.parts.append(" ".join(data.split("\n")))
