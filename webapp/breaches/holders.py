"""Who has the next step of a breach, in words."""

from collections.abc import Sequence

from tenants.breaches.handlers import Handlers
from tenants.breaches.register import BreachLine
from tenants.breaches.steps import Holder
from tenants.models import Membership


def who_has_it(line: BreachLine) -> str:
    """Return the name or names of whoever has a line's next step; nothing where nobody has."""
    match line.step.holder:
        case Holder.NOBODY:
            return ""
        case Holder.LEAD:
            return line.lead_name or "Nobody yet"
        case Holder.HANDLERS:
            return handler_names(line.handlers)


def handler_names(handlers: Handlers) -> str:
    """Return who may take the step: any one of them is enough."""
    return _either(handlers.members) or "Nobody who may"


def _either(members: Sequence[Membership]) -> str:
    names = [member.name for member in members]
    return " or ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
