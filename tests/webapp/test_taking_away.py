"""Taking the register away: who gets what of it, which part, and the trace that it leaves."""

import csv
from collections.abc import Callable
from datetime import datetime
from io import StringIO

from sqlalchemy import select

from tenants.breaches.drills import start_drill
from tenants.breaches.scenarios import SCENARIOS, ScenarioId
from tenants.documents.register_lines import FULL, SHORT
from tenants.models import AuditEntry, Event, Nature
from tests.councils import TestCouncil
from tests.webapp.conftest import PageClient

ClientOf = Callable[..., PageClient]


def rows(client: PageClient, council: TestCouncil, query: str = "") -> list[list[str]]:
    answer = client.get(f"/councils/{council.slug}/breach-register.csv{query}")
    assert answer.status_code == 200
    return list(csv.reader(StringIO(answer.data.decode("utf-8-sig")), strict=True))


def test_who_handles_breaches_takes_the_record_and_a_councillor_what_their_page_shows(
    council: TestCouncil, client_of: ClientOf, now: datetime
) -> None:
    reference = council.report(now)
    council.receive(reference, now)
    council.appoint(reference, now)
    council.rate(reference, now)
    council.decide(reference, now, done_at=now)
    full = rows(client_of(council, "clerk"), council)
    short = rows(client_of(council, "councillor"), council)
    assert (full[0], short[0]) == (list(FULL), list(SHORT))
    record = dict(zip(full[0], full[1], strict=True))
    assert record["What happened, as reported"].startswith("The allotment list went")
    assert record["Regulator told"].startswith("Yes, on Friday 20 November 2026")
    assert record["People told"] == "Not yet decided"
    assert record["Council aware on"] == "2026-11-20"
    assert short[1][0] == reference
    assert not any("allotment list" in cell.lower() for cell in short[1])
    with council.session() as session:
        left = session.scalars(
            select(AuditEntry).where(AuditEntry.event == Event.REGISTER_EXPORTED)
        ).all()
    assert [entry.changes["is_full"] for entry in left] == [True, False]


def test_the_files_hold_the_same_part_as_the_page_and_no_practice(
    council: TestCouncil, client_of: ClientOf, now: datetime
) -> None:
    council.receive(council.report(now), now, nature=Nature.NEAR_MISS)
    reference = council.report(now)
    with council.session() as session:
        start_drill(
            session, SCENARIOS[ScenarioId.LOST_FOLDER], by=council.members["clerk"], now=now
        )
        session.commit()
    clerk = client_of(council, "clerk")
    assert [row[0] for row in rows(clerk, council)[1:]] == [reference]
    assert len(rows(clerk, council, "?shelf=everything")) == 3
    assert len(rows(clerk, council, "?shelf=everything&year=2001")) == 1
    address = f"/councils/{council.slug}/breach-register"
    assert clerk.get(f"{address}.csv?shelf=practice").status_code == 303
    for ending, start in (("pdf", b"%PDF-"), ("ods", b"PK")):
        answer = clerk.get(f"{address}.{ending}?shelf=everything")
        assert answer.data.startswith(start)
        name = answer.headers["Content-Disposition"]
        assert name.startswith(f'attachment; filename="{council.slug}-breach-register-20')
        assert name.endswith(f'.{ending}"')
    page = clerk.get(f"/councils/{council.slug}/breaches?shelf=apart").text
    assert f"{address}.ods?shelf=apart" in page


def test_the_years_evidence_is_taken_away_by_whoever_runs_the_council(
    council: TestCouncil, client_of: ClientOf
) -> None:
    clerk = client_of(council, "clerk")
    address = f"/councils/{council.slug}/year/evidence"
    page = clerk.get(address).text
    for ending, start in (("pdf", b"%PDF-"), ("docx", b"PK")):
        assert f"{address}.{ending}?year=2027" in page
        answer = clerk.get(f"{address}.{ending}?year=2027")
        assert answer.data.startswith(start)
        name = f'attachment; filename="{council.slug}-evidence-2027.{ending}"'
        assert answer.headers["Content-Disposition"] == name
    assert clerk.get(f"{address}.pdf?year=1999").status_code == 404
    assert client_of(council, "lead").get(f"{address}.pdf").status_code == 403
