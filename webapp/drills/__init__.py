"""Pages of practice breaches: start one, end one, what each showed; and the marker on every page.

Knows no SQL and no rule of a policy: it asks the services and shows what they answer.
"""
