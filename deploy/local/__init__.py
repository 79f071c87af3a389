"""The whole service on one machine: PostgreSQL, Redis, a mail sink, web, worker and tick.

`python -m deploy.local` is what `make run` ends in; the tests start the same servers through
`deploy.local.servers`. Nothing here is used in production.
"""
