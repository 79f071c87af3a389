"""Papers that a volunteer lost, reported late: one breach from a public report to its closing.

It is the breach of a letter that the regulator wrote to a council in 2024: hard-copy documents were
lost, and it heard of it after the 72 hours. Everybody does their part in a browser of their own.
"""

from datetime import timedelta
from io import BytesIO

import docx
import pytest
from pypdf import PdfReader

from tests.browser.axe import faults_of
from tests.browser.walking import Council

SLUG, SECRET = "placeholder", "KESTREL"
THEIR_NUMBER = "IC-301234-B7D4"
LETTER = """From: casework@regulator.example
Subject: ICO Decision - {number}
Date Sent: {sent:%d/%m/%Y} 10:15

ICO Reference Number: {number}
Your reference: {reference}

I am writing about the personal data breach report you submitted on {reported:%-d %B %Y}.

Our decision

Having looked at what you told us, we have decided not to take action.

In particular, we recommend that you consider:

- Keeping a log of paper files: where each one is, and who has taken it out.
- Looking again at how breaches are reported, so that they are reported to the ICO within 72
hours of your council becoming aware.

More can be sent later.

We also recommend you check that your policies and procedures are fit for purpose. All staff who
handle personal data should receive regular data protection training.

We now consider the matter to be closed.
"""


class Walk(Council):
    """The people of one council, and whoever has no account."""

    faults: list[str]

    def see(self, who: str, path: str):
        """Open a page and note what axe finds to mend on it."""
        page = self.open(who, path)
        self.faults += [f"{path}: {fault}" for fault in faults_of(page)]
        return page

    def press(self, page, name: str) -> None:
        """Press one of the page's own buttons."""
        page.get_by_role("main").get_by_role("button", name=name).click()
        page.wait_for_load_state("load")
        self.shown.append(page.content())


@pytest.fixture
def walk(browser, service):
    made = Walk(browser, service, SLUG, SECRET)
    made.faults = []
    yield made
    made.close()
    service.clock.reset()


def test_a_breach_goes_from_a_public_report_to_its_end(walk, service, browser):
    clerk = walk.see("clerk", "/public-reports")
    walk.press(clerk, "Switch the page on")
    code = report_without_account(walk, service, browser)
    reference = newest(walk)
    root = f"/breaches/{reference}"
    receive(walk, root)
    answer_the_reporter(walk, browser, root, code)
    rate(walk, root)
    contain_and_weigh(walk, root)
    service.clock.move_on(timedelta(hours=80))
    tell_the_regulator_late(walk, service, root)
    tell_the_others(walk, root)
    take_in_the_letter(walk, service, root, reference)
    learn_and_close(walk, root)
    read_in_the_council(walk, root)
    documents = make_every_document(walk, root)

    assert {kind for kind, _ in documents} >= {
        "incident-report",
        "report-form",
        "public-report",
        "restricted-annex",
        "letter-to-people",
        "notice-police",
        "notice-insurers",
        "notice-bank",
        "regulator-report",
        "regulator-pack",
    }
    assert walk.faults == []


def report_without_account(walk, service, browser) -> str:
    """Report as a resident does, and return the code of the receipt."""
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London")
    page = context.new_page()
    page.goto(f"{service.address}/councils/{SLUG}/tell-us")
    walk.faults += faults_of(page)
    page.get_by_role("main").get_by_role("button", name="Tell the council").click()
    walk.faults += faults_of(page)
    page.get_by_label("What happened?").fill(f"A folder of forms was left at the hall. {SECRET}")
    page.get_by_label("Papers were lost, stolen or left somewhere unsafe").check()
    page.get_by_label("When did you find out?").fill("just now")
    page.get_by_label("When did it happen?").fill("yesterday 4pm")
    page.get_by_label("Whose information is it?").fill("Families who asked for a grant")
    page.get_by_label("Roughly how many people is it about?").fill("about 40")
    page.get_by_role("button", name="Check your answers").click()
    service.clock.move_on(timedelta(minutes=1))
    page.get_by_role("button", name="Send the report").click()
    page.wait_for_url("**/sent")
    walk.faults += faults_of(page)
    code = page.locator(".pb-receipt__code").first.inner_text()
    context.close()
    return code


def newest(walk) -> str:
    """Return the number of the breach that has come in."""
    page = walk.open("clerk", "/breaches")
    return page.locator('main a[href*="/breaches/2"]').first.get_attribute("href").split("/")[-1]


def receive(walk, root) -> None:
    page = walk.see("clerk", root)
    assert page.get_by_text("somebody without an account").first.is_visible()
    page.get_by_role("button", name="Start the first assessment").click()
    page.get_by_label("No, I was not involved").check()
    walk.go_on(page)
    page.get_by_label("Yes, a personal data breach").check()
    page.get_by_label("What information is it about?").fill("Names, addresses, what they earn")
    walk.go_on(page)
    page.get_by_label("Lee Lead-Example").check()
    walk.go_on(page)


def answer_the_reporter(walk, browser, root, code) -> None:
    page = walk.see("clerk", f"{root}/conversation")
    page.get_by_label("Your answer").fill("Thank you. Which hall was it?")
    walk.go_on(page)
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London")
    reporter = context.new_page()
    reporter.goto(f"{walk.service.address}/councils/{SLUG}/tell-us/receipt")
    reporter.get_by_label("Your receipt code").fill(code)
    walk.go_on(reporter)
    assert reporter.get_by_text("Which hall was it?").is_visible()
    walk.faults += faults_of(reporter)
    reporter.get_by_label("Add something").fill("The village hall")
    walk.go_on(reporter)
    context.close()
    assert walk.see("clerk", f"{root}/conversation").get_by_text("The village hall").is_visible()


def rate(walk, root) -> None:
    page = walk.open("lead", f"{root}/rating/what-happened")
    page.get_by_label("No, I was not involved").check()
    walk.go_on(page)
    walk.go_on(page)
    page.get_by_label("How many people").fill("40")
    for _ in range(5):
        walk.go_on(page)
    walk.see("lead", root)


def contain_and_weigh(walk, root) -> None:
    page = walk.see("lead", f"{root}/containment")
    page.get_by_label("Keep a log of papers with personal data").check()
    page.get_by_label("Lee Lead-Example").check()
    page.get_by_label("By which day?").fill("in 30 days")
    walk.go_on(page)
    page = walk.see("lead", f"{root}/files")
    page.get_by_label("Choose a file").set_input_files(
        {"name": "hall.txt", "mimeType": "text/plain", "buffer": b"The hall was searched at noon."}
    )
    walk.go_on(page)
    assert page.get_by_text("hall.txt").first.is_visible()
    page = walk.see("lead", f"{root}/consequences/people")
    page.get_by_label("They could be upset, afraid or ashamed").check()
    page.get_by_label("In your words").fill("What they earn could become known in the village.")
    page.get_by_label("Serious", exact=True).check()
    page.get_by_label("Possible").check()
    walk.go_on(page)
    page = walk.see("lead", f"{root}/consequences/council")
    for name in ("strategic", "legal", "financial", "reputation", "continuity"):
        page.locator(f"#{name}").fill("Nothing that we can see")
    walk.go_on(page)
    walk.see("lead", f"{root}/consequences")


def tell_the_regulator_late(walk, service, root) -> None:
    page = walk.see("lead", f"{root}/regulator-report")
    walk.press(page, "Begin the report")
    walk.see("lead", f"{root}/regulator-report/check")
    walk.see("lead", f"{root}/regulator-report/copy")
    page = walk.see("lead", f"{root}/regulator-report/sent")
    assert page.locator("#reason").input_value()
    page.get_by_label("When did you send it?").fill("just now")
    page.get_by_label("The reference that they gave you").fill(THEIR_NUMBER)
    walk.go_on(page)
    walk.see("lead", root)


def tell_the_others(walk, root) -> None:
    page = walk.see("lead", f"{root}/decisions")
    if page.locator('a[href$="/decisions/people"]').count():
        page = walk.see("lead", f"{root}/decisions/people")
        page.locator("#decided").check()
        page.locator("#reason").fill("They can then watch for letters that are not real.")
        page.get_by_label("If you have told them already").fill("just now")
        walk.go_on(page)
    page = walk.see("lead", f"{root}/decisions/nobody-else")
    page.locator("#reason").fill("Nothing was stolen, and no money is in danger.")
    walk.go_on(page)
    walk.see("lead", f"{root}/decisions")


def take_in_the_letter(walk, service, root, reference) -> None:
    now = service.clock.now()
    service.clock.move_on(timedelta(days=20))
    letter = LETTER.format(
        number=THEIR_NUMBER, reference=reference, reported=now, sent=service.clock.now()
    )
    page = walk.see("lead", f"{root}/letters/new")
    page.locator("textarea").first.fill(letter)
    walk.go_on(page)
    walk.faults += faults_of(page)
    assert page.locator("#case_reference").input_value() == THEIR_NUMBER
    walk.go_on(page)
    actions = walk.see("lead", f"{root}/actions")
    assert actions.get_by_text("Keeping a log of paper files").first.is_visible()


def learn_and_close(walk, root) -> None:
    page = walk.see("lead", f"{root}/review/write")
    for name in ("steps", "risk", "policies", "security", "people", "money", "lessons"):
        page.locator(f"#{name}").fill("Papers stay in the locked cupboard.")
    walk.go_on(page)
    walk.see("lead", f"{root}/review")
    page = walk.see("lead", f"{root}/close")
    assert page.get_by_role("button", name="Close this breach").is_visible(), page.inner_text(
        "main"
    )
    walk.press(page, "Close this breach")
    page = walk.see("lead", root)
    assert page.get_by_text("Closed").first.is_visible()


def read_in_the_council(walk, root) -> None:
    page = walk.see("councillor", f"{root}/council-paper")
    assert SECRET not in page.content()
    assert page.get_by_text("It takes no action, and recommends what to do").is_visible()
    walk.press(page, "I have read this")
    assert page.get_by_text("You have read this").first.is_visible()
    page = walk.see("clerk", f"{root}/council-report")
    page.get_by_label("When").first.fill("just now")
    page.get_by_label("minute").fill("26/131")
    walk.go_on(page)
    assert walk.see("clerk", root).get_by_text("26/131").first.is_visible()


def make_every_document(walk, root) -> list[tuple[str, str]]:
    """Take every document away as PDF and as Word, and look into each."""
    page = walk.see("lead", f"{root}/documents")
    links = page.locator('main a[href$=".pdf"], main a[href$=".docx"]')
    addresses = [links.nth(n).get_attribute("href") for n in range(links.count())]
    made = []
    for address in addresses:
        answer = page.request.get(f"{walk.service.address}{address}")
        assert answer.status == 200, address
        kind, _, ending = address.rpartition("/")[2].rpartition(".")
        made.append((kind, ending))
        if ending == "pdf":
            reader = PdfReader(BytesIO(answer.body()))
            assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
            assert reader.pages[0].extract_text().strip()
        else:
            assert docx.Document(BytesIO(answer.body())).paragraphs
    return made
