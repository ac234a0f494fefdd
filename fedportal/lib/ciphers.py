"""Ciphers of single values: authenticated, bound to the place where they stand, under keys known by their ids.

A value reads `v1:<key id>:<base64 of nonce, ciphertext and tag>`. What stands before the base64, and the place, are
authenticated with it: a value that was changed, or moved to another column, is refused.
"""

import base64
import binascii
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KEY_BYTES = 32  # of every key in FIELD_KEYS, whatever the cipher
NONCE_BYTES = 12  # random; one key may encipher 2^32 values before two of them are likely to share one
TAG_BYTES = 16

_SEALED = re.compile(r"(v[12]):([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]{38,}={0,2})")
_KEY = re.compile(r"([A-Za-z0-9_-]{1,32}):(\S+)")


class BadKeys(Exception):
    """FIELD_KEYS or FIELD_CIPHER cannot be used; one sentence, without any key."""


class CannotDecipher(Exception):
    """A stored value cannot be read; one sentence that says where and why, without the value."""


class _Aead(Protocol):
    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes, /) -> bytes: ...
    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes, /) -> bytes: ...


class Sm4Gcm:
    """SM4 (GB/T 32907) in Galois counter mode, called as AESGCM is."""

    def __init__(self, key: bytes) -> None:
        self._algorithm = algorithms.SM4(key)

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes, /) -> bytes:
        """Ciphertext and tag."""
        encryptor = Cipher(self._algorithm, modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(associated_data)
        return encryptor.update(data) + encryptor.finalize() + encryptor.tag

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes, /) -> bytes:
        """The text; raises InvalidTag."""
        mode = modes.GCM(nonce, data[-TAG_BYTES:])
        decryptor = Cipher(self._algorithm, mode).decryptor()
        decryptor.authenticate_additional_data(associated_data)
        return decryptor.update(data[:-TAG_BYTES]) + decryptor.finalize()


@dataclass(frozen=True)
class Scheme:
    """One cipher: how values name it, and how its own key is derived from one of FIELD_KEYS."""

    mark: str
    cipher: type[AESGCM] | type[Sm4Gcm]
    key_bytes: int
    hash: type[hashes.SHA256] | type[hashes.SM3]


SCHEMES = {
    "aes-256-gcm": Scheme("v1", AESGCM, 32, hashes.SHA256),
    "sm4-gcm": Scheme("v2", Sm4Gcm, 16, hashes.SM3),
}
_BY_MARK = {scheme.mark: name for name, scheme in SCHEMES.items()}


def seal(text: str, place: str) -> str:
    """The text under the current key and cipher; the empty text stays empty."""
    if not text:
        return text
    start = current_start()
    _, key_id, _ = start.split(":")
    nonce = os.urandom(NONCE_BYTES)
    sealed = _aead(settings.FIELD_CIPHER, key_ring(settings.FIELD_KEYS)[key_id]).encrypt(
        nonce, text.encode(), _bound(start, place)
    )
    return start + base64.b64encode(nonce + sealed).decode()


def unseal(value: str, place: str) -> str:
    """The text of a stored value. Raises CannotDecipher."""
    if not value:
        return value
    mark, key_id, packed = [*value.split(":", 2), "", ""][:3]
    if mark not in _BY_MARK or not packed:
        raise CannotDecipher(f"{place}: the value is not enciphered.")
    key = key_ring(settings.FIELD_KEYS).get(key_id)
    if key is None:
        raise CannotDecipher(f"{place}: the key {key_id!r} is not among FIELD_KEYS.")
    try:
        content = binascii.a2b_base64(packed, strict_mode=True)
        aead = _aead(_BY_MARK[mark], key)
        start = f"{mark}:{key_id}:"
        return aead.decrypt(content[:NONCE_BYTES], content[NONCE_BYTES:], _bound(start, place)).decode()
    except (InvalidTag, binascii.Error, ValueError):
        raise CannotDecipher(f"{place}: the value was changed, moved, or enciphered with another key.") from None


def is_sealed(value: str) -> bool:
    """Whether it has the shape of an enciphered value; nobody's telephone, number or address has."""
    return _SEALED.fullmatch(value) is not None


def current_start() -> str:
    """What every value begins with that is enciphered today: the cipher's mark and the current key."""
    scheme = SCHEMES.get(settings.FIELD_CIPHER)
    if scheme is None:
        raise BadKeys(f"FIELD_CIPHER is {settings.FIELD_CIPHER!r}; one of {', '.join(SCHEMES)} is meant.")
    return f"{scheme.mark}:{next(iter(key_ring(settings.FIELD_KEYS)))}:"


@lru_cache(maxsize=16)
def key_ring(text: str) -> dict[str, bytes]:
    """The keys of FIELD_KEYS by id, the current one first. Raises BadKeys."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    keys: dict[str, bytes] = {}
    for number, pair in enumerate(" ".join(lines).replace(",", " ").split(), 1):
        key_id, key = _parsed(pair, number)
        if key_id in keys:
            raise BadKeys(f"FIELD_KEYS names {key_id!r} twice.")
        keys[key_id] = key
    if not keys:
        raise BadKeys("FIELD_KEYS is empty: identity numbers, telephones and addresses cannot be kept.")
    return keys


def _parsed(pair: str, number: int) -> tuple[str, bytes]:
    match = _KEY.fullmatch(pair)
    if match is None:
        raise BadKeys(f"Key {number} of FIELD_KEYS does not read id:base64, its id of letters, digits, - and _.")
    try:
        key = base64.b64decode(match[2], validate=True)
    except (binascii.Error, ValueError):
        raise BadKeys(f"Key {match[1]!r} of FIELD_KEYS is no base64.") from None
    if len(key) != KEY_BYTES:
        raise BadKeys(f"Key {match[1]!r} of FIELD_KEYS has {len(key)} bytes; {KEY_BYTES} are needed.")
    return match[1], key


@lru_cache(maxsize=64)
def _aead(cipher: str, key: bytes) -> _Aead:
    """The cipher under its own key: no two ciphers ever work with the same one."""
    scheme = SCHEMES[cipher]
    info = f"fedportal column {cipher}".encode()
    return scheme.cipher(HKDF(scheme.hash(), scheme.key_bytes, salt=None, info=info).derive(key))


def _bound(start: str, place: str) -> bytes:
    """What is authenticated beside the text."""
    return f"{start}{place}".encode()
