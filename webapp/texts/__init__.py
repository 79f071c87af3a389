"""A council's own GOV.UK Notify account: enter it, try it, stop using it.

Knows no message: what is sent by the account, and when, is the outbox's.
"""
