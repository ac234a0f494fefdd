"""Addresses of the interface that are about people of the network and rights posts."""

from django.urls import path

from stations.api.network_reading import NetworkPeople, RightsPosts

network_api_urls = [
    path("network/people/", NetworkPeople.as_view({"get": "list"}), name="network_people"),
    path("network/people/<uuid:ref>/", NetworkPeople.as_view({"get": "retrieve"}), name="network_person"),
    path("network/posts/", RightsPosts.as_view({"get": "list"}), name="rights_posts"),
    path("network/posts/<uuid:ref>/", RightsPosts.as_view({"get": "retrieve"}), name="rights_post"),
]
