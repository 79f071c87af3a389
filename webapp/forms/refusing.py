"""Letting a form come back with everything typed when a service refuses what was sent."""

from types import TracebackType
from typing import Protocol, Self

from tenants.errors import AlreadyDone, NotAcceptable
from webapp.forms.form import Form


class Undone(Protocol):
    """What takes back all that a refused service had begun."""

    def rollback(self) -> None:
        """Take it back."""


class Refusing:
    """Shows a refusal beside the field that it names.

    What names no field, because it was done already, is shown beside `otherwise` where the page
    has such a field; else it is left to whoever answers for the page.
    """

    def __init__(self, form: Form, opened: Undone, *, otherwise: str | None = None) -> None:
        self.form = form
        self.opened = opened
        self.otherwise = otherwise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> bool:
        """Swallow what the form can show; what the service had begun is taken back."""
        match error:
            case NotAcceptable():
                field = error.field
            case AlreadyDone() if self.otherwise is not None:
                field = self.otherwise
            case _:
                return False
        self.opened.rollback()
        self.form.refuse(field, str(error))
        return True
