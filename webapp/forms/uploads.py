"""A field that takes one file, and the mark of the views that may be sent one.

What a file may be is decided by `tenants.files`; here it is only read, and never more of it than
shows that it is too large.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from markupsafe import Markup
from werkzeug.datastructures import FileStorage
from wtforms import Field

from tenants.files import MOST_BYTES
from webapp.components import component
from webapp.forms.form import Form
from webapp.forms.widgets import GovukWidget

View = TypeVar("View", bound=Callable[..., Any])

_MEGABYTE: Final = 1024 * 1024
# The file itself, and the text that is sent beside it.
MOST_SENT: Final = MOST_BYTES + 2 * _MEGABYTE
CHOOSE_AGAIN: Final = "Choose the file again: browsers forget it when something else is to mend"


def takes_file(view: View) -> View:
    """Mark a view that may be sent a file; all others are refused more than 4 megabytes."""
    view.takes_file = True  # type: ignore[attr-defined]  # a mark on a function
    return view


@dataclass(frozen=True, slots=True)
class Chosen:
    """A file as the browser sent it: what it was called there, and its first bytes."""

    name: str
    content: bytes = field(repr=False)


class UploadWidget(GovukWidget):
    """Renders the control that chooses a file; the script says at once when it is too large."""

    component = "govukFileUpload"

    def __call__(self, field: Field, **options: Any) -> Markup:
        """Return the label, hint, error and control as one group."""
        params = self.params(field, options)
        params.pop("value", None)
        params["attributes"] = {"data-most-bytes": str(MOST_BYTES)}
        return component(self.component, params)


class UploadField(Field):
    """One file; `data` is what was chosen, or None."""

    widget = UploadWidget()
    data: Chosen | None

    def __init__(self, label: str, *, hint: str = "", **options: Any) -> None:
        super().__init__(label, description=hint, **options)

    def _value(self) -> str:
        return ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the file, up to the byte that makes it too large."""
        self.data = None
        sent = valuelist[0] if valuelist else None
        if isinstance(sent, FileStorage) and sent.filename:
            self.data = Chosen(sent.filename, sent.stream.read(MOST_BYTES + 1))
        self.raw_data = []


class FormWithFile(Form):
    """A form that asks for the file again where another answer is refused.

    No page can give a chosen file back to the browser.
    """

    def is_sent(self) -> bool:
        """Whether the form was sent, by this person, with nothing to mend."""
        is_sent = super().is_sent()
        if not is_sent:
            self._ask_again()
        return is_sent

    def refuse(self, field: str, message: str) -> None:
        """Add an error that a service found, and ask for the file again."""
        super().refuse(field, message)
        self._ask_again()

    def _ask_again(self) -> None:
        for asked in self:
            if isinstance(asked, UploadField) and asked.data is not None and not asked.errors:
                asked.errors = [CHOOSE_AGAIN]
