"""Whether something that comes in has been here before and was disposed of."""

from collections.abc import Iterable

from fedportal.lib.blind_index import key_index
from fedportal.privacy.models import Tombstone


def buried(keys: Iterable[str]) -> dict[str, Tombstone]:
    """Those of these keys whose record was disposed of, each with what stays of it; one question."""
    digests = {key_index(key): key for key in keys if key}
    rows = Tombstone.objects.filter(key_digest__in=digests)
    return {digests[row.key_digest]: row for row in rows}
