"""Keeping, naming, ordering and giving up one's own work-lists."""

import datetime as dt

from django.db import transaction

from cases.models import SavedFilter
from cases.models.saved_filter import MOST
from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.lib.refusals import NotAllowed


@transaction.atomic
def save_filter(name: str, query: str, *, by: User, at: dt.datetime) -> SavedFilter:
    """Keep these conditions under that name, last of all; under a name of one's own that is there, in its place."""
    rows = _locked(by)
    same = next((row for row in rows if row.name == name), None)
    if same is not None:
        same.query = query
        same.save(update_fields=["query"])
        record("filter.save", same, by=by, at=at)
        return same
    if len(rows) >= MOST:
        raise NotAllowed(f"工作清单最多 {MOST} 个，请先删除不用的。")
    row = SavedFilter.objects.create(user=by, name=name, query=query, place=len(rows))
    record("filter.save", row, by=by, at=at)
    return row


@transaction.atomic
def rename_filter(saved: SavedFilter, name: str, *, by: User, at: dt.datetime) -> SavedFilter:
    """Give it another name, which none of one's others has."""
    rows = _locked(by)
    if any(row.name == name and row.pk != saved.pk for row in rows):
        raise NotAllowed(f"已有名为“{name}”的工作清单。")
    row = _own(saved, rows)
    row.name = name
    row.save(update_fields=["name"])
    record("filter.rename", row, by=by, at=at)
    return row


@transaction.atomic
def move_filter(saved: SavedFilter, *, up: bool, by: User, at: dt.datetime) -> None:
    """Change places with its neighbour; at the end nothing happens."""
    rows = _locked(by)
    row = _own(saved, rows)
    other = rows.index(row) + (-1 if up else 1)
    if 0 <= other < len(rows):
        rows.remove(row)
        rows.insert(other, row)
        _place(rows)
        record("filter.move", row, by=by, at=at)


@transaction.atomic
def remove_filter(saved: SavedFilter, *, by: User, at: dt.datetime) -> None:
    """Give it up; those after it move on."""
    rows = _locked(by)
    row = _own(saved, rows)
    rows.remove(row)
    record("filter.remove", row, by=by, at=at)
    row.delete()
    _place(rows)


def _locked(by: User) -> list[SavedFilter]:
    """All of one's own, in order; two windows of one person take turns."""
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    return list(SavedFilter.objects.filter(user=by).order_by("place"))


def _own(saved: SavedFilter, rows: list[SavedFilter]) -> SavedFilter:
    row = next((row for row in rows if row.pk == saved.pk), None)
    if row is None:
        raise NotAllowed("这个工作清单已经删除。")
    return row


def _place(rows: list[SavedFilter]) -> None:
    for place, row in enumerate(rows):
        row.place = place
    SavedFilter.objects.bulk_update(rows, ["place"])
