"""The app of changes; it puts its triggers on the tables whenever the database is brought up to date."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ChangesConfig(AppConfig):
    name = "fedportal.changes"
    label = "changes"
    verbose_name = "数据变更"

    def ready(self) -> None:
        post_migrate.connect(_follow, sender=self)


def _follow(**_: Any) -> None:
    from fedportal.changes.triggers import put_in_place

    put_in_place()
