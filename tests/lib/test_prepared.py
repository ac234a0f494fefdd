"""Statements that a connection plans once: asked again, and by a connection that was made anew in between."""

import pytest
from django.db import connection

from fedportal.lib.prepared import Prepared, array

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_statement_is_asked_by_its_names_again_and_again() -> None:
    sums = Prepared(
        "test_sums", "SELECT %(more)s + sum(one) FROM unnest(%(many)s) one", {"more": "int", "many": "int[]"}
    )

    assert [sums.rows({"many": array([1, 2]), "more": more}) for more in (0, 5)] == [[(3,)], [(8,)]]


def test_a_connection_that_was_lost_is_asked_anew_as_often_as_one_likes() -> None:
    doubled = Prepared("test_doubled", "SELECT 2 * %(one)s", {"one": "int"})
    assert doubled.rows({"one": 1}) == [(2,)]

    connection.close()

    assert [doubled.rows({"one": one}) for one in (2, 3)] == [[(4,)], [(6,)]]
