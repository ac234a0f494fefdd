"""Writes audit rows, in the transaction of the act itself."""

import datetime as dt
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from fedportal.accounts.models import User
from fedportal.audit.models import AccessEvent

READING_LASTS = dt.timedelta(hours=1)


def record(
    verb: str,
    subject: models.Model | None = None,
    *,
    by: User | None,
    at: dt.datetime,
    address: str | None = None,
    **detail: Any,
) -> AccessEvent:
    """Write one line: `verb` is noun.verb, `detail` holds codes and numbers, never personal data."""
    return AccessEvent.objects.create(
        verb=verb,
        at=at,
        actor=by,
        org=by.org if by else None,
        content_type=ContentType.objects.get_for_model(subject) if subject else None,
        object_id=subject.pk if subject else None,
        address=address,
        detail=detail,
    )


def record_reading(verb: str, subject: models.Model, *, by: User, at: dt.datetime) -> None:
    """Write that this person read this subject, once an hour however often the page is opened."""
    earlier = AccessEvent.objects.filter(
        content_type=ContentType.objects.get_for_model(subject),
        object_id=subject.pk,
        at__gt=at - READING_LASTS,
        actor=by,
        verb=verb,
    )
    if not earlier.exists():
        record(verb, subject, by=by, at=at)
