"""Rows whose enciphered columns are read one row at a time: one whose key is missing, or whose value was damaged,
does not fail the others."""

import logging
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Model, QuerySet, TextField
from django.db.models.functions import Cast

from fedportal.lib.ciphers import CannotDecipher, unseal
from fedportal.lib.encrypted_fields import EncryptedField

log = logging.getLogger(__name__)
Rows = TypeVar("Rows", bound="QuerySet[Any]")


def unopened(rows: Rows) -> Rows:
    """Without what is enciphered; `kept_` and the column's name is how it stands in the database."""
    names = [field.name for field in _enciphered(rows.model)]
    return rows.defer(*names).annotate(**{f"kept_{name}": Cast(name, TextField()) for name in names})


def kept(row: Model, name: str) -> Any:
    """What this column of an unopened row says. Raises CannotDecipher."""
    (field,) = (field for field in _enciphered(type(row)) if field.name == name)
    stands = getattr(row, f"kept_{name}")
    return None if stands is None else field.read(unseal(stands, field.place))


def is_opened(row: Model, names: Iterable[str]) -> bool:
    """Put what these columns say into an unopened row. False, and said in the log, where one cannot be read."""
    try:
        for name in names:
            setattr(row, name, kept(row, name))
    except CannotDecipher as error:
        log.error("%s %s cannot be shown: %s", row._meta.model_name, row.pk, error)
        return False
    return True


def _enciphered(model: type[Model]) -> list[EncryptedField]:
    return [field for field in model._meta.concrete_fields if isinstance(field, EncryptedField)]
