"""Registers the cases room with Django."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    verbose_name = "信访"
    name = "cases"

    def ready(self) -> None:
        from cases.succession import take_over
        from fedportal.orgs.succession import matters_follow

        matters_follow.connect(take_over, dispatch_uid="cases")
