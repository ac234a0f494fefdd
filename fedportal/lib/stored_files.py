"""Files that a transaction stored go when it fails: the database rolls back, the storage does not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db.models.fields.files import FieldFile

P = ParamSpec("P")
R = TypeVar("R")

_stored: ContextVar[list[FieldFile] | None] = ContextVar("stored", default=None)


def note_stored(file: FieldFile) -> None:
    """Say that this file was stored just now; who stores one inside `files_or_nothing` calls this."""
    files = _stored.get()
    if files is not None:
        files.append(file)


def files_or_nothing(verb: Callable[P, R]) -> Callable[P, R]:
    """Stand this above `transaction.atomic`: whatever the verb stored before it failed is removed."""

    @wraps(verb)
    def kept(*args: P.args, **kwargs: P.kwargs) -> R:
        with _removed_on_failure():
            return verb(*args, **kwargs)

    return kept


@contextmanager
def _removed_on_failure() -> Iterator[None]:
    files: list[FieldFile] = []
    mark = _stored.set(files)
    try:
        yield
    except BaseException:
        for file in files:
            if file.name:
                file.storage.delete(file.name)
        raise
    finally:
        _stored.reset(mark)
