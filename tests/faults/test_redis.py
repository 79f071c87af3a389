"""Redis is only a bell: emptied, restarted, unreachable or deaf, nothing is lost."""

from datetime import timedelta

from tests.faults.tally import count, settle, walk

THREE_DAYS = timedelta(hours=73)
TEN_MINUTES = timedelta(minutes=10)


def test_redis_emptied_again_and_again_loses_nothing(stand, survive):
    stand.report(3)
    stand.start(workers=2)
    settle(stand)
    end = stand.now + THREE_DAYS
    while stand.next_due(end):
        stand.move_to(stand.next_due(end))
        with stand.redis() as redis:
            redis.flushall()
        settle(stand)
    line = survive(count(stand, "Redis emptied at each due time"))
    assert line.in_doubt == 0


def test_redis_restarted_with_jobs_in_it_loses_nothing(stand, survive):
    stand.report(3)
    stand.start(workers=2)
    settle(stand)
    with stand.fault():
        for _ in range(3):
            stand.move_on(timedelta(hours=24))
            stand.server("Redis").stop()
            stand.server("Redis").start()
    settle(stand)
    line = survive(count(stand, "Redis restarted"))
    assert line.delivered == line.planned


def test_redis_unreachable_for_an_hour_stops_no_letter(stand, survive):
    stand.start(workers=2)
    stand.server("Redis").stop()
    try:
        for _ in range(6):
            stand.report()
            settle(stand)
            stand.move_on(TEN_MINUTES)
        walk(stand, stand.now + timedelta(hours=48))
    finally:
        stand.server("Redis").start()
    stand.until(stand.rings, "Redis is back")
    stand.report()
    settle(stand)
    walk(stand, stand.now + THREE_DAYS)
    line = survive(count(stand, "Redis unreachable for an hour"))
    assert line.in_doubt == 0


def test_redis_that_hears_and_never_answers_stops_no_letter(stand, survive):
    stand.start()
    with stand.deaf(stand.server("Redis")), stand.fault():
        stand.report()
        settle(stand)
    settle(stand)
    survive(count(stand, "Redis hangs"))
