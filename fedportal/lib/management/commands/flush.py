"""Django's `flush` as the owner of the tables: the portal's own role may not empty a table."""

from typing import Any

from django.core.management.commands import flush

from fedportal.lib.database_roles import as_owner


class Command(flush.Command):
    """`manage.py flush`."""

    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner():
            super().handle(*args, **options)
