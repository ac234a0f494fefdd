"""Registers the stations room with Django."""

from django.apps import AppConfig


class StationsConfig(AppConfig):
    verbose_name = "站点"
    name = "stations"

    def ready(self) -> None:
        from fedportal.orgs.succession import matters_follow
        from stations.succession import take_over

        matters_follow.connect(take_over, dispatch_uid="stations")
