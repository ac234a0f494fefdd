"""Registers the notices room with Django."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    verbose_name = "提醒"
    name = "fedportal.notices"
    label = "notices"

    def ready(self) -> None:
        from fedportal.notices.succession import take_over
        from fedportal.orgs.succession import units_succeeded

        units_succeeded.connect(take_over, dispatch_uid="notices")
