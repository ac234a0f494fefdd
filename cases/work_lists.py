"""Personal work-lists: the conditions of a saved filter in one form, in words, and how many petitions meet them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from zlib import crc32

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.http import QueryDict
from django.urls import reverse

from cases.filters import PetitionFilter
from cases.models import Petition, SavedFilter
from cases.searching import Finder
from fedportal.accounts.models import User

COUNTED_UP_TO = 999
KEPT = 60  # seconds for which a count is live enough
SORTS = {"received", "due", "-due"}


@dataclass(frozen=True)
class WorkList:
    """One saved filter as a tab shows it."""

    saved: SavedFilter
    count: int | None  # None where it has not been counted yet
    current: bool = False

    @property
    def url(self) -> str:
        return f"{reverse('cases:petition_list')}?{self.saved.query}"

    @property
    def words(self) -> str:
        """How many, as far as they are counted."""
        if self.count is None:
            return ""
        return f"{COUNTED_UP_TO}+" if self.count > COUNTED_UP_TO else str(self.count)


def canonical(params: Mapping[str, str]) -> str:
    """The conditions and the order of an address, in one spelling; where one stands in the list is left out."""
    given = {name: value for name in PetitionFilter.base_filters if (value := params.get(name, "").strip())}
    if params.get("sort") in SORTS:
        given["sort"] = params["sort"]
    return urlencode(given)


def work_lists(user: User, params: Mapping[str, str]) -> list[WorkList]:
    """One's own, in order, with the counts that are still fresh; the one whose address this is, is marked."""
    rows = list(SavedFilter.objects.filter(user=user))
    fresh = cache.get_many([_key(row) for row in rows]) if rows else {}
    here = canonical(params) if rows else ""
    return [WorkList(row, fresh.get(_key(row)), row.query == here) for row in rows]


def counted(lists: Iterable[WorkList], user: User, at: dt.datetime) -> list[WorkList]:
    """The same with all their counts: what is not fresh is counted, all in one question."""
    lists = list(lists)
    stale = [each.saved for each in lists if each.count is None]
    counts = dict(zip((row.pk for row in stale), _count(stale, user, at), strict=True))
    cache.set_many({_key(row): counts[row.pk] for row in stale}, KEPT)
    return [WorkList(each.saved, counts.get(each.saved.pk, each.count), each.current) for each in lists]


def conditions(saved: SavedFilter, user: User, at: dt.datetime) -> list[str]:
    """What it asks for, in words."""
    asked = _asked(saved, Finder(user), at)
    return asked.conditions() if asked.is_valid() else []


def _asked(saved: SavedFilter, finder: Finder, at: dt.datetime) -> PetitionFilter:
    visible = Petition.objects.visible_to(finder.user)
    return PetitionFilter(QueryDict(saved.query), visible, user=finder.user, at=at, finder=finder)


def _count(rows: list[SavedFilter], user: User, at: dt.datetime) -> list[int]:
    finder = Finder(user)
    parts = [_count_sql(_asked(row, finder, at)) for row in rows]
    if not parts:
        return []
    with connection.cursor() as cursor:
        asked = ", ".join(sql for sql, _ in parts)
        cursor.execute(f"SELECT {asked}", [value for _, values in parts for value in values])
        (counts,) = cursor.fetchall()
    return list(counts)


def _count_sql(asked: PetitionFilter) -> tuple[str, tuple[Any, ...]]:
    found = asked.qs.order_by().values("pk")[: COUNTED_UP_TO + 1]
    try:
        sql, values = found.query.sql_with_params()
    except EmptyResultSet:
        return "0", ()
    return f"(SELECT count(*) FROM ({sql}) found)", values  # Django's own SQL  # noqa: S608  # nosec B608


def _key(saved: SavedFilter) -> str:
    return f"work-list:{saved.pk}:{crc32(saved.query.encode())}"
