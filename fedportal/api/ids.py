"""How clients name what they hold: by ids that stay the same for one client and say nothing to another."""

import hmac
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from fedportal.accounts.models import User

LENGTH = 32  # hexadecimal characters: 128 bits
_SALT = "fedportal.api.ids"


def opaque_id(client_pk: int, kind: str, key: int) -> str:
    """The id by which that client knows the row `key` of that kind. Whoever has two clients' copies cannot tell from
    the ids that both hold the same matter, and nobody can count by them how many there are."""
    return _opaque(settings.SECRET_KEY, client_pk, kind, key)


def id_for(reader: "User", kind: str, key: int) -> str:
    """The same as this reader's client knows it; of a colleague, who has none, as nobody's."""
    client = getattr(reader, "api_client", None)
    return opaque_id(client.pk if client else 0, kind, key)


@lru_cache(maxsize=4096)  # a page of the feed names each of its objects twice
def _opaque(secret: str, client_pk: int, kind: str, key: int) -> str:
    name = f"{client_pk}:{kind}:{key}".encode()
    return hmac.digest(_key(secret), name, "sha256").hex()[:LENGTH]


@lru_cache(maxsize=4)
def _key(secret: str) -> bytes:
    return salted_hmac(_SALT, "", secret=secret, algorithm="sha256").digest()
