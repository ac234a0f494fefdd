"""Refuses to start without the keys and ciphers by which personal data is kept."""

import hashlib
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from django.conf import settings
from django.core.checks import CheckMessage, Error

from fedportal.lib.ciphers import SCHEMES, BadKeys, current_start, key_ring, seal

BLIND_INDEX_HASHES = ("sha256", "sm3")
MAKE_ONE = "One is made with: openssl rand -base64 32. See docs/operations.md."


def keys_at_hand(**_: Any) -> list[CheckMessage]:
    """FIELD_KEYS can be read, and FIELD_CIPHER is known."""
    if not settings.FIELD_KEYS.strip():
        words = (
            "FIELD_KEYS is not set: identity numbers, telephones and addresses are kept enciphered, with its first."
        )
        return [Error(words, hint=MAKE_ONE, id="keys.E001")]
    try:
        key_ring(settings.FIELD_KEYS)
        current_start()
    except BadKeys as error:
        return [Error(str(error), hint=MAKE_ONE, id="keys.E002")]
    return []


def cipher_at_hand(**_: Any) -> list[CheckMessage]:
    """SM4 and SM3 come with some builds of OpenSSL only."""
    if settings.FIELD_CIPHER not in SCHEMES or keys_at_hand():
        return []  # said above
    try:
        seal("a", "check")
    except UnsupportedAlgorithm:
        words = f"The OpenSSL of this Python's cryptography has no {settings.FIELD_CIPHER}."
        return [Error(words, hint="Use FIELD_CIPHER=aes-256-gcm.", id="keys.E003")]
    return []


def blind_index_at_hand(**_: Any) -> list[CheckMessage]:
    """A key, and a hash that this Python has."""
    if not settings.BLIND_INDEX_KEY:
        words = "BLIND_INDEX_KEY is not set: nobody could be found again by number, telephone or name."
        return [Error(words, hint="One is made with: openssl rand -hex 40. See docs/operations.md.", id="keys.E006")]
    name = settings.BLIND_INDEX_HASH
    if name not in BLIND_INDEX_HASHES:
        words = f"BLIND_INDEX_HASH is {name!r}; one of {', '.join(BLIND_INDEX_HASHES)} is meant."
        return [Error(words, id="keys.E004")]
    if name not in hashlib.algorithms_available:
        return [
            Error(f"The OpenSSL of this Python has no {name}.", hint="Use BLIND_INDEX_HASH=sha256.", id="keys.E005")
        ]
    return []
