"""What stands before every test of a file, made once, and what is undone between two askings of one test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from tests.factories import ProvinceTree, province_tree
from tests.law_snapshot import load_law

Made = TypeVar("Made")


@contextmanager
def standing_rows(make: Callable[[ProvinceTree], Made], blocker: DjangoDbBlocker) -> Iterator[Made]:
    """Made once, in a transaction around those of the tests, each of which leaves it as it was.

    A file whose tests ask for it has none that asks for the database without it.
    """
    with blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        load_law()
        made = make(province_tree())
    yield made
    with blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@contextmanager
def undone() -> Iterator[None]:
    """What is written in here is checked as at the end of a test's transaction, and taken back."""
    with transaction.atomic():
        yield
        if not connection.needs_rollback:
            connection.check_constraints()
        transaction.set_rollback(True)
