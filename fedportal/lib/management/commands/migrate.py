"""Django's `migrate` as the owner of the tables, and after it the grants and policies of the portal's role."""

from typing import Any

from django.core.management.commands import migrate
from django.db import transaction

from fedportal.lib.database_roles import as_owner, portal_role
from fedportal.lib.quick_states import quick_states
from fedportal.lib.row_security import let_indexes_answer, secure


class Command(migrate.Command):
    """`manage.py migrate`."""

    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner(), quick_states():
            super().handle(*args, **options)
            if not (options["plan"] or options["check_unapplied"] or options["app_label"]):
                self._secure()

    def _secure(self) -> None:
        with transaction.atomic():
            by_hand = let_indexes_answer()
            secure(portal_role())
        if by_hand:
            self.stderr.write("Searches read row by row until a superuser has run, in this database:")
            self.stderr.writelines(f"  {statement};" for statement in by_hand)
