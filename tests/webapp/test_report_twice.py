"""One report in two windows, pressed twice, sent already or thrown away meanwhile."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import UUID

import pytest
from justhtml import JustHTML

from tenants.breaches import drafts, register
from tenants.errors import AlreadyDone, ChangedMeanwhile, NotFound
from tests.councils import TestCouncil
from tests.webapp.conftest import PageClient
from tests.webapp.test_report import ANSWERS, Reporter, errors


@pytest.fixture
def reporter(signed_in: Callable[[TestCouncil, str], PageClient], council: TestCouncil) -> Reporter:
    return Reporter(signed_in(council, "reporter"), council).begin()


def reports(council: TestCouncil) -> list[str]:
    with council.session() as session:
        found = register.own_reports(session, member=council.members["reporter"])
        return [breach.reference for breach in found]


def test_a_second_window_shows_what_the_first_saved_and_a_second_press_keeps_its_own(
    reporter: Reporter,
) -> None:
    reporter.write("what-happened")
    stale = reporter.version("what-happened")
    reporter.write("what-happened", description="From the first window", cause="phishing")

    shown = reporter.write("what-happened", version=stale, description="From the second window")
    page = JustHTML(shown.text, sanitize=False)
    told = page.query(".pb-changed")[0].to_text()
    before_pressing_again = reporter.shown("what-happened").to_text()
    version = str(page.query("input[name=version]")[0].attrs["value"])
    pressed = reporter.write("what-happened", version=version, description="From the second window")

    assert shown.status_code == 409
    assert "Saved in the other window: From the first window" in " ".join(told.split())
    assert "Somebody was tricked by a false e-mail" in told
    assert "From the second window" in page.query("textarea")[0].to_text()
    assert "From the first window" in before_pressing_again
    assert pressed.status_code == 303
    assert "From the second window" in reporter.shown("what-happened").to_text()


def test_windows_on_different_pages_do_not_disturb_each_other(reporter: Reporter) -> None:
    stale = reporter.version("recovery")
    reporter.write("what-happened")

    assert reporter.write("recovery", version=stale).status_code == 303


def test_pressing_continue_twice_is_as_good_as_once(reporter: Reporter) -> None:
    stale = reporter.version("what-happened")

    answers = [reporter.write("what-happened", version=stale) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]


def test_answers_changed_in_another_window_are_read_before_they_are_sent(
    reporter: Reporter, council: TestCouncil
) -> None:
    reporter.write_all()
    stale = reporter.version("check")
    reporter.write("recovery", recoverable="no")
    refused = reporter.client.post(f"{reporter.root}/check", {"version": stale})

    assert refused.status_code == 422
    assert errors(refused)[0].startswith("Some answers were changed in another window")
    assert reports(council) == []
    assert reporter.send().status_code == 303


def test_sending_twice_makes_one_breach_and_shows_the_same_receipt(
    reporter: Reporter, council: TestCouncil
) -> None:
    reporter.write_all()
    data = {"version": reporter.version("check")}

    first, second = (reporter.client.post(f"{reporter.root}/check", data) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert len(reports(council)) == 1


def test_two_presses_at_the_same_moment_make_one_breach(
    signed_in: Callable[[TestCouncil, str], PageClient], reporter: Reporter, council: TestCouncil
) -> None:
    reporter.write("what-happened")
    version = reporter.version("check")
    windows = [signed_in(council, "reporter") for _ in range(2)]
    tokens = [window.token() for window in windows]

    def press(number: int) -> str | None:
        data = {"version": version, "csrf_token": tokens[number]}
        return windows[number].client.post(f"{reporter.root}/check", data=data).location

    with ThreadPoolExecutor() as pool:
        receipts = list(pool.map(press, range(2)))

    assert receipts[0] == receipts[1]
    assert receipts[0] is not None
    assert len(reports(council)) == 1


@pytest.mark.parametrize("page", [*ANSWERS, "check", "delete"])
def test_a_report_that_was_sent_leads_to_its_receipt_from_every_page(
    reporter: Reporter, council: TestCouncil, page: str
) -> None:
    reporter.write_all()
    receipt = reporter.send().location

    for answer in (
        reporter.client.get(f"{reporter.root}/{page}"),
        reporter.client.post(f"{reporter.root}/{page}", {"version": "2", **ANSWERS.get(page, {})}),
    ):
        assert (answer.status_code, answer.location) == (303, receipt)
    assert len(reports(council)) == 1


def test_what_is_typed_after_the_report_was_sent_is_shown_to_be_passed_on(
    reporter: Reporter, council: TestCouncil
) -> None:
    reporter.write_all()
    reporter.send()
    late = reporter.client.post(
        f"{reporter.root}/recovery", {"version": "9", "action_taken": "Sam has deleted it"}
    )

    assert late.status_code == 422
    assert errors(late)[0].startswith(
        f"This report was sent in another window, as {reports(council)[0]}."
    )
    assert "Sam has deleted it" in late.text


def test_of_two_windows_that_save_send_or_delete_at_once_the_second_finds_out(
    council: TestCouncil, reporter: Reporter
) -> None:
    draft_id = UUID(reporter.root.rpartition("/")[2])
    member, now = council.members["reporter"], datetime.now(UTC)
    with council.session("reporter") as first, council.session("reporter") as second:
        mine = drafts.get_draft(first, draft_id=draft_id, by=member)
        other = drafts.get_draft(second, draft_id=draft_id, by=member)
        drafts.save_page(first, draft=mine, page="when", answers={}, version=1, now=now)
        first.commit()
        with pytest.raises(ChangedMeanwhile):
            drafts.save_page(second, draft=other, page="when", answers={}, version=1, now=now)
        drafts.finish_draft(second, draft_id=draft_id, by=member, now=now)
        second.commit()
        with pytest.raises(AlreadyDone):
            drafts.finish_draft(first, draft_id=draft_id, by=member, now=now)


def test_a_page_of_a_report_that_another_window_deleted_is_not_found(
    council: TestCouncil, reporter: Reporter
) -> None:
    draft_id = UUID(reporter.root.rpartition("/")[2])
    member, now = council.members["reporter"], datetime.now(UTC)
    with council.session("reporter") as first, council.session("reporter") as second:
        mine = drafts.get_draft(first, draft_id=draft_id, by=member)
        drafts.discard_draft(second, draft_id=draft_id, by=member)
        second.commit()
        with pytest.raises(NotFound):
            drafts.save_page(first, draft=mine, page="when", answers={}, version=1, now=now)
