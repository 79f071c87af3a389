"""Policy documents as people bring them: a file or pasted text, TOML or JSON. Content decides.

What a file is called says nothing: its bytes are read as text, and the engine reads the text.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup
from werkzeug.datastructures import FileStorage
from wtforms import Field
from wtforms.validators import StopValidation

from tenants.policy import PolicyDocumentError, Problem
from tenants.policy.documents import plain
from webapp.components import component
from webapp.forms import Form, LongTextField
from webapp.forms.widgets import GovukWidget, LongWidget

LARGEST_BYTES = 1_000_000
"""More than the engine reads; a policy of twenty printed pages takes a tenth of it."""

_SIGNS = (
    (b"%PDF", "This file is a PDF"),
    (b"PK\x03\x04", "This file is a Word document or a folder of files"),
    (b"\xd0\xcf\x11\xe0", "This file is a Word or Excel document"),
    (b"\x89PNG", "This file is a picture"),
    (b"\xff\xd8\xff", "This file is a picture"),
)
_INSTEAD = "Choose the policy as a TOML or JSON file"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class DocumentRefused(ValueError):
    """A file that holds no text; the message says what to choose instead."""


class _FileWidget(GovukWidget):
    """Renders the control that opens a file; a browser never fills it in again."""

    def __call__(self, field: Field, **options: Any) -> Markup:
        params = {**self.params(field, options), "type": "file", "value": ""}
        return component("govukInput", {**params, "classes": "pb-file"})


class _DocumentWidget(LongWidget):
    """Renders the text of a document so that no macro around it can indent its lines."""

    def __call__(self, field: Field, **options: Any) -> Markup:
        head, opening, rest = super().__call__(field, **options).partition("<textarea")
        text, closing, end = rest.partition("</textarea>")
        return Markup("").join((head, opening, text.replace("\n", Markup("&#10;")), closing, end))


class _DocumentField(LongTextField):
    """The text of a document, kept exactly as it was typed."""

    widget = _DocumentWidget()

    def tidied(self, text: str) -> str:
        """Leave the text as it is: a document may say in which form its letters are."""
        return text.replace("\r\n", "\n")


class FileField(Field):
    """A small text file; `data` is its text, or None where none was chosen."""

    widget = _FileWidget()
    data: str | None

    def __init__(self, label: str, *, hint: str = "", **options: Any) -> None:
        super().__init__(label, description=hint, **options)

    def _value(self) -> str:
        return ""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read the file, if there is one."""
        self.data = None
        chosen = [value for value in valuelist if isinstance(value, FileStorage) and value.filename]
        self.raw_data = []
        if chosen:
            # A large one waits in a file of its own, which is given back whatever it holds.
            with chosen[0].stream as stream:
                content = stream.read(LARGEST_BYTES + 1)
            self.data = text_in(content)

    def pre_validate(self, form: Any) -> None:
        """Keep "choose a file" away from one that was read and refused already."""
        if self.process_errors:
            raise StopValidation


def text_in(content: bytes) -> str:
    """Return the text of a file, or raise `DocumentRefused`."""
    if not content.strip():
        raise DocumentRefused(f"This file is empty. {_INSTEAD}")
    if len(content) > LARGEST_BYTES:
        message = "This file is larger than 1 megabyte, and no policy is. Choose another file"
        raise DocumentRefused(message)
    for sign, what in _SIGNS:
        if content.startswith(sign):
            raise DocumentRefused(f"{what}, which this service cannot read. {_INSTEAD}")
    try:
        text = content.decode("utf-16" if content[:2] in _UTF16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"This file is not text in UTF-8, so it cannot be read. {_INSTEAD}"
        raise DocumentRefused(message) from error
    if "\0" in text:
        raise DocumentRefused(f"This file is not text. {_INSTEAD}")
    return text.replace("\r\n", "\n")


def decoded(text: str) -> Mapping[str, Any] | None:
    """Return what a document holds, right or wrong; None where it is neither TOML nor JSON."""
    try:
        return plain(text, "policy")
    except PolicyDocumentError:
        return None


class DocumentForm(Form):
    """A document as a file or as text; a file comes before the text."""

    file = FileField("Choose a file", hint="A TOML or JSON file of at most 1 megabyte.")
    document = _DocumentField(
        "Or paste the text",
        hint="TOML or JSON, as this service hands it out. A file that you chose comes before it.",
        limit=LARGEST_BYTES,
        render_kw={"spellcheck": False, "classes": "pb-code"},
    )

    @property
    def text(self) -> str:
        """Return the document's text, empty where there is none."""
        return self.file.data or self.document.data or ""

    def require_text(self) -> bool:
        """Whether there is a document; without one the form says so."""
        if not self.text:
            self.refuse("document", "Choose a file or paste the text of the policy")
        return bool(self.text)

    def refuse_document(self, error: PolicyDocumentError) -> tuple[Problem, ...]:
        """Keep the text to be mended in the page; return everything that is wrong with it."""
        self.document.raw_data = [self.text]
        number = len(error.problems)
        things = "1 thing" if number == 1 else f"{number} things"
        self.refuse("document", f"This policy has {things} to mend. The list says where and how")
        return error.problems
