"""Proves to the other side that a message is ours and new: HMAC-SHA-256 over its time and its body."""

import hmac
import secrets
from collections.abc import Iterable

VERSION = "v1"


def new_key() -> str:
    """256 bits, told to the client once."""
    return f"whsec_{secrets.token_urlsafe(32)}"


def signature(keys: Iterable[str], *, timestamp: int, body: bytes) -> str:
    """One part for each living key, so that either side may change over whenever it likes."""
    signed = f"{timestamp}.".encode() + body
    return ",".join(f"{VERSION}={hmac.digest(key.encode(), signed, 'sha256').hex()}" for key in keys)
