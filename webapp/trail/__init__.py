"""The page that shows whether a council's record is whole, and the file to check it elsewhere.

Knows nothing of how the chain is made: it asks and shows what it is told.
"""
