"""How calls and their work orders stand in the description of the interface."""

from collections.abc import Sequence
from typing import Any

import django_filters
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers

from cases.api.writing_schema import MATCH, REFUSED, VERSIONED
from fedportal.api.filtering import parameters_of
from fedportal.api.idempotency_schema import ONCE, REPLAY
from fedportal.api.links import leads_to, link
from fedportal.api.paging import PARAMETERS
from fedportal.api.reading_schema import IF_NONE_MATCH_READ, READ_ETAG
from fedportal.api.schema_parts import one_page
from hotline.api.call_examples import CALL, SENT, TICKET
from hotline.api.call_filter import CallQuery, CallTicketQuery
from hotline.api.call_sent import (
    ATTEMPT,
    CALL_MOVES,
    ORDER_MOVES,
    CallContentShape,
    CallHandedInShape,
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


def ref_of(what: str) -> OpenApiParameter:
    return OpenApiParameter(
        "ref", {"type": "string", "format": "uuid"}, OpenApiParameter.PATH, description=f"{what}的 ref"
    )


def _list(
    name: str,
    rows: type[serializers.Serializer],
    filters: type[django_filters.FilterSet],
    example: dict[str, Any],
    **told: Any,
) -> dict[str, Any]:
    page = inline_serializer(
        name,
        fields={
            "next": serializers.URLField(allow_null=True, help_text="后一页（更早的）"),
            "previous": serializers.URLField(allow_null=True, help_text="前一页"),
            "results": rows(many=True),
        },
    )
    whole = {"next": None, "previous": None, "results": [example]}
    return told | {
        "parameters": [*parameters_of(filters), *PARAMETERS],
        "responses": {200: OpenApiResponse(one_page(page), description="一页")},
        "examples": [OpenApiExample("一页", whole, response_only=True, status_codes=["200"])],
    }


def _retrieve(what: str, shape: type[serializers.Serializer], example: dict[str, Any], **told: Any) -> dict[str, Any]:
    return told | {
        "summary": f"一{what}",
        "description": "没有这一条，与不在可见范围内，答复相同。",
        "parameters": [ref_of(what[1:]), IF_NONE_MATCH_READ, READ_ETAG],
        "responses": {
            200: OpenApiResponse(shape, description="文档"),
            304: OpenApiResponse(description="自 If-None-Match 所写的 ETag 以来没有变化"),
        },
        "examples": [OpenApiExample("一例", example, response_only=True, status_codes=["200"])],
    }


LIST = _list(
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
RETRIEVE = _retrieve(
    "通来电",
    CallShape,
    CALL,
    operation_id="calls_retrieve",
    tags=CALL_TAGS,
    extensions=_ONWARD,
)
TICKET_LIST = _list(
    "CallTicketPage",
    PartialCallTicketShape,
    CallTicketQuery,
    TICKET,
    operation_id="call_tickets_list",
    summary="12338 工单列表",
    description="本单位及下级接听、承办的，和转到、提请到本单位的；新生成的在前。",
    tags=TICKET_TAGS,
)
TICKET_RETRIEVE = _retrieve(
    "张工单",
    CallTicketShape,
    TICKET,
    operation_id="call_tickets_retrieve",
    tags=TICKET_TAGS,
    extensions=_ORDERS_ONWARD,
)


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
    "登记信访在页面上办理。",
    "request": SentCallMoveShape,
    "parameters": [ref_of("来电"), _steps((*CALL_MOVES, ATTEMPT)), ONCE, MATCH, _ETAG, REPLAY],
    "responses": {200: _CALL, **REFUSED, **VERSIONED},
    "examples": [OpenApiExample("没有联系上", {"result": "no_answer"}, request_only=True)],
}
TICKET_MOVE: dict[str, Any] = {
    "tags": TICKET_TAGS,
    "operation_id": "call_tickets_move",
    "extensions": _ORDERS_ONWARD,
    "summary": "办理一步",
    "description": "接听单位：dispatch 派单转办（unit）、request 提请上级（unit、note）、"
    "rework 退回重办（note）、close 办结；承办单位：accept 签收、return 退回（note）、"
    "note 记录办理情况（note）、feedback 反馈（note）；"
    "被提请的上级：take_up 接收、decline 不予接收（note）。回访、转介、延期、移交、登记信访在页面上办理。",
    "request": SentCallTicketMoveShape,
    "parameters": [ref_of("工单"), _steps(ORDER_MOVES), ONCE, MATCH, _ETAG, REPLAY],
    "responses": {200: _ORDER, **REFUSED, **VERSIONED},
    "examples": [
        OpenApiExample("反馈", {"note": "已与男方单位联系，对方同意从下月起按月支付抚养费。"}, request_only=True)
    ],
}
