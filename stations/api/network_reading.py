"""People of the network and rights posts as other systems read them: lists, and single ones."""

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema

from fedportal.api.rows import Rows
from fedportal.api.scopes import Scope
from fedportal.api.views import ClientRequest, ClientViewSet
from fedportal.lib.keyset import Order
from stations.api import network_schema
from stations.api.network_document import base_documents, person_documents, post_documents
from stations.api.network_filter import BaseQuery, PersonQuery, PostQuery
from stations.models import NetworkPerson, PartnerBase, RightsPost

_ENTERED = Order("entered_at", lambda row: row.entered_at)
PEOPLE = Rows(NetworkPerson, person_documents, PersonQuery, _ENTERED, "person.read", "stations_api:network_person")
POSTS = Rows(RightsPost, post_documents, PostQuery, _ENTERED, "post.read", "stations_api:rights_post")
BASES = Rows(PartnerBase, base_documents, BaseQuery, _ENTERED, "base.read", "stations_api:partner_base")


class PeopleReading(ClientViewSet):
    """What a client is shown: the people of its unit and of those below."""

    scope, write_scope = Scope.NETWORK, Scope.NETWORK_WRITE

    @extend_schema(**network_schema.PEOPLE)
    def list(self, request: ClientRequest) -> HttpResponse:
        """The newest first."""
        return PEOPLE.list(request)

    @extend_schema(**network_schema.ONE_PERSON)
    def retrieve(self, request: ClientRequest, ref: UUID) -> HttpResponse:
        return PEOPLE.retrieve(request, ref)


class PostReading(ClientViewSet):
    """The same of rights posts."""

    scope, write_scope = Scope.NETWORK, Scope.NETWORK_WRITE

    @extend_schema(**network_schema.RIGHTS)
    def list(self, request: ClientRequest) -> HttpResponse:
        """The newest first."""
        return POSTS.list(request)

    @extend_schema(**network_schema.ONE_OF_RIGHTS)
    def retrieve(self, request: ClientRequest, ref: UUID) -> HttpResponse:
        return POSTS.retrieve(request, ref)


class BaseReading(ClientViewSet):
    """The same of partner bases; those of the units above, too, as long as they take somebody."""

    scope, write_scope = Scope.NETWORK, Scope.NETWORK_WRITE

    @extend_schema(**network_schema.BASES)
    def list(self, request: ClientRequest) -> HttpResponse:
        """The newest first."""
        return BASES.list(request)

    @extend_schema(**network_schema.ONE_BASE)
    def retrieve(self, request: ClientRequest, ref: UUID) -> HttpResponse:
        return BASES.retrieve(request, ref)
