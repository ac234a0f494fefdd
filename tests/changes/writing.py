"""Colleagues, imports and the engine that write all at once, some slowly and some for nothing."""

import datetime as dt
import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from django.db import connection, transaction
from django.utils import timezone

from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.deadlines.engine import sweep
from fedportal.lib.refusals import NotAllowed
from tests.cases.samples import NOW, petition

LONG = 0.7  # seconds that a slow transaction stays open
AGES = (dt.timedelta(0), dt.timedelta(days=40))  # of what is registered: within its limits, and overdue


class Writer(threading.Thread):
    """Does one thing after another until it is stopped, and rests between two of them for up to so many seconds;
    `done` counts them, `made` names what it registered."""

    def __init__(self, clerks: list[User], seed: int, stop: threading.Event, *, rest: float = 0) -> None:
        super().__init__(daemon=True)
        self.clerks, self.chance, self.stop_at, self.rest = clerks, random.Random(seed), stop, rest
        self.done = 0
        self.made: list[str] = []
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            while not self.stop_at.is_set():
                self.chance.choice(self.acts())()
                self.done += 1
                time.sleep(self.chance.random() * self.rest)
        except BaseException as error:
            self.error = error
            raise
        finally:
            connection.close()

    def acts(self) -> list[Callable[[], None]]:
        often = [self.register, self.correct, self.move, self.hide, self.link, self.slowly, self.in_vain, self.climb]
        return often * 5 + [self.rename]

    def _some(self) -> Petition | None:
        return Petition.objects.order_by("?").first()

    def register(self) -> None:
        self.made.append(self._petition().number)

    def _petition(self) -> Petition:
        return petition(self.chance.choice(self.clerks), at=NOW - self.chance.choice(AGES))

    def correct(self) -> None:
        if row := self._some():
            row.parties.update(occupation=f"第{self.chance.randrange(10**6)}厂")

    def move(self) -> None:
        """To another unit, or back."""
        if row := self._some():
            unit = self.chance.choice(self.clerks).org
            Petition.objects.filter(pk=row.pk).update(org=unit, org_code=unit.code)

    def hide(self) -> None:
        """It concerns a minor, or does not after all."""
        if row := self._some():
            Petition.objects.filter(pk=row.pk).update(minor=not row.minor)

    def link(self) -> None:
        """The same was asked before, in a matter that may be out of a reader's sight, now or later."""
        earlier, later = self._some(), self._some()
        if earlier and later and earlier.pk < later.pk:
            Petition.objects.filter(pk=later.pk).update(same_as=earlier)

    def rename(self) -> None:
        """A colleague, who stands by her name in everything that she wrote down."""
        clerk = self.chance.choice(self.clerks)
        User.objects.filter(pk=clerk.pk).update(name=f"测试员{self.chance.randrange(10**6)}")

    def slowly(self) -> None:
        with transaction.atomic():
            self.hide()  # the matter is locked before its parts, as in every verb
            time.sleep(self.chance.random() * LONG)
            self.correct()

    def in_vain(self) -> None:
        with transaction.atomic():
            self._petition()
            transaction.set_rollback(True)

    def climb(self) -> None:
        with suppress(NotAllowed):
            sweep(timezone.now())
