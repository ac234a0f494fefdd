"""The shapes of what belongs to a petition in its document (document_sql)."""

from rest_framework import serializers

from cases.api.shape_fields import a_code, a_flag, a_moment, a_number, a_text, told_as, withheld_text
from cases.models import Channel, Party, SpecialGroup
from cases.models.attachment import BY_EXTENSION
from cases.models.letter import LetterState
from cases.models.supervision import LEVELS
from cases.workflow import Cause, OrderState, SuperviseMethod
from cases.workflow.contacting import Way
from cases.workflow.letters import Assessment, ClueGround, Relief, ReplyHow, Taken, Urgency
from fedportal.deadlines.limits import Light
from fedportal.deadlines.models import Deadline


class PartyShape(serializers.Serializer):
    """One person of a petition."""

    name = a_text("姓名；隐去时如“王某某”")
    role = a_text("身份", Party.Role.choices)
    relation = a_text("与信访人的关系")
    sex = a_text("性别", Party.Sex.choices)
    birth_year = a_number("出生年份", allow_null=True)
    marital = a_text("婚姻状况", Party.Marital.choices)
    education = a_text("文化程度", Party.Education.choices)
    groups = serializers.ListField(child=a_text("代码"), help_text=told_as("特殊群体", SpecialGroup.choices))
    birth_on = serializers.DateField(help_text="出生日期；对您不提供的为空", allow_null=True)
    ethnicity = withheld_text("民族")
    occupation = withheld_text("职业")
    id_number = withheld_text("身份证号，中间隐去")
    phone = withheld_text("联系方式")
    address = withheld_text("住址")
    withheld = serializers.ListField(
        child=a_text("字段名"), help_text="登记了、但对您隐去或不提供的字段：请不要据此清空自己的数据"
    )


class WindowShape(serializers.Serializer):
    """Hours in which she may be telephoned."""

    days = serializers.ListField(child=a_number("星期几，1 为周一"))
    begins = serializers.TimeField(help_text="自（北京时间）")
    ends = serializers.TimeField(help_text="至，不含")


class ReachShape(serializers.Serializer):
    """On which terms the petitioner may be reached."""

    asked = a_flag("本人说过；否则是按事项性质的默认要求")
    ways = serializers.ListField(child=a_text("代码"), help_text=told_as("可以用的联系方式", Way.choices))
    no_message = a_flag("不留言")
    number_shared = a_flag("号码对方能看到")
    windows = WindowShape(many=True, help_text="只在这些时间可以打电话；空为不限")


class ContactShape(serializers.Serializer):
    """One visit, letter or call."""

    channel = a_text("信访形式", Channel.choices)
    at = a_moment("来访来信时间")
    recorded_at = a_moment("登记时间")
    org = a_code("接待单位")
    receiver = a_text("接待人")
    scribe = a_text("记录人")
    head_count = a_number("人数")
    oral = a_flag("口头反映")
    read_back = a_flag("已宣读核对")
    unread_reason = a_text("未宣读的原因")
    source_organ = a_text("交转单位")
    source_number = a_text("来文编号")
    report_due_on = serializers.DateField(help_text="要求反馈日期", allow_null=True)
    companions = withheld_text("随行人员")
    note = withheld_text("反映内容")
    incident = withheld_text("现场情况")


class EscalationShape(serializers.Serializer):
    """One rung that a duty has climbed."""

    cycle = a_number("轮次")
    step = a_number("级次")
    planned_at = a_moment("应升级时刻")
    at = a_moment("实际升级时刻")
    alarm = a_flag("无上级可报")
    acknowledged_at = a_moment("签收时刻", allow_null=True)
    acknowledged_by = a_text("签收人", allow_null=True)

    def get_fields(self) -> dict[str, serializers.Field]:
        """With the two that a class cannot name so."""
        return super().get_fields() | {"from": a_code("由哪个单位"), "to": a_code("上报至")}


class DeadlineShape(serializers.Serializer):
    """Who must do what by when."""

    kind = a_text("事项代码")
    label = a_text("事项")  # type: ignore[assignment]  # a field, which the class keeps apart
    rule = a_text("时限规则代码，见 /rules/")
    article = a_text("依据")
    org = a_code("责任单位")
    desk = a_code("当前所在单位（超期后逐级上报）")
    opened_at = a_moment("起算时刻")
    due_at = a_moment("到期时刻")
    provisional = a_flag("按暂定日历推算，放假安排公布后重算", allow_null=True)
    light = a_text("灯色", [(light.name.lower(), light.label) for light in Light])
    cycle = a_number("轮次")
    step = a_number("已到级次，-1 为未到")
    awaiting_ack = a_flag("待签收")
    closed_at = a_moment("结束时刻", allow_null=True)
    outcome = a_text("结果", Deadline.Outcome.choices)
    escalations = EscalationShape(many=True)


class EventShape(serializers.Serializer):
    """One line of the timeline."""

    at = a_moment("时间")
    verb = a_text("操作代码")
    title = a_text("操作")
    org = a_code("单位")
    actor = a_text("操作人", allow_null=True)
    note = a_text("内容")
    data = serializers.DictField(help_text="要点，均为代码或文字")  # type: ignore[assignment]  # as above


class LetterShape(serializers.Serializer):
    """One letter to an authority. What it says stands before those who work on the matter."""

    number = a_text("文号")
    state = a_text("状态", LetterState.choices)
    kind = a_text("函件种类代码")
    relief = a_text("转介事项", Relief.choices)
    ground = a_text("公益诉讼情形", ClueGround.choices)
    urgency = a_text("紧急程度", Urgency.choices)
    agency = a_text("对方单位")
    org = a_code("发函单位")
    signed_at = a_moment("签发时间", allow_null=True)
    sent_at = a_moment("送达时间", allow_null=True)
    replied_at = a_moment("答复时间", allow_null=True)
    reply_how = a_text("答复方式", ReplyHow.choices)
    taken = a_text("接收情况", Taken.choices)
    assessment = a_text("评估", Assessment.choices)
    assessed_at = a_moment("评估时间", allow_null=True)
    withdrawn_at = a_moment("作废时间", allow_null=True)
    ask = withheld_text("要求、建议")
    reply_from = withheld_text("答复人")
    reply_text = withheld_text("答复内容")
    assessment_note = withheld_text("评估说明")
    withdrawn_why = withheld_text("作废原因")


class ReplyShape(serializers.Serializer):
    """One answer to an order."""

    at = a_moment("回复时间")
    text = a_text("办理情况和整改措施")
    judged_at = a_moment("验收时间", allow_null=True)
    accepted = a_flag("通过", allow_null=True)
    note = a_text("验收意见")


class OrderShape(serializers.Serializer):
    """One supervision order of a superior."""

    number = a_text("文号；草稿为空", allow_null=True)
    state = a_text("状态", OrderState.choices)
    cause = a_text("督办事由", Cause.choices)
    level = a_number(told_as("督办层级", LEVELS))
    method = a_text("督办方式", SuperviseMethod.choices)
    issuer = a_code("督办单位")
    receiver = a_code("被督办单位")
    demand = a_text("督办要求")
    due_on = serializers.DateField(help_text="督办单位写明的回复期限", allow_null=True)
    due_at = a_moment("回复到期时刻", allow_null=True)
    drafted_at = a_moment("拟稿时间")
    issued_at = a_moment("签发时间", allow_null=True)
    ended_at = a_moment("结束时间", allow_null=True)
    ended_note = a_text("结束说明")
    replies = ReplyShape(many=True)


class AttachmentShape(serializers.Serializer):
    """A file, without its content; listed for those who work on the matter."""

    name = a_text("名称")
    extension = a_text("类型", [(name, kind.label) for name, kind in BY_EXTENSION.items()])
    size = a_number("字节数")
    sha256 = a_text("所存文件的 SHA-256")
    uploaded_at = a_moment("上传时间")
    letter = a_text("随哪一函件的答复而来，文号", allow_null=True)
