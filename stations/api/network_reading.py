"""People of the network and rights posts as other systems read them: lists, and single ones."""

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema

from fedportal.api.rows import Rows
from fedportal.api.scopes import Scope
from fedportal.api.views import ClientRequest, ClientViewSet
from fedportal.lib.keyset import Order
from stations.api import network_schema
from stations.api.network_document import person_documents, post_documents
from stations.api.network_filter import PersonQuery, PostQuery
from stations.models import NetworkPerson, RightsPost

_ENTERED = Order("entered_at", lambda row: row.entered_at)
PEOPLE = Rows(NetworkPerson, person_documents, PersonQuery, _ENTERED, "person.read", "stations_api:network_person")
POSTS = Rows(RightsPost, post_documents, PostQuery, _ENTERED, "post.read", "stations_api:rights_post")


class NetworkPeople(ClientViewSet):
    """What a client is shown: the people of its unit and of those below."""

    scope = write_scope = Scope.NETWORK

    @extend_schema(**network_schema.PEOPLE)
    def list(self, request: ClientRequest) -> HttpResponse:
        """The newest first."""
        return PEOPLE.list(request)

    @extend_schema(**network_schema.ONE_PERSON)
    def retrieve(self, request: ClientRequest, ref: UUID) -> HttpResponse:
        return PEOPLE.retrieve(request, ref)


class RightsPosts(ClientViewSet):
    """The same of rights posts."""

    scope = write_scope = Scope.NETWORK

    @extend_schema(**network_schema.RIGHTS)
    def list(self, request: ClientRequest) -> HttpResponse:
        """The newest first."""
        return POSTS.list(request)

    @extend_schema(**network_schema.ONE_OF_RIGHTS)
    def retrieve(self, request: ClientRequest, ref: UUID) -> HttpResponse:
        return POSTS.retrieve(request, ref)
