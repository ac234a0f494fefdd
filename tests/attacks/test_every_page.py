"""Every page, fetched once as one who may open it, and what then has to hold of it.

A page that fails at one thing is still tried at the others.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

import pytest
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from fedportal.accounts.roles import Role
from tests.attacks.test_ids_in_forms import check_no_field_takes_a_row_of_another_county, theirs_in
from tests.attacks.test_odd_texts import check_answers_whatever_is_written_into_it
from tests.attacks.test_outside_addresses import check_asks_no_other_host_and_may_not_be_kept
from tests.factories import ProvinceTree, user
from tests.standing import standing_rows
from tests.test_permissions import TABLE, Row, Seat, held, seat

PAGES = [row for row in TABLE if row.method == "get"]


@dataclass(frozen=True)
class Standing:
    tree: ProvinceTree
    seats: dict[frozenset[Role], Seat]  # in Bincheng, by the roles that open a page
    theirs: dict[type, object]


def make(tree: ProvinceTree) -> Standing:
    seats = {roles: seat(user(tree.bincheng, *roles)) for roles in {held(row) for row in PAGES}}
    return Standing(tree, seats, theirs_in(tree))


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Standing]:
    with standing_rows(make, django_db_blocker) as made:
        yield made


@pytest.mark.parametrize("row", PAGES, ids=str)
def test_a_page_keeps_to_itself_and_to_its_county_and_stands_what_is_written_into_it(
    row: Row, standing: Standing, db: None, subtests: pytest.Subtests
) -> None:
    by = standing.seats[held(row)]
    client = by.client()
    client.raise_request_exception = True
    url = reverse(row.name, kwargs=row.thing(standing.tree.bincheng, by.reader))

    answer = client.get(url)

    with subtests.test("asks no other host and may not be kept"):
        check_asks_no_other_host_and_may_not_be_kept(answer)
    with subtests.test("takes no row of another county"):
        check_no_field_takes_a_row_of_another_county(answer.context, deepcopy(standing.theirs))
    with subtests.test("answers whatever is written into it"):
        check_answers_whatever_is_written_into_it(client, url, answer.context)
