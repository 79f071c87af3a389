"""The pages that are the same for everyone: the front page, accessibility, privacy, cookies.

Knows no council's rows.
"""
