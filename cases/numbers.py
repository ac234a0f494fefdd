"""Gapless petition numbers: 鲁滨城妇信〔2026〕000123."""

from django.db import connection

from fedportal.orgs.models import Organization

_RESERVE = """
INSERT INTO cases_numberseries (org_id, year, last) VALUES (%s, %s, %s)
ON CONFLICT (org_id, year) DO UPDATE SET last = cases_numberseries.last + excluded.last
RETURNING last
"""


def reserve_numbers(org: Organization, year: int, count: int = 1) -> list[str]:
    """The next `count` numbers of this unit and year.

    The series' row stays locked until the transaction ends: one that fails gives its numbers back.
    """
    with connection.cursor() as cursor:
        cursor.execute(_RESERVE, [org.pk, year, count])
        (last,) = cursor.fetchone()
    return [f"{org.number_prefix}妇信〔{year}〕{n:06d}" for n in range(last - count + 1, last + 1)]
