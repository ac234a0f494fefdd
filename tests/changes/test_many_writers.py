"""Whoever writes and however: each reader ends with exactly what its organization sees."""

from tests.changes.many_writers import assert_readers_end_equal
from tests.factories import ProvinceTree


def test_three_readers_of_eight_writers_end_with_what_stands_in_the_database(
    transactional_db: None, law: None, tree: ProvinceTree
) -> None:
    assert_readers_end_equal(tree, seconds=8)
