"""What people do in the journey, as steps in a browser, and what arrives in their letter boxes."""

import mailbox
from collections.abc import Callable
from dataclasses import dataclass
from email.header import decode_header, make_header
from threading import Event
from time import monotonic

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.stack import RunningService, sign_in

LONGEST_WAIT_SECONDS = 40


@dataclass(frozen=True, slots=True)
class Letter:
    """What a person sees of a letter in the list."""

    to: str
    subject: str
    text: str


class Council:
    """One council's people, each in a browser of their own that stays signed in."""

    def __init__(self, browser: Browser, service: RunningService, slug: str, secret: str) -> None:
        self.service = service
        self.slug = slug
        self.secret = secret
        self._browser = browser
        self._contexts: dict[str, BrowserContext] = {}
        self._pages: dict[str, Page] = {}
        self.shown: list[str] = []

    def close(self) -> None:
        """Close every browser."""
        for context in self._contexts.values():
            context.close()

    def email(self, who: str) -> str:
        """Return the address of one of the council's people."""
        if who == "lead":
            return "lee.lead@exampleshire.example"
        return f"{who}@{self.slug}.example"

    def person(self, who: str) -> Page:
        """Return somebody's browser, signed in to this council."""
        if who not in self._pages:
            context = self._browser.new_context(locale="en-GB", timezone_id="Europe/London")
            page = context.new_page()
            self._contexts[who], self._pages[who] = context, page
            sign_in(page, self.service, self.slug, self.email(who))
        return self._pages[who]

    def open(self, who: str, path: str) -> Page:
        """Open a page of this council as somebody."""
        page = self.person(who)
        page.goto(f"{self.service.address}/councils/{self.slug}{path}")
        self.shown.append(page.content())
        return page

    def go_on(self, page: Page) -> None:
        """Press the page's green button and keep what is shown next."""
        page.locator("main form button.govuk-button:not(.govuk-button--secondary)").first.click()
        page.wait_for_load_state("load")
        self.shown.append(page.content())

    def letters(self, who: str) -> list[Letter]:
        """Return the letters that somebody got from this council, the oldest first."""
        mail = mailbox.Maildir(self.service.settings.mail_dir or "", create=False)
        found = [_read(mail[key]) for key in sorted(mail.keys())]
        return [
            letter
            for letter in found
            if letter.to == self.email(who) and f"/councils/{self.slug}/" in letter.text
        ]

    def report(self) -> str:
        """Report a breach as the reporter, and return its number."""
        page = self.open("reporter", "/report")
        page.get_by_role("main").get_by_role("button", name="Report a breach").click()
        page.get_by_label("Tell us in your own words").fill(
            f"A folder was left on the bus. {self.secret}"
        )
        page.get_by_label("Papers were lost, stolen or left somewhere unsafe").check()
        self.go_on(page)
        page.get_by_label("When did you find out?").fill("just now")
        page.get_by_label("When did it happen?").fill("yesterday 4pm")
        self.go_on(page)
        page.get_by_label("Who are they?").fill(f"Hardship families {self.secret}")
        page.get_by_label("Roughly how many people is it about?").fill("about 500")
        self.go_on(page)
        page.get_by_label("What has been done so far?").fill("Rang the bus company")
        self.go_on(page)
        self.go_on(page)
        page.get_by_role("button", name="Send the report").click()
        page.wait_for_url("**/reported")
        return page.url.split("/")[-2]

    def receive(self, reference: str) -> None:
        """Make the first assessment as the clerk, and appoint the lead investigator."""
        page = self.open("clerk", f"/breaches/{reference}")
        page.get_by_role("button", name="Start the first assessment").click()
        page.get_by_label("No, I was not involved").check()
        self.go_on(page)
        page.get_by_label("Yes, a personal data breach").check()
        page.get_by_label("What information is it about?").fill(f"Applications {self.secret}")
        self.go_on(page)
        page.get_by_label("Lee Lead-Example").check()
        self.go_on(page)

    def rate_four(self, reference: str) -> Page:
        """Answer the five pages as the lead investigator; the policy's table gives 4."""
        page = self.open("lead", f"/breaches/{reference}/rating/what-happened")
        page.get_by_label("No, I was not involved").check()
        self.go_on(page)
        self.go_on(page)
        page.get_by_label("How many people").fill("500")
        for _ in range(5):
            self.go_on(page)
        return page


def eventually(what: str, check: Callable[[], bool]) -> None:
    """Wait until something is so, or fail saying what was not."""
    pause, until = Event(), monotonic() + LONGEST_WAIT_SECONDS
    while not check():
        assert monotonic() < until, f"After {LONGEST_WAIT_SECONDS} seconds still not: {what}"
        pause.wait(0.2)


def _read(message: mailbox.MaildirMessage) -> Letter:
    subject = str(make_header(decode_header(message["Subject"])))
    parts = [
        part.get_payload(decode=True).decode(part.get_content_charset() or "utf-8")
        for part in message.walk()
        if part.get_content_type() == "text/plain"
    ]
    return Letter(message["To"], subject, "".join(parts))
