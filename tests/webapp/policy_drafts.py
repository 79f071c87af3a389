"""Drafts and versions of test councils' policies, and the documents that they are made from."""

import json
from datetime import date, datetime
from typing import Any

from justhtml import JustHTML
from werkzeug.test import TestResponse

from tenants import policies
from tenants.models import AdoptedPolicy, PolicyDraft
from tenants.policies import FromDocument, FromVersionInForce, SeenDraft, Source
from tenants.policy import Policy, scotton
from tests.councils import TestCouncil

BROKEN = {"thresholds": {"full_council": 99}}
"""A change that a draft may hold, and that keeps it from being adopted."""


def scotton_with(**changes: Any) -> str:
    """Return the model policy with other parts in it, as JSON."""
    return json.dumps({**scotton().document, **changes})


def start(council: TestCouncil, now: datetime, source: Source | None = None) -> SeenDraft:
    """Start the council's draft, with the policy in force unless told otherwise."""
    with council.session() as session:
        draft = policies.start_draft(
            session, source=source or FromVersionInForce(), by=council.members["clerk"], now=now
        )
        seen = SeenDraft(draft.id, draft.version)
        session.commit()
        return seen


def change(council: TestCouncil, now: datetime, **changes: Any) -> None:
    """Save other parts into the draft, right or wrong."""
    with council.session() as session:
        draft = policies.find_draft(session)
        assert draft is not None
        policies.save_draft(
            session,
            {**policies.document_of(draft), **changes},
            seen=SeenDraft(draft.id, draft.version),
            by=council.members["chair"],
            now=now,
        )
        session.commit()


def adopt(council: TestCouncil, now: datetime, minute: str, document: str | None = None) -> None:
    """Adopt a document, or once more what is in force, at a meeting of 2 November 2026."""
    seen = start(council, now, FromDocument(document)) if document else None
    with council.session() as session:
        policies.adopt_policy(
            session,
            by=council.members["clerk"],
            meeting=(date(2026, 11, 2), minute),
            review_on=date(2027, 11, 1),
            now=now,
            seen=seen,
        )
        session.commit()


def draft_of(council: TestCouncil) -> PolicyDraft | None:
    """Return the council's open draft."""
    with council.session() as session:
        return policies.find_draft(session)


def in_force(council: TestCouncil) -> tuple[AdoptedPolicy, Policy]:
    """Return the council's policy in force."""
    with council.session() as session:
        return policies.policy_in_force(session)


def words_of(answer: TestResponse) -> str:
    """Return what a page says, on one line."""
    return " ".join(JustHTML(answer.text, sanitize=False).to_text().split())
