"""Colleagues, imports and the engine that write all at once, some slowly and some for nothing."""

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
from tests.cases.samples import petition

LONG = 0.7  # seconds that a slow transaction stays open


class Writer(threading.Thread):
    """Does one thing after another until it is stopped; `done` counts them."""

    def __init__(self, clerks: list[User], seed: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.clerks, self.chance, self.stop_at = clerks, random.Random(seed), stop
        self.done = 0
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            while not self.stop_at.is_set():
                self.chance.choice(self.acts())()
                self.done += 1
        except BaseException as error:
            self.error = error
            raise
        finally:
            connection.close()

    def acts(self) -> list[Callable[[], None]]:
        return [self.register, self.correct, self.move, self.hide, self.slowly, self.in_vain, self.climb]

    def _some(self) -> Petition | None:
        return Petition.objects.order_by("?").first()

    def register(self) -> None:
        petition(self.chance.choice(self.clerks))

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

    def slowly(self) -> None:
        with transaction.atomic():
            self.correct()
            time.sleep(self.chance.random() * LONG)
            self.hide()

    def in_vain(self) -> None:
        with transaction.atomic():
            self.register()
            transaction.set_rollback(True)

    def climb(self) -> None:
        with suppress(NotAllowed):
            sweep(timezone.now())
