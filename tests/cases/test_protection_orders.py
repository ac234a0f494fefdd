"""Protection orders as a lawyer reads them: who may apply, until when, what is owed at each step (art. 23 to 34).

Monday the 23rd of November 2026, ten o'clock in Beijing, is the day zero of every row.
"""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from cases.actions.violence.orders import (
    Application,
    Ruling,
    apply_for_order,
    end_order,
    extend_order,
    plan_safety,
    record_reconsideration,
    record_ruling,
    record_service,
    report_breach,
)
from cases.models import Petition, ProtectionOrder
from fedportal.deadlines.engine import sweep
from fedportal.deadlines.limits import Light
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import EVERYTHING, rows_of
from tests.cases.lives import DAY, Line, make_line
from tests.cases.samples import NOW
from tests.cases.violence import again, assessed, course
from tests.factories import ProvinceTree

BEIJING = ZoneInfo("Asia/Shanghai")
HOUR = dt.timedelta(hours=1)
COURT = "滨州市滨城区人民法院"


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def moment(words: str) -> dt.datetime:
    return dt.datetime.fromisoformat(words).replace(tzinfo=BEIJING)


def day(words: str) -> dt.date:
    return dt.date.fromisoformat(words)


def applied(line: Line, row: Petition | None = None, **fields: object) -> ProtectionOrder:
    row = row or course(line.county).petition
    given = {"applicant": "herself", "measures": (1, 2), "court": COURT, "accepted_at": NOW} | fields
    return apply_for_order(row, Application(**given), by=line.county.handler, at=NOW)  # type: ignore[arg-type]


def ruled(line: Line, order: ProtectionOrder, result: str = "granted", **fields: object) -> ProtectionOrder:
    given = {"result": result, "decided_at": NOW + 20 * HOUR, "number": "（2026）鲁1602民保令7号"}
    given |= {"valid_until": day("2027-05-23") if result == "granted" else None} | fields
    return record_ruling(order, Ruling(**given), by=line.county.handler, at=NOW + DAY)  # type: ignore[arg-type]


def granted(line: Line, row: Petition | None = None) -> ProtectionOrder:
    return ruled(line, applied(line, row))


def owed(order: ProtectionOrder) -> dict[str, dt.datetime]:
    rows = order.petition.deadlines.open().filter(item=order.item)
    return {row.kind: row.due_at.astimezone(BEIJING).replace(microsecond=0) for row in rows}


@pytest.mark.parametrize(
    ("applicant", "ground", "wished", "refused", "by_law"),
    [
        ("herself", "", True, "", "23：当事人"),
        ("herself", "coerced", True, "不填写代为申请的理由", "本人申请没有代为的理由"),
        ("federation", "", True, "请选择理由", "23：代为申请应当有理由"),
        ("federation", "capacity", False, "", "23：无、限制民事行为能力"),
        ("federation", "coerced", False, "", "23：受强制、威吓无法申请"),
        ("police", "coerced", True, "", "23：公安机关"),
        ("civil", "frail", True, "", "法释17号二：年老等，民政部门"),
        ("civil", "coerced", True, "只能为年老、残疾、重病的人", "法释17号二：民政部门不在第23条之内"),
        ("elderly", "capacity", True, "只能为年老、残疾、重病的人", "法释17号二"),
        ("federation", "frail", False, "根据本人意愿", "法释17号二：根据其意愿"),
        ("stranger", "", True, "请选择申请人", "他人不能申请"),
    ],
)
def test_who_may_apply(line: Line, applicant: str, ground: str, wished: bool, refused: str, by_law: str) -> None:
    if refused:
        with pytest.raises(NotAllowed, match=refused):
            applied(line, applicant=applicant, ground=ground, wished=wished)
    else:
        assert applied(line, applicant=applicant, ground=ground, wished=wished).pk, by_law


@pytest.mark.parametrize(
    ("rule", "urgent", "due"),
    [("28：72 小时", False, "2026-11-26 10:00"), ("28：情况紧急 24 小时", True, "2026-11-24 10:00")],
)
def test_the_court_decides_within(line: Line, rule: str, urgent: bool, due: str) -> None:
    order = applied(line, urgent=urgent)

    assert owed(order) == {"po_decision": moment(due)}, rule


def test_a_granted_order_is_served_within_a_day_and_holds_for_six_months(line: Line) -> None:
    order = granted(line)
    by, decided = line.county.handler, NOW + 20 * HOUR  # 24 November, six in the morning

    assert owed(order) == {
        "po_service": moment("2026-11-25 06:00"),  # 32：24 小时
        "po_validity": moment("2027-05-23 23:59:59"),
    }
    with pytest.raises(NotAllowed, match="作出之后"):
        record_service(order, served_at=NOW, by=by, at=NOW + DAY)
    record_service(order, served_at=decided + HOUR, by=by, at=NOW + DAY)
    assert set(owed(order)) == {"po_validity"}
    with pytest.raises(NotAllowed, match="没有等待送达"):
        record_service(order, served_at=decided + HOUR, by=by, at=NOW + DAY)


@pytest.mark.parametrize(
    ("until", "refused", "by_law"),
    [
        ("2027-05-24", "", "30：满 6 个月的那一日还有效"),
        ("2027-05-25", "不超过 6 个月", "30：不超过 6 个月"),
        ("2026-11-24", "不超过 6 个月", "有效期在作出之后"),
        (None, "请填写有效期", "作出的应当有有效期"),
    ],
)
def test_it_holds_at_most_so_long(line: Line, until: str | None, refused: str, by_law: str) -> None:
    order, ends = applied(line), day(until) if until else None
    if refused:
        with pytest.raises(NotAllowed, match=refused):
            ruled(line, order, valid_until=ends)
    else:
        assert ruled(line, order, valid_until=ends).valid_until == ends, by_law


@pytest.mark.parametrize(
    ("when", "light", "by_law"),
    [
        ("2027-04-23 12:00", Light.GREEN, "期满前 31 日不提醒"),
        ("2027-04-24 00:00", Light.BLUE, "期满前 30 日提醒"),
        ("2027-05-10 00:00", Light.YELLOW, "期满前 14 日提醒"),
        ("2027-05-17 00:00", Light.ORANGE, "期满前 7 日提醒"),
        ("2027-05-24 00:00", Light.RED, "期满没有反馈的显示红色"),
    ],
)
def test_its_end_is_reminded_of_in_time(line: Line, when: str, light: Light, by_law: str) -> None:
    order = granted(line)

    with rows_of(EVERYTHING):
        sweep(moment(when))
        assert order.petition.deadlines.get(kind="po_validity").light == light, by_law


def test_a_refused_one_may_be_reconsidered_within_five_days(line: Line) -> None:
    order = ruled(line, applied(line), "refused", number="（2026）鲁1602民保令8号")

    assert owed(order) == {"po_reconsider": moment("2026-11-29 23:59:59")}  # 31：5 日
    by, at = line.county.handler, NOW + 2 * DAY
    with pytest.raises(NotAllowed, match="应当在裁定之后"):
        record_reconsideration(order, reconsidered_on=day("2026-11-20"), by=by, at=at)
    record_reconsideration(order, reconsidered_on=day("2026-11-25"), by=by, at=at)
    assert owed(order) == {}


def test_a_reconsideration_counts_on_the_day_on_which_she_asked(line: Line) -> None:
    by, late = line.county.handler, NOW + 8 * DAY
    orders = [ruled(line, applied(line), "refused", number=f"{n} 号") for n in range(2)]

    for order, asked in zip(orders, ("2026-11-27", "2026-11-30"), strict=True):
        record_reconsideration(order, reconsidered_on=day(asked), by=by, at=late)

    outcomes = [order.petition.deadlines.get(kind="po_reconsider").outcome for order in orders]
    assert outcomes == ["met", "late"]  # 31：5 日，29 日届满


def test_who_wants_no_reconsideration_owes_nothing_and_may_think_again(line: Line) -> None:
    order, by = ruled(line, applied(line), "refused", number="9 号"), line.county.handler

    record_reconsideration(order, reconsidered_on=None, by=by, at=NOW + 2 * DAY)
    assert owed(order) == {}
    assert order.petition.events.latest("pk").verb == "violence.not_reconsidered"
    with pytest.raises(NotAllowed, match="已经登记"):
        record_reconsideration(order, reconsidered_on=None, by=by, at=NOW + 2 * DAY)
    made = record_reconsideration(order, reconsidered_on=day("2026-11-26"), by=by, at=NOW + 3 * DAY)
    assert made.reconsidered_on == day("2026-11-26")


def test_it_is_extended_before_it_ends_only(line: Line) -> None:
    order, by = granted(line), line.county.handler
    late = moment("2027-05-24 09:00")  # the day after its last

    for ruled_on, until, sentence in (
        ("2027-05-24", "2027-08-23", "失效前才能申请延长"),
        ("2027-05-25", "2027-08-23", "不能晚于今天"),
        ("2027-05-20", "2028-05-23", "不超过 6 个月"),
    ):
        with pytest.raises(NotAllowed, match=sentence):
            extend_order(order, number="延1号", ruled_on=day(ruled_on), until=day(until), by=by, at=late)
    extension = extend_order(
        order, number="延1号", ruled_on=day("2027-05-23"), until=day("2027-08-23"), by=by, at=late
    )

    order.refresh_from_db()
    assert (extension.before, order.valid_until) == (day("2027-05-23"), day("2027-08-23"))
    assert owed(order)["po_validity"] == moment("2027-08-23 23:59:59")


def test_a_breach_is_told_and_begins_the_course_anew(line: Line) -> None:
    row = assessed(line.county)
    order, by, at = granted(line, row.petition), line.county.handler, NOW + 3 * DAY

    with pytest.raises(NotAllowed, match="已经报告"):
        report_breach(order, happened_at=at, told=[], note="到单位堵她。", by=by, at=at)
    with pytest.raises(NotAllowed, match="作出之后"):
        report_breach(order, happened_at=NOW, told=["police"], note="到单位堵她。", by=by, at=at)
    report_breach(order, happened_at=at, told=["police", "court"], note="到单位堵她。", by=by, at=at)

    assert (again(row).state, again(row).relapses) == ("relapsed", 1)
    assert order.breaches.get().told_words == "公安机关、作出保护令的人民法院"


@pytest.mark.parametrize(
    ("happened", "ended", "refused"),
    [
        ("2027-05-23 22:00", "", ""),
        ("2027-05-24 00:30", "", "已经失效"),
        ("2027-02-01 10:00", "2027-02-02 09:00", ""),
        ("2027-02-03 10:00", "2027-02-02 09:00", "已经失效"),
    ],
    ids=["its last day", "the day after", "before it was revoked", "after it was revoked"],
)
def test_it_is_broken_only_while_it_protects_her(line: Line, happened: str, ended: str, refused: str) -> None:
    order, by, at = granted(line), line.county.handler, moment("2027-05-25 09:00")
    if ended:
        end_order(order, ended="revoked", fed_back_on=day("2027-02-02"), by=by, at=moment(ended))
    given = {"happened_at": moment(happened), "told": ["police"], "note": "到单位堵她。", "by": by, "at": at}

    if refused:
        with pytest.raises(NotAllowed, match=refused):
            report_breach(order, **given)
    else:
        report_breach(order, **given)
    assert order.breaches.exists() == (not refused)


def test_it_protects_her_until_its_last_day_whoever_writes_its_end_down(line: Line) -> None:
    order = granted(line)

    assert order.is_in_force(day("2027-05-23"))
    assert not order.is_in_force(day("2027-05-24"))
    assert order.awaits_end


def test_its_end_goes_back_to_the_court_and_frees_the_course(line: Line) -> None:
    order, by = granted(line), line.county.handler

    with pytest.raises(NotAllowed, match="以前仍然有效"):
        end_order(order, ended="expired", fed_back_on=day("2027-05-23"), by=by, at=moment("2027-05-23 12:00"))
    end_order(order, ended="expired", fed_back_on=day("2027-05-24"), by=by, at=moment("2027-05-24 12:00"))

    order.refresh_from_db()
    assert (order.ended, owed(order)) == ("expired", {})
    with pytest.raises(NotAllowed, match="没有生效中"):
        end_order(order, ended="revoked", fed_back_on=day("2027-05-24"), by=by, at=moment("2027-05-25 12:00"))


def test_a_safety_plan_has_versions_and_says_something(line: Line) -> None:
    row, by = course(line.county).petition, line.county.handler

    with pytest.raises(NotAllowed, match="至少填写一项"):
        plan_safety(row, {"signs": " "}, by=by, at=NOW)
    plan_safety(row, {"signs": "摔东西。"}, by=by, at=NOW)
    plan_safety(row, {"signs": "摔东西、喝酒。", "places": "表姐家。"}, by=by, at=NOW + DAY)

    assert [plan.signs for plan in row.safety_plans.all()] == ["摔东西。", "摔东西、喝酒。"]
    assert row.safety_plans.last().parts[1] == ("可以去的安全地方和走法", "表姐家。")
    assert "表姐" not in str(list(row.events.values_list("note", "data")))


def test_another_county_writes_none_of_it(line: Line) -> None:
    order, by = granted(line), line.neighbour.handler
    row = order.petition

    for act in (
        lambda: apply_for_order(row, Application("herself", (1,), COURT, NOW), by=by, at=NOW),
        lambda: record_service(order, served_at=NOW + DAY, by=by, at=NOW + DAY),
        lambda: extend_order(
            order, number="1", ruled_on=day("2026-11-24"), until=day("2027-08-23"), by=by, at=NOW + DAY
        ),
        lambda: report_breach(order, happened_at=NOW + DAY, told=["police"], note="x", by=by, at=NOW + DAY),
        lambda: end_order(order, ended="revoked", fed_back_on=day("2026-11-24"), by=by, at=NOW + DAY),
        lambda: plan_safety(row, {"signs": "x"}, by=by, at=NOW),
    ):
        with pytest.raises(NotAllowed, match="只有承办单位可以"):
            act()
