"""Her course of violence, as it is handed to her with her own data (个人信息保护法 art. 45).

To herself alone: who comes for her, with whatever paper, may be sent by him (cases.actions.rights refuses it), and
who else stands in the matter is not told of it. Left out is what would harm her where the paper is found, or is
another's: any place that leads to her (police station, committee, plans, notes of visits), who called the police for
her, and what police and courts did to him beyond the papers that were delivered to her, too.
"""

from collections.abc import Iterable

from django.utils import timezone

from cases.looks import papers_given
from cases.models import OrderBreach, OrderExtension, Party, Petition, ProtectionOrder, RightsRequest, ViolenceCase
from cases.workflow.violence_reports import PoliceResult, Reporter
from fedportal.lib.row_scope import beyond_readers
from fedportal.lib.templatetags.portal import moment

Sheet = tuple[str, list[str], list[list[str]]]
TO_HER = (PoliceResult.WARNING, PoliceResult.NOTHING)  # she has the letter herself, or nothing came of it
AT_THE_DESK = "只交给本人；公安机关名称、方案、安全计划请当面查阅，不带走纸质材料。"


def may_be_hers(request: RightsRequest) -> bool:
    """Whether she to whom it is done asks herself, and nobody else might be meant."""
    row, party = request.petition, request.party
    people = row.parties.kept().filter(role__in=(Party.Role.VICTIM, Party.Role.PETITIONER))
    suffering = [each for each in people if each.role == Party.Role.VICTIM] or list(people)
    return request.standing == RightsRequest.Standing.SELF and [each.pk for each in suffering] == [party.pk]


def course_sheets(row: Petition) -> list[Sheet]:
    """Nothing where no course was begun."""
    course = ViolenceCase.objects.filter(petition=row).first()
    if course is None:
        return []
    return [
        ("家庭暴力个案", ["项目", "内容"], _known(course)),
        ("危险评估", ["时间", "项目", "回答"], list(_asked(row))),
        ("报警和告诫", ["时间", "事项", "情况"], sorted([*_reports(row), *_warnings(row)])),
        ("保护令", ["时间", "事项", "情况"], list(_orders(row))),
        ("回访和证明", ["时间", "事项", "情况"], [*_visits(row), *_papers(row)]),
    ]


def _known(course: ViolenceCase) -> list[list[str]]:
    return [
        ["说明", AT_THE_DESK],
        ["个案状态", course.get_state_display()],
        ["暴力形式", course.forms_words],
        ["受害人类别", course.groups_words],
        ["本人意愿", course.wishes_words],
        ["本人的话", course.wish_words],
        ["告知权利时间", moment(course.told_at) if course.told_at else ""],
    ]


def _asked(row: Petition) -> Iterable[list[str]]:
    for each in row.danger_assessments.all():
        if each.unable:
            yield [moment(each.at), "未能评估", each.get_unable_display()]
            continue
        yield [moment(each.at), f"得分 {each.score}（量表 {each.version} 版）", f"危险程度：{each.level_words}"]
        yield from ([moment(each.at), item, "是" if yes else "否"] for item, yes in each.answers)


def _reports(row: Petition) -> Iterable[list[str]]:
    for each in row.police_reports.all():
        said = "本人报警" if each.reporter == Reporter.HERSELF else "他人、单位报警"
        yield [moment(each.reported_at), said, f"编号：{each.number}" if each.number else ""]
        if each.result_at:
            found = each.get_result_display() if each.result in TO_HER else "已作出处理，可以向公安机关查询"
            yield [moment(each.result_at), "公安机关处理结果", found]
    for report in row.mandatory_reports.all():
        yield [moment(report.reported_at), "强制报告", report.to_words]


def _warnings(row: Petition) -> Iterable[list[str]]:
    for letter in row.warning_letters.all():
        yield [letter.delivered_on.isoformat(), "告诫书送达", letter.number]
    for visit in row.warning_visits.all():
        yield [moment(visit.visited_at), "告诫书查访", visit.get_finding_display()]


def _orders(row: Petition) -> Iterable[list[str]]:
    for order in ProtectionOrder.objects.filter(petition=row).order_by("pk"):
        applied = f"申请人：{order.get_applicant_display()}；{order.court}；{order.measures_words}"
        yield [moment(order.accepted_at), "申请人身安全保护令", applied]
        if order.decided_at:
            until = f"，有效期至 {order.valid_until}" if order.valid_until else ""
            yield [moment(order.decided_at), order.get_result_display(), f"{order.number}{until}"]
        if order.served_at:
            yield [moment(order.served_at), "送达", ""]
        if order.ended_at:
            yield [moment(order.ended_at), "失效", order.get_ended_display()]
    for extension in OrderExtension.objects.filter(petition=row).order_by("pk"):
        yield [moment(extension.at), "延长", f"{extension.number}，至 {extension.until}"]
    for breach in OrderBreach.objects.filter(petition=row).order_by("pk"):
        yield [moment(breach.happened_at), "违反保护令", f"已报告{breach.told_words}"]


def _visits(row: Petition) -> Iterable[list[str]]:
    for visit in row.follow_ups.held().order_by("done_at"):
        yield [moment(visit.done_at), "回访", f"{visit.get_channel_display()}：{visit.get_outcome_display()}"]


def _papers(row: Petition) -> list[list[str]]:
    with beyond_readers("the trail tells her which certificates about her were made, and nothing else"):
        return [[f"{timezone.localtime(at):%Y-%m-%d %H:%M}", words, ""] for at, words in papers_given(row)]
