"""Ten thousand deadlines fall due in the same minute: every one is spoken of, once, and soon."""

from datetime import timedelta

from sqlalchemy import text

from tenants.models import Base
from tests.faults.tally import count, settle

COUNCILS, BREACHES = 500, 20
SECONDS = 600
ALLOWED = timedelta(seconds=SECONDS)


def copy_council(connection, template, times):
    """Copy a council with all that it owns so many times; a letter's id is each copy's own."""
    connection.execute(
        text(
            "create temporary table copy on commit drop as"
            " select gen_random_uuid() as id, n from generate_series(1, :times) n"
        ),
        {"times": times},
    )
    for table in Base.metadata.sorted_tables:
        # The database chains the copied entries itself, as it does all others.
        if table.name == "audit_link":
            continue
        own = {"slug": "'copy-' || n"}
        if table.name == "message":
            own |= {"letter_id": "replace(gen_random_uuid()::text, '-', '')"}
        if table.name == "council":
            own |= {"id": "copy.id"}
            where = "t.id = :council"
        elif "council_id" in table.columns:
            own |= {"council_id": "copy.id"}
            where = "t.council_id = :council"
        else:
            continue
        columns = [column.name for column in table.columns if column.identity is None]
        values = [own.get(name, f't."{name}"') for name in columns]
        names = ", ".join(f'"{name}"' for name in columns)
        connection.execute(
            text(
                f'insert into "{table.name}" ({names}) select {", ".join(values)}'  # noqa: S608 - our own names
                f' from "{table.name}" t, copy where {where}'
            ),
            {"council": template},
        )


def test_ten_thousand_deadlines_in_one_minute_are_all_spoken_of(stand, survive):
    council = stand.found(invites=False)
    for _ in range(BREACHES):
        council.report(stand.now)
    with stand.administrator.begin() as connection:
        connection.execute(_ONE_ALERT_EACH)
        connection.execute(_NO_CALENDAR, {"at": stand.now + timedelta(days=9)})
        copy_council(connection, council.id, COUNCILS - 1)
    due_at = stand.next_due(stand.now + timedelta(days=9))
    stand.start(workers=2)
    stand.move_to(due_at + timedelta(minutes=1))
    settle(stand, SECONDS)
    line = survive(count(stand, "10,000 deadlines in one minute", allowed=ALLOWED))
    assert line.planned == COUNCILS * BREACHES
    assert len(stand.office.arrivals) == line.planned


_NO_CALENDAR = text("update upkeep set next_at = :at")
_ONE_ALERT_EACH = text(
    """
    delete from message where id not in (
        select distinct on (breach_id) id from message
        where kind = 'clock_alert' and hours_before = 0
        order by breach_id, deadline_id, position, id
    )
    """
)
