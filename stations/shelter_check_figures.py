"""How the shelters of a range stood at their last looks, by unit; what is lacking where is told to nobody above."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection

from fedportal.lib.row_scope import beyond_readers
from fedportal.orgs.models import Organization

_YEAR = dt.timedelta(days=365)
_BY_UNIT = """
SELECT o.region_name, count(DISTINCT s.id),
       count(l.id) FILTER (WHERE l.kind = 'self'), avg(l.rate) FILTER (WHERE l.kind = 'self'),
       count(l.id) FILTER (WHERE l.kind <> 'self'), avg(l.rate) FILTER (WHERE l.kind <> 'self')
FROM stations_shelter s
JOIN orgs_organization o ON o.id = s.org_id
LEFT JOIN (
    SELECT DISTINCT ON (shelter_id, kind) id, shelter_id, kind, 100.0 * points / whole AS rate
    FROM stations_sheltercheck WHERE at > %(since)s AND at <= %(at)s ORDER BY shelter_id, kind, at DESC, id DESC
) l ON l.shelter_id = s.id
WHERE s.closed_on IS NULL AND s.confirmed_at IS NOT NULL AND s.org_code >= %(code)s AND s.org_code < %(code_end)s
GROUP BY o.id, o.code, o.region_name ORDER BY o.code
"""


@dataclass(frozen=True)
class Looked:
    """One unit: its shelters, how many of them were looked at within a year, and what of a hundred they reached."""

    unit: str
    shelters: int
    by_itself: int
    own_rate: float | None
    from_above: int
    above_rate: float | None

    @property
    def words(self) -> list[str]:
        """A line of the table."""
        counts = (f"{self.by_itself}", self.own_words, f"{self.from_above}", self.above_words)
        return [self.unit, f"{self.shelters}", *counts]

    @property
    def own_words(self) -> str:
        return _percent(self.own_rate)

    @property
    def above_words(self) -> str:
        return _percent(self.above_rate)


def _percent(rate: float | None) -> str:
    """Rounded down: 79.9 is not 80."""
    return "—" if rate is None else f"{int(rate)}%"


@beyond_readers("scores by unit, for who checks there; neither what is lacking nor where")
def looked_at(org: Organization, at: dt.datetime) -> list[Looked]:
    """Units of that range with a shelter, by code."""
    asked: dict[str, Any] = {"since": at - _YEAR, "at": at, "code": org.code, "code_end": org.code_end}
    with connection.cursor() as cursor:
        cursor.execute(_BY_UNIT, asked)
        return [Looked(*row) for row in cursor.fetchall()]
