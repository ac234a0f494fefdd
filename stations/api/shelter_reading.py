"""Shelters and stays as another system of their own unit reads them: lists, and single ones."""

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema

from fedportal.api.rows import Rows
from fedportal.api.scopes import Scope
from fedportal.api.views import ClientRequest, ClientViewSet
from fedportal.lib.keyset import Order
from stations.api import shelter_schema
from stations.api.shelter_document import shelter_documents, stay_documents
from stations.api.shelter_filter import ShelterQuery, StayQuery
from stations.models import Shelter, ShelterStay

SHELTERS = Rows(
    Shelter,
    shelter_documents,
    ShelterQuery,
    Order("confirmed_at", lambda row: row.confirmed_at),
    "shelter.read",
    "stations_api:shelter",
)
STAYS = Rows(
    ShelterStay,
    stay_documents,
    StayQuery,
    Order("admitted_at", lambda row: row.admitted_at),
    "stay.read",
    "stations_api:shelter_stay",
)


class Shelters(ClientViewSet):
    """What a client is shown: the shelters of its own unit, never where they are."""

    scope = write_scope = Scope.SHELTERS

    @extend_schema(**shelter_schema.SHELTERS)
    def list(self, request: ClientRequest) -> HttpResponse:
        """The last that came into use first."""
        return SHELTERS.list(request)

    @extend_schema(**shelter_schema.ONE_SHELTER)
    def retrieve(self, request: ClientRequest, ref: UUID) -> HttpResponse:
        return SHELTERS.retrieve(request, ref)


class ShelterStays(ClientViewSet):
    """The same of stays."""

    scope = write_scope = Scope.SHELTERS

    @extend_schema(**shelter_schema.STAYS)
    def list(self, request: ClientRequest) -> HttpResponse:
        """The last that came first."""
        return STAYS.list(request)

    @extend_schema(**shelter_schema.ONE_STAY)
    def retrieve(self, request: ClientRequest, ref: UUID) -> HttpResponse:
        return STAYS.retrieve(request, ref)
