"""Registers the stations room with Django."""

from django.apps import AppConfig


class StationsConfig(AppConfig):
    verbose_name = "站点"
    name = "stations"

    def ready(self) -> None:
        from cases.panels import petition_panels
        from fedportal.notices.querysets import kept_back
        from fedportal.orgs.succession import matters_follow
        from stations.beds_panel import beds_panel
        from stations.check_succession import take_over_checks
        from stations.network_succession import take_over_network
        from stations.shelter_secrecy import keep_back
        from stations.shelter_succession import take_over_shelters
        from stations.succession import take_over

        # In this order: checks and names go where their stations have gone.
        matters_follow.connect(take_over, dispatch_uid="stations")
        matters_follow.connect(take_over_checks, dispatch_uid="stations.checks")
        matters_follow.connect(take_over_network, dispatch_uid="stations.network")
        matters_follow.connect(take_over_shelters, dispatch_uid="stations.shelters")
        kept_back.connect(keep_back, dispatch_uid="stations.shelters")
        petition_panels.connect(beds_panel, dispatch_uid="stations.beds")
