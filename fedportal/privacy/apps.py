"""Registers the privacy room with Django."""

from django.apps import AppConfig
from django.core.checks import register


class PrivacyConfig(AppConfig):
    verbose_name = "个人信息保护"
    name = "fedportal.privacy"
    label = "privacy"

    def ready(self) -> None:
        from fedportal.orgs.succession import duties_follow
        from fedportal.privacy.checks import kept_long_enough
        from fedportal.privacy.succession import take_over

        register(kept_long_enough)
        duties_follow.connect(take_over, dispatch_uid="privacy")
