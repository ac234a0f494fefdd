"""Reports of an urgent matter: the chain, its clocks, who acknowledged, and that nothing of it changes."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.actions.accusations import accuse
from cases.actions.documents import reword, serve_document
from cases.actions.urgent import Sending, acknowledge_report, record_receipt, send_report, write_report
from cases.models import Accused, Document, Petition, Receiver, UrgentReport
from cases.succession import take_over
from cases.urgent_wording import Said, committees, names_in
from cases.wording import Wording
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.deadlines import engine
from fedportal.deadlines.models import Deadline
from fedportal.lib.refusals import NotAllowed
from fedportal.notices.models import Notice
from tests.cases.lives import DAY, TOLD, Line, make_line, registered
from tests.cases.samples import NOW, accusation, moved
from tests.cases.urgent import HOUR, SAID, reported, written
from tests.factories import ProvinceTree, user


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


@pytest.fixture
def row(line: Line) -> Petition:
    return registered(line.county, urgent=True)


def clocks(row: Petition) -> list[tuple[str, str, dt.datetime]]:
    kinds = ("urgent_report", "urgent_follow_up")
    duties = Deadline.objects.for_subject(row).filter(kind__in=kinds).order_by("pk")
    return [(duty.kind, duty.outcome, duty.due_at) for duty in duties]


# --- the chain and its clocks ------------------------------------------------------------------------------
def test_the_first_report_stops_the_four_hours_and_starts_a_day(line: Line, row: Petition) -> None:
    reported(row, by=line.county.handler, at=NOW + 3 * HOUR)

    assert clocks(row) == [
        ("urgent_report", "met", NOW + 4 * HOUR),
        ("urgent_follow_up", "", NOW + 27 * HOUR),
    ]


def test_each_follow_up_starts_the_next_day_and_the_final_report_ends_them(line: Line, row: Petition) -> None:
    reported(row, by=line.county.handler, at=NOW + HOUR)
    reported(row, by=line.county.handler, at=NOW + 20 * HOUR, stage="follow_up")
    reported(row, by=line.county.handler, at=NOW + 50 * HOUR, stage="follow_up", why="等待公安结论。")
    reported(row, by=line.county.handler, at=NOW + 60 * HOUR, stage="final")

    assert [(kind, outcome) for kind, outcome, _ in clocks(row)] == [
        ("urgent_report", "met"),
        ("urgent_follow_up", "met"),
        ("urgent_follow_up", "late"),
        ("urgent_follow_up", "met"),
    ]
    titles = [report.document.title for report in row.urgent_reports.order_by("sequence")]
    assert [title.partition("（")[2] for title in titles] == ["首报）", "续报）", "续报之二）", "终报）"]


def test_a_final_report_needs_a_first_one_and_nothing_follows_it(line: Line, row: Petition) -> None:
    with pytest.raises(NotAllowed, match="首报报送以后"):
        written(row, by=line.county.handler, at=NOW, stage="final")
    reported(row, by=line.county.handler, at=NOW)
    with pytest.raises(NotAllowed, match="首报只有一次"):
        written(row, by=line.county.handler, at=NOW, stage="first")
    reported(row, by=line.county.handler, at=NOW, stage="final")

    with pytest.raises(NotAllowed, match="没有正在计算的紧急报告时限"):
        written(row, by=line.county.handler, at=NOW, stage="follow_up")


def test_what_flares_up_again_begins_with_a_first_report(line: Line, row: Petition) -> None:
    reported(row, by=line.county.handler, at=NOW)
    reported(row, by=line.county.handler, at=NOW, stage="final")

    moved(row, "mark_urgent", by=line.county.handler, at=NOW + DAY, note="再次持刀威胁。")

    again = written(row, by=line.county.handler, at=NOW + DAY)
    assert (again.sequence, again.stage, "（首报）" in again.document.title) == (3, "first", True)


def test_a_late_report_says_why_and_stays_late(line: Line, row: Petition) -> None:
    made, late = written(row, by=line.county.handler, at=NOW), NOW + 5 * HOUR

    with pytest.raises(NotAllowed, match="请写明迟报原因"):
        send_report(made, Sending("fax", late, why=" "), by=line.county.handler, at=late)
    sent = send_report(made, Sending("fax", late, why="停电。"), by=line.county.handler, at=late)

    assert (sent.is_late, sent.late_reason) == (True, "停电。")
    assert clocks(row)[0][:2] == ("urgent_report", "late")
    assert "迟报原因：停电。" in row.events.latest("pk").note


def test_a_reason_is_not_kept_where_nothing_was_late(line: Line, row: Petition) -> None:
    assert reported(row, by=line.county.handler, at=NOW + HOUR, why="随手填写").late_reason == ""


def test_a_report_is_neither_sent_before_it_was_written_nor_in_the_future(line: Line, row: Petition) -> None:
    made = written(row, by=line.county.handler, at=NOW + HOUR)

    for moment in (NOW, NOW + 3 * HOUR):
        with pytest.raises(NotAllowed, match="报送时间应当在拟稿之后"):
            send_report(made, Sending("fax", moment), by=line.county.handler, at=NOW + 2 * HOUR)
    send_report(made, Sending("fax", NOW + HOUR), by=line.county.handler, at=NOW + 2 * HOUR)
    with pytest.raises(NotAllowed, match="已于"):
        send_report(made, Sending("fax", NOW + HOUR), by=line.county.handler, at=NOW + 2 * HOUR)


def test_the_moment_and_the_moment_of_recording_are_both_kept(line: Line, row: Petition) -> None:
    made = written(row, by=line.county.handler, at=NOW + HOUR)

    sent = send_report(made, Sending("fax", NOW + 2 * HOUR), by=line.county.head, at=NOW + 9 * HOUR)

    assert (sent.sent_at, sent.recorded_at) == (NOW + 2 * HOUR, NOW + 9 * HOUR)
    assert (sent.written_by, sent.sent_by) == (line.county.handler, line.county.head)


def test_one_draft_waits_at_a_time(line: Line, row: Petition) -> None:
    made = written(row, by=line.county.handler, at=NOW)

    with pytest.raises(NotAllowed, match=f"{made.document.number} 已经拟好"):
        written(row, by=line.county.clerk, at=NOW)


def test_an_answer_to_the_petitioner_is_no_report(line: Line) -> None:
    """Neither a reply nor an opinion reports to the party committee and the government: the clock runs on."""
    replied = registered(line.county, urgent=True)
    moved(replied, "accept", by=line.county.clerk, at=NOW, route="duty", **TOLD)
    moved(replied, "reply", by=line.county.handler, at=NOW, note="派出所已出具告诫书。", **TOLD)

    assert [kind for kind, outcome, _ in clocks(replied) if not outcome] == ["urgent_report"]


@pytest.mark.parametrize("move", ["close", "withdraw"])
def test_what_is_urgent_is_not_ended_before_its_final_report(line: Line, row: Petition, move: str) -> None:
    moved(row, "redirect", by=line.county.clerk, at=NOW, competent_organ="滨城区公安分局", **TOLD)
    answers = {}
    if move == "withdraw":
        answers = {"withdrawn_how": "phone", "safety": "单独通话确认。", "note": "不再追究。"}

    with pytest.raises(NotAllowed, match="还没有报送终报"):
        moved(row, move, by=line.county.clerk, at=NOW, **answers)
    reported(row, by=line.county.handler, at=NOW)
    reported(row, by=line.county.handler, at=NOW, stage="final")

    assert moved(row, move, by=line.county.clerk, at=NOW, **answers).closed_at == NOW


# --- marking -----------------------------------------------------------------------------------------------
def test_a_matter_becomes_urgent_later_with_its_own_four_hours(line: Line) -> None:
    row, at = registered(line.county), NOW + 2 * DAY

    moved(row, "mark_urgent", by=line.county.handler, at=at, note="丈夫持刀上门。")

    row.refresh_from_db()
    assert row.urgent
    assert clocks(row) == [("urgent_report", "", at + 4 * HOUR)]
    with pytest.raises(NotAllowed, match="已经列为重大紧急"):
        moved(row, "mark_urgent", by=line.county.handler, at=at, note="再列一次。")


def test_the_head_takes_back_what_was_marked_by_mistake_and_the_superior_hears_of_it(line: Line) -> None:
    row = registered(line.county, urgent=True)
    with pytest.raises(NotAllowed, match="您的角色不能"):
        moved(row, "unmark_urgent", by=line.county.clerk, at=NOW, note="误列。")

    moved(row, "unmark_urgent", by=line.county.head, at=NOW, note="登记时误勾。")

    row.refresh_from_db()
    assert not row.urgent
    assert clocks(row)[0][1] == "cancelled"
    told = Notice.objects.filter(org=line.tree.binzhou)
    assert set(told.values_list("role", flat=True)) == {Role.SUPERVISOR, Role.UNIT_HEAD}


def test_what_was_reported_is_ended_by_a_report_alone(line: Line, row: Petition) -> None:
    reported(row, by=line.county.handler, at=NOW)

    with pytest.raises(NotAllowed, match="处置完毕的请报送终报"):
        moved(row, "unmark_urgent", by=line.county.head, at=NOW, note="算了。")


# --- receivers and their acknowledgements ------------------------------------------------------------------
def test_it_goes_to_the_committee_the_government_and_the_superior(line: Line, row: Petition) -> None:
    made = reported(row, by=line.county.handler, at=NOW)

    assert list(made.document.receivers.order_by("pk").values_list("name", "org__region_name")) == [
        ("中共滨城区委办公室", None),
        ("滨城区人民政府办公室", None),
        ("滨州市妇女联合会", "滨州市"),
        ("滨城区信访工作联席会议办公室", None),
    ]
    told = Notice.objects.filter(org=line.tree.binzhou, text__contains="报来重大紧急事项首报")
    assert set(told.values_list("role", flat=True)) == {Role.SUPERVISOR, Role.UNIT_HEAD}


def test_the_superior_acknowledges_once_and_for_itself_alone(line: Line, row: Petition) -> None:
    made = reported(row, by=line.county.handler, at=NOW)
    city, committee = made.document.receivers.get(org=line.tree.binzhou), made.document.receivers.order_by("pk")[0]

    with pytest.raises(NotAllowed, match="不是报送本单位的"):
        acknowledge_report(city, by=line.county.head, at=NOW)
    with pytest.raises(NotAllowed, match="自行签收"):
        record_receipt(city, name="李某", seen_at=NOW, by=line.county.handler, at=NOW)
    acknowledge_report(city, by=line.city.head, at=NOW + HOUR)
    with pytest.raises(NotAllowed, match="签收。"):
        acknowledge_report(city, by=line.city.head, at=NOW + HOUR)
    record_receipt(committee, name="值班员老赵", seen_at=NOW, by=line.county.handler, at=NOW + HOUR)

    city.refresh_from_db()
    assert (city.acknowledged_name, city.acknowledged_at) == (line.city.head.name, NOW + HOUR)
    assert "中共滨城区委办公室 值班员老赵" in row.events.latest("pk").data["received_by"]
    assert AccessEvent.objects.filter(verb="urgent.acknowledge").count() == 2


def test_nobody_signs_before_it_was_sent(line: Line, row: Petition) -> None:
    made = reported(row, by=line.county.handler, at=NOW + HOUR)
    committee = made.document.receivers.order_by("pk")[0]

    for moment in (NOW, NOW + 3 * HOUR):
        with pytest.raises(NotAllowed, match="签收时间应当在报送之后"):
            record_receipt(committee, name="老赵", seen_at=moment, by=line.county.handler, at=NOW + 2 * HOUR)


def test_a_report_of_an_accusation_goes_to_nobody_whom_it_accuses(line: Line) -> None:
    row = accusation(line.county.clerk, unit="滨城区人民政府办公室", urgent=True)
    made = written(row, by=line.county.clerk, at=NOW)

    with pytest.raises(NotAllowed, match="滨城区人民政府办公室：该单位不能接收本件"):
        send_report(made, Sending("fax", NOW), by=line.county.clerk, at=NOW)
    paper = made.document
    words = Wording(paper.title, "中共滨城区委办公室", paper.body, paper.copy_to)
    reword(paper, words, by=line.county.clerk, at=NOW)

    assert send_report(made, Sending("fax", NOW), by=line.county.clerk, at=NOW).sent_at == NOW


def test_addressees_may_be_changed_until_it_is_sent(line: Line, row: Petition) -> None:
    made = written(row, by=line.county.handler, at=NOW)
    main_to, copy_to = "中共滨城区委政法委，滨城区公安分局", "山东省妇女联合会；滨州市妇女联合会"
    words = Wording("关于某事的报告", main_to, "正文。", copy_to)
    reword(made.document, words, by=line.county.handler, at=NOW)

    send_report(made, Sending("fax", NOW), by=line.county.handler, at=NOW)

    receivers = Receiver.objects.filter(document=made.document).order_by("pk")
    assert [(one.name, one.org and one.org.region_name) for one in receivers] == [
        ("中共滨城区委政法委", None),
        ("滨城区公安分局", None),
        ("山东省妇女联合会", "山东省"),
        ("滨州市妇女联合会", "滨州市"),
    ]


def test_a_units_successor_acknowledges_what_it_had_still_to_acknowledge(line: Line, row: Petition) -> None:
    made, heir = reported(row, by=line.county.handler, at=NOW), line.tree.dongying
    city = line.tree.binzhou
    city.successor, city.valid_to = heir, NOW.date()
    city.save(update_fields=["successor", "valid_to"])

    take_over(ended=[city.pk], by=line.city.head, at=NOW)

    assert list(made.document.receivers.exclude(org=None).values_list("org", flat=True)) == [heir.pk]


@pytest.mark.parametrize(
    ("place", "first"),
    [
        ("shandong", "中共山东省委办公厅"),
        ("zouping", "中共邹平市委办公室"),
        ("beizhen", "北镇街道党工委"),
        ("humen", "虎门镇党委"),
        ("village", "新兴社区党组织"),
    ],
)
def test_the_committee_of_each_level_is_named_as_it_is_called(tree: ProvinceTree, place: str, first: str) -> None:
    assert committees(getattr(tree, place))[0] == first


def test_names_of_a_line_are_told_apart_by_any_mark() -> None:
    assert names_in("甲、乙，丙；丁,甲、 ") == ["甲", "乙", "丙", "丁"]


# --- what it says ------------------------------------------------------------------------------------------
def test_a_draft_names_nobody_and_holds_no_number(line: Line, client: Client) -> None:
    row = registered(line.county, urgent=True, facts="王小芳称丈夫持刀，电话 138 5431 2345，证号11010519491231002X。")
    client.force_login(line.county.handler)

    page = client.get(reverse("cases:urgent_report", args=[row.pk]))

    offered = page.context["form"].initial["situation"]
    assert "王某某称丈夫持刀" in offered
    said = Said(offered, "已报警。")
    paper = write_report(row, stage="first", said=said, by=line.county.handler, at=timezone.now()).document
    for secret in ("王小芳", "13854312345", "138 5431 2345", "11010519491231002X", "黄河五路"):
        assert secret not in paper.body


@pytest.mark.parametrize("number", ["13854312345", "0543-3162338", "11010519491231002X"])
def test_a_report_with_a_number_in_it_is_sent_back_to_the_field(line: Line, client: Client, number: str) -> None:
    row = registered(line.county, urgent=True, at=timezone.now())
    client.force_login(line.county.handler)
    sent = {"stage": "first", "situation": f"已联系 {number}。", "measures": "已报警。"}

    answer = client.post(reverse("cases:urgent_report", args=[row.pk]), sent)

    assert answer.context["form"].errors == {"situation": ["报告中不写电话和身份证号，请删去。"]}


# --- who may -----------------------------------------------------------------------------------------------
def test_only_the_unit_that_owes_it_and_the_holder_report(line: Line) -> None:
    row = registered(line.city, urgent=True)
    moved(row, "pass_down", by=line.city.clerk, at=NOW, receiver=line.tree.bincheng, **TOLD)

    with pytest.raises(NotAllowed, match="紧急报告由滨州市妇女联合会报送"):
        written(row, by=line.province.handler, at=NOW)
    reported(row, by=line.county.handler, at=NOW)
    reported(row, by=line.city.handler, at=NOW, stage="final")

    assert [outcome for _, outcome, _ in clocks(row)] == ["met", "met"]


def test_another_county_finds_nothing(line: Line, row: Petition, client: Client) -> None:
    made = reported(row, by=line.county.handler, at=NOW)
    waiting = written(row, by=line.county.handler, at=NOW, stage="final")
    committee = made.document.receivers.order_by("pk")[0]

    for reader in (line.neighbour.clerk, line.neighbour.head):
        client.force_login(reader)
        for name, pk in (
            ("urgent_report", row.pk),
            ("urgent_send", waiting.document_id),
            ("urgent_receipt", committee.pk),
            ("document", made.document_id),
        ):
            assert client.get(reverse(f"cases:{name}", args=[pk])).status_code == 404
        assert client.post(reverse("cases:urgent_acknowledge", args=[committee.pk])).status_code == 404


def test_the_superior_to_whom_it_was_sent_reads_it_and_those_above_do_not(
    line: Line, row: Petition, client: Client
) -> None:
    made = reported(row, by=line.county.handler, at=NOW)
    waiting = written(row, by=line.county.handler, at=NOW, stage="final")

    def status(reader: object, report: UrgentReport) -> int:
        client.force_login(reader)
        return client.get(reverse("cases:document", args=[report.document_id])).status_code

    assert [status(who, made) for who in (line.county.clerk, line.city.head, line.province.head)] == [200, 200, 404]
    assert status(line.city.head, waiting) == 404


def test_an_urgent_report_is_not_served_by_the_way_of_a_notice(line: Line, row: Petition) -> None:
    paper = written(row, by=line.county.handler, at=NOW).document

    with pytest.raises(NotAllowed, match="请登记报送"):
        serve_document(paper, how="letter", served_at=NOW, by=line.county.handler, at=NOW)


# --- nothing changes ---------------------------------------------------------------------------------------
def test_what_was_sent_can_neither_be_changed_nor_deleted(line: Line, row: Petition) -> None:
    made = reported(row, by=line.county.handler, at=NOW)
    receiver = made.document.receivers.get(org=line.tree.binzhou)
    acknowledge_report(receiver, by=line.city.head, at=NOW)

    def attempts() -> list[object]:
        report = UrgentReport.objects.filter(pk=made.pk)
        paper = Document.objects.filter(pk=made.document_id)
        signed = Receiver.objects.filter(pk=receiver.pk)
        return [
            lambda: report.update(sent_at=NOW - DAY),
            lambda: report.update(late_reason="改"),
            lambda: report.update(stage="final"),
            lambda: report.delete(),
            lambda: paper.update(body="改"),
            lambda: paper.update(served_at=NOW - DAY),
            lambda: signed.update(acknowledged_at=NOW - DAY),
            lambda: signed.update(name="改"),
            lambda: signed._raw_delete("default"),
            lambda: row.events.update(note="改"),
        ]

    for attempt in attempts():
        with pytest.raises(DatabaseError, match="pgtrigger: Cannot"), transaction.atomic():
            attempt()  # type: ignore[operator]


# --- the page ----------------------------------------------------------------------------------------------
def test_the_page_shows_the_ladder_of_acknowledgements_and_the_reports(line: Line, client: Client) -> None:
    at = timezone.now()
    row = registered(line.county, urgent=True, at=at - 3 * HOUR)
    for minutes in (1, 31, 121):
        engine.sweep(at - 3 * HOUR + dt.timedelta(minutes=minutes))
    reported(row, by=line.county.handler, at=at)
    client.force_login(line.city.head)

    board = client.get(row.get_absolute_url()).context["urgent"]

    assert [(desk.name, bool(desk.acknowledged_at)) for desk in board.desks] == [
        ("滨城区妇联", False),
        ("滨州市妇联", False),
        ("山东省妇联", False),
    ]
    assert [(line_.name, len(line_.receivers)) for line_ in board.lines] == [("首报", 4)]
    assert board.duty.kind == "urgent_follow_up"
    assert "2 小时内应当报送续报" in board.next_rung
    page = client.get(row.get_absolute_url()).content.decode()
    assert page.count(">签收</button>") == 1
    assert "登记签收" not in page


def test_the_head_of_the_county_acknowledges_and_the_city_is_spared(line: Line, client: Client) -> None:
    at = timezone.now()
    row = registered(line.county, urgent=True, at=at)
    engine.sweep(at)
    client.force_login(line.county.head)
    assert "无人签收的，将报市级值班" in client.get(row.get_absolute_url()).content.decode()

    client.post(reverse("cases:acknowledge", args=[row.pk, row.deadlines.get(kind="urgent_report").pk]))
    engine.sweep(at + 31 * dt.timedelta(minutes=1))

    board = client.get(row.get_absolute_url()).context["urgent"]
    assert [(desk.name, desk.acknowledged_by) for desk in board.desks] == [("滨城区妇联", line.county.head.name)]


def test_as_many_questions_for_three_reports_as_for_one(line: Line, client: Client) -> None:
    at = timezone.now()
    one, three = (registered(line.county, urgent=True, at=at) for _ in range(2))
    for row in (one, three):
        reported(row, by=line.county.handler, at=at)
    for stage in ("follow_up", "follow_up"):
        reported(three, by=line.county.handler, at=at, stage=stage)
    client.force_login(line.county.clerk)

    def questions(row: Petition) -> int:
        client.get(row.get_absolute_url())
        with CaptureQueriesContext(connection) as asked:
            client.get(row.get_absolute_url())
        return len(asked)

    assert questions(one) == questions(three)


def test_the_list_finds_urgent_matters(line: Line, row: Petition, client: Client) -> None:
    registered(line.county)
    client.force_login(line.county.clerk)

    rows = client.get(reverse("cases:petition_list"), {"urgent": "1"}).context["rows"]

    assert [one.pk for one in rows] == [row.pk]


def test_the_pages_write_send_and_sign(line: Line, client: Client) -> None:
    row = registered(line.county, urgent=True, at=timezone.now())
    client.force_login(line.county.handler)
    write = reverse("cases:urgent_report", args=[row.pk])

    assert client.post(write, {"stage": "first"}).context["form"].errors.keys() == {"situation", "measures"}
    client.post(write, {"stage": "first", "situation": "持刀威胁。", "measures": "已报警。"})
    report = row.urgent_reports.get()
    send = reverse("cases:urgent_send", args=[report.document_id])
    assert client.post(send, {"how": ""}).context["form"].errors.keys() == {"how", "sent_at"}
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    assert client.post(send, {"how": "fax", "sent_at": now}).status_code == 302
    assert client.get(write).status_code == 200
    committee = report.document.receivers.order_by("pk")[0]
    sign = reverse("cases:urgent_receipt", args=[committee.pk])
    assert client.post(sign, {"name": "老赵", "seen_at": now}).status_code == 302
    assert client.post(sign, {"name": "老赵", "seen_at": now}).status_code == 409
    client.force_login(user(line.tree.binzhou, Role.SUPERVISOR))
    city = report.document.receivers.get(org=line.tree.binzhou)
    assert client.post(reverse("cases:urgent_acknowledge", args=[city.pk])).status_code == 302

    assert not report.document.receivers.filter(acknowledged_at=None, org__isnull=False).exists()
    assert SAID.plan not in report.document.body


# --- of an accusation, to whom the matter is kept from --------------------------------------------------------


@pytest.fixture
def report_of_accusation(line: Line) -> Receiver:
    """The county reported an urgent accusation to the city, whose people do not read it."""
    row = accusation(line.county.clerk, at=timezone.now() - HOUR, urgent=True)
    made = reported(row, by=line.county.clerk, at=timezone.now())
    return made.document.receivers.get(org=line.tree.binzhou)


def test_the_head_above_reads_and_signs_for_the_report_and_for_nothing_more(
    line: Line, client: Client, report_of_accusation: Receiver
) -> None:
    receiver, head = report_of_accusation, line.city.head
    row = Petition.objects.get(pk=receiver.document.petition_id)
    client.force_login(head)
    inbox = client.get(reverse("notices:inbox")).content.decode()
    assert "报来重大紧急事项" in inbox
    assert row.number not in inbox

    notice = Notice.objects.visible_to(head).get()
    page = client.post(reverse("notices:read", args=[notice.pk]), {"open": "1"}, follow=True).content.decode()
    assert SAID.situation in page
    assert page.count(row.number) == receiver.document.body.count(row.number)
    assert row.get_absolute_url() not in page
    client.post(reverse("cases:urgent_acknowledge", args=[receiver.pk]))

    receiver.refresh_from_db()
    assert (receiver.acknowledged_by, receiver.acknowledged_name) == (head, head.name)
    for url in (row.get_absolute_url(), reverse("cases:document", args=[receiver.document_id])):
        assert client.get(url).status_code == 404
    assert AccessEvent.objects.filter(verb="document.read", actor=head).count() == 1


def test_nobody_else_above_is_told_of_it(line: Line, client: Client, report_of_accusation: Receiver) -> None:
    supervisor, province = user(line.tree.binzhou, Role.SUPERVISOR), line.province.head
    for reader in (supervisor, province, line.neighbour.head):
        client.force_login(reader)
        assert client.get(report_of_accusation.get_absolute_url()).status_code == 404
        assert client.post(reverse("cases:urgent_acknowledge", args=[report_of_accusation.pk])).status_code == 404
        assert not Notice.objects.visible_to(reader).exists()


def test_who_turns_out_to_be_accused_reads_the_report_no_more(
    line: Line, client: Client, report_of_accusation: Receiver
) -> None:
    row = Petition.objects.get(pk=report_of_accusation.document.petition_id)
    accuse(row, Accused(kind="person", name="钱某", org=line.tree.binzhou), by=line.county.clerk, at=timezone.now())
    client.force_login(line.city.head)

    assert client.get(report_of_accusation.get_absolute_url()).status_code == 404
