"""Reports of people without an account: the council's public page, its receipts, what follows.

Whoever holds a receipt is known by nothing else. They are shown what they sent and what the council
answered; nothing else of a breach leaves this package towards them. Knows no HTTP.
"""
