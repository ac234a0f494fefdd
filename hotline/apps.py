"""Registers the hotline room with Django."""

from django.apps import AppConfig


class HotlineConfig(AppConfig):
    verbose_name = "热线"
    name = "hotline"

    def ready(self) -> None:
        from cases.panels import petition_panels
        from fedportal.notices.querysets import kept_back
        from fedportal.orgs.succession import matters_follow
        from hotline.base_panel import base_panel
        from hotline.secrecy import keep_back
        from hotline.station_panel import station_panel
        from hotline.succession import take_over
        from hotline.ticket_panel import ticket_panel
        from stations.panels import base_panels, station_panels

        matters_follow.connect(take_over, dispatch_uid="hotline")
        kept_back.connect(keep_back, dispatch_uid="hotline")
        petition_panels.connect(ticket_panel, dispatch_uid="hotline")
        base_panels.connect(base_panel, dispatch_uid="hotline")
        station_panels.connect(station_panel, dispatch_uid="hotline")
