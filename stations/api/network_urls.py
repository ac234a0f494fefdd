"""Addresses of the interface that are about people of the network, rights posts and partner bases."""

from stations.api.network import NetworkPeople, PartnerBases, RightsPosts
from stations.api.written_urls import addresses

network_api_urls = [
    *addresses("network/people", NetworkPeople, one="network_person", many="network_people"),
    *addresses("network/posts", RightsPosts, one="rights_post", many="rights_posts"),
    *addresses("network/bases", PartnerBases, one="partner_base", many="partner_bases"),
]
