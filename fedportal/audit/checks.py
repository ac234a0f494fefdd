"""Refuses to start with settings under which the trail would not hold."""

import hashlib
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from fedportal.audit.law import KEPT_AT_LEAST
from fedportal.audit.models import Algorithm


def kept_long_enough(**_: Any) -> list[CheckMessage]:
    """Six months at least."""
    if settings.AUDIT_KEEP_DAYS >= KEPT_AT_LEAST:
        return []
    words = f"AUDIT_KEEP_DAYS is {settings.AUDIT_KEEP_DAYS}; the law asks for six months, {KEPT_AT_LEAST} days."
    return [Error(words, hint="网络安全法 (2016) art. 21 (3); since 2026-01-01 art. 23.", id="audit.E001")]


def hash_at_hand(**_: Any) -> list[CheckMessage]:
    """SM3 comes with some builds of OpenSSL only."""
    name = settings.AUDIT_HASH
    if name not in Algorithm.values:
        return [Error(f"AUDIT_HASH is {name!r}; one of {', '.join(Algorithm.values)} is meant.", id="audit.E002")]
    if name not in hashlib.algorithms_available:
        return [Error(f"The OpenSSL of this Python has no {name}.", hint="Use AUDIT_HASH=sha256.", id="audit.E003")]
    return []
