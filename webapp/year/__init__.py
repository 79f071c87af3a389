"""The council's year: what is coming and who is asked, training, the yearly return, evidence.

Knows no breach but as a number.
"""
