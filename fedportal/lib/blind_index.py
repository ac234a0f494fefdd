"""Blind indexes: keyed digests by which a number or a name is found again and from which nobody reads it.

The key is `settings.BLIND_INDEX_KEY`, the hash `settings.BLIND_INDEX_HASH`; with another of either nothing is found
until every row is indexed anew.
"""

import hmac

from django.conf import settings

from fedportal.lib.ciphers import BadKeys
from fedportal.lib.normal_forms import normal_address, normal_id_number, normal_name, normal_phone

LENGTH = 32  # hexadecimal digits of the digest that are kept: 128 bits


def id_index(text: str) -> str:
    """Of an identity number; empty for none."""
    return _digest("id", normal_id_number(text))


def phone_index(text: str, *, area: int) -> str:
    """Of a telephone number; `area` tells landlines without area code apart. Empty for none."""
    return _digest("phone", normal_phone(text, area=area))


def address_index(text: str, *, area: int) -> str:
    """Of an address; `area` tells like streets of two cities apart. Empty for none."""
    address = normal_address(text)
    return _digest("address", f"{address}@{area}" if address else "")


def name_index(text: str, *, place: int) -> str:
    """Of a name at a place: names alone are shared by too many. Empty for none."""
    name = normal_name(text)
    return _digest("name", f"{name}@{place}" if name else "")


def key_index(text: str) -> str:
    """Of the key under which a record came in from elsewhere; it may hold a person's name. Empty for none."""
    return _digest("key", text)


def _digest(kind: str, text: str) -> str:
    """HMAC; `kind` keeps the digest of a phone from ever being that of an identity number."""
    if not text:
        return ""
    key = settings.BLIND_INDEX_KEY.encode()
    if not key:
        raise BadKeys("BLIND_INDEX_KEY is not set: nobody could be found again.")
    return hmac.digest(key, f"{kind}:{text}".encode(), settings.BLIND_INDEX_HASH).hex()[:LENGTH]
