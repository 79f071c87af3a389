"""What whoever looks after the machine sees: is everything running, in words and in figures.

Knows counts, instants and closed words over all councils; never a council, a person or a case.
"""
