"""Erasing a slice of matters: a constant number of statements, whatever hangs on them."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Case, F, Func, Value, When

from cases.disposal.erasures import ERASURES, REMOVALS, Erasure, Removal, all_erasures
from cases.models import Document, Petition
from cases.models.erasable import STRUCK
from fedportal.api.idempotency import erase_answers
from fedportal.deadlines.models import Deadline
from fedportal.lib.blind_index import key_index
from fedportal.privacy.models import NUMBER_LENGTH, PETITION, DisposalBatch, FileToRemove, Tombstone


def erase(pks: list[int], batch: DisposalBatch, *, at: dt.datetime) -> None:
    """Take everything out of these matters that leads to a person; part of a transaction, their lines still waiting.

    What the figures count stays: the rows of matters, contacts, duties, ratings and papers with their moments, kinds
    and places. Files go once the transaction has held.
    """
    bury(PETITION, Petition.objects.filter(pk__in=pks).values_list("pk", "number", "origin_key"), batch, at=at)
    names = [name for removal in REMOVALS if removal.files for name in _files(removal, pks)]
    names += Document.objects.filter(_of(Document).of(pks)).exclude(file="").values_list("file", flat=True)
    FileToRemove.objects.bulk_create(FileToRemove(batch=batch, name=name) for name in names)
    for removal in REMOVALS:
        removal.model._default_manager.filter(removal.only, **{f"{removal.path}__in": pks}).delete()
    blank(all_erasures(), pks, at=at)
    Petition.objects.filter(pk__in=pks).update(disposed_at=at)


def blank(erasures: Iterable[Erasure], keys: list[int], *, at: dt.datetime) -> None:
    """Empty what hangs on the records of these keys, what clients were answered about it, and the reasons for which
    its duties were given more time."""
    for erasure in erasures:
        named = erasure.through(keys, at) if erasure.through else keys
        rows = erasure.model._default_manager.filter(erasure.of(named))
        if erasure.answers:
            erase_answers(erasure.answers, rows.values_list("pk", flat=True), at=at)
            duties = Deadline.objects.for_model(erasure.model).filter(object_id__in=rows.values("pk"))
            duties.filter(derivation__has_key="extended").update(derivation=_without("derivation", "extended"))
        rows.update(**_blanks(erasure), **({erasure.marked: at} if erasure.marked else {}))


def bury(kind: str, rows: Iterable[tuple[int, str, str | None]], batch: DisposalBatch, *, at: dt.datetime) -> None:
    """A tombstone for each of these: key, number, and under which key it had come in."""
    Tombstone.objects.bulk_create(
        Tombstone(
            kind=kind,
            object_id=pk,
            number=number[:NUMBER_LENGTH],
            key_digest=key_index(key or ""),
            rule=batch.rule,
            at=at,
            batch=batch,
        )
        for pk, number, key in rows
    )


def _of(model: type) -> Erasure:
    return next(erasure for erasure in ERASURES if erasure.model is model)


def _files(removal: Removal, pks: list[int]) -> list[str]:
    rows = removal.model._default_manager.filter(**{f"{removal.path}__in": pks}).exclude(**{removal.files: ""})
    return list(rows.values_list(removal.files, flat=True))


def _blanks(erasure: Erasure) -> dict[str, Any]:
    struck = {name: Case(When(**{name: ""}, then=Value("")), default=Value(STRUCK)) for name in erasure.struck}
    return {**dict.fromkeys(erasure.texts, ""), **struck, **erasure.values}


def _without(field: str, key: str) -> Func:
    """A JSON object without one of its keys: the reasons for which a duty was given more time."""
    return Func(F(field), Value(key), template="(%(expressions)s)", arg_joiner=" - ")
