"""Keys of rows as a browser sends them back: whatever else stands there, it is no key."""

DIGITS = 18  # every key of so many fits the column


def key_of(text: str | None) -> int:
    """The key that is written there; 0, which no row has, for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= DIGITS else 0
