"""Reporting a breach: section 1 of the policy's form, one thing a page, saved as it is typed.

Knows no rule of any policy and no SQL: it reads what people type and hands it to the services.
"""
