"""What the course of a case of violence at home looks like when another system is told of it."""

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from cases.api.shape_fields import a_code, a_flag, a_moment, a_number, a_text, told_as, withheld_text
from cases.violence_law import MEASURES
from cases.workflow import Danger
from cases.workflow.aftercare import VisitChannel, VisitOutcome
from cases.workflow.violence import CourseState, Relation, Unable, ViolenceForm
from cases.workflow.violence_orders import Applicant, BreachTold, OrderEnd, OrderResult
from cases.workflow.violence_reports import PoliceResult, Reporter, ReportTo, Trigger, WarningEnd, WarningFinding

STATES = [("applied", "已申请，法院尚未裁定"), ("in_force", "有效"), ("ended", "已失效")]
STATES += [choice for choice in OrderResult.choices if choice[0] != OrderResult.GRANTED]


def _day(label: str, **more: Any) -> serializers.DateField:
    return serializers.DateField(help_text=label, **more)


def _codes(label: str, choices: Iterable[tuple[Any, Any]]) -> serializers.ListField:
    return serializers.ListField(child=a_text("代码"), help_text=told_as(label, choices))


def _numbers(label: str, choices: Iterable[tuple[Any, Any]]) -> serializers.ListField:
    return serializers.ListField(child=a_number("序号"), help_text=told_as(label, choices))


class DangerAssessmentShape(serializers.Serializer):
    """One asking of the scale."""

    version = a_text("量表版本")
    score = a_number("得分；未能评估的为空", allow_null=True)
    level = a_text("危险程度；未能评估的为空字符串", Danger.choices)
    unable = a_text("未能评估的原因", Unable.choices)
    at = a_moment("评估时间")


class MandatoryReportShape(serializers.Serializer):
    """One report that the law commands."""

    triggers = _numbers("情形", Trigger.choices)
    known_at = a_moment("知悉时间")
    reported_at = a_moment("报告时间")
    to = _codes("报告对象", ReportTo.choices)
    accepted_at = a_moment("公安机关受理、立案时间", allow_null=True)
    feedback_at = a_moment("反馈时间；空为还没有反馈", allow_null=True)


class PoliceReportShape(serializers.Serializer):
    """One report to the police."""

    reporter = a_text("报警人", Reporter.choices)
    reported_at = a_moment("报警时间")
    accepted_at = a_moment("受理时间", allow_null=True)
    result = a_text("处理结果；空字符串为还没有结果", PoliceResult.choices)
    result_at = a_moment("作出时间", allow_null=True)
    appraised = a_flag("已作伤情鉴定")


class WarningVisitShape(serializers.Serializer):
    """One visit after a warning letter."""

    visited_at = a_moment("查访时间")
    first = a_flag("首次查访")
    finding = a_text("查访结果", WarningFinding.choices)
    channel = a_text("见她的方式", VisitChannel.choices)
    safe_to_talk = a_flag("当时方便说话")
    educated = a_flag("已对加害人法治教育")


class WarningLetterShape(serializers.Serializer):
    """One warning letter of the police."""

    issued_on = _day("出具日期")
    delivered_on = _day("送达加害人日期")
    ended_at = a_moment("查访结束时间", allow_null=True)
    ended = a_text("结束原因", WarningEnd.choices)
    number = withheld_text("告诫书编号")
    visits = WarningVisitShape(many=True)


class OrderExtensionShape(serializers.Serializer):
    """One extension."""

    before = _day("原有效期至")
    until = _day("延长至")
    at = a_moment("登记时间")


class OrderBreachShape(serializers.Serializer):
    """One breach."""

    happened_at = a_moment("发生时间")
    told = _codes("已报告", BreachTold.choices)
    at = a_moment("登记时间")


class ProtectionOrderShape(serializers.Serializer):
    """One application, and what became of it."""

    state = a_text("状态", STATES)
    applicant = a_text("申请人", Applicant.choices)
    wished = a_flag("符合本人意愿")
    measures = _numbers("措施", enumerate((words.rstrip("：") for words in MEASURES), start=1))
    oral = a_flag("口头申请")
    urgent = a_flag("情况紧急")
    accepted_at = a_moment("法院受理时间")
    result = a_text("裁定；空字符串为还没有裁定", OrderResult.choices)
    decided_at = a_moment("作出时间", allow_null=True)
    valid_until = _day("有效期至，延长的为延长以后", allow_null=True)
    served_at = a_moment("送达时间", allow_null=True)
    reconsidered_on = _day("申请复议日期", allow_null=True)
    ended_at = a_moment("失效时间", allow_null=True)
    ended = a_text("失效原因", OrderEnd.choices)
    fed_back_on = _day("向法院反馈执行情况", allow_null=True)
    court = withheld_text("受理的人民法院")
    number = withheld_text("裁定文号")
    extensions = OrderExtensionShape(many=True)
    breaches = OrderBreachShape(many=True)


class CourseVisitShape(serializers.Serializer):
    """One return visit."""

    planned_on = _day("计划日期")
    planned_at = a_moment("安排时间")
    level = a_text("安排时的危险程度；空字符串为还没有评估", Danger.choices)
    done_at = a_moment("回访时间", allow_null=True)
    cancelled_at = a_moment("取消时间", allow_null=True)
    channel = a_text("回访方式", VisitChannel.choices)
    outcome = a_text("回访结果", VisitOutcome.choices)
    safe_to_talk = a_flag("当时方便说话；空为没有问到", allow_null=True)
    safe = a_flag("本人安全；还没有回访的为空", allow_null=True)


class CourseDutyShape(serializers.Serializer):
    """One clock of the course."""

    kind = a_text("事项代码")
    label = a_text("事项")  # type: ignore[assignment]  # a field, which the class keeps apart
    article = a_text("依据")
    opened_at = a_moment("起算时刻")
    due_at = a_moment("到期时刻")
    closed_at = a_moment("结束时刻", allow_null=True)
    outcome = a_text("met 按期；late 超期；cancelled 不再需要；空为正在计算")


class ViolenceCourseShape(serializers.Serializer):
    """The document of a course."""

    id = a_text("在变更流中的标识，只对本客户端有意义")
    ref = serializers.UUIDField(help_text="在接口地址中的标识")
    shown = serializers.ChoiceField(choices=["whole", "masked"], help_text="masked：法院、文书编号已隐去")
    version = a_number("版本号")
    org = a_code("承办单位")
    petition = a_text("事项编号")
    received_at = a_moment("建立时间：摘要按它分月")
    state = a_text("个案状态", CourseState.choices)
    forms = _codes("暴力形式", ViolenceForm.choices)
    relation = a_text("加害人是她的", Relation.choices)
    repeated = a_flag("以前也发生过")
    injured = a_flag("有伤")
    relapses = a_number("再次施暴次数")
    told_at = a_moment("告知权利时间", allow_null=True)
    planned_at = a_moment("制定方案时间", allow_null=True)
    round_at = a_moment("本轮起始：投诉，或者最近一次再次施暴")
    closed_at = a_moment("结案时间", allow_null=True)
    assessments = DangerAssessmentShape(many=True, help_text="历次危险评估，先评估的在前")
    mandatory_reports = MandatoryReportShape(many=True)
    police_reports = PoliceReportShape(many=True)
    warnings = WarningLetterShape(many=True)
    orders = ProtectionOrderShape(many=True)
    visits = CourseVisitShape(many=True)
    deadlines = CourseDutyShape(many=True)
