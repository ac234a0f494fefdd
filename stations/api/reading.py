"""Stations as other systems read them: lists, and single ones."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema

from fedportal.api.links import leads_to, link
from fedportal.api.list_schema import list_of, one_of
from fedportal.api.rows import Rows
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


class StationReading(ClientViewSet):
    """What a client is shown: the stations of its unit and those below."""

    scope = write_scope = Scope.STATIONS

    @extend_schema(
        **list_of(
            "StationPage",
            PartialStationShape,
            StationQuery,
            _EXAMPLE,
            operation_id="stations_list",
            summary="站点列表",
            description="本单位及下级单位的站点，撤销的也在内；新录入的在前。没有求助妇女的信息：服务日志只记次数。",
            tags=["stations"],
        )
    )
    def list(self, request: ClientRequest) -> HttpResponse:
        """The newest first."""
        return ROWS.list(request)

    @extend_schema(
        **one_of(
            "个站点",
            StationShape,
            _EXAMPLE,
            operation_id="stations_retrieve",
            tags=["stations"],
            extensions=leads_to(read=link("stations_retrieve", "读取这个站点", ref="ref")),
        )
    )
    def retrieve(self, request: ClientRequest, ref: UUID) -> HttpResponse:
        return ROWS.retrieve(request, ref)
