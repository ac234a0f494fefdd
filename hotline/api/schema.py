"""How work orders stand in the description of the interface, with examples that can be sent as they are."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers

from cases.api.writing_external import LONGEST
from cases.api.writing_item import MOST
from cases.api.writing_schema import (
    IF_NONE_MATCH,
    MATCH,
    PROBLEM,
    REFUSED,
    SYSTEM,
    VERSIONED,
    problem,
)
from cases.api.writing_shapes import PetitionShape
from fedportal.api.filtering import parameters_of
from fedportal.api.idempotency_schema import ONCE, REPLAY
from fedportal.api.links import leads_to, link
from fedportal.api.paging import PARAMETERS
from fedportal.api.problems import PROBLEM_JSON
from fedportal.api.reading_schema import IF_NONE_MATCH_READ
from fedportal.api.schema_parts import one_page
from hotline.api.filter import TicketQuery
from hotline.api.shapes import (
    REGISTRATION,
    PartialTicketShape,
    TicketMoveShape,
    TicketShape,
    WorkOrderItemShape,
    WorkOrderShape,
)
from hotline.workflow import MOVE_NAMES

_TAGS = ["tickets"]
_NUMBER = OpenApiParameter(
    "number",
    {"type": "string", "pattern": r"^[^/]*[^/\s][^/]*$", "maxLength": LONGEST},
    OpenApiParameter.PATH,
    description="对方工单编号；其中有 / 的，只能走批量",
)
_REF = OpenApiParameter("ref", {"type": "string", "format": "uuid"}, OpenApiParameter.PATH, description="工单的 ref")
_ETAG = OpenApiParameter(
    "ETag", str, OpenApiParameter.HEADER, response=[200, 201, 304], description='"版本号-摘要"；办理时放在 If-Match 中'
)
_ONWARD = leads_to(
    read=link("tickets_retrieve", "读取这张工单", ref="ref"),
    move=link("tickets_move", "办理一步", ref="ref", versioned=True),
)
_PAGE = one_page(
    inline_serializer(
        "TicketPage",
        fields={
            "next": serializers.URLField(allow_null=True, help_text="后一页（更早收到的）"),
            "previous": serializers.URLField(allow_null=True, help_text="前一页"),
            "results": PartialTicketShape(many=True),
        },
    )
)


class WrittenTicketShape(PartialTicketShape):
    """The document as it stands now; of what is no longer before the sender its ref alone."""

    visible = serializers.BooleanField(help_text="false：已办理，但不再对您提供")
    detail = serializers.CharField()


class SentTicketMoveShape(TicketMoveShape):
    """What a move asks for, with what registers."""

    registration = PetitionShape(partial=True, required=False, help_text=REGISTRATION)  # type: ignore[assignment]


class SentTicketItemShape(WorkOrderItemShape):
    """One of many, with its order."""

    ticket = WorkOrderShape(partial=True)  # type: ignore[assignment]  # read by itself, after what stands around it


_WRITTEN = OpenApiResponse(WrittenTicketShape, description="文档，与读取时相同")
_RESULT = inline_serializer(
    "TicketBatchResult",
    fields={
        "index": serializers.IntegerField(),
        "status": serializers.IntegerField(),
        "number": serializers.CharField(required=False),
        "ref": serializers.UUIDField(required=False),
        "id": serializers.CharField(required=False),
        "version": serializers.IntegerField(required=False),
        "problem": type(PROBLEM)(required=False),
    },
)
SENT = {
    "org": "371602000000",
    "ticket_class": "help",
    "title": "求助协调抚养费",
    "content": "来电人称离婚后对方一直不付抚养费，希望妇联协调。",
    "caller": {"name": "王小芳", "phone": "13854312345"},
    "sent_at": "2026-11-23T09:30:00+08:00",
}
EXAMPLE: dict[str, Any] = {
    "id": "0a4d7a84c2b94e0f8a63d1c95e7b2f40",
    "ref": "5f1d7a84-c2b9-4e0f-8a63-d1c95e7b2f40",
    "shown": "masked",
    "version": 1,
    "direction": "in",
    "system": "binzhou-12345",
    "state": "received",
    "anonymous": False,
    "guarded": False,
    "minor": False,
    "no_callback": False,
    "sealed": False,
    "extended_days": 0,
    "rework_count": 0,
    "number": "GD20261123001",
    "org": "371602000000",
    "ticket_class": "help",
    "sent_at": "2026-11-23T01:30:00+00:00",
    "received_at": "2026-11-23T01:30:05+00:00",
    "entered_at": "2026-11-23T01:30:05+00:00",
    "their_due_at": None,
    "accepted_at": None,
    "answered_at": None,
    "return_until": "2026-11-25T15:59:59+00:00",
    "returned_at": None,
    "ended_at": None,
    "title": "求助协调抚养费",
    "content": "来电人称离婚后对方一直不付抚养费，希望妇联协调。",
    "answer": "",
    "return_reason": "",
    "return_basis": "",
    "extension_reason": "",
    "caller": {"name": "王某某", "phone": None, "withheld": True},
    "petition": None,
    "deadlines": [
        {
            "kind": "ticket_12345",
            "label": "答复 12345 工单",
            "article": "山东省 12345 热线工单办理要求（地方做法）",
            "opened_at": "2026-11-23T01:30:05+00:00",
            "due_at": "2026-11-30T15:59:59+00:00",
            "closed_at": None,
            "outcome": "",
        }
    ],
    "timeline": [
        {
            "at": "2026-11-23T01:30:05+00:00",
            "verb": "ticket.receive",
            "title": "收到工单",
            "org": "371600000000",
            "actor": None,
            "note": "",
        }
    ],
}

LIST: dict[str, Any] = {
    "operation_id": "tickets_list",
    "summary": "12345 工单列表",
    "description": "本单位及下级的工单；12345 协同的客户端只有本系统的。新收到的在前。",
    "tags": _TAGS,
    "parameters": [*parameters_of(TicketQuery), *PARAMETERS],
    "responses": {200: OpenApiResponse(_PAGE, description="一页")},
    "examples": [
        OpenApiExample(
            "一页",
            {"next": None, "previous": None, "results": [EXAMPLE]},
            response_only=True,
            status_codes=["200"],
        )
    ],
}
RETRIEVE: dict[str, Any] = {
    "operation_id": "tickets_retrieve",
    "extensions": _ONWARD,
    "summary": "一张 12345 工单",
    "description": "没有这张，与不在可见范围内，答复相同。",
    "tags": _TAGS,
    "parameters": [_REF, IF_NONE_MATCH_READ, _ETAG],
    "responses": {
        200: OpenApiResponse(TicketShape, description="文档"),
        304: OpenApiResponse(description="自 If-None-Match 所写的 ETag 以来没有变化"),
    },
    "examples": [OpenApiExample("新到的一张", EXAMPLE, response_only=True, status_codes=["200"])],
}
UPSERT: dict[str, Any] = {
    "tags": _TAGS,
    "operation_id": "tickets_upsert",
    "extensions": _ONWARD,
    "summary": "派单或者更正（12345 派给妇联）",
    "description": "这个编号在该单位还没有的，收下（201），签收、答复时限自收到之时起算；有了的，签收之前更正（200）。"
    "内容没有变化的，答复 200，不需要版本号；更正时没有发送的字段保持原样。退回后再次派给同一单位的，用 resend。",
    "request": WorkOrderShape(partial=True),
    "parameters": [SYSTEM, _NUMBER, ONCE, MATCH, IF_NONE_MATCH, _ETAG, REPLAY],
    "responses": {200: _WRITTEN, 201: _WRITTEN, **REFUSED, **VERSIONED},
    "examples": [OpenApiExample("派单", SENT, request_only=True)],
}
MOVE: dict[str, Any] = {
    "tags": _TAGS,
    "operation_id": "tickets_move",
    "extensions": _ONWARD,
    "summary": "办理一步",
    "description": "12345 办理的：supplement 补充说明、rework 退回重办、close 办结、withdraw 撤回、resend 再次派单；"
    "转给 12345 的：take 接收、return 退回、answer 答复。妇联办理的：accept 签收办理、register 受理并登记信访、"
    "link 关联已有信访、return 退回、answer 答复、extend 延期；转出的：close 办结、withdraw 撤回。",
    "request": SentTicketMoveShape,
    "parameters": [
        _REF,
        OpenApiParameter("move", str, OpenApiParameter.PATH, enum=MOVE_NAMES),
        ONCE,
        MATCH,
        _ETAG,
        REPLAY,
    ],
    "responses": {200: _WRITTEN, **REFUSED, **VERSIONED},
    "examples": [
        OpenApiExample("退回重办", {"note": "来电人反映对方仍未支付，请继续协调。"}, request_only=True),
    ],
}
BATCH: dict[str, Any] = {
    "tags": _TAGS,
    "operation_id": "tickets_batch",
    "summary": "批量派单或者更正",
    "description": "一次最多 1,000 条，各自独立：一条有误不影响其他。",
    "request": inline_serializer(
        "TicketBatch",
        fields={"items": serializers.ListField(child=SentTicketItemShape(), min_length=1, max_length=MOST)},
    ),
    "parameters": [ONCE, REPLAY],
    "responses": {
        200: inline_serializer("TicketBatchResults", fields={"results": serializers.ListField(child=_RESULT)}),
        **REFUSED,
        (413, PROBLEM_JSON): problem("超过 1,000 条"),
    },
    "examples": [
        OpenApiExample(
            "一条",
            {"items": [{"system": "binzhou-12345", "number": "GD20261123001", "ticket": SENT}]},
            request_only=True,
        )
    ],
}
