"""What becomes of a service's refusal on a page that somebody without an account fills in."""

from types import TracebackType
from typing import Self

from tenants.db import ScopedSession
from tenants.errors import AlreadyDone, NotAcceptable
from webapp.forms import Form


class Refusing:
    """Lets a form come back with everything typed; what has no field goes to the one named."""

    def __init__(self, form: Form, opened: ScopedSession, field: str) -> None:
        self.form = form
        self.opened = opened
        self.field = field

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> bool:
        """Swallow what the form can show; what the service had begun is taken back."""
        if not isinstance(error, NotAcceptable | AlreadyDone):
            return False
        self.opened.rollback()
        self.form.refuse(getattr(error, "field", self.field), str(error))
        return True
