"""Who belongs to a council, in which place, and how they sign in."""

from tenants.people.members import (
    add_person,
    as_member,
    change_person,
    get_member,
    holders_of,
    list_members,
)
from tenants.people.places import (
    OfficerPlace,
    Place,
    SignedInPerson,
    find_person,
    officer_places_of,
    places_of,
)
from tenants.people.signing_in import (
    request_password_link,
    sign_in,
    sign_in_officer,
    sign_in_where,
)

__all__ = [
    "OfficerPlace",
    "Place",
    "SignedInPerson",
    "add_person",
    "as_member",
    "change_person",
    "find_person",
    "get_member",
    "holders_of",
    "list_members",
    "officer_places_of",
    "places_of",
    "request_password_link",
    "sign_in",
    "sign_in_officer",
    "sign_in_where",
]
