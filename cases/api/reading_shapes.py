"""The shape of a petition's document, for the description of the interface; PostgreSQL writes it (document_sql)."""

from collections.abc import Callable
from typing import Any

from rest_framework import serializers

from cases.api.part_shapes import (
    AttachmentShape,
    ContactShape,
    DeadlineShape,
    EventShape,
    LetterShape,
    OrderShape,
    PartyShape,
    ReachShape,
)
from cases.api.shape_fields import a_code, a_flag, a_moment, a_number, a_text
from cases.models import Channel, MatterClass
from cases.workflow import Danger, Litigation, Procedure, Refusal, Route, Status


class FlagsShape(serializers.Serializer):
    """What makes a petition special."""

    urgent = a_flag("重大紧急")
    minor = a_flag("涉及未成年人")
    trafficking = a_flag("涉嫌拐卖")
    serious_harm = a_flag("有人死亡或重伤")
    media = a_flag("媒体关注")
    identity_unclear = a_flag("姓名、住址不清")
    guarded = a_flag("只限承办人员知悉（家庭暴力等人身安全事项、涉及未成年人事项）")


class NameShape(serializers.Serializer):
    """How another system names it."""

    system = a_text("系统")
    id = a_text("在该系统的编号")


class DocumentShape(serializers.Serializer):
    """A petition with all that belongs to it."""

    id = a_text("标识，只对本客户端有意义")
    shown = a_text("对您提供的程度", [("whole", "全部"), ("told", "经过，人名隐去"), ("masked", "隐去身份")])
    number = a_text("编号")
    version = a_number("版本号，每次办理或更正加一")
    org = a_code("承办单位")
    registered_org = a_code("登记单位")
    place = a_code("问题属地")
    received_at = a_moment("收到时间")
    registered_at = a_moment("登记时间")
    channel = a_text("信访形式", Channel.choices)
    matter_class = a_text("事项性质", MatterClass.choices)
    category = a_text("事项类别代码，见 /categories/")
    litigation_status = a_text("涉诉情况", Litigation.choices)
    head_count = a_number("信访人数")
    repeat_count = a_number("来访来信次数")
    flags = FlagsShape()
    status = a_text("状态", Status.choices)
    route = a_text("办理途径", Route.choices)
    procedure = a_text("办理程序", Procedure.choices)
    competent_organ = a_text("有权处理机关")
    refusal = a_text("不予受理原因", Refusal.choices)
    accepted_at = a_moment("受理时间", allow_null=True)
    handler = a_text("承办人", allow_null=True)
    danger = a_text("危险程度", Danger.choices)
    closed_at = a_moment("办结时间", allow_null=True)
    disposed_at = a_moment("按保管期限处置、去除个人信息的时间", allow_null=True)
    same_as = a_text("同一事项的前一件，编号；没有或者对您不提供的为空", allow_null=True)
    external = NameShape(many=True)
    request = a_text("诉求")
    facts = a_text("主要事实")
    earlier_handling = a_text("以前的行政处理")
    earlier_litigation = a_text("以前的诉讼")
    parties = PartyShape(many=True)
    reach = ReachShape(allow_null=True, help_text="怎样联系信访人才不致使她处于危险；提供电话、住址时才有，必须遵守")
    contacts = ContactShape(many=True)
    deadlines = DeadlineShape(many=True)
    timeline = EventShape(many=True)
    letters = LetterShape(many=True)
    supervision = OrderShape(many=True)
    attachments = AttachmentShape(many=True)


class UnreadableShape(serializers.Serializer):
    """Why it cannot be told now."""

    code = a_text("恒为 unreadable")
    detail = a_text("说明")


class PartialDocumentShape(DocumentShape):
    """As many of its fields as were asked for; of one that cannot be read now, what it is."""

    unreadable = UnreadableShape(help_text="平台现在读不出这一件：只有标识、编号、版本号，请保留已有的内容，稍后再取")

    def get_fields(self) -> dict[str, serializers.Field]:
        fields: dict[str, serializers.Field] = super().get_fields()
        for each in fields.values():
            each.required = False
        return fields


def _of(name: str) -> Callable[[dict[str, Any]], list[Any]]:
    return lambda document: document[name]


def _escalations(document: dict[str, Any]) -> list[dict[str, Any]]:
    """Of all duties, each with the duty that climbed; in the order in which they happened."""
    climbed = [
        {"kind": duty["kind"], "label": duty["label"], **each}
        for duty in document["deadlines"]
        for each in duty["escalations"]
    ]
    return sorted(climbed, key=lambda each: each["at"])


# What may be asked for by itself, and how it is found in the document.
PARTS: dict[str, Callable[[dict[str, Any]], list[Any]]] = {
    **{
        name: _of(name)
        for name in ("parties", "contacts", "deadlines", "timeline", "letters", "supervision", "attachments")
    },
    "escalations": _escalations,
}
