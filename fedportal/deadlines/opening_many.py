"""Opens one duty for each of many subjects in two statements, however many: what they have in common, the day on which
they begin and the rule that binds, is reckoned once by the opener; the rest is the database's."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model
from django.utils import timezone

from fedportal.deadlines.models import Deadline
from fedportal.deadlines.opening import DeadlineOpener
from fedportal.orgs.models import Organization

# Each unit's rule is that of the nearest unit on its line that has one of its own; the nation's has no range.
_RULED = """
owed AS MATERIALIZED ({owed}),
ruled AS MATERIALIZED (
    SELECT o.*, coalesce((
        SELECT r.id FROM jsonb_to_recordset(%(ranges)s::jsonb) AS r(id bigint, code bigint, code_end bigint)
        WHERE r.code <= o.org_code AND o.org_code < r.code_end ORDER BY r.code_end - r.code LIMIT 1
    ), 0) AS place
    FROM owed o
)
"""
_KINDS = "WITH {ruled} SELECT DISTINCT place, since FROM ruled"
_COLUMNS = (
    *("content_type_id", "object_id", "kind", "item", "rule_id", "ladder_id", "org_id", "org_code", "desk_id"),
    *("opened_at", "due_at", "derivation", "cycle", "step", "light", "next_step", "climb_at", "awaiting_ack"),
    *("outcome", "quarantine_reason"),
)
_INSERT = """
WITH {ruled}
INSERT INTO deadlines_deadline ({columns})
SELECT %(type)s, o.subject_id, k.kind, '', k.rule_id, k.ladder_id, o.org_id, o.org_code, o.org_id,
       k.opened_at, k.due_at, k.derivation, 0, -1, k.light, k.next_step, k.climb_at, false, '', ''
FROM ruled o JOIN jsonb_to_recordset(%(kinds)s::jsonb) AS k(
    place bigint, since date, kind text, rule_id bigint, ladder_id bigint, opened_at timestamptz, due_at timestamptz,
    derivation jsonb, light smallint, next_step smallint, climb_at timestamptz
) ON k.place = o.place AND k.since = o.since
ON CONFLICT DO NOTHING
"""


class ManyOpener:
    """Rules, ladders and calendar as they stand on the day of `at`; what was reckoned once serves every call."""

    def __init__(self, subject: type[Model], code: str, *, at: dt.datetime) -> None:
        self.subject, self.code, self.at = subject, code, at
        self.opener = DeadlineOpener.load(timezone.localdate(at))
        # Units with a rule of their own, by key; the nation, which is no unit, as 0.
        ruled: Iterable[Organization | None] = (rule.org for rule in self.opener.book.chains.get(code, []))
        self.places = {0: Organization(code=-1, code_end=-1)} | {org.pk: org for org in ruled if org is not None}
        ranges = [{"id": org.pk, "code": org.code, "code_end": org.code_end} for org in self.places.values() if org.pk]
        self.ranges, self.kinds = json.dumps(ranges), dict[tuple[int, dt.date], dict[str, Any]]()

    def open(self, owed: str, asked: Mapping[str, Any]) -> int:
        """Of the subjects that the query `owed` tells: `subject_id`, `org_id` and `org_code` of who owes, and `since`,
        a day. How many. What is opened by others while it works is left as it is. For the portal at work by itself,
        which no range bounds. Raises CalendarEnds."""
        ruled, given = _RULED.format(owed=owed), {**asked, "ranges": self.ranges}
        with connection.cursor() as cursor:
            cursor.execute(_KINDS.format(ruled=ruled), given)
            kinds = [self._kind(place, since) for place, since in cursor.fetchall()]
            if not kinds:
                return 0
            told = {"type": ContentType.objects.get_for_model(self.subject).pk, "kinds": json.dumps(kinds)}
            cursor.execute(_INSERT.format(ruled=ruled, columns=", ".join(_COLUMNS)), given | told)
            return int(cursor.rowcount)

    def _kind(self, place: int, since: dt.date) -> dict[str, Any]:
        """All that one built duty says of itself, and nothing of its subject or unit."""
        if (place, since) not in self.kinds:
            start = timezone.make_aware(dt.datetime.combine(since, dt.time.min))
            nobody = self.subject(pk=0)
            built: Deadline = self.opener.build(nobody, self.code, org=self.places[place], start=start, at=self.at)
            moments = {name: getattr(built, name).isoformat() for name in ("opened_at", "due_at", "climb_at")}
            plain = {
                name: getattr(built, name) for name in ("kind", "rule_id", "ladder_id", "derivation", "next_step")
            }
            known = {"place": place, "since": since.isoformat(), "light": int(built.light)}
            self.kinds[place, since] = known | moments | plain
        return self.kinds[place, since]
