"""Two who deliver, take or answer the same order at the same moment: one order, one answer, nothing lost."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.api.scopes import Scope
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import EVERYTHING, rows_of
from hotline.models import ExternalTicket
from tests.api.clients import api_client, caller
from tests.factories import ProvinceTree, user
from tests.hotline.orders import SYSTEM, received, stepped
from tests.hotline.test_tickets_api import order, put


@pytest.fixture
def clerk(transactional_db: None, law: None, tree: ProvinceTree) -> User:
    return user(tree.bincheng, Role.RECEPTIONIST)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each of them came to, begun together."""
    gate, found = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        with rows_of(EVERYTHING):
            gate.wait()
            try:
                found[place] = act()
            except NotAllowed as refused:
                found[place] = refused
            finally:
                connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_an_order_that_is_delivered_twice_at_once_is_one(clerk: User, tree: ProvinceTree) -> None:
    them = [caller(api_client(tree.binzhou, Scope.TICKETS, system=SYSTEM)) for _ in range(3)]

    answers = at_once(*[lambda one=one: put(one, order()).status_code for one in them])

    assert sorted(answers) == [200, 200, 201]  # type: ignore[type-var]
    assert ExternalTicket.objects.count() == 1


def test_of_two_answers_at_once_one_stands(clerk: User) -> None:
    row = received(clerk)

    found = at_once(
        *[lambda words=words: stepped(row, "answer", by=clerk, note=words).answer for words in ("甲。", "乙。")]
    )

    row.refresh_from_db()
    assert [isinstance(one, NotAllowed) for one in found].count(True) == 1
    assert row.answer in found
    assert row.events.filter(verb="ticket.answer").count() == 1
