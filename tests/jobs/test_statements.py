"""What one letter costs the database: so many statements and no more, however many there are."""

from datetime import datetime, timedelta

from jobs.mailer import conversation
from jobs.post import send_all
from tests.bench.pages import counted
from tests.councils import TestCouncil
from tests.jobs.conftest import Post, office_of

# Of one letter in a round: its claim, what it is written from, and its mark.
MOST_STATEMENTS = 19
# Whose row is whose, a savepoint's ends, the sign of life once a minute: of a round as a whole.
OF_A_ROUND = 12
HOUR = timedelta(hours=1)


def test_a_letter_costs_the_database_a_bounded_number_of_statements(
    council: TestCouncil, post: Post, now: datetime
) -> None:
    council.report(now)
    at = now + HOUR
    with (
        counted(council.database.engine) as statements,
        conversation(post.settings) as mailer,
    ):
        sent = send_all(office_of(council, post, at, mailer), council.id)
    assert sent > 1
    assert len(statements) <= OF_A_ROUND + MOST_STATEMENTS * sent


def test_a_round_that_finds_nothing_costs_five_statements(
    council: TestCouncil, post: Post, now: datetime
) -> None:
    with conversation(post.settings) as mailer:
        office = office_of(council, post, now, mailer)
        send_all(office, council.id)
        with counted(council.database.engine) as statements:
            assert send_all(office, council.id) == 0
    assert len(statements) <= 5
