"""A concluded matter is handled anew by order of a superior (domain.md 3.2, supervise_reopen)."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from cases.models import Petition
from cases.workflow import OrderState, Procedure, Status
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from tests.cases.lives import DAY, Line, decided, make_line, registered
from tests.cases.moving import opened, sent
from tests.cases.samples import NOW, moved
from tests.factories import ProvinceTree, user

LATER = NOW + 40 * DAY


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def closed(line: Line, *, opinion: bool = True) -> Petition:
    if opinion:
        return moved(decided(line.county), "close", by=line.county.clerk, at=NOW + DAY, agreed=True)
    row = moved(
        registered(line.county), "redirect", by=line.county.clerk, at=NOW, competent_organ="公安", told_how="phone"
    )
    return moved(row, "close", by=line.county.clerk, at=NOW + DAY)


def reopened(row: Petition, by: User, *, at: dt.datetime = LATER, **answers: object) -> Petition:
    given = {"cause": "falsehood", **answers}
    return moved(row, "supervise_reopen", by=by, at=at, note="回访反映没有落实，请重新办理。", **given)


def test_the_matter_stands_open_again_with_an_order_and_a_whole_limit(line: Line) -> None:
    row = reopened(closed(line), line.city.head, reply_due_on=timezone.localdate(LATER) + dt.timedelta(days=5))

    assert (row.status, row.closed_at, row.procedure) == (Status.REOPENED, None, Procedure.ORDINARY)
    order = row.supervision_orders.get()
    assert (order.state, order.cause, order.receiver, order.issued_by) == (
        OrderState.ISSUED,
        "falsehood",
        line.tree.bincheng,
        line.city.head,
    )
    assert "回访反映没有落实" in order.document.body
    last_days = {clock.kind: str(timezone.localdate(clock.due_at)) for clock in row.deadlines.open()}
    assert last_days == {"supervision_reply": "2027-01-07", "handle": "2027-03-03"}
    event = row.events.latest("pk")
    assert (event.verb, event.data) == (
        "petition.supervise_reopen",
        {"cause": "falsehood", "reply_due_on": "2027-01-07"},
    )
    assert AccessEvent.objects.filter(verb="petition.supervise_reopen", actor=line.city.head).count() == 1


def test_another_route_starts_no_handling_clock(line: Line) -> None:
    row = reopened(closed(line, opinion=False), line.city.head)

    assert [clock.kind for clock in row.deadlines.open()] == ["supervision_reply"]


def test_the_county_handles_it_again_to_the_end(line: Line) -> None:
    row = reopened(closed(line), line.province.head)

    row = moved(row, "start", by=line.county.handler, at=LATER + DAY)

    assert row.status == Status.HANDLING


def test_the_holder_itself_does_not_reopen(line: Line, client: Client) -> None:
    row = closed(line)

    with pytest.raises(NotAllowed, match="只有市级以上的上级妇联可以“督办重办”"):
        reopened(row, line.county.head)
    assert "督办重办" not in [step.move.label for step in _page(client, row, line.county.head).context["steps"]]
    assert "督办重办" in [step.move.label for step in _page(client, row, line.city.head).context["steps"]]


def test_an_open_matter_is_not_reopened(line: Line) -> None:
    with pytest.raises(NotAllowed, match="现为“已出具意见”，不能“督办重办”"):
        reopened(decided(line.county), line.city.head)


def test_an_archived_matter_stays_locked_and_says_so(line: Line) -> None:
    row = moved(closed(line), "archive", by=line.county.clerk, at=NOW + 2 * DAY, retention="30y")

    with pytest.raises(NotAllowed, match="本件已经归档，卷宗锁定，不能再“督办重办”"):
        reopened(row, line.city.head)

    row.refresh_from_db()
    assert row.status == Status.ARCHIVED
    assert not row.supervision_orders.exists()


def test_from_the_page(line: Line, client: Client) -> None:
    row = closed(line)

    assert sent(client, row, "supervise_reopen", line.city.head, note="请重办。").context["form"].errors == {
        "cause": ["请选择督办事由。"]
    }
    answer = sent(client, row, "supervise_reopen", line.city.head, note="请重办。", cause="delaying")

    assert answer.status_code == 302
    assert row.supervision_orders.get().demand == "请重办。"


def test_another_city_and_another_county_find_nothing(line: Line, client: Client) -> None:
    row = closed(line)

    for place in (line.tree.dongying, line.tree.huimin):
        assert opened(client, row, "supervise_reopen", user(place, Role.UNIT_HEAD)).status_code == 404


def _page(client: Client, row: Petition, by: User) -> object:
    client.force_login(by)
    return client.get(row.get_absolute_url())
