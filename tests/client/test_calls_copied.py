"""A copy holds the calls of its unit and their work orders, and proves them; a unit that handles one proves it too."""

from pathlib import Path

import pytest

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.api.models import ApiClient
from fedportal.api.scopes import Scope
from fedportal.client.failures import DIFFERENT
from fedportal.client.store import Store
from hotline.actions.call_backs import take_missed
from hotline.models import CallTicket, HotlineLine
from tests.api.clients import api_client
from tests.cases.samples import NOW
from tests.changes.mirror import settled
from tests.client.equality import assert_equal
from tests.client.running import Fedsync
from tests.client.test_work_orders import lose
from tests.factories import ProvinceTree, user
from tests.hotline.call_tickets import FEEDBACK, from_call, sent, went
from tests.hotline.calls import PHONE
from tests.hotline.lines import opened

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def agent(transactional_db: None, law: None, tree: ProvinceTree) -> User:
    return user(tree.bincheng, Role.AGENT)


@pytest.fixture
def line(agent: User, tree: ProvinceTree) -> HotlineLine:
    return opened(user(tree.bincheng, Role.SECTION_HEAD))


@pytest.fixture
def order(line: HotlineLine, agent: User, tree: ProvinceTree) -> CallTicket:
    """Of a call, handled in the next county, beside a call that was missed."""
    row = sent(from_call(line, agent), tree.huimin, by=agent)
    take_missed(line, phone=PHONE, rang_at=NOW, by=agent, at=NOW)
    settled()
    return row


def _proven(fedsync: Fedsync, file: Path, client: ApiClient) -> list[str]:
    proven = fedsync.run("verify", file, "--settle", 0)
    assert proven.returncode == 0, proven.stdout + proven.stderr
    assert_equal(Store(str(file)), client)
    return proven.stdout.splitlines()


def test_both_units_copy_and_prove_what_is_theirs(
    url: str, order: CallTicket, tree: ProvinceTree, tmp_path: Path
) -> None:
    ours, theirs = (
        api_client(place, Scope.CALLS, Scope.PERSONAL, name=place.name) for place in (tree.bincheng, tree.huimin)
    )
    for client in (ours, theirs):
        assert Fedsync(client).run("mirror", url, tmp_path / f"{client.pk}.db").returncode == 0
    went(order, "feedback", by=user(tree.huimin, Role.RECEPTIONIST), note=FEEDBACK)
    settled()

    assert _proven(Fedsync(ours), tmp_path / f"{ours.pk}.db", ours) == [
        "call\t一致\t2 条，1 个区县月份，0 条有差异",
        "call_back_booking\t一致\t0 条，0 个区县月份，0 条有差异",
        "call_ticket\t一致\t1 条，1 个区县月份，0 条有差异",
        "一致：3 条，2 个区县月份，0 条有差异",
    ]
    assert _proven(Fedsync(theirs), tmp_path / f"{theirs.pk}.db", theirs) == [
        "call\t一致\t0 条，0 个区县月份，0 条有差异",
        "call_back_booking\t一致\t0 条，0 个区县月份，0 条有差异",
        "call_ticket\t一致\t1 条，1 个区县月份，0 条有差异",
        "一致：1 条，1 个区县月份，0 条有差异",
    ]

    file = tmp_path / f"{ours.pk}.db"
    lose(str(file), order.number)
    found = Fedsync(ours).run("verify", file, "--settle", 0)
    assert found.returncode == DIFFERENT
    assert "摘要不一致\tcall_ticket\t371602000000\t2026-11" in found.stdout
