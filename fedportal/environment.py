"""Reads numbers and switches from the environment."""

import os


def flag(name: str, default: bool = False) -> bool:
    """A switch; one that is named but empty is as if it were not named."""
    return (os.environ.get(name) or ("1" if default else "0")).lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    """A whole number; one that is none stops the start, rather than being taken for the default."""
    return int(os.environ.get(name) or default)
