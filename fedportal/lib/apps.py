"""Registers the helpers with Django: their template tags, commands and checks."""

from django.apps import AppConfig
from django.core.checks import Tags, register


class LibConfig(AppConfig):
    verbose_name = "公用"
    name = "fedportal.lib"
    label = "lib"

    def ready(self) -> None:
        from fedportal.lib import checks, key_checks

        register(checks.role_is_bound, Tags.database)
        register(key_checks.keys_at_hand)
        register(key_checks.cipher_at_hand)
        register(key_checks.blind_index_at_hand)
