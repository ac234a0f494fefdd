"""Loads the federations of whole provinces by COPY; what is there already stays as it is."""

import csv
import datetime as dt
import io
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from fedportal.orgs.codes import code_end
from fedportal.orgs.division_tables import Division, below_the_county, to_the_county
from fedportal.orgs.models import Level, Organization
from fedportal.orgs.names import federation_name, initials
from fedportal.orgs.prefixes import assign_prefixes

# Regions of the table were there before any petition that this portal will ever hold.
ALWAYS = dt.date(1949, 10, 1)

_STAGE = """
CREATE TEMP TABLE division_stage (
    code bigint PRIMARY KEY, code_end bigint, level smallint, parent_code bigint,
    region_name text, name text, number_prefix text, initials text
)
"""
_COPY = "COPY division_stage FROM STDIN WITH (FORMAT csv)"
# A region that was moved or renamed here since does not come back; below it nothing is loaded.
_INSERT = """
INSERT INTO orgs_organization (code, code_end, level, parent_id, region_name, name, number_prefix, initials,
                               responsible, address, phone, hours, valid_from)
SELECT s.code, s.code_end, s.level, superior.id, s.region_name, s.name, s.number_prefix, s.initials, '', '', '', '',
       %s
FROM division_stage s
LEFT JOIN orgs_organization superior ON superior.code = s.parent_code AND superior.valid_to IS NULL
WHERE s.level = %s AND (superior.id IS NOT NULL OR s.level = 1)
  AND NOT EXISTS (SELECT FROM orgs_organization o WHERE o.code = s.code)
ORDER BY s.code
ON CONFLICT (code) WHERE valid_to IS NULL DO NOTHING
"""


def divisions_of(provinces: Iterable[str], depth: Level, *, project: Path) -> list[Division]:
    """Everything the tables hold of these provinces (all of them if none is named) down to that depth."""
    chosen = set(provinces)
    divisions = [d for d in to_the_county() if not chosen or str(d.code)[:2] in chosen]
    if depth > Level.COUNTY:
        for province in sorted({str(d.code)[:2] for d in divisions}):
            divisions += below_the_county(project, province, depth)
    return [d for d in divisions if d.level <= depth]


@transaction.atomic
def load(divisions: list[Division]) -> Counter[Level]:
    """Add the federations that are not there yet; says how many at which level."""
    prefixes = _prefixes(divisions)
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
        cursor.copy_expert(_COPY, _as_csv(divisions, prefixes))
        added = Counter({level: _insert(cursor, level) for level in Level})
        cursor.execute("DROP TABLE division_stage")
        cursor.execute("ANALYZE orgs_organization")
    return +added


def _insert(cursor: CursorWrapper, level: Level) -> int:
    cursor.execute(_INSERT, [ALWAYS, level.value])
    return cursor.rowcount


def _prefixes(divisions: list[Division]) -> dict[int, str]:
    """Prefixes of all divisions that are new, province by province."""
    by_province: dict[int, list[Division]] = defaultdict(list)
    for division in divisions:
        by_province[division.code // 10**10].append(division)
    prefixes: dict[int, str] = {}
    for province, members in by_province.items():
        prefixes |= _prefixes_of_province(province, members)
    return prefixes


def _prefixes_of_province(province: int, members: list[Division]) -> dict[int, str]:
    """Units that ended keep theirs: a number once given is never given again."""
    ever = Organization.objects.filter(code__gte=province * 10**10, code__lt=(province + 1) * 10**10)
    rows = list(ever.order_by("valid_to").values_list("code", "number_prefix"))
    return assign_prefixes(members, dict(rows), {prefix for _, prefix in rows})


def _as_csv(divisions: list[Division], prefixes: dict[int, str]) -> io.StringIO:
    """The new divisions in the form that COPY reads."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for d in divisions:
        if prefix := prefixes.get(d.code):
            end, name = code_end(d.code), federation_name(d.region)
            writer.writerow([d.code, end, d.level.value, d.parent, d.region, name, prefix, initials(d.region)])
    buffer.seek(0)
    return buffer
