"""A draft to amend, and a page's form as a browser would send it."""

from collections.abc import Mapping
from typing import Any

from justhtml import JustHTML
from werkzeug.test import TestResponse

from tenants import policies
from tenants.clock import Clock
from tenants.policies import FromDocument
from tenants.policy import Policy, shipped_policy
from tests.councils import TestCouncil
from tests.webapp.conftest import PageClient


def begin(council: TestCouncil, clock: Clock, name: str = "scotton") -> None:
    """Start a draft with the words of a policy that comes with the engine."""
    source = FromDocument(shipped_policy(name).as_text())
    with council.session() as session:
        policies.start_draft(session, source=source, by=council.members["clerk"], now=clock.now())
        session.commit()


def document(council: TestCouncil) -> dict[str, Any]:
    """Return what the draft holds."""
    with council.session() as session:
        draft = policies.find_draft(session)
        assert draft is not None
        return policies.document_of(draft)


def drafted(council: TestCouncil) -> Policy:
    """Return the policy that the draft states."""
    with council.session() as session:
        draft = policies.find_draft(session)
        assert draft is not None
        return policies.policy_in(draft)


class Desk:
    """Somebody amending a council's draft: opens pages, fills in their forms, presses buttons."""

    def __init__(self, client: PageClient, council: TestCouncil) -> None:
        self.client = client
        self.council = council

    def address(self, where: str) -> str:
        """Return the address of a place in the draft."""
        return f"/councils/{self.council.slug}/policy/draft/{where}"

    def open(self, where: str) -> TestResponse:
        """Open a page, which must be there."""
        page = self.client.get(self.address(where))
        assert page.status_code == 200, where
        return page

    def send(self, where: str, /, **answers: Any) -> TestResponse:
        """Open a page, fill in some of its fields and press the button."""
        return self.send_from(self.open(where), where, **answers)

    def send_from(self, page: TestResponse, where: str, /, **answers: Any) -> TestResponse:
        """Fill in some fields of a page that was opened before and press the button."""
        return self.client.post(self.address(where), {**typed(page.text), **answers})

    def save(self, where: str, /, **answers: Any) -> dict[str, Any]:
        """Change a page's entry, which must be taken, and return the draft's document."""
        answer = self.send(where, **answers)
        assert answer.status_code == 303, faults(answer)
        return document(self.council)


def typed(html: str) -> dict[str, Any]:
    """Return what the page's form would send if its button was pressed at once."""
    sent: dict[str, Any] = {}
    page = JustHTML(html, sanitize=False)
    for control in page.query("main form input, main form select, main form textarea"):
        name = str(control.attrs.get("name"))
        if control.attrs.get("type") in ("checkbox", "radio"):
            if "checked" in control.attrs:
                sent.setdefault(name, []).append(control.attrs["value"])
        else:
            sent[name] = _value(control)
    sent.pop("csrf_token", None)
    return sent


def _value(control: Any) -> str:
    if control.name == "textarea":
        return "".join(str(child.data) for child in control.children)
    if control.name == "select":
        options = control.query("option")
        chosen = [option for option in options if "selected" in option.attrs] or options[:1]
        return str(chosen[0].attrs.get("value", "")) if chosen else ""
    return str(control.attrs.get("value") or "")


def faults(answer: TestResponse) -> list[str]:
    """Return what the page's error summary says."""
    page = JustHTML(answer.text, sanitize=False)
    return [node.to_text().strip() for node in page.query(".govuk-error-summary__list li")]


def words(answer: TestResponse) -> str:
    """Return the words of a page's main part, with single blanks."""
    main = JustHTML(answer.text, sanitize=False).query("main")[0]
    return " ".join(main.to_text().split())


def by_id(entries: Any, name: str) -> Mapping[str, Any]:
    """Return the entry of a list with an id."""
    found: Mapping[str, Any] = next(entry for entry in entries if entry["id"] == name)
    return found
