"""The register as a file: nothing in it acts, and it reads back as it was."""

import csv
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from typing import Any

import odfdo
import pypdf
import pytest

from tenants.documents.register_export import (
    MOST_PRINTED,
    Register,
    as_csv,
    as_ods,
    as_print,
    harmless,
)
from tenants.documents.register_lines import SHORT

DAY = date(2026, 11, 22)
TYPED = "Siân O\u2019Hara, “the shed” <b>&amp;\n\u0645\u0631\u062d"


def register(*lines: tuple[Any, ...], columns: tuple[str, ...] = SHORT) -> Register:
    return Register(
        council="Testham Parish Council",
        slug="testham",
        asked="Everything",
        columns=columns,
        lines=lines,
        made_at=datetime(2026, 11, 22, 9, tzinfo=UTC),
        on=DAY,
    )


def line(words: str) -> tuple[Any, ...]:
    return ("2026-001", DAY, words, "Near miss", "Closed", "Not needed", DAY)


@pytest.mark.parametrize(
    "typed",
    [
        *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1"),
        *("\uff1d1", "\uff0b1", "\uff0d1", "\uff201", "\u22121"),
        *("\u200b=1", "\ufeff@x", "\u202e=1", "\u00ad =1"),
    ],
)
def test_what_looks_like_a_formula_is_made_text(typed: str) -> None:
    assert harmless(typed).startswith("'")


@pytest.mark.parametrize("typed", ["a\ufffeb", "a\uffffb", "a\x0bb", "a\ud800b"])
def test_no_text_stops_the_spreadsheet(typed: str) -> None:
    assert odfdo.Document(BytesIO(as_ods(register(line(typed))))).get_type() == "spreadsheet"


@pytest.mark.parametrize(
    "typed", ["", "2026-001", "1 = 1", "O'Hara", "\u0645\u0631\u062d", "a\u200cb"]
)
def test_what_is_no_formula_stays(typed: str) -> None:
    assert harmless(typed) == typed


def test_nothing_turns_the_direction_of_what_stands_behind_it() -> None:
    assert harmless("a\u202eb\u2066c\x00d\u200fe") == "abcde"


def test_csv_is_read_by_a_spreadsheet_program_and_by_a_strict_reader() -> None:
    content = as_csv(register(line(TYPED), line("=cmd|' /C calc'!A0")))
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig")), strict=True))
    assert rows[0] == list(SHORT)
    assert rows[1][1:3] == ["2026-11-22", TYPED.replace("\n", " ")]
    assert rows[2][2] == "'=cmd|' /C calc'!A0"


def test_ods_holds_texts_as_texts_and_days_as_days() -> None:
    file = odfdo.Document(BytesIO(as_ods(register(line(TYPED), line("=1+1")))))
    sheet, about = file.body.tables
    assert sheet.get_row_values(0) == list(SHORT)
    assert sheet.get_value("C2") == TYPED.replace("\n", " ")
    assert sheet.get_value("C3") == "'=1+1"
    cell = sheet.get_cell("B2")
    assert (cell.type, cell.value.date() if isinstance(cell.value, datetime) else cell.value) == (
        "date",
        DAY,
    )
    assert cell.formula is None
    assert ["Council", "Testham Parish Council"] in about.get_values()


def test_pdf_has_each_breach_and_says_when_it_is_cut() -> None:
    found = pypdf.PdfReader(BytesIO(as_print(register(line(TYPED)))))
    text = "".join(page.extract_text() for page in found.pages)
    assert "2026-001" in text
    assert "Practice breaches are made up" in text
    whole = register(*[line("x")] * (MOST_PRINTED + 1))
    cut = pypdf.PdfReader(BytesIO(as_print(whole)))
    assert f"the latest {MOST_PRINTED}" in cut.pages[0].extract_text().replace("\n", " ")


def test_an_empty_register_says_that_nothing_is_in_it() -> None:
    for columns in (SHORT, (*SHORT, "One more")):
        text = pypdf.PdfReader(BytesIO(as_print(register(columns=columns)))).pages[0].extract_text()
        assert "nothing is in it" in text
