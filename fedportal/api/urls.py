"""Addresses of the interface that belong to no single room."""

from django.urls import path

from fedportal.api import public_views
from fedportal.api.client_api import ClientApi
from fedportal.api.places import Agencies, Organizations
from fedportal.api.tokens import ClientTokenView

app_name = "api"
urlpatterns = [
    path("agencies/", Agencies.as_view({"get": "list"}), name="agencies"),
    path("organizations/", Organizations.as_view({"get": "list"}), name="organizations"),
    path("organizations/<str:code>/", Organizations.as_view({"get": "retrieve"}), name="organization"),
    path("token/", ClientTokenView.as_view(), name="token"),
    path("client/", ClientApi.as_view(), name="client"),
    path("schema/", public_views.SchemaView.as_view(), name="schema"),
    path("docs/", public_views.docs, name="docs"),
]
