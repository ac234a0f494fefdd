"""The table of the hotline (T-16): what it counts, that its numbers are the lists behind them, its file."""

import datetime as dt
import io
import re

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from hotline.actions.call_backs import take_missed
from hotline.actions.call_ticket_calling import Back, call_back
from hotline.call_statistics import of_hotline
from hotline.call_ticket_figures import FIGURES, Span
from hotline.models import CallTicket, HotlineLine
from tests.cases.lives import DAY
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.hotline.call_tickets import fed_back, of_itself, sent, went
from tests.hotline.calls import answered, made, typed

SHEET, PERIOD = "/statistics/hotline/", "2026"
YEAR = Span.of(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


@pytest.fixture
def busy(line: HotlineLine, agent: User, intruder: User) -> HotlineLine:
    """Three that were answered, one late, one at night; a missed one that was reached; orders in all states."""
    for at in (NOW, NOW + dt.timedelta(hours=10)):
        row = typed(answered(line, agent, at=at), by=agent, at=at, answer="已答复。")
        made(row, "resolve", by=agent, at=at + dt.timedelta(minutes=3))
    slow = answered(line, agent, at=NOW)
    type(slow).objects.filter(pk=slow.pk).update(rang_at=NOW - dt.timedelta(seconds=40))
    missed = take_missed(line, phone="13900001111", rang_at=NOW, by=agent, at=NOW)
    made(missed, "reach", by=agent, at=NOW + dt.timedelta(hours=1))
    of_itself(agent)
    for grade in ("satisfied", "unsatisfied"):
        call_back(fed_back(of_itself(agent), intruder, by=agent), Back("reached", "phone", grade), by=agent, at=NOW)
    late = sent(of_itself(agent), intruder.org, by=agent)
    went(late, "feedback", by=intruder, at=NOW + 10 * DAY, note="迟办。")
    went(sent(of_itself(agent, guarded=True), intruder.org, by=agent), "return", by=intruder, note="不属于本单位。")
    return line


def test_each_figure_counts_what_its_base_says(busy: HotlineLine) -> None:
    figures = of_hotline(busy.org, [busy.org.code, busy.org.code + 1], YEAR)[1]

    assert {
        name: figures[name] for name in ("came", "connected", "quick", "resolved", "missed", "reached", "night")
    } == {
        **{"came": 4, "connected": 3, "quick": 2, "resolved": 2, "missed": 1, "reached": 1, "night": 1},
    }
    assert (figures["waited"], figures["talked"]) == (40, 360)
    assert {name: figures[name] for name in FIGURES} == {
        **{"ordered": 5, "owed": 3, "in_time": 2, "fed_back": 3, "called_back": 2, "rated": 2, "content": 1},
        **{"returned": 1, "reworked": 0},
    }


@pytest.mark.parametrize("place", ["bincheng", "binzhou"])
def test_every_number_equals_the_list_behind_it(
    client: Client, busy: HotlineLine, tree: ProvinceTree, place: str
) -> None:
    client.force_login(user(getattr(tree, place), Role.SECTION_HEAD))

    answer = client.get(SHEET, {"period": PERIOD})

    drilled = answer.context["sheet"].drilled
    assert len(drilled) >= 6
    for figure in drilled:
        listed = re.findall(r'<th scope="row" class="nowrap"><a', client.get(figure.url).content.decode())
        assert len(listed) == figure.value, figure.url


def test_a_number_leads_nowhere_where_its_reader_may_not_see_all_of_it(
    client: Client, busy: HotlineLine, clerk: User
) -> None:
    client.force_login(clerk)

    total = client.get(SHEET, {"period": PERIOD}).context["sheet"].total

    assert total.figures["ordered"] == 5  # one of them guarded, which she may not know of
    assert "ordered" not in total.links
    assert total.figures["content"] == 1
    assert "content" in total.links


def test_a_city_reads_its_counties_and_another_citys_are_not_there(
    client: Client, busy: HotlineLine, tree: ProvinceTree
) -> None:
    client.force_login(user(tree.binzhou, Role.STAT_OFFICER))
    sheet = client.get(SHEET, {"period": PERIOD}).context["sheet"]
    assert [(line.name, line.figures["came"]) for line in sheet.lines] == [("滨城区", 4)]
    assert client.get(SHEET, {"period": PERIOD, "org": str(tree.xiaonan.code)}).status_code == 404
    client.force_login(user(tree.huimin, Role.SECTION_HEAD))

    assert client.get(SHEET, {"period": PERIOD}).context["sheet"].is_empty


def test_the_file_holds_the_same_numbers_and_is_written_down(client: Client, busy: HotlineLine, head: User) -> None:
    client.force_login(head)

    answer = client.get(SHEET, {"period": PERIOD, "form": "xlsx"})

    rows = [[cell.value for cell in line] for line in load_workbook(io.BytesIO(answer.content))["热线表"].iter_rows()]
    named = dict(zip(rows[3], rows[-1], strict=True))
    assert (named["单位"], named["呼入"], named["工单"], named["满意、基本满意"]) == ("合计", 4, 5, 1)
    assert AccessEvent.objects.filter(verb="hotline.download", actor=head).exists()


def test_another_period_is_empty(client: Client, busy: HotlineLine, head: User) -> None:
    client.force_login(head)

    assert "这一期没有来电" in client.get(SHEET, {"period": "2025"}).content.decode()
    assert CallTicket.objects.filter(registered_at__lt=timezone.now()).exists()
