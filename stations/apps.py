"""Registers the stations room with Django."""

from django.apps import AppConfig


class StationsConfig(AppConfig):
    verbose_name = "站点"
    name = "stations"

    def ready(self) -> None:
        from fedportal.notices.querysets import kept_back
        from stations.shelter_secrecy import keep_back

        kept_back.connect(keep_back, dispatch_uid="stations.shelters")
