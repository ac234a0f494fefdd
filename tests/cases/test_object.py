"""A unit says that a matter was mis-sent; the sender decides; what stays disputed the common superior decides."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from cases.models import Transfer
from cases.workflow import Status
from fedportal.audit.models import AccessEvent
from fedportal.lib.refusals import NotAllowed
from tests.cases.lives import DAY, TOLD, Line, make_line, sent_down
from tests.cases.moving import opened, sent
from tests.cases.samples import NOW, moved, risen
from tests.factories import ProvinceTree


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def test_the_senders_decision_is_asked_for_while_the_receivers_clock_runs(line: Line) -> None:
    row = moved(sent_down(line), "object", by=line.county.clerk, at=NOW + DAY, note="属惠民县职责。")

    owed = {(duty.kind, duty.org_id) for duty in row.deadlines.open()}
    assert row.status == Status.OBJECTED
    assert owed == {("notice", line.tree.bincheng.pk), ("objection_decision", line.tree.binzhou.pk)}
    assert row.transfers.get().objection == "属惠民县职责。"


def test_agreed_the_papers_return_and_the_senders_clock_starts_anew(line: Line) -> None:
    row = moved(sent_down(line), "object", by=line.county.clerk, at=NOW + DAY, note="属惠民县职责。")

    row = moved(row, "object_agree", by=line.city.clerk, at=NOW + 2 * DAY, note="同意。")

    assert (row.status, row.org, row.org_code) == (Status.REGISTERED, line.tree.binzhou, line.tree.binzhou.code)
    duty = row.deadlines.open().get()
    assert (duty.kind, duty.org, duty.opened_at) == ("notice", line.tree.binzhou, NOW + 2 * DAY)
    assert AccessEvent.objects.filter(verb="petition.object_agree", actor=line.city.clerk).count() == 1


@pytest.mark.parametrize(
    ("move", "answers", "back"),
    [("pass_down", {}, Status.PASSED_DOWN), ("assign", {"report_due_on": dt.date(2026, 12, 20)}, Status.ASSIGNED)],
)
def test_rejected_it_stays_with_the_receiver_who_cannot_object_again(
    line: Line, move: str, answers: dict[str, object], back: Status
) -> None:
    row = sent_down(line, move=move, **answers)
    row = moved(row, "object", by=line.county.clerk, at=NOW + DAY, note="属惠民县职责。")

    row = moved(row, "object_reject", by=line.city.clerk, at=NOW + 2 * DAY, note="事发地在滨城区。")

    assert (row.status, row.org) == (back, line.tree.bincheng)
    with pytest.raises(NotAllowed, match="不能再次提出"):
        moved(row, "object", by=line.county.clerk, at=NOW + 3 * DAY, note="还是不对。")


def test_only_the_sender_decides(line: Line, client: Client) -> None:
    row = risen(sent_down(line, at=timezone.now()), line.tree.shandong)
    row = moved(row, "object", by=line.county.clerk, at=timezone.now(), note="属惠民县职责。")

    own = sent(client, row, "object_agree", line.county.head, note="自己同意。")
    assert own.status_code == 409
    assert "现由滨州市妇女联合会处理，只有该单位可以“同意异议，收回”" in own.content.decode()
    assert sent(client, row, "object_agree", line.neighbour.clerk).status_code == 404
    assert sent(client, row, "object_agree", line.province.clerk).status_code == 409
    assert sent(client, row, "object_agree", line.city.clerk).status_code == 302


def test_the_lowest_common_superior_decides_a_dispute(line: Line) -> None:
    row = sent_down(line)

    row = moved(row, "dispute", by=line.county.clerk, at=NOW + DAY, note="各执一词。", other_unit=line.tree.huimin)
    assert row.status == Status.DISPUTED
    assert row.deadlines.open().get(kind="dispute_decision").org == line.tree.binzhou

    row = moved(
        row, "decide_dispute", by=line.city.clerk, at=NOW + 2 * DAY, note="户籍地。", decided_unit=line.tree.huimin
    )
    assert (row.status, row.org) == (Status.PASSED_DOWN, line.tree.huimin)
    duty = row.deadlines.open().get()
    assert (duty.kind, duty.org, duty.opened_at) == ("notice", line.tree.huimin, NOW + 2 * DAY)
    assert [hop.mode for hop in row.transfers.order_by("pk")] == [Transfer.Mode.PASS_ON, Transfer.Mode.DECISION]
    with pytest.raises(NotAllowed, match="上级裁定的承办单位不能提出异议"):
        moved(row, "object", by=line.neighbour.clerk, at=NOW + 2 * DAY, note="不服。")
    with pytest.raises(NotAllowed, match="上级已裁定"):
        moved(row, "dispute", by=line.neighbour.clerk, at=NOW + 2 * DAY, note="不服。", other_unit=line.tree.zouping)


def test_between_cities_the_province_decides_and_between_provinces_nobody_here(line: Line) -> None:
    row = sent_down(line)

    with pytest.raises(NotAllowed, match="没有共同的上级"):
        moved(row, "dispute", by=line.county.clerk, at=NOW, note="跨省。", other_unit=line.tree.xiaonan)
    with pytest.raises(NotAllowed, match="没有隶属关系"):
        moved(row, "dispute", by=line.county.clerk, at=NOW, note="上级。", other_unit=line.tree.binzhou)
    row = moved(row, "dispute", by=line.county.clerk, at=NOW, note="跨市。", other_unit=line.tree.guangrao)

    assert row.disputes.get().decider == line.tree.shandong


def test_a_decision_stays_within_the_deciders_range(line: Line) -> None:
    row = moved(
        sent_down(line), "dispute", by=line.county.clerk, at=NOW, note="各执一词。", other_unit=line.tree.huimin
    )

    with pytest.raises(NotAllowed, match="本单位的下级单位"):
        moved(row, "decide_dispute", by=line.city.clerk, at=NOW, note="他市。", decided_unit=line.tree.guangrao)


def test_the_page_offers_units_of_the_whole_province_for_a_dispute(line: Line, client: Client) -> None:
    row = sent_down(line, at=timezone.now())

    form = opened(client, row, "dispute", line.county.clerk).context["form"]

    offered = set(form.fields["other_unit"].queryset)
    assert line.tree.guangrao in offered
    assert not offered & {line.tree.bincheng, line.tree.xiaonan}


def test_an_assignment_owes_a_report_by_its_day(line: Line) -> None:
    row = sent_down(line, move="assign", report_due_on=dt.date(2026, 12, 20))
    duty = row.deadlines.open().get(kind="report_back")
    assert (duty.org, str(timezone.localdate(duty.due_at))) == (line.tree.bincheng, "2026-12-20")
    row = moved(row, "take", by=line.county.clerk, at=NOW, route="duty", **TOLD)
    row = moved(row, "reply", by=line.county.handler, at=NOW + DAY, note="已办。", **TOLD)

    with pytest.raises(NotAllowed, match="先上报办理结果"):
        moved(row, "close", by=line.county.clerk, at=NOW + DAY)
    row = moved(row, "report_back", by=line.county.handler, at=NOW + DAY, note="已办结并答复。")

    assert row.status == Status.REPLIED
    assert row.deadlines.get(kind="report_back").outcome == "met"
    assert moved(row, "close", by=line.county.clerk, at=NOW + DAY).status == Status.CLOSED


def test_a_report_cannot_be_due_today_or_before(line: Line) -> None:
    with pytest.raises(NotAllowed, match="晚于今天"):
        sent_down(line, move="assign", report_due_on=NOW.date())
