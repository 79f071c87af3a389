"""What is to be mended in a draft, and the page on which each thing is mended."""

from collections.abc import Callable

from tenants import policies
from tenants.access import Permission
from tenants.models import PolicyDraft
from tenants.policy import PolicyDocumentError
from webapp.policy.amending.document import opened
from webapp.policy.amending.parts import address_of
from webapp.policy.amending.problems import here_of, to_mend
from webapp.policy.places import ShownProblem
from webapp.scope import scope


def problems_of_draft(draft: PolicyDraft, error: PolicyDocumentError) -> tuple[ShownProblem, ...]:
    """Return what has to be mended; whoever may mend it gets the addresses of the pages too."""
    may_mend = scope.member.can(Permission.MANAGE_PEOPLE)
    return tuple(
        ShownProblem(each.place, each.wrong, each.mend, address_of(each.where) if may_mend else "")
        for each in to_mend(error.problems, opened(policies.document_of(draft)))
    )


def addresses_in(draft: PolicyDraft) -> Callable[[str], str]:
    """Return what gives the page for a place of the draft; nothing to whoever may not mend it."""
    document = opened(policies.document_of(draft))
    may_mend = scope.member.can(Permission.MANAGE_PEOPLE)

    def address_at(place: str) -> str:
        here = here_of(place, document) if may_mend else None
        return address_of(here.where) if here else ""

    return address_at
