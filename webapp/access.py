"""Who may open a view. Every view says so, or the service does not start.

`@requires(Permission.X)` asks for a permission in the council that the address names;
`@for_officers` opens a view to the officers of the association that the address names;
`@for_operators` opens a view to whoever looks after the machine, and is about nobody's case;
`@public` opens a view to everyone, signed in or not.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask

from tenants.access import Permission

View = TypeVar("View", bound=Callable[..., Any])

_MARK = "_access"


class AccessNotDeclared(Exception):
    """A view declares neither a permission nor that it is public."""


@dataclass(frozen=True, slots=True)
class Access:
    """What a view asks of whoever opens it: a permission, an officer, an operator, or nothing."""

    permission: Permission | None = None
    is_for_officers: bool = False
    is_for_operators: bool = False

    @property
    def is_public(self) -> bool:
        """Whether the view asks nothing."""
        return not (self.permission or self.is_for_officers or self.is_for_operators)

    @property
    def argument(self) -> str | None:
        """Return the part of the address that must say whose page it is."""
        if self.is_for_officers:
            return "association"
        return "council" if self.permission else None


def requires(permission: Permission) -> Callable[[View], View]:
    """Open a view to members of the address's council who hold the permission."""

    def declare(view: View) -> View:
        setattr(view, _MARK, Access(permission))
        return view

    return declare


def for_officers(view: View) -> View:
    """Open a view to the officers of the address's association."""
    setattr(view, _MARK, Access(is_for_officers=True))
    return view


def for_operators(view: View) -> View:
    """Open a view to the operators: counts over all councils, never a council or a person."""
    setattr(view, _MARK, Access(is_for_operators=True))
    return view


def public(view: View) -> View:
    """Open a view to everyone; it shows nothing that belongs to a council."""
    setattr(view, _MARK, Access())
    return view


def access_of(app: Flask, endpoint: str | None) -> Access | None:
    """Return what the view at an endpoint declares; static files are public."""
    if endpoint is None:
        return None
    if endpoint == "static":
        return Access()
    declared = getattr(app.view_functions.get(endpoint), _MARK, None)
    return declared if isinstance(declared, Access) else None


def refuse_undeclared_views(app: Flask) -> None:
    """Raise `AccessNotDeclared` for the first view without a declaration, saying what to write."""
    for rule in app.url_map.iter_rules():
        access = access_of(app, rule.endpoint)
        if access is None:
            message = (
                f"The view {rule.endpoint!r} ({rule.rule}) declares no access. Write"
                " @requires(Permission.…), @for_officers, @for_operators or @public from"
                " webapp.access below the route, above the function."
            )
            raise AccessNotDeclared(message)
        if access.argument is not None and access.argument not in rule.arguments:
            message = (
                f"The view {rule.endpoint!r} ({rule.rule}) is not public, but its address does not"
                f" say whose page it is. Put <{access.argument}> into it, or make it @public."
            )
            raise AccessNotDeclared(message)
