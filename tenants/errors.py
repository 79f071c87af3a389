"""What can go wrong, said as the situation.

TenantsError
├── NotFound                     there is no such thing in this council
├── ChangedMeanwhile             somebody else saved first; carries nothing, the caller reloads
├── AlreadyDone                  it was done before: a double press
├── NotAllowed                   this person may not do that here
│   ├── InvolvementNotDeclared   say first whether you were involved
│   └── WasInvolved              who was involved cannot assess or decide
├── NotYet                       another step comes first
├── NotAcceptable                a value that the rules refuse; names the field
└── SignInRefused                the e-mail address and password do not open this council
"""


class TenantsError(Exception):
    """Any situation that a service refuses, with words for the person."""


class NotFound(TenantsError):
    """There is no such thing in this council."""


class ChangedMeanwhile(TenantsError):
    """Somebody else saved this first."""


class AlreadyDone(TenantsError):
    """This was done before."""


class NotAllowed(TenantsError):
    """This person may not do that here."""


class InvolvementNotDeclared(NotAllowed):
    """The person has not yet said whether they were involved in causing the breach."""


class WasInvolved(NotAllowed):
    """The person was involved in causing the breach."""


class NotYet(TenantsError):
    """Another step comes first."""


class NotAcceptable(TenantsError):
    """A value breaks a rule; `field` names it as the form does."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class SignInRefused(TenantsError):
    """The e-mail address and password do not open this council."""
