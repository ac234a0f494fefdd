"""How calls and their work orders stand in the description of the interface."""

from typing import Any

import django_filters
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers

from fedportal.api.filtering import parameters_of
from fedportal.api.links import leads_to, link
from fedportal.api.paging import PARAMETERS
from fedportal.api.schema_parts import one_page
from hotline.api.call_examples import CALL, TICKET
from hotline.api.call_filter import CallQuery, CallTicketQuery
from hotline.api.call_shapes import CallShape, CallTicketShape, PartialCallShape, PartialCallTicketShape
from hotline.api.schema import IF_NONE_MATCH_READ, READ_ETAG

CALL_TAGS, TICKET_TAGS = ["calls"], ["call-tickets"]


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
    extensions=leads_to(read=link("calls_retrieve", "读取这通来电", ref="ref")),
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
    extensions=leads_to(read=link("call_tickets_retrieve", "读取这张工单", ref="ref")),
)
