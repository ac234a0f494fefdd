"""Checks the audit trail against its seals and anchors."""

import datetime as dt
from argparse import ArgumentParser, ArgumentTypeError

from django.core.management.base import BaseCommand, CommandError

from fedportal.audit.models import UnsealedEvent
from fedportal.audit.verifying import Verification


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no day: write 2026-11-25") from error


class Command(BaseCommand):
    """manage.py verify_audit [--from DAY] [--to DAY]"""

    help = "Find changed, missing and inserted rows of the audit trail; exit code 1 if there are any."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="first", type=_day, help="the first day of sealing; the oldest if left out")
        parser.add_argument("--to", dest="last", type=_day, help="the last day; today if left out")

    def handle(self, *, first: dt.date | None, last: dt.date | None, **options: object) -> None:
        walk, faults = Verification(first, last), 0
        for fault in walk.faults():
            self.stdout.write(str(fault))
            faults += 1
        waiting = UnsealedEvent.objects.count()
        told = f"{walk.links} sealed events of {len(walk.ends)} days read, {waiting} wait for their seal"
        if faults:
            raise CommandError(f"{told}: {faults} faults", returncode=1)
        self.stdout.write(f"{told}: no fault")
