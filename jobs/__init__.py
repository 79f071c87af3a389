"""The clocks and the post, on RQ: what must happen later, done when it is due.

Redis is only a bell. Everything that will happen is a row with a due time; a job takes ids, opens
the council's session, commits a unit at a time and is safe to run twice. Knows no HTTP.
"""
