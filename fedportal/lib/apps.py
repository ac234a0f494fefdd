"""Registers the helpers with Django, so that their template tags are found."""

from django.apps import AppConfig
from django.core.checks import Tags, register


class LibConfig(AppConfig):
    verbose_name = "公用"
    name = "fedportal.lib"
    label = "lib"

    def ready(self) -> None:
        from fedportal.lib import checks

        register(checks.role_is_bound, Tags.database)
