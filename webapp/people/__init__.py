"""The people of one council: who belongs, what each may do, who holds an office, who has left.

Knows no breach.
"""
