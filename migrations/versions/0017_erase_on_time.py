"""Erase what people wrote about a breach, and never before its day: the database looks itself.

What is erased is words and bytes. Numbers, days, closed words, who of the council did what, and the
audit trail stay as they are.
"""

from alembic import op

from migrations.security import OWN_COUNCIL, drop_function

revision = "0017_erase_on_time"
down_revision = "0016_assess_for_nobody"
branch_labels = None
depends_on = None

# Not the owner of the tables, who may become this role and is to read no breach.
_OWN = f"{OWN_COUNCIL} and current_user = 'parish_lookup'"
_SIGNATURE = "erase_breach(of_breach uuid, by_deadline uuid)"
# Which of a policy's terms, by their ids, go before the last one of a breach, and what each takes.
# The same words stand in tenants/breaches/erasing.py, for the preview.
_OF_PAPERS = "'papers', 'letters', 'files', 'evidence', 'correspondence', 'notes', 'documents'"
_OF_THE_LINE = "'register', 'record', 'line', 'entry'"
# Columns with words of people: first what lies beside the breach, then the breach's own record.
_PAPERS = {
    "communication": ("with_whom", "method", "words"),
    "comment": ("words",),
    "receipt_message": ("words",),
    "breach_link": ("why",),
    "regulator_letter": ("source_name", "words"),
}
_LINE = {
    "initial_assessment": ("what_data", "cause", "extent", "harm", "containment", "reason"),
    "decision": ("reason", "message", "method"),
    "risk_assessment": ("remedy",),
    "review": ("lessons", "policy_changes"),
    "action": ("words", "evidence", "dropped_why"),
    "legal_hold": ("why", "lifted_why"),
}
_BREACH = (
    "description",
    "whose",
    "people_words",
    "action_taken",
    "contact",
    "aware_reason",
    "learned",
)
# What else the function reads or writes, a table each: to read, to write.
_READS = {
    "breach": "council_id, id, state, closed_at, is_drill, erased_at, " + ", ".join(_BREACH),
    "deadline": "council_id, id, breach_id, obligation, occasion, due_at, met_at, cancelled_at",
    "legal_hold": "council_id, breach_id, lifted_at, why, lifted_why",
    "decision": "council_id, id, breach_id, subject, party_name, reason, message, method",
    "file": "council_id, breach_id, name, shows, content, removed_at, removed_why",
    "receipt": "council_id, id, breach_id",
    "assessment": "council_id, breach_id, findings",
    "review": "council_id, breach_id, answers, lessons, policy_changes",
    "risk_assessment": "council_id, breach_id, for_people, for_council, remedy",
    "regulator_report": "council_id, breach_id",
}
_WRITES = {
    "breach": ", ".join((*_BREACH, "erased_at")),
    "decision": "party_name, reason, message, method",
    "file": "name, shows, content, removed_at, removed_why",
    "receipt": "code_hash",
    "assessment": "findings",
    "review": "answers, lessons, policy_changes",
    "risk_assessment": "for_people, for_council, remedy",
    "regulator_report": "answers",
    "regulator_letter": "source_name, words, found, confirmed",
}
_TABLES = sorted({*_PAPERS, *_LINE, *_READS})


def _note(column: str) -> str:
    """Give SQL for a text with its words replaced; what was empty, or erased before, stays."""
    return (
        f"case when {column} = '' or {column} like 'Erased on %, as the policy asks.'"
        f" then {column} else note end"
    )


def _blank(table: str, columns: tuple[str, ...]) -> str:
    sets = ", ".join(f"{column} = {_note(column)}" for column in columns)
    return f"update public.{table} set {sets} where council_id = own and breach_id = of_breach;"


def _answers(column: str) -> str:
    """Give SQL for an object of texts with the texts replaced."""
    return (
        f"(select coalesce(jsonb_object_agg(key, to_jsonb({_note('value')})), '{{}}')"
        f" from jsonb_each_text({column}))"
    )


def _listed(column: str) -> str:
    """Give SQL for a list of objects with the words in them replaced."""
    said = "one ->> 'words'"
    return (
        f"(select coalesce(jsonb_agg(case when coalesce({said}, '') = '' then one else"
        f" jsonb_set(one, '{{words}}', to_jsonb({_note(f'({said})')})) end order by place), '[]')"
        f" from jsonb_array_elements({column}) with ordinality as listed (one, place))"
    )


_ERASE_PAPERS = (
    "\n".join(_blank(table, columns) for table, columns in _PAPERS.items())
    + f"""
    update public.regulator_letter set found = '{{}}', confirmed = null_or_none(confirmed)
        where council_id = own and breach_id = of_breach;
    update public.regulator_report set answers = '{{}}'
        where council_id = own and breach_id = of_breach;
    update public.file set name = {_note("name")}, shows = {_note("shows")}, content = null,
        removed_at = coalesce(removed_at, now()),
        removed_why = case when content is null then {_note("removed_why")} else note end
        where council_id = own and breach_id = of_breach;
    update public.receipt set code_hash = 'erased ' || id
        where council_id = own and breach_id = of_breach;
""".replace("null_or_none(confirmed)", "case when confirmed is null then null else '{}'::jsonb end")
)
_ERASE_LINE = (
    "\n".join(_blank(table, columns) for table, columns in _LINE.items())
    + f"""
    update public.decision set party_name = numbered.name from (
            select id, note || ' (' || dense_rank() over (order by party_name) || ')' as name
            from public.decision where council_id = own and breach_id = of_breach
            and party_name <> '' and party_name not like 'Erased on %'
        ) as numbered
        where decision.council_id = own and decision.id = numbered.id;
    update public.assessment set findings = {_answers("findings")}
        where council_id = own and breach_id = of_breach;
    update public.review set answers = {_answers("answers")}
        where council_id = own and breach_id = of_breach;
    update public.risk_assessment
        set for_people = {_listed("for_people")}, for_council = {_listed("for_council")}
        where council_id = own and breach_id = of_breach;
    update public.breach set {", ".join(f"{column} = {_note(column)}" for column in _BREACH)},
        erased_at = coalesce(erased_at, now()) where council_id = own and id = of_breach;
"""
)
# It answers with what it took, or with why it took nothing. Days are London's.
_ERASE = f"""
    declare
        own uuid := nullif(current_setting('app.council_id', true), '')::uuid;
        today date := (now() at time zone 'Europe/London')::date;
        note text := 'Erased on ' || to_char(today, 'FMDD FMMonth YYYY') || ', as the policy asks.';
        asked public.deadline;
        is_closed boolean;
        is_last boolean;
        papers boolean;
        line boolean;
    begin
        select state = 'closed' and closed_at is not null and not is_drill into is_closed
            from public.breach where council_id = own and id = of_breach for update;
        select occasion, due_at into asked.occasion, asked.due_at from public.deadline
            where council_id = own and id = by_deadline and breach_id = of_breach
            and obligation = 'erase' and met_at is null and cancelled_at is null;
        if is_closed is null or asked.occasion is null then
            return 'not_found';
        elsif not is_closed then
            return 'open';
        elsif asked.due_at is null or (asked.due_at at time zone 'Europe/London')::date > today then
            return 'early';
        elsif exists (select from public.legal_hold
                where council_id = own and breach_id = of_breach and lifted_at is null) then
            return 'held';
        end if;
        select not exists (select from public.deadline
            where council_id = own and breach_id = of_breach and id <> by_deadline
            and obligation = 'erase' and met_at is null and cancelled_at is null
            and (due_at at time zone 'Europe/London')::date > today) into is_last;
        papers := is_last or asked.occasion in ({_OF_PAPERS});
        line := is_last or asked.occasion in ({_OF_THE_LINE});
        if papers then
            {_ERASE_PAPERS}
        end if;
        if line then
            {_ERASE_LINE}
        end if;
        return case when papers and line then 'everything' when papers then 'papers'
            when line then 'line' else 'outside' end;
    end
"""


def upgrade() -> None:
    secure()


def secure() -> None:
    for table, (reads, writes) in _rights().items():
        op.execute(f"grant select ({reads}) on {table} to parish_lookup")
        op.execute(
            f"create policy erasing_reads on {table} for select to parish_lookup using ({_OWN})"
        )
        if writes:
            op.execute(f"grant update ({writes}) on {table} to parish_lookup")
            op.execute(
                f"create policy erasing_writes on {table} for update to parish_lookup"
                f" using ({_OWN}) with check ({_OWN})"
            )
    op.execute("grant create on schema public to parish_lookup")
    op.execute(
        f"create function {_SIGNATURE} returns text language plpgsql security definer"
        f" set search_path = pg_catalog, public as $function${_ERASE}$function$"
    )
    op.execute(f"revoke all on function {_SIGNATURE} from public")
    op.execute(f"grant execute on function {_SIGNATURE} to parish_app")
    op.execute(f"alter function {_SIGNATURE} owner to parish_lookup")
    op.execute("revoke create on schema public from parish_lookup")


def _rights() -> dict[str, tuple[str, str]]:
    """Return for each table the columns that the function reads, and those that it writes."""
    rights = {}
    for table in _TABLES:
        words = _PAPERS.get(table) or _LINE.get(table) or ()
        key = "council_id, breach_id"
        reads = _READS.get(table) or ", ".join((key, *words))
        if table == "regulator_letter":
            reads += ", confirmed"
        rights[table] = (reads, _WRITES.get(table) or ", ".join(words))
    return rights


def downgrade() -> None:
    drop_function(_SIGNATURE)
    for table, (reads, writes) in _rights().items():
        op.execute(f"revoke select ({reads}) on {table} from parish_lookup")
        op.execute(f"drop policy erasing_reads on {table}")
        if writes:
            op.execute(f"revoke update ({writes}) on {table} from parish_lookup")
            op.execute(f"drop policy erasing_writes on {table}")
