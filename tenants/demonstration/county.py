"""The invented association, its councils and who has which place in them."""

from dataclasses import dataclass

from tenants.access import Office, Role
from tenants.policy import policy_from, scotton

PASSWORD = "only-a-demonstration"  # noqa: S105 - printed on purpose: every sign-in here is invented
ASSOCIATION = "Exampleshire Association of Local Councils"
ASSOCIATION_SLUG = "exampleshire-association-of-local-councils"
OFFICER_EMAIL = "officer@exampleshire.example"
OFFICER_NAME = "Olive Officer-Example"
OPERATOR_EMAIL = "operator@exampleshire.example"
OPERATOR_NAME = "Oscar Operator-Example"
MODEL_NOTE = "The full council hears of a breach from 2 on, and there is an alert 12 hours before."


@dataclass(frozen=True, slots=True)
class InventedCouncil:
    """A council of the demonstration."""

    name: str
    slug: str
    colour: str
    adopted_days_ago: int | None


@dataclass(frozen=True, slots=True)
class InventedPerson:
    """Somebody of the demonstration, and the place that they have in some of the councils."""

    key: str
    name: str
    email: str
    roles: tuple[Role, ...]
    office: Office | None
    councils: tuple[str, ...]


TITLES = {
    "clerk": "clerk (of two councils)",
    "lead": "lead investigator (of all councils)",
    "chair": "chair, a councillor",
    "councillor": "councillor",
    "councillor2": "councillor",
    "reporter": "reporter",
}

COUNCILS = (
    InventedCouncil("Sampleton Parish Council", "sampleton", "teal", 200),
    InventedCouncil("Much Testing Town Council", "much-testing", "plum", 390),
    InventedCouncil("Nether Example Parish Council", "nether-example", "green", 340),
    InventedCouncil("Mockham Parish Council", "mockham", "navy", None),
    InventedCouncil("Llanffug Community Council", "llanffug", "brown", 60),
    InventedCouncil("Placeholder-on-Sea Parish Council", "placeholder", "blue", None),
)

_LEAD = (Role.LEAD_INVESTIGATOR,)
_COUNCILLOR = (Role.COUNCILLOR,)
_REPORTER = (Role.REPORTER,)


def model_policy() -> str:
    """Return the document that the invented association offers to its councils."""
    changes = {
        "id": "exampleshire",
        "title": "Exampleshire model policy",
        "source": "Invented for the demonstration, after the Scotton model",
        "thresholds": {"full_council": 2},
        "alert_hours": [48, 24, 12, 6, 1],
    }
    return policy_from({**scotton().document, **changes}).as_text()


def people() -> tuple[InventedPerson, ...]:
    """Return everybody; one clerk serves two councils, and one investigator all of them."""
    everywhere = tuple(council.slug for council in COUNCILS)
    shared = (
        InventedPerson(
            "clerk",
            "Clara Clerk-Example",
            "clara.clerk@exampleshire.example",
            _LEAD,
            Office.CLERK,
            ("sampleton", "nether-example"),
        ),
        InventedPerson(
            "lead",
            "Lee Lead-Example",
            "lee.lead@exampleshire.example",
            _LEAD,
            None,
            everywhere,
        ),
    )
    return (*shared, *(person for slug in everywhere for person in _people_of(slug)))


def _people_of(slug: str) -> tuple[InventedPerson, ...]:
    title = slug.split("-", maxsplit=1)[0].capitalize()

    def invented(
        key: str, first: str, roles: tuple[Role, ...], office: Office | None = None
    ) -> InventedPerson:
        name = f"{first} {title}-Example"
        return InventedPerson(key, name, f"{key}@{slug}.example", roles, office, (slug,))

    clerk = (
        ()
        if slug in {"sampleton", "nether-example"}
        else (invented("clerk", "Colin", _LEAD, Office.CLERK),)
    )
    return (
        *clerk,
        invented("chair", "Charlie", _COUNCILLOR, Office.CHAIR),
        invented("councillor", "Connie", _COUNCILLOR),
        invented("councillor2", "Cosmo", _COUNCILLOR),
        invented("reporter", "Robin", _REPORTER),
    )
