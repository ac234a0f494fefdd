"""What a work order looks like when another system sends it, and when it is told of one."""

from rest_framework import serializers

from cases.api.reading_shapes import UnreadableShape
from cases.api.shape_fields import a_code, a_flag, a_moment, a_number, a_text
from cases.api.writing_external import LONGEST
from fedportal.api.sent_fields import CodeField, Flag, MomentField, Number, Pattern, Shape, Text, choice, text
from fedportal.lib.system_names import SYSTEM_NAME
from hotline.law import EXTENSION_AT_MOST
from hotline.models import TITLE_LENGTH
from hotline.workflow import Direction, TicketClass, TicketState

REGISTRATION = "登记内容（register），同 POST /petitions/；诉求、事实、姓名、电话等不写的取自来电、工单"


class SentCallerShape(Shape):
    """Who called."""

    name = text(60)
    phone = text(40)


class WorkOrderShape(Shape):
    """An order as 12345 sends it."""

    org = CodeField(required=False, help_text="派给哪个妇联，12 位区划代码；默认客户端所属单位")
    ticket_class = choice(TicketClass.choices, help_text="工单类别")
    title = Text(max_length=TITLE_LENGTH)
    content = Text(max_length=20_000)
    anonymous = Flag(required=False)
    caller = SentCallerShape(required=False)
    guarded = Flag(required=False, help_text="涉及家庭暴力等人身安全、未成年人的写 true：只限承办的人查阅，不回访本人")
    minor = Flag(required=False, help_text="涉及未成年人的写 true：同 guarded，并且妇联查看联系电话须经审批")
    sent_at = MomentField(required=False, allow_null=True, help_text="派单时间")
    due_at = MomentField(required=False, allow_null=True, help_text="要求的答复时间；没有的按 5 个工作日")


class WorkOrderItemShape(Shape):
    """One of many."""

    system = Pattern(SYSTEM_NAME, "系统名用小写字母、数字、连字符，不超过 40 个字符。")
    number = Text(max_length=LONGEST)
    version = Number(min_value=1, required=False, help_text="更正时读到的版本号")
    ticket = serializers.DictField(help_text="同 PUT 的内容")


class TicketMoveShape(Shape):
    """What a move asks for; each asks for few of these."""

    note = text(10_000, help_text="答复内容、理由或者说明")
    basis = text(200, help_text="退回依据（return）")
    days = Number(min_value=1, max_value=EXTENSION_AT_MOST, required=False, help_text="延期工作日数（extend）")
    number = text(LONGEST, help_text="对方的工单编号（take）")
    petition = text(90, help_text="信访事项编号（link）")
    registration = serializers.DictField(required=False, help_text=REGISTRATION)


class TicketCallerShape(serializers.Serializer):
    """Who called, as far as it is told."""

    name = a_text("来电人；隐去时如“王某某”")
    phone = a_text("联系电话；对您不提供的为空", allow_null=True)
    withheld = a_flag("有电话，但对您不提供")


class TicketDutyShape(serializers.Serializer):
    """One clock."""

    kind = a_text("ticket_return 签收或者退回；ticket_12345 答复；ticket_chase 催收答复")
    label = a_text("名称")  # type: ignore[assignment]
    article = a_text("依据")
    opened_at = a_moment("起算时刻")
    due_at = a_moment("到期时刻")
    closed_at = a_moment("结束时刻", allow_null=True)
    outcome = a_text("met 按期；late 超期；cancelled 不再需要；空为正在计算")


class TicketLineShape(serializers.Serializer):
    """One line of its story."""

    at = a_moment("时间")
    verb = a_text("操作")
    title = a_text("操作名称")
    org = a_code("单位")
    actor = a_text("操作人", allow_null=True)
    note = a_text("内容")


class TicketShape(serializers.Serializer):
    """The document of an order."""

    id = a_text("在变更流中的标识，只对本客户端有意义")
    ref = serializers.UUIDField(help_text="在接口地址中的标识")
    shown = serializers.ChoiceField(choices=["whole", "masked"], help_text="masked：姓名、电话等已隐去")
    version = a_number("版本号，办理时放在 If-Match 中")
    direction = a_text("方向", Direction.choices)
    system = a_text("对方系统")
    number = a_text("对方工单编号")
    org = a_code("承办单位")
    ticket_class = a_text("类别", TicketClass.choices)
    state = a_text("状态", TicketState.choices)
    anonymous = a_flag("匿名")
    guarded = a_flag("涉及人身安全、未成年人或者检举控告")
    minor = a_flag("涉及未成年人")
    no_callback = a_flag("不要回访本人：由妇联联系")
    sealed = a_flag("已作为检举控告办理，内容不再保留")
    title = a_text("标题")
    content = a_text("内容")
    caller = TicketCallerShape()
    petition = a_text("登记、关联的信访事项编号；没有或者对您不提供的为空", allow_null=True)
    sent_at = a_moment("派单时间", allow_null=True)
    received_at = a_moment("收到（转出）时间")
    entered_at = a_moment("录入时间")
    their_due_at = a_moment("对方要求的答复时间", allow_null=True)
    accepted_at = a_moment("签收时间", allow_null=True)
    answer = a_text("答复")
    answered_at = a_moment("答复时间", allow_null=True)
    return_until = a_moment("可以退回至", allow_null=True)
    returned_at = a_moment("退回时间", allow_null=True)
    disposed_at = a_moment("保管期限届满，已去除个人信息的时间", allow_null=True)
    return_reason = a_text("退回理由")
    return_basis = a_text("退回依据")
    extended_days = a_number("延期工作日数")
    extension_reason = a_text("延期理由")
    rework_count = a_number("退回重办次数")
    ended_at = a_moment("结束时间", allow_null=True)
    deadlines = TicketDutyShape(many=True)
    timeline = TicketLineShape(many=True)


class PartialTicketShape(TicketShape):
    """The document; of one that cannot be read now, what it is."""

    unreadable = UnreadableShape(help_text="平台现在读不出这一张：只有标识、编号、版本号，请保留已有的内容，稍后再取")

    def get_fields(self) -> dict[str, serializers.Field]:
        fields: dict[str, serializers.Field] = super().get_fields()
        for each in fields.values():
            each.required = False
        return fields
