"""The words in a file of any kind that a letter may come in: PDF, e-mail, Outlook, Word, text.

Everything here runs in a process of its own with bounds on time and memory (`__main__`), since a
file from outside may be made to hang or to swell. Knows no council, no table and no letter.
"""
