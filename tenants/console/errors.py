"""What the console refuses.

ConsoleError   what was typed cannot be done
"""


class ConsoleError(Exception):
    """What was typed cannot be done; the words say what to type instead."""
