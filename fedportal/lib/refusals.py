"""A refusal that the officer can read."""


class NotAllowed(Exception):
    """An act that law, workflow or place forbids; the message is one Chinese sentence for the page.

    `code` is for programs, which have nothing but it to go by: it stays when the sentence is worded anew.
    """

    code = "not_allowed"

    def __init__(self, words: str = "", *, code: str = "") -> None:
        super().__init__(words)
        self.code = code or self.code
