"""Filling in the forms of a breach as a browser without scripts does."""

from dataclasses import dataclass
from typing import Any

from justhtml import JustHTML
from werkzeug.test import TestResponse

from tests.councils import TestCouncil
from tests.webapp.conftest import PageClient


@dataclass(frozen=True, slots=True)
class BreachForms:
    """One member's browser on the forms of one breach."""

    client: PageClient
    council: TestCouncil
    reference: str

    def address(self, form: str = "") -> str:
        """Return the address of the breach's page, or of one of its forms."""
        home = f"/councils/{self.council.slug}/breaches/{self.reference}"
        return f"{home}/{form}" if form else home

    def get(self, form: str = "") -> TestResponse:
        return self.client.get(self.address(form))

    def send(self, form: str, **answers: Any) -> TestResponse:
        """Open a form and send it with the version that it was opened with."""
        opened = self.get(form)
        assert opened.status_code == 200, opened.text
        return self.client.post(self.address(form), {**hidden_in(opened.text), **answers})

    def press(self, form: str, **answers: Any) -> TestResponse:
        """Send a form as it stands, without opening it first."""
        return self.client.post(self.address(form), answers)


def hidden_in(html: str) -> dict[str, str]:
    """Return the hidden fields of the page's own form, less the token."""
    fields: dict[str, str] = {}
    for node in JustHTML(html, sanitize=False).query('main input[type="hidden"]'):
        fields[str(node.attrs["name"])] = str(node.attrs.get("value") or "")
    fields.pop("csrf_token", None)
    return fields


def text_of(response: TestResponse, part: str = "main") -> str:
    """Return what a person reads on a page, in one line."""
    return " ".join(JustHTML(response.text, sanitize=False).query(part)[0].to_text().split())


def checked_in(html: str) -> set[str]:
    """Return the answers that are picked on a page."""
    picked = JustHTML(html, sanitize=False).query("main input[checked]")
    return {str(node.attrs["value"]) for node in picked}
