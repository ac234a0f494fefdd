"""Up to a thousand petitions in one request: each has its own result, and one that is wrong spoils no other.

What is plain and new is written by the hundred, as a ledger is; whatever needs more, or turns out to, one by one, each
in its own savepoint.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.http import JsonResponse
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError

from cases.actions.naming import name_petitions
from cases.api.document import petition_id
from cases.api.writing_correcting import correct
from cases.api.writing_external import Name, known_among, taken
from cases.api.writing_item import Item, read_items
from cases.api.writing_registering import earlier_of, form_of, register
from cases.api.writing_typed import codes_in, units_by_code
from cases.imports.clocks import Clocks
from cases.imports.loading import lock_numbers, register_many
from cases.models import Petition
from fedportal.api.problems import Problem
from fedportal.api.refusing import problem_of
from fedportal.api.views import ClientRequest


class Batch:
    """One such request while it is worked on. What may be the same matter is not looked for."""

    def __init__(self, request: ClientRequest, at: dt.datetime) -> None:
        self.request, self.by, self.at = request, request.user, at
        self.results: dict[int, dict[str, Any]] = {}
        self.touched: list[Petition] = []
        self.clocks = Clocks()

    def answer(self) -> JsonResponse:
        items = read_items(self.request.data)
        self.known = known_among((item.name for item in items), self.by)
        self.units = units_by_code((code for item in items for code in codes_in(item.sent)), self.by.org)
        new = [item for item in items if not self._is_known(item)]
        self._each(new, self._prepare)
        self._look_again(new)
        self._register_plain([item for item in new if item.is_plain])
        self._each((item for item in items if item.index not in self.results), self._write)
        results = [self.results[item.index] for item in items]
        return JsonResponse({"results": results}, json_dumps_params={"ensure_ascii": False})

    def _is_known(self, item: Item) -> bool:
        """Registered before, or further up in this batch."""
        if item.name is None:
            return False
        if item.name in self.known:
            return True
        self.known[item.name] = None
        return False

    def _look_again(self, new: Sequence[Item]) -> None:
        """Whoever sends the same at the same moment waits here for the other to end, and finds it registered; nobody
        of the unit registers beside it, so this comes after the reading."""
        lock_numbers(self.by, at=self.at)
        known = known_among((item.name for item in new), self.by)
        for item in new:
            if item.name in known:
                item.form = None

    def _each(self, items: Iterable[Item], work: Any) -> None:
        """Do it with each of them; what is refused is its result."""
        for item in items:
            try:
                with transaction.atomic():
                    work(item)
            except APIException as refusal:
                self._refuse(item, refusal)
            except (IntegrityError, DataError) as error:
                self._refuse(item, taken(error))

    def _prepare(self, item: Item) -> None:
        """Read what is to be registered; nothing is written yet."""
        given = item.read(new=True)
        item.form = form_of(given, by=self.by, at=self.at, units=self.units, clocks=self.clocks)
        item.earlier = earlier_of(given, self.by)

    def _register_plain(self, items: Sequence[Item]) -> None:
        """All at once; if one of them cannot be stored, none is, and each has its turn by itself."""
        ready = [item for item in items if item.index not in self.results and item.form is not None]
        try:
            with transaction.atomic():
                intakes = [item.form.intake() for item in ready if item.form]
                rows = register_many(intakes, by=self.by, at=self.at, clocks=self.clocks)
                named = [(row, *item.name) for row, item in zip(rows, ready, strict=True) if item.name]
                name_petitions(named, by=self.by, at=self.at)
        except (IntegrityError, DataError):
            return
        self._note(zip(ready, rows, strict=True), status.HTTP_201_CREATED)

    def _write(self, item: Item) -> None:
        """What is left: new with more to it, or known."""
        if item.form is not None:
            row = register(item.form, earlier=item.earlier, by=self.by, at=self.at)
            if item.name:
                name_petitions([(row, *item.name)], by=self.by, at=self.at)
            self._note([(item, row)], status.HTTP_201_CREATED)
            return
        row = self._standing(item.name)
        correct(row, item.read(new=False), version=item.version, by=self.by, at=self.at)
        self._note([(item, row)], status.HTTP_200_OK)

    def _standing(self, name: Name | None) -> Petition:
        assert name is not None  # only what has a name is known
        row = known_among([name], self.by, whole=True)[name]
        if row is None:
            raise Problem(status.HTTP_409_CONFLICT, "not_registered", "同一批中先前的一条没有登记成功。")
        return row

    def _note(self, done: Iterable[tuple[Item, Petition]], code: int) -> None:
        """Their results: the version as far as they are still before this account."""
        pairs = list(done)
        self.touched += [row for _, row in pairs]
        rows = Petition.objects.visible_to(self.by).filter(pk__in=[row.pk for _, row in pairs])
        versions = dict(rows.values_list("pk", "version"))
        for item, row in pairs:
            told: dict[str, Any] = {"index": item.index, "status": code, "number": row.number}
            if row.pk in versions:
                told |= {"id": petition_id(row.pk, self.by), "version": versions[row.pk]}
            self.results[item.index] = told

    def _refuse(self, item: Item, refusal: APIException) -> None:
        if isinstance(refusal, ValidationError) and refusal is not item.wrong:
            refusal = type(refusal)({"petition": refusal.detail})
        problem = problem_of(refusal, self.request)
        self.results[item.index] = {"index": item.index, "status": refusal.status_code, "problem": problem}
