"""An officer's pages about model policies: checked first, published, counted, withdrawn."""

from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from itertools import count
from typing import Any

import pytest
from flask import Flask
from justhtml import JustHTML
from sqlalchemy import Engine, event

from tenants.clock import Clock
from tenants.db import Database
from tenants.policies import (
    FromModel,
    PublishedModel,
    SeenDraft,
    adopt_policy,
    models_published,
    start_draft,
)
from tenants.policy.documents import shipped
from tests.councils import CouncilMaker, TestCouncil
from tests.webapp.conftest import PageClient
from tests.webapp.policy_drafts import scotton_with, words_of
from tests.webapp.signed_in import browser_of

LETWELL = shipped("policies/letwell.toml")
_COUNTIES = count(1)


@dataclass(frozen=True, slots=True)
class Association:
    """An association of its own: where its pages are, its officer, its councils."""

    address: str
    officer: PageClient
    maker: CouncilMaker
    database: Database

    @property
    def models(self) -> str:
        return f"{self.address}models"

    def published(self) -> list[PublishedModel]:
        with self.database.sector_session() as session:
            return models_published(session, **self.maker.asked)


@pytest.fixture
def association(app: Flask, database: Database, owner: Engine) -> Association:
    name = f"Officershire {next(_COUNTIES)}"
    maker = CouncilMaker(database, owner, name)
    slug = f"{name.lower().replace(' ', '-')}-association"
    officer = PageClient(browser_of(app, maker.officer_id))
    return Association(f"/associations/{slug}/", officer, maker, database)


@pytest.fixture
def now(clock: Clock) -> datetime:
    return clock.now()


def form(document: str = LETWELL, **changes: Any) -> dict[str, Any]:
    return {"source": "document", "document": document, "note": "It is short.", **changes}


def take(council: TestCouncil, model: PublishedModel, now: datetime) -> None:
    """Let a council adopt a model as it is."""
    clerk = council.members["clerk"]
    with council.session() as session:
        draft = start_draft(session, source=FromModel(model.id), by=clerk, now=now)
        adopt_policy(
            session,
            by=clerk,
            meeting=(date(2026, 11, 2), "26/1"),
            review_on=date(2027, 11, 1),
            now=now,
            seen=SeenDraft(draft.id, draft.version),
        )
        session.commit()


def hidden_in(page: str) -> dict[str, str]:
    """Return what a page carries on to its next step, less the token."""
    fields = JustHTML(page, sanitize=False).query('main input[type="hidden"]')
    found = {str(each.attrs["name"]): str(each.attrs["value"] or "") for each in fields}
    del found["csrf_token"]
    return found


def test_an_association_without_models_reads_what_would_be_there(association: Association) -> None:
    assert "Nothing is published yet" in words_of(association.officer.get(association.models))
    report = words_of(association.officer.get(association.address))
    assert "No model is published yet" in report
    assert "Who needs our help now?" in report


def test_a_document_is_checked_before_it_is_published(association: Association) -> None:
    checked = association.officer.post(f"{association.models}/publish", form())

    page = words_of(checked)
    assert checked.status_code == 200
    assert "Check before you publish" in page
    assert "General data protection policy (Letwell)" in page
    assert "Wrong or missing:" in page
    assert "Publish it to every council" in page
    assert association.published() == []


def test_what_was_checked_is_what_is_published(association: Association) -> None:
    address = f"{association.models}/publish"
    checked = association.officer.post(address, form())

    page = association.officer.post(
        address, {**hidden_in(checked.text), "step": "publish"}, follow_redirects=True
    )

    (model,) = association.published()
    assert (model.title, model.version, model.note) == (
        "General data protection policy (Letwell)", 1, "It is short.",
    )  # fmt: skip
    assert "version 1, is published" in words_of(page)


def test_a_checked_document_can_still_be_changed(association: Association) -> None:
    address = f"{association.models}/publish"
    checked = association.officer.post(address, form(note="Before"))

    again = association.officer.post(address, {**hidden_in(checked.text), "step": "change"})

    assert "Letwell Parish Council" in again.text
    assert "Before" in again.text
    assert "Check it first" in words_of(again)
    assert association.published() == []


def test_a_policy_that_comes_with_the_service_can_be_published(association: Association) -> None:
    address = f"{association.models}/publish"
    offered = association.officer.get(address)
    checked = association.officer.post(
        address, {"source": "shipped", "shipped": "mudford", "note": "As they do it."}
    )
    association.officer.post(address, {**hidden_in(checked.text), "step": "publish"})

    assert "Data breach policy (Mudford)" in words_of(offered)
    assert [model.model for model in association.published()] == ["mudford"]


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"source": []}, "Choose what you want to publish"),
        ({"document": ""}, "Choose a file or paste the text of the policy"),
        ({"document": "Be careful."}, "It is not TOML"),
        ({"note": ""}, "Write what councils should know about it"),
        ({"note": "x" * 2001}, "1 character too long"),
        ({"source": "shipped", "shipped": "../secret"}, "Choose one from the list"),
        ({"file": (BytesIO(b"%PDF-1.7"), "policy.toml")}, "This file is a PDF"),
        ({"document": LETWELL.replace('"always"', '"nonsense"')}, "is not on the scale"),
        ({"step": "publish", "document": "Be careful."}, "It is not TOML"),
    ],
)
def test_what_cannot_be_published_comes_back_as_it_was_typed(
    association: Association, changes: dict[str, Any], complaint: str
) -> None:
    answer = association.officer.post(f"{association.models}/publish", form(**changes))

    assert answer.status_code == 422
    assert complaint in words_of(answer)
    assert changes.get("note", "It is short.") in answer.text
    assert association.published() == []


def test_the_same_words_are_not_published_twice(association: Association) -> None:
    address = f"{association.models}/publish"
    for _ in range(2):
        page = association.officer.post(address, form(step="publish"), follow_redirects=True)

    assert "says the same already. Nothing was published" in words_of(page)
    assert len(association.published()) == 1


def test_the_next_version_is_counted_before_it_is_published(
    association: Association, now: datetime
) -> None:
    association.maker.publish(LETWELL, now)

    page = words_of(
        association.officer.post(
            f"{association.models}/publish", form(LETWELL.replace("one month", "a month"))
        )
    )

    assert "Becomes version 2" in page


def test_how_many_councils_work_by_a_model_is_said_only_from_five_on(
    association: Association, now: datetime
) -> None:
    model = association.maker.publish(scotton_with(title="For many"), now)
    councils = [association.maker.make() for _ in range(5)]
    few = words_of(association.officer.get(association.models))
    for council in councils:
        take(council, model, now)
    many = words_of(association.officer.get(association.models))
    report = words_of(association.officer.get(association.address))

    assert "Councils that work by it: Too few to say" in few
    assert "Councils that work by it: 5" in many
    assert "For many, version 1 Councils 5" in report
    for council in councils:
        assert council.name not in many + report


def test_the_report_counts_policies_that_wait(association: Association) -> None:
    for _ in range(5):
        association.maker.make()

    report = words_of(association.officer.get(association.address))

    assert "They have not adopted a policy here Councils 5" in report
    assert "No review is overdue" in report


def test_a_model_is_withdrawn_only_after_it_was_asked(
    association: Association, now: datetime
) -> None:
    model = association.maker.publish(LETWELL, now)
    address = f"{association.models}/{model.id}/withdraw"

    asked = association.officer.get(address)
    assert association.published()[0].withdrawn_at is None
    done = association.officer.post(address, follow_redirects=True)
    again = association.officer.post(address, follow_redirects=True)

    assert "Councils that took it keep what they have" in words_of(asked)
    assert "The model is withdrawn" in words_of(done)
    assert "withdrawn already. Nothing was changed" in words_of(again)
    assert association.published()[0].withdrawn_at is not None
    assert "It was withdrawn on" in words_of(association.officer.get(address))


def test_an_officer_reads_a_model_as_councils_do(association: Association, now: datetime) -> None:
    model = association.maker.publish(LETWELL, now)

    page = words_of(association.officer.get(f"{association.models}/{model.id}"))

    assert "Offered to every member council" in page
    assert "Finish looking into the breach within one month" in page


def test_another_associations_models_are_not_found(
    association: Association, council_maker: CouncilMaker, now: datetime
) -> None:
    foreign = council_maker.publish(scotton_with(title=f"Foreign {now}"), now)

    for page in ("", "/withdraw"):
        assert (
            association.officer.get(f"{association.models}/{foreign.id}{page}").status_code == 404
        )
    assert (
        association.officer.post(f"{association.models}/{foreign.id}/withdraw").status_code == 404
    )
    assert association.officer.get("/associations/testshire-association/models").status_code == 404
    assert "Foreign" not in words_of(association.officer.get(association.models))


def test_an_officers_pages_cost_few_statements(
    app: Flask, association: Association, now: datetime
) -> None:
    model = association.maker.publish(LETWELL, now)
    sent: list[str] = []

    def note(*told: Any) -> None:
        sent.append(told[2])

    engine = app.extensions["database"].sector_engine
    event.listen(engine, "before_cursor_execute", note)
    for address, most in (("", 8), ("models", 2), (f"models/{model.id}", 1)):
        sent.clear()
        association.officer.get(association.address + address)
        assert len(sent) <= most, address
    event.remove(engine, "before_cursor_execute", note)
