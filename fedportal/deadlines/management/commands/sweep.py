"""Runs the escalation engine by hand."""

import datetime as dt
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from fedportal.calendar.working_days import CalendarEnds
from fedportal.deadlines import actions, engine
from fedportal.deadlines.models import Deadline


class Command(BaseCommand):
    """manage.py sweep [--at ISO] [--dry-run] [--release]"""

    help = "Raise every deadline whose moment has come."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", help="the moment to sweep for, ISO 8601; now if left out")
        parser.add_argument("--dry-run", action="store_true", help="say what would climb, and change nothing")

        parser.add_argument(
            "--release", action="store_true", help="first take quarantined deadlines back in, their cause being mended"
        )

    def handle(self, *, at: str | None, dry_run: bool, release: bool, **options: object) -> None:
        moment = self._moment(at)
        if dry_run:
            for step, count in engine.forecast(moment).items():
                self.stdout.write(f"step {step}: {count}")
            return
        if release:
            self._release(moment)
        run = engine.sweep(moment)
        self.stdout.write(f"climbed {run.climbed}, quarantined {run.quarantined}, latest by {run.worst_lag}")

    def _release(self, at: dt.datetime) -> None:
        for deadline in Deadline.objects.quarantined().order_by("pk"):
            try:
                actions.release(deadline, at=at)
            except CalendarEnds as error:
                self.stderr.write(f"{deadline.pk}: {error}")
            else:
                self.stdout.write(f"released {deadline.pk}: {deadline.quarantine_reason}")

    def _moment(self, text: str | None) -> dt.datetime:
        if text is None:
            return timezone.now()
        try:
            moment = dt.datetime.fromisoformat(text)
        except ValueError as error:
            raise CommandError(f"--at: {error}") from error
        return moment if moment.tzinfo else timezone.make_aware(moment)
