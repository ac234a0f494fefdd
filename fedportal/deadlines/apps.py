"""Registers the deadlines room with Django."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    verbose_name = "时限与升级"
    name = "fedportal.deadlines"
    label = "deadlines"

    def ready(self) -> None:
        from fedportal.deadlines.succession import take_over
        from fedportal.orgs.succession import duties_follow

        duties_follow.connect(take_over, dispatch_uid="deadlines")
