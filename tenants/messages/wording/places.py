"""A place in the register, and a password for it."""

from tenants.messages.subject import Subject
from tenants.messages.wording.shape import Wording


def invitation(subject: Subject) -> Wording:
    """Say that somebody has a place now, and how to sign in."""
    has_password = subject.recipient.person.password_hash is not None
    if has_password:
        how = "Sign in with the e-mail address and password that you use already."
        link, path = "Sign in", "/councils/{council}/sign-in"
    else:
        how = "Choose a password with the link below. It works once, for three days."
        link, path = "Choose a password", "/password/{token}"
    return Wording(
        f"{subject.short_name}: your place in the breach register",
        (
            (
                f"You have been given a place in {subject.council.name}'s breach register, where"
                " the council records and deals with personal data breaches."
            ),
            how,
        ),
        link,
        path,
    )


def password_reset(subject: Subject) -> Wording:
    """Give the link that sets a new password."""
    return Wording(
        f"{subject.short_name}: choose a new password",
        (
            "Somebody, probably you, asked to set a new password for the breach register.",
            (
                "The link below works once, for three days. If it was not you, do nothing: your"
                " password stays as it is."
            ),
        ),
        "Choose a new password",
        "/password/{token}",
    )
