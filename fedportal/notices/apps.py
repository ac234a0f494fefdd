"""Registers the notices room with Django."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    verbose_name = "提醒"
    name = "fedportal.notices"
    label = "notices"

    def ready(self) -> None:
        from fedportal.notices.succession import take_over
        from fedportal.orgs.succession import duties_follow

        duties_follow.connect(take_over, dispatch_uid="notices")
