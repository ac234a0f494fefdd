"""What a call and its work order look like when another system is told of one."""

from rest_framework import serializers

from cases.api.reading_shapes import UnreadableShape
from cases.api.shape_fields import a_code, a_flag, a_moment, a_number, a_text, told_as, withheld_text
from cases.workflow.aftercare import Grade
from cases.workflow.contacting import Way
from cases.workflow.violence_reports import ReportTo
from hotline.api.shapes import TicketCallerShape, TicketDutyShape
from hotline.call_facts import Language, Need, ReportFor
from hotline.call_ticket_workflow import BackOutcome, CallTicketState, StationOutcome
from hotline.call_workflow import CallClass, CallState
from hotline.models import CallAttempt
from hotline.triage import TRIAGE, Said

_ASKED = "；".join(f"{question.name} {question.label}" for question in TRIAGE)


class CallDutyShape(TicketDutyShape):
    """One clock."""

    kind = a_text(
        "call_back 回拨；call_report 强制报告；call_ticket_send 派单；call_ticket_return 签收或者退回；"
        "call_ticket_answer 反馈；call_ticket_visit 回访"
    )


class CallWindowShape(serializers.Serializer):
    """Hours in which she may be telephoned."""

    days = serializers.ListField(child=serializers.IntegerField(), help_text="星期：1 周一 … 7 周日")
    begins = a_text("自，如 09:00（北京时间）")
    ends = a_text("至（不含）")


class CallReachShape(serializers.Serializer):
    """How she may be reached."""

    asked = a_flag("通话中问过她")
    ways = serializers.ListField(child=serializers.CharField(), help_text=told_as("可以用的方式", Way.choices))
    no_message = a_flag("不能留言、发短信")
    number_shared = a_flag("这个号码对方能看到")
    windows = CallWindowShape(many=True, help_text="可以打电话的时间；空为不限")


class CallAttemptShape(serializers.Serializer):
    """One attempt to call her back that did not reach her."""

    at = a_moment("拨打时间")
    result = a_text("结果", CallAttempt.Result.choices)
    by = a_text("拨打人")


class CallLineShape(serializers.Serializer):
    """One line of the story."""

    at = a_moment("时间")
    verb = a_text("操作")
    title = a_text("操作名称")
    org = a_code("单位")
    actor = a_text("操作人")
    note = a_text("内容")


class CallTicketLineShape(CallLineShape):
    """The same of an order, with what was chosen."""

    data = serializers.DictField(  # type: ignore[assignment]
        help_text="unit、agency 单位名称；station 站点名称；outcome 站点办理结果；"
        "agent 首问责任人；days 延期天数；petition 信访事项编号"
    )


class _ToldShape(serializers.Serializer):
    """What both documents say."""

    id = a_text("在变更流中的标识，只对本客户端有意义")
    ref = serializers.UUIDField(help_text="在接口地址中的标识")
    shown = serializers.ChoiceField(choices=["whole", "masked"], help_text="masked：姓名、电话等已隐去")
    version = a_number("版本号，办理时放在 If-Match 中")
    org = a_code("接听单位")
    call_class = a_text("类别", CallClass.choices)
    anonymous = a_flag("不愿透露姓名")
    for_other = a_flag("替别人来电：当事人另见 victim")
    relation = a_text("来电人与当事人的关系")
    language = a_text("语言", Language.choices)
    needs = serializers.ListField(child=serializers.CharField(), help_text=told_as("沟通需要", Need.choices))
    guarded = a_flag("涉及人身安全、未成年人或者举报")
    sealed = a_flag("已作为检举控告办理，内容不再保留")
    facts = a_text("反映的情况")
    request = a_text("诉求")
    caller = TicketCallerShape()
    victim = TicketCallerShape(allow_null=True, help_text="当事人；本人来电的为空")
    reach = CallReachShape(allow_null=True, help_text="怎样联系她才安全；隐去时、已登记信访的（见该事项）为空")
    petition = a_text("登记、关联的信访事项编号；没有或者对您不提供的为空", allow_null=True)
    deadlines = CallDutyShape(many=True)


class CallShape(_ToldShape):
    """The document of a call."""

    line = a_text("线路号码")
    phone_id = a_text("电话系统中的通话编号；手工登记的为空", allow_null=True)
    agent = a_text("接线员")
    state = a_text("状态", CallState.choices)
    received_at = a_moment("来电时间")
    answered_at = a_moment("接听时间", allow_null=True)
    ended_at = a_moment("挂断时间", allow_null=True)
    closed_at = a_moment("办结时间", allow_null=True)
    emergency_at = a_moment("转入紧急处置的时间", allow_null=True)
    police_at = a_moment("接通 110 的时间", allow_null=True)
    disposed_at = a_moment("保管期限届满，已去除个人信息的时间", allow_null=True)
    recording_told = a_flag("已告知通话录音")
    triage = serializers.DictField(help_text=f"先问的几句话：{_ASKED}。回答 {told_as('', Said.choices)[1:]}")
    answer = a_text("答复")
    whereabouts = withheld_text("现在的位置")
    police_note = a_text("110 处置情况")
    report_for = a_text("受害人是否须向公安机关强制报告的人；都不是的为空", ReportFor.choices)
    report_triggers = serializers.ListField(
        child=serializers.IntegerField(), help_text="强制报告的情形：高检发〔2020〕9号第四条的第几项"
    )
    reported_at = a_moment("强制报告的时间", allow_null=True)
    reported_to = serializers.ListField(child=serializers.CharField(), help_text=told_as("报告对象", ReportTo.choices))
    attempts = CallAttemptShape(many=True, help_text="未联系上的回拨；回拨时限在 deadlines，接通、作罢在 timeline")
    timeline = CallLineShape(many=True)


class CallReferralShape(serializers.Serializer):
    """What was asked of an agency."""

    agency = a_text("转介单位")
    org = a_code("由哪个妇联转介")
    at = a_moment("转介时间")
    words = a_text("转介内容")
    answered_at = a_moment("对方反馈时间", allow_null=True)
    answer = a_text("对方反馈")


class CallTicketShape(_ToldShape):
    """The document of a work order of a call."""

    number = a_text("工单编号")
    call = serializers.UUIDField(allow_null=True, help_text="由哪通来电生成，其 ref；没有或者对您不提供的为空")
    agent = a_text("首问责任人")
    holder = a_code("承办单位")
    asked = a_code("提请办理的上级", allow_null=True)
    place = a_code("问题属地")
    state = a_text("状态", CallTicketState.choices)
    told = a_text("通话中的答复")
    received_at = a_moment("生成时间")
    dispatched_at = a_moment("转办时间", allow_null=True)
    return_until = a_moment("可以退回至", allow_null=True)
    accepted_at = a_moment("签收时间", allow_null=True)
    due_at = a_moment("现在的时限", allow_null=True)
    extended_days = a_number("延期工作日数")
    extension_reason = a_text("延期理由")
    return_count = a_number("退回次数")
    rework_count = a_number("重办次数")
    feedback = a_text("办理结果")
    fed_back_at = a_moment("反馈时间", allow_null=True)
    station = serializers.UUIDField(allow_null=True, help_text="转介的站点，其 ref；没有或者对您不提供的为空")
    station_outcome = a_text("站点办理结果", StationOutcome.choices)
    station_words = a_text("站点办理情况")
    station_done_at = a_moment("站点反馈时间", allow_null=True)
    called_back_at = a_moment("回访时间", allow_null=True)
    back_outcome = a_text("回访结果", BackOutcome.choices)
    back_way = a_text("回访方式", Way.choices)
    grade = a_text("满意度", Grade.choices)
    opinion = a_text("来电人的意见")
    closed_at = a_moment("办结时间", allow_null=True)
    disposed_at = a_moment("保管期限届满，已去除个人信息的时间", allow_null=True)
    referrals = CallReferralShape(many=True)
    timeline = CallTicketLineShape(many=True)


class _Partial(serializers.Serializer):
    """A document; of one that cannot be read now, what it is."""

    unreadable = UnreadableShape(help_text="平台现在读不出这一条：只有标识、版本号，请保留已有的内容，稍后再取")

    def get_fields(self) -> dict[str, serializers.Field]:
        fields: dict[str, serializers.Field] = super().get_fields()
        for each in fields.values():
            each.required = False
        return fields


class PartialCallShape(_Partial, CallShape):
    """In lists."""


class PartialCallTicketShape(_Partial, CallTicketShape):
    """In lists."""


class _Written(serializers.Serializer):
    """The document as it stands now; of what is no longer before the sender its ref alone."""

    visible = serializers.BooleanField(help_text="false：已办理，但不再对您提供")
    detail = serializers.CharField()


class WrittenCallShape(_Written, PartialCallShape):
    """The answer to what was written."""


class WrittenCallTicketShape(_Written, PartialCallTicketShape):
    """The answer to what was written."""
