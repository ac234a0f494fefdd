"""Checks and demonstration names as other systems read them: lists, and single ones."""

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema

from fedportal.api.rows import Rows
from fedportal.api.scopes import Scope
from fedportal.api.views import ClientRequest, ClientViewSet
from fedportal.lib.keyset import Order
from stations.api import check_schema
from stations.api.check_document import accreditation_documents, check_documents
from stations.api.check_filter import AccreditationQuery, CheckQuery
from stations.models import Accreditation, StationCheck

CHECKS = Rows(
    StationCheck,
    check_documents,
    CheckQuery,
    Order("done_at", lambda row: row.done_at),
    "station_check.read",
    "stations_api:station_check",
)
NAMES = Rows(
    Accreditation,
    accreditation_documents,
    AccreditationQuery,
    Order("at", lambda row: row.at),
    "accreditation.read",
    "stations_api:accreditation",
)


class StationChecks(ClientViewSet):
    """What a client is shown: finished checks of the stations of its unit and of those below."""

    scope = write_scope = Scope.STATIONS

    @extend_schema(**check_schema.CHECKS)
    def list(self, request: ClientRequest) -> HttpResponse:
        """The last ones first."""
        return CHECKS.list(request)

    @extend_schema(**check_schema.ONE_CHECK)
    def retrieve(self, request: ClientRequest, ref: UUID) -> HttpResponse:
        return CHECKS.retrieve(request, ref)


class Accreditations(ClientViewSet):
    """The same of applications and names."""

    scope = write_scope = Scope.STATIONS

    @extend_schema(**check_schema.NAMES)
    def list(self, request: ClientRequest) -> HttpResponse:
        """The last ones first."""
        return NAMES.list(request)

    @extend_schema(**check_schema.ONE_NAME)
    def retrieve(self, request: ClientRequest, ref: UUID) -> HttpResponse:
        return NAMES.retrieve(request, ref)
