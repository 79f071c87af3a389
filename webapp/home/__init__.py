"""The home pages: what needs you now in one council, or in all that you serve.

Knows no rule of any policy and no SQL: it asks the services and puts their answers in order.
"""
