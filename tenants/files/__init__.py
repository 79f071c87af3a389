"""What may be kept as a file, found by its content, and the search for viruses.

Knows no HTTP and no table.
"""
