"""Stations as other systems read them: lists, and single ones."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    inline_serializer,
)
from rest_framework import serializers

from fedportal.api.filtering import parameters_of
from fedportal.api.links import leads_to, link
from fedportal.api.paging import PARAMETERS
from fedportal.api.reading_schema import IF_NONE_MATCH_READ, READ_ETAG
from fedportal.api.rows import Rows
from fedportal.api.schema_parts import one_page
from fedportal.api.scopes import Scope
from fedportal.api.views import ClientRequest, ClientViewSet
from fedportal.lib.keyset import Order
from stations.api.document import station_documents
from stations.api.filter import StationQuery
from stations.api.shapes import PartialStationShape, StationShape
from stations.models import Station

ROWS = Rows(
    Station,
    station_documents,
    StationQuery,
    Order("entered_at", lambda row: row.entered_at),
    "station.read",
    "stations_api:station",
)
_EXAMPLE: dict[str, Any] = {
    "id": "9b7c4f0a5d1e4c33a2f17c1d5b8e6f00",
    "ref": "0b9f8a52-3c55-4b0e-9a54-0f6b7d0c1e11",
    "version": 3,
    "kind": "rights",
    "name": "新兴社区妇女维权服务站",
    "host_kind": "governance",
    "host_name": "新兴社区综治中心",
    "address": "黄河五路 300 号",
    "phone": "0543-3160001",
    "hours": "周一至周五 8:30—17:30",
    "closed_reason": "",
    "public": True,
    "org": "371602003001",
    "opened_on": "2024-03-08",
    "closed_on": None,
    "received_at": "2026-05-10T16:57:00+08:00",
    "contacts": [{"name": "王站长", "duty": "站长", "phone": "0543-3160002", "published": True}],
    "links": [{"link": "disputes", "met": True, "evidence": "联调协议 2026-03"}],
    "services": [
        {
            "month": "2026-11",
            "entries": 2,
            "people": {"complaint": 1, "legal": 3, "education": 0, "governance": 0, "needs": 0, "hardship": 0},
        }
    ],
}
_PAGE = inline_serializer(
    "StationPage",
    fields={
        "next": serializers.URLField(allow_null=True, help_text="后一页（更早的）"),
        "previous": serializers.URLField(allow_null=True, help_text="前一页"),
        "results": PartialStationShape(many=True),
    },
)
_REF = OpenApiParameter("ref", {"type": "string", "format": "uuid"}, OpenApiParameter.PATH, description="站点的 ref")


class StationReading(ClientViewSet):
    """What a client is shown: the stations of its unit and those below."""

    scope = write_scope = Scope.STATIONS

    @extend_schema(
        operation_id="stations_list",
        summary="站点列表",
        description="本单位及下级单位的站点，撤销的也在内；新录入的在前。没有求助妇女的信息：服务日志只记次数。",
        tags=["stations"],
        parameters=[*parameters_of(StationQuery), *PARAMETERS],
        responses={200: OpenApiResponse(one_page(_PAGE), description="一页")},
        examples=[
            OpenApiExample(
                "一页",
                {"next": None, "previous": None, "results": [_EXAMPLE]},
                response_only=True,
                status_codes=["200"],
            )
        ],
    )
    def list(self, request: ClientRequest) -> HttpResponse:
        """The newest first."""
        return ROWS.list(request)

    @extend_schema(
        operation_id="stations_retrieve",
        summary="一个站点",
        description="没有这一条，与不在可见范围内，答复相同。",
        tags=["stations"],
        parameters=[_REF, IF_NONE_MATCH_READ, READ_ETAG],
        responses={
            200: OpenApiResponse(StationShape, description="文档"),
            304: OpenApiResponse(description="自 If-None-Match 所写的 ETag 以来没有变化"),
        },
        examples=[OpenApiExample("一例", _EXAMPLE, response_only=True, status_codes=["200"])],
        extensions=leads_to(read=link("stations_retrieve", "读取这个站点", ref="ref")),
    )
    def retrieve(self, request: ClientRequest, ref: UUID) -> HttpResponse:
        return ROWS.retrieve(request, ref)
