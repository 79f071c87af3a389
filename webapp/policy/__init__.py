"""A council's policy as a page to read, and the record of its adoption and of the next meeting.

Knows no rule of any policy: it lays out what the document and the law's data say.
"""
