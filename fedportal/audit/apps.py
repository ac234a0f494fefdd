"""Registers the audit room with Django."""

from django.apps import AppConfig
from django.core.checks import register


class AuditConfig(AppConfig):
    verbose_name = "审计"
    name = "fedportal.audit"
    label = "audit"

    def ready(self) -> None:
        from fedportal.audit import checks
        from fedportal.audit.overstepping import hear
        from fedportal.lib.rate_guard import overstepped

        register(checks.kept_long_enough)
        register(checks.hash_at_hand)
        overstepped.connect(hear, dispatch_uid="audit")
