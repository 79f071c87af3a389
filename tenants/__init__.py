"""What belongs to councils: their people, policies, breaches, deadlines and messages.

Knows no HTTP and no queue. Services take a session first, never commit and never ask a clock:
`now` is handed to them.
"""
