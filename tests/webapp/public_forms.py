"""Reporting to a council's public page as a browser without an account does."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from werkzeug.test import TestResponse

from tenants.intake.page import switch_public_reports
from tenants.settings import Settings
from tests.councils import TestCouncil
from tests.webapp.breach_forms import text_of
from tests.webapp.conftest import PageClient
from webapp.intake.numbers import give_number

ANSWERS = {
    "description": "A folder of allotment papers lay on the bench by the hall",
    "cause": "lost_or_stolen_paperwork",
}


def open_page(council: TestCouncil, now: datetime, *, on: bool = True) -> None:
    """Switch the council's public page on, or off."""
    with council.session() as session:
        switch_public_reports(session, on=on, by=council.members["clerk"], now=now)
        session.commit()


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody without an account, with a browser of their own."""

    client: PageClient
    council: TestCouncil
    settings: Settings

    def address(self, page: str = "") -> str:
        """Return the address of the public page, or of one below it."""
        return f"/councils/{self.council.slug}/tell-us{page}"

    def number(self, now: datetime) -> str:
        """Return the number of a form that was opened a minute ago."""
        opened_at = now - timedelta(minutes=1)
        key = self.settings.secret_key
        return give_number(key, council_id=self.council.id, now=opened_at)

    def press(self, then: str, **answers: Any) -> TestResponse:
        """Send the form as it stands."""
        return self.client.post(self.address("/report"), {**ANSWERS, "then": then, **answers})

    def report(self, now: datetime, **answers: Any) -> str:
        """Send a report, and return the code on its receipt."""
        answer = self.press("send", number=self.number(now), **answers)
        assert answer.location == self.address("/sent"), text_of(answer)
        return self.code()

    def code(self) -> str:
        """Return the code on the page that says thank you."""
        shown = text_of(self.client.get(self.address("/sent")))
        return shown.partition("Your receipt code is")[2].strip()[:24]

    def enter(self, code: str, **others: Any) -> TestResponse:
        """Enter a code at the door of receipts."""
        return self.client.post(self.address("/receipt"), {"code": code, **others})
