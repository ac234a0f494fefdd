"""Which kinds of records are disposed of by lists: each room declares its own in its `disposables.py`."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.module_loading import autodiscover_modules

from fedportal.accounts.models import User
from fedportal.privacy.models import DisposalBatch, DisposalItem


@dataclass(frozen=True)
class Line:
    """One record as a list names it: its number, for how long it is kept, and from when on that was counted."""

    key: int
    number: str
    retention: str
    since: dt.datetime


@dataclass(frozen=True)
class Disposable:
    """One kind of record. `due` leaves those of these rows whose time is over and that nothing holds; `erase` takes
    out of them whatever leads to a person; `hold` keeps one from every later list."""

    kind: str
    label: str
    model: type[Model]
    rule: str
    page: str  # the name of a record's address
    verb: str  # as the audit trail names its end
    order: tuple[str, ...]
    due: Callable[[Any, dt.datetime], Any]
    lines: Callable[[Any], list[Line]]
    erase: Callable[[list[int], DisposalBatch, dt.datetime], None]
    hold: Callable[[int, str, User, dt.datetime], Any]
    kept: Callable[[str], str]  # how long, in words, of what stands in its line
    # Of what is before this person, what is her unit's to dispose of.
    ours: Callable[[User], Q] = lambda _: Q()

    @property
    def rows(self) -> QuerySet[Any]:
        return self.model._default_manager.all()

    def of(self, user: User, at: dt.datetime) -> QuerySet[Any]:
        """What this person may list now: what stands on no list that may still come to something."""
        visible: Any = self.model._default_manager
        listed = DisposalItem.objects.standing().filter(kind=self.kind, object_id=OuterRef("pk"))
        found: QuerySet[Any] = self.due(visible.visible_to(user).filter(self.ours(user)), at).filter(~Exists(listed))
        return found


_kinds: dict[str, Disposable] = {}


def declare(kind: Disposable) -> None:
    """Called once by each room's `disposables` at import."""
    _kinds[kind.kind] = kind


def disposables() -> dict[str, Disposable]:
    """All kinds, by name."""
    autodiscover_modules("disposables")
    return dict(sorted(_kinds.items()))
