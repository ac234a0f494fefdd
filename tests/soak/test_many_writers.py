"""The readers of `make test` for a whole minute: long enough for rare turns of many transactions."""

import pytest

from tests.changes.many_writers import assert_readers_end_equal
from tests.factories import ProvinceTree

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("law")]

SECONDS = 60


def test_three_readers_of_eight_writers_hold_after_a_minute_what_stands_in_the_database(tree: ProvinceTree) -> None:
    assert_readers_end_equal(tree, seconds=SECONDS)
