"""Documents as editable Word files, made of Word's own styles so that they can be worked on."""

import re
from io import BytesIO
from typing import Any, Final, assert_never

import docx
from docx.document import Document as WordFile
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Line

from tenants.documents.glyphs import readable
from tenants.documents.lines import (
    FACTS_COLUMNS,
    direction_of,
    foot_of,
    full_title,
    head_of,
    made_on,
    page_word,
    paragraphs_in,
)
from tenants.documents.shape import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Table,
)

_LANGUAGES: Final = {"en": "en-GB", "cy": "cy-GB"}
_ACCENT: Final = "1f5a70"
_QUIET: Final = RGBColor(0x51, 0x62, 0x6D)
# Hebrew, Arabic and their neighbours, with the blanks and marks between two such words.
_SCRIPTS: Final = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+"
_RIGHT_TO_LEFT: Final = re.compile(rf"({_SCRIPTS}(?:[ ,.:;'\u05be-]+{_SCRIPTS})*)")
_SIZES: Final = {1: 20, 2: 14, 3: 12, 4: 11}


def as_word(document: Document) -> bytes:
    """Return the document as a .docx file: headings, lists and tables are Word's own."""
    made = _Word(document)
    for block in document.blocks:
        made.add(block)
    kept = BytesIO()
    made.file.save(kept)
    return kept.getvalue()


class _Word:
    """A Word file while it is being written."""

    def __init__(self, document: Document) -> None:
        self.file: WordFile = docx.Document()
        self._colour = (document.colour or _ACCENT).removeprefix("#")
        self._breaks = False
        self._style_ids: dict[str, str] = {}
        _name(self.file, document)
        _style(self.file, document, RGBColor.from_string(self._colour))
        _mark_pages(self.file, document)
        if not document.is_letter:
            self._line("Heading 1", full_title(document))
            self._line("Normal", made_on(document)).runs[0].font.color.rgb = _QUIET
        if document.restriction:
            self._line("Intense Quote", document.restriction)

    def _style_id(self, name: str) -> str:
        if name not in self._style_ids:
            self._style_ids[name] = str(self.file.styles[name].style_id)
        return self._style_ids[name]

    def add(self, block: Block) -> None:
        """Write one block at the end."""
        match block:
            case Heading():
                self._line(f"Heading {block.level}", " ".join(block.text.split()))
            case Paragraph():
                self._text("Normal", block.text)
            case Note():
                self._text("Intense Quote", block.text)
            case Bullets():
                self._list(block)
            case Facts():
                self._table(Table(block.caption, FACTS_COLUMNS, block.rows), first_bold=True)
            case Table():
                self._table(block)
            case PageBreak():
                self._breaks = True
            case _:
                assert_never(block)

    def _text(self, style: str, text: str) -> None:
        for one in paragraphs_in(readable(text)):
            self._line(style, one)

    def _line(self, style: str, text: str) -> Line:
        line = self.file.add_paragraph()
        # python-docx reads all styles for each name that it is given.
        line._p.style = self._style_id(style)  # noqa: SLF001
        if self._breaks:
            line.paragraph_format.page_break_before, self._breaks = True, False
        _write(line, readable(text))
        return line

    def _list(self, block: Bullets) -> None:
        style = "List Number" if block.numbered else "List Bullet"
        number = _new_numbers(self.file) if block.numbered else None
        for item in block.items:
            line = self._line(style, item.strip())
            if number is not None:
                wanted = line._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 - no other way
                wanted.get_or_add_ilvl().val = 0
                wanted.get_or_add_numId().val = number

    def _table(self, block: Table, *, first_bold: bool = False) -> None:
        if block.caption or self._breaks:
            self._line("Caption", block.caption).paragraph_format.keep_with_next = True
        table = self.file.add_table(rows=0, cols=len(block.columns), style="Table Grid")
        table.autofit = True
        for number, row in enumerate((block.columns, *block.rows)):
            cells = table.add_row().cells
            for place, (cell, text) in enumerate(zip(cells, row, strict=True)):
                _fill(cell, text, is_bold=number == 0 or (first_bold and place == 0))
                if number == 0:
                    _shade(cell)
        head = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no header rows
        head.append(_element("w:tblHeader", val="true"))
        self.file.add_paragraph(style="No Spacing")


def _write(line: Line, text: str, *, is_bold: bool = False) -> None:
    """Write a paragraph's lines; what is right to left is marked so, in part or as a whole."""
    for number, one in enumerate(text.split("\n")):
        if number:
            line.runs[-1].add_break()
        for words in filter(None, _RIGHT_TO_LEFT.split(one)) if one else [""]:
            run = line.add_run(words)
            run.bold = is_bold or None
            if _RIGHT_TO_LEFT.fullmatch(words):
                run.font.rtl = True
    if direction_of(text) == "rtl":
        properties = line._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no direction
        properties.insert_element_before(_element("w:bidi"), "w:jc", "w:rPr", "w:sectPr")


def _fill(cell: _Cell, text: str, *, is_bold: bool) -> None:
    pieces = paragraphs_in(readable(text)) or [""]
    _write(cell.paragraphs[0], pieces[0], is_bold=is_bold)
    for piece in pieces[1:]:
        _write(cell.add_paragraph(), piece, is_bold=is_bold)


def _shade(cell: _Cell) -> None:
    shade = _element("w:shd", val="clear", color="auto", fill="E9EFF1")
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no shading


def _element(name: str, **values: str) -> Any:  # lxml has no types
    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _name(file: WordFile, document: Document) -> None:
    about = file.core_properties
    about.title = readable(full_title(document))[:255]
    about.author = about.last_modified_by = readable(document.council)[:255]
    about.subject = readable(document.reference)[:255]
    about.language = _LANGUAGES.get(document.language, "en-GB")
    about.comments = ""
    about.created = about.modified = document.made_at.replace(tzinfo=None)


def _style(file: WordFile, document: Document, accent: RGBColor) -> None:
    language = _LANGUAGES.get(document.language, "en-GB")
    for found in file.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), language)
    normal = file.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    normal.paragraph_format.space_after = Pt(8)
    for level, size in _SIZES.items():
        heading = file.styles[f"Heading {level}"]
        heading.font.size, heading.font.color.rgb = Pt(size), accent
    for name in ("Heading 1", "Heading 2", "Heading 3", "Heading 4", "Caption", "Intense Quote"):
        style = file.styles[name]
        style.font.name = "Arial"
        style.font.color.rgb = accent
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    quote = file.styles["Intense Quote"]
    quote.font.italic, quote.font.bold = False, False


def _mark_pages(file: WordFile, document: Document) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    head = section.header.paragraphs[0]
    _write(head, readable(document.council), is_bold=True)
    if head_of(document):
        head.add_run(f"  |  {readable(head_of(document))}")
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{readable(foot_of(document))}, {page_word(document.language)} ")
    foot.alignment = WD_ALIGN_PARAGRAPH.LEFT
    field = _element("w:fldSimple", instr="PAGE")
    foot._p.append(field)  # noqa: SLF001 - python-docx has no page numbers
    for line in (head, foot):
        for run in line.runs:
            run.font.size, run.font.color.rgb = Pt(9), _QUIET


def _new_numbers(file: WordFile) -> int:
    """Return a numbering of its own, from 1, of the kind that the style "List Number" has."""
    style = file.styles["List Number"].element
    numbering = file.part.numbering_part.element
    like = style.pPr.numPr.numId.val
    kind = next(one for one in numbering.num_lst if one.numId == like).abstractNumId.val
    number = numbering.add_num(kind)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(number.numId)
