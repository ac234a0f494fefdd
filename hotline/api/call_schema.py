"""How calls and their work orders stand in the description of the interface."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from cases.api.writing_schema import MATCH, REFUSED, VERSIONED
from cases.api.writing_shapes import PetitionShape
from fedportal.api.idempotency_schema import ONCE, REPLAY
from fedportal.api.links import leads_to, link
from fedportal.api.list_schema import list_of, one_of, ref_of
from hotline.api.call_examples import CALL, CALLED_BACK, JOINED, NEW_TICKET, REGISTERED, SENT, TICKET
from hotline.api.call_filter import CallQuery, CallTicketQuery
from hotline.api.call_sent import (
    CALL_STEPS,
    ORDER_STEPS,
    CallContentShape,
    CallHandedInShape,
    NewCallTicketShape,
    SentCallMoveShape,
    SentCallTicketMoveShape,
)
from hotline.api.call_shapes import (
    CallShape,
    CallTicketShape,
    PartialCallShape,
    PartialCallTicketShape,
    WrittenCallShape,
    WrittenCallTicketShape,
)
from hotline.api.shapes import REGISTRATION

CALL_TAGS, TICKET_TAGS = ["calls"], ["call-tickets"]


_ONWARD = leads_to(
    read=link("calls_retrieve", "读取这通来电", ref="ref"),
    write=link("calls_update", "续写登记的内容", ref="ref", versioned=True),
    move=link("calls_move", "办理一步", ref="ref", versioned=True),
)
_ORDERS_ONWARD = leads_to(
    read=link("call_tickets_retrieve", "读取这张工单", ref="ref"),
    move=link("call_tickets_move", "办理一步", ref="ref", versioned=True),
)
_ETAG = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, response=[200, 201], description='"版本号-摘要"；办理时放在 If-Match 中'
)


LIST = list_of(
    "CallPage",
    PartialCallShape,
    CallQuery,
    CALL,
    operation_id="calls_list",
    summary="12338 来电列表",
    description="本单位线路的来电，新的在前；回拨是来电文档的一部分。上级单位看不到下级的来电，需要知道的以工单、信访事项上报。"
    "涉及人身安全、未成年人的和举报，与接线员在页面上一样，只给办理的人看：本客户端自己登记的才有。",
    tags=CALL_TAGS,
)
RETRIEVE = one_of(
    "通来电",
    CallShape,
    CALL,
    operation_id="calls_retrieve",
    tags=CALL_TAGS,
    extensions=_ONWARD,
)
TICKET_LIST = list_of(
    "CallTicketPage",
    PartialCallTicketShape,
    CallTicketQuery,
    TICKET,
    operation_id="call_tickets_list",
    summary="12338 工单列表",
    description="本单位及下级接听、承办的，和转到、提请到本单位的；新生成的在前。",
    tags=TICKET_TAGS,
)
TICKET_RETRIEVE = one_of(
    "张工单",
    CallTicketShape,
    TICKET,
    operation_id="call_tickets_retrieve",
    tags=TICKET_TAGS,
    extensions=_ORDERS_ONWARD,
)


class DescribedCallMoveShape(SentCallMoveShape):
    """What a step asks for, with what registers."""

    registration = PetitionShape(partial=True, required=False, help_text=REGISTRATION)  # type: ignore[assignment]


class DescribedCallTicketMoveShape(SentCallTicketMoveShape):
    """What a step asks for, with what registers."""

    registration = PetitionShape(partial=True, required=False, help_text=REGISTRATION)  # type: ignore[assignment]


def _steps(names: Sequence[str]) -> OpenApiParameter:
    return OpenApiParameter("move", str, OpenApiParameter.PATH, enum=list(names))


_CALL = OpenApiResponse(WrittenCallShape, description="文档，与读取时相同")
_ORDER = OpenApiResponse(WrittenCallTicketShape, description="文档，与读取时相同")
CREATE: dict[str, Any] = {
    "tags": CALL_TAGS,
    "operation_id": "calls_create",
    "extensions": _ONWARD,
    "summary": "登记来电",
    "description": "本单位自己的话务系统接听的来电：写明来电、接听、挂断的时间和登记的内容。"
    "没有接听的只写号码和来电时间，列入回拨，1 个工作日内回拨。电话系统已经报送的通话不要再登记，用 PATCH 续写。"
    "请写 Idempotency-Key：重发不会登记两次。",
    "request": CallHandedInShape,
    "parameters": [ONCE, _ETAG, REPLAY],
    "responses": {201: _CALL, **REFUSED},
    "examples": [OpenApiExample("接听了的", SENT, request_only=True)],
}
WRITE_ON: dict[str, Any] = {
    "tags": CALL_TAGS,
    "operation_id": "calls_update",
    "extensions": _ONWARD,
    "summary": "续写登记的内容",
    "description": "没有发送的字段保持原样；triage、needs 整项替换。"
    "别的接线员接听的来电不能续写；办结、转办以后不能再更改（409）。",
    "request": CallContentShape(partial=True),
    "parameters": [ref_of("来电"), ONCE, MATCH, _ETAG, REPLAY],
    "responses": {200: _CALL, **REFUSED, **VERSIONED},
    "examples": [OpenApiExample("答复", {"answer": "可以向人民法院起诉，带结婚证、离婚协议。"}, request_only=True)],
}
CALL_MOVE: dict[str, Any] = {
    "tags": CALL_TAGS,
    "operation_id": "calls_move",
    "extensions": _ONWARD,
    "summary": "办理一步",
    "description": "emergency 紧急处置；resolve 当场解答；order 生成工单（用 call-tickets 的 call 筛选找到它）；"
    "dismiss 骚扰无效；"
    "settle 紧急处置完毕；close 办结。待回拨的：reach 已接通；attempt 没有联系上（result），不同时段三次以后自动作罢。"
    "register 登记信访：来电是它的第一次接触（registration，还要有 write 权限范围）；"
    "已由本单位承办的，写 petition 编号和 contact，记入该事项。"
    "report 登记强制报告（report_for、reported_at、to、station、person，未成年人的还有 triggers）："
    "通话中、通话后都可以，带入信访事项和工单。",
    "request": DescribedCallMoveShape,
    "parameters": [ref_of("来电"), _steps(CALL_STEPS), ONCE, MATCH, _ETAG, REPLAY],
    "responses": {200: _CALL, **REFUSED, **VERSIONED},
    "examples": [
        OpenApiExample("没有联系上", {"result": "no_answer"}, request_only=True),
        OpenApiExample("登记信访", {"registration": REGISTERED}, request_only=True),
        OpenApiExample("记入已有事项", JOINED, request_only=True),
    ],
}
TICKET_CREATE: dict[str, Any] = {
    "tags": TICKET_TAGS,
    "operation_id": "call_tickets_create",
    "extensions": _ORDERS_ONWARD,
    "summary": "登记工单（没有来电的）",
    "description": "来人、来信反映的，或者本平台没有登记来电的，直接登记为工单，1 个工作日内派单；首问责任在本客户端，"
    "可以移交（hand_over）。由来电生成的，用 calls 的 order。请写 Idempotency-Key：重发不会登记两次。",
    "request": NewCallTicketShape,
    "parameters": [ONCE, _ETAG, REPLAY],
    "responses": {201: _ORDER, **REFUSED},
    "examples": [OpenApiExample("来人反映", NEW_TICKET, request_only=True)],
}
TICKET_MOVE: dict[str, Any] = {
    "tags": TICKET_TAGS,
    "operation_id": "call_tickets_move",
    "extensions": _ORDERS_ONWARD,
    "summary": "办理一步",
    "description": "接听单位：dispatch 派单转办（unit，可以指明其站点 station）、request 提请上级（unit、note）、"
    "call_back 登记回访（outcome；已回访本人的还有 way、grade、opinion）、attempt 没有联系上（result）、"
    "rework 退回重办（note）、hand_over 移交首问责任（agent、note）、close 办结；"
    "承办单位：accept 签收、return 退回（note）、"
    "note 记录办理情况（note）、refer 转介有关单位（agency、note）、refer_answer 登记对方的反馈（agency、note）、"
    "extend 延期（days、note，由负责人决定）、register 登记信访（registration，或者 petition、contact；"
    "还要有 write 权限范围）、serve 登记站点服务（station_outcome、note、service）、feedback 反馈（note）；"
    "被提请的上级：take_up 接收、decline 不予接收（note）。"
    "回访、拨打都要过安全联系的关：她说过不能这样联系、现在不能打的，答复 409 held_back，"
    "detail 写明为什么、改用什么。",
    "request": DescribedCallTicketMoveShape,
    "parameters": [ref_of("工单"), _steps(ORDER_STEPS), ONCE, MATCH, _ETAG, REPLAY],
    "responses": {200: _ORDER, **REFUSED, **VERSIONED},
    "examples": [
        OpenApiExample("反馈", {"note": "已与男方单位联系，对方同意从下月起按月支付抚养费。"}, request_only=True),
        OpenApiExample("登记回访", CALLED_BACK, request_only=True),
        OpenApiExample("转介", {"agency": 42, "note": "请协助核实监护情况，处理结果请回复我会。"}, request_only=True),
        OpenApiExample("移交首问责任", {"agent": "bincheng.agent", "note": "由值班接线员跟进。"}, request_only=True),
    ],
}
