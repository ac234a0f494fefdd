"""Writes audit rows, in the transaction of the act itself."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models

from fedportal.accounts.models import User
from fedportal.audit.models import AccessEvent
from fedportal.lib.row_scope import beyond_readers

READING_LASTS = dt.timedelta(hours=1)


@beyond_readers("a line of the trail is for others to read")
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
    made = line(verb, subject, by=by, at=at, address=address, **detail)
    made.save(force_insert=True)
    return made


def line(
    verb: str,
    subject: models.Model | None = None,
    *,
    by: User | None,
    at: dt.datetime,
    address: str | None = None,
    **detail: Any,
) -> AccessEvent:
    """The same without its row, for whoever writes it with other rows, beyond the reader."""
    return AccessEvent(
        verb=verb,
        at=at,
        actor=by,
        org=by.org if by else None,
        content_type=ContentType.objects.get_for_model(subject) if subject else None,
        object_id=subject.pk if subject else None,
        address=address,
        detail=detail,
    )


@beyond_readers("a line of the trail is for others to read")
def record_each(
    verb: str, model: type[models.Model], pks: Sequence[int], *, by: User, at: dt.datetime, **detail: Any
) -> None:
    """Write one line for each of these subjects, in one statement however many they are."""
    values = _values(verb, model, by=by, at=at) | {"pks": list(pks), "detail": json.dumps(detail)}
    with connection.cursor() as cursor:
        cursor.execute(_EACH, values)


@beyond_readers("a line of the trail is for others to read")
def record_reading(verb: str, subject: models.Model, *, by: User, at: dt.datetime) -> None:
    """Write that this person read this subject, once an hour however often the page is opened."""
    values = _values(verb, type(subject), by=by, at=at) | {"pk": subject.pk, "since": at - READING_LASTS}
    with connection.cursor() as cursor:
        cursor.execute(_READING, values)


def events_about(subject: models.Model) -> models.QuerySet[AccessEvent]:
    """What is written down about this subject."""
    kind = ContentType.objects.get_for_model(subject)
    return AccessEvent.objects.filter(content_type=kind, object_id=subject.pk)


def _values(verb: str, model: type[models.Model], *, by: User, at: dt.datetime) -> dict[str, Any]:
    kind = ContentType.objects.get_for_model(model).pk
    return {"verb": verb, "at": at, "by": by.pk, "org": by.org_id, "kind": kind}


_EACH = """
INSERT INTO audit_accessevent (verb, at, actor_id, org_id, content_type_id, object_id, detail)
SELECT %(verb)s, %(at)s, %(by)s, %(org)s, %(kind)s, subject.pk, %(detail)s::jsonb
FROM unnest(%(pks)s::bigint[]) WITH ORDINALITY AS subject (pk, place) ORDER BY subject.place
"""

# Two pages that open at once may both write: a line too many is none too few.
_READING = """
INSERT INTO audit_accessevent (verb, at, actor_id, org_id, content_type_id, object_id, detail)
SELECT %(verb)s, %(at)s, %(by)s, %(org)s, %(kind)s, %(pk)s, '{}'::jsonb
WHERE NOT EXISTS (
    SELECT FROM audit_accessevent
    WHERE content_type_id = %(kind)s AND object_id = %(pk)s AND at > %(since)s
      AND actor_id = %(by)s AND verb = %(verb)s
)
"""
