"""A refusal that the officer can read."""


class NotAllowed(Exception):
    """An act that law, workflow or place forbids; the message is one Chinese sentence for the page."""
