"""Registers the cases room with Django."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    verbose_name = "信访"
    name = "cases"

    def ready(self) -> None:
        from cases.secrecy import keep_back
        from cases.succession import take_over
        from fedportal.notices.querysets import kept_back
        from fedportal.orgs.succession import matters_follow

        matters_follow.connect(take_over, dispatch_uid="cases")
        kept_back.connect(keep_back, dispatch_uid="cases")
