"""Stations as other systems read them: lists, and single ones."""

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema

from fedportal.api.list_schema import list_of, one_of
from fedportal.api.rows import Rows
from fedportal.api.scopes import Scope
from fedportal.api.views import ClientRequest, ClientViewSet
from fedportal.lib.keyset import Order
from stations.api.document import service_documents, station_documents
from stations.api.filter import ServiceQuery, StationQuery
from stations.api.onward import SERVICE_ONWARD, STATION_ONWARD
from stations.api.shapes import PartialStationShape, StationServiceShape, StationShape
from stations.api.station_examples import SERVICE_EXAMPLE, STATION_EXAMPLE
from stations.models import ServiceEntry, Station

ROWS = Rows(
    Station,
    station_documents,
    StationQuery,
    Order("entered_at", lambda row: row.entered_at),
    "station.read",
    "stations_api:station",
)
SERVICES = Rows(
    ServiceEntry,
    service_documents,
    ServiceQuery,
    Order("entered_at", lambda row: row.entered_at),
    "station_service.read",
    "stations_api:station_service",
)


class StationReading(ClientViewSet):
    """What a client is shown: the stations of its unit and those below."""

    scope, write_scope = Scope.STATIONS, Scope.STATIONS_WRITE

    @extend_schema(
        **list_of(
            "StationPage",
            PartialStationShape,
            StationQuery,
            STATION_EXAMPLE,
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
            STATION_EXAMPLE,
            operation_id="stations_retrieve",
            tags=["stations"],
            extensions=STATION_ONWARD,
        )
    )
    def retrieve(self, request: ClientRequest, ref: UUID) -> HttpResponse:
        return ROWS.retrieve(request, ref)


class ServiceReading(ClientViewSet):
    """The services of the stations that a client is shown; how many a month there were, the station tells."""

    scope, write_scope = Scope.STATIONS, Scope.STATIONS_WRITE

    @extend_schema(
        **list_of(
            "StationServicePage",
            StationServiceShape,
            ServiceQuery,
            SERVICE_EXAMPLE,
            operation_id="station_services_list",
            summary="服务记录列表",
            description="本单位及下级单位站点的服务记录，划去的也在内；新登记的在前。只有站点、日期、类别、人次，没有求助妇女的信息。",
            tags=["stations"],
        )
    )
    def list(self, request: ClientRequest) -> HttpResponse:
        """The newest first."""
        return SERVICES.list(request)

    @extend_schema(
        **one_of(
            "条服务记录",
            StationServiceShape,
            SERVICE_EXAMPLE,
            operation_id="station_services_retrieve",
            tags=["stations"],
            extensions=SERVICE_ONWARD,
        )
    )
    def retrieve(self, request: ClientRequest, ref: UUID) -> HttpResponse:
        return SERVICES.retrieve(request, ref)
