"""What a way out answers when it does not take a letter."""

# Given over, and then no word: it may have been taken.
TAKEN_OR_NOT = "taken or not"


class LetterRefused(Exception):
    """A way out did not take a letter, or does not say whether it did.

    `problem` is a closed word such as "refused 550": never the server's own text, which may hold
    an address. `is_final` says that trying again cannot help; `is_stubborn` that the server says
    so, but for a reason that may be ours and be mended: it is tried again, and the next contact is
    told meanwhile. `is_for_all` says that the way out takes no letter at all at present;
    `is_doubtful` that this letter may have been taken all the same.
    """

    def __init__(
        self,
        problem: str,
        *,
        is_final: bool = False,
        is_stubborn: bool = False,
        is_for_all: bool = False,
        is_doubtful: bool = False,
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.is_final = is_final
        self.is_stubborn = is_stubborn
        self.is_for_all = is_for_all
        self.is_doubtful = is_doubtful
