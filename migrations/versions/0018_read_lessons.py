"""Let an association's officers read the lessons that councils share: no council, no breach."""

from alembic import op

from migrations.security import drop_function, let_lookup, make_function

revision = "0018_read_lessons"
down_revision = "0017_erase_on_time"
branch_labels = None
depends_on = None

_SIGNATURE = "sector_lessons(of_association uuid, for_person uuid)"
_LESSONS = """
    select l.cause, l.words, date_trunc('month', l.shared_at at time zone 'Europe/London')::date
    from officer o
    join council c on c.association_id = o.association_id
    join shared_lesson l on l.council_id = c.id and l.withdrawn_at is null
    where o.association_id = of_association and o.person_id = for_person
    order by 3 desc, l.words
    limit 200
"""


def upgrade() -> None:
    let_lookup("shared_lesson", "council_id, cause, words, shared_at, withdrawn_at")
    op.execute("grant create on schema public to parish_lookup")
    columns = "table (cause text, words text, shared_in date)"
    make_function(_SIGNATURE, columns, _LESSONS, role="parish_sector")
    op.execute("revoke create on schema public from parish_lookup")


def downgrade() -> None:
    drop_function(_SIGNATURE)
    op.execute("drop policy lookup_select on shared_lesson")
    op.execute(
        "revoke select (council_id, cause, words, shared_at, withdrawn_at) on shared_lesson"
        " from parish_lookup"
    )
