"""Fills an empty portal with the demo province."""

import os
import time
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from fedportal.dashboards.demo.accounts import write_accounts
from fedportal.dashboards.demo.province import Demo, Unfinished, is_there

PASSWORD = "demo-portal-2026"  # no secret: the login page of a demo shows it  # nosec B105


class Command(BaseCommand):
    """manage.py demo_data [--petitions 5000]"""

    help = "Make the demo province (Shandong, Hubei; Binzhou and Xiaogan to the village), once. Demo mode only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--petitions", type=int, default=5000, help="how many petitions (5000)")

    def handle(self, *, petitions: int, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("Demo data goes into a demo only (DEMO=1).")
        password = os.environ.get("DEMO_PASSWORD", PASSWORD)
        if self._is_there():
            self.stdout.write("  the demo province is there already")
        else:
            self._make(petitions, password)
        write_accounts(settings.VAR_DIR / "demo_accounts.json", password=password)

    def _is_there(self) -> bool:
        try:
            return is_there()
        except Unfinished as error:
            raise CommandError("An earlier run was interrupted: start over with make demo RESET=1.") from error

    def _make(self, petitions: int, password: str) -> None:
        began = time.monotonic()
        demo = Demo(petitions, at=timezone.now(), password=password, project=settings.BASE_DIR)
        demo.make(say=self.stdout.write)
        self.stdout.write(f"  the demo province is made, in {time.monotonic() - began:.0f} s")
