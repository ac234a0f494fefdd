"""Enciphers anew, with the current key and cipher, whatever older ones enciphered; safe to kill and to run again."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from fedportal.audit.log import record
from fedportal.lib.ciphers import BadKeys, current_start, key_ring
from fedportal.lib.reciphering import PAUSE, Columns, Passed, encrypted_tables, rewrite, to_current, uses_of_keys

TRIES = 20  # passes over what others hold before it is left to the next run
TOLD_EVERY = 5.0  # seconds
NAMED = 20  # of the values that cannot be read


class Command(BaseCommand):
    """manage.py rotate_keys"""

    help = "Encipher anew with the first key of FIELD_KEYS and with FIELD_CIPHER; staff may work meanwhile."

    def handle(self, *args: object, **options: object) -> None:
        try:
            start = current_start()
        except BadKeys as error:
            raise CommandError(str(error)) from error
        done = [self._rotate(columns) for columns in encrypted_tables()]
        written = sum(passed.written for passed in done)
        if written:
            record("keys.rotate", by=None, at=timezone.now(), values=written, key=start.split(":")[1])
        self._say_what_is_in_use()
        self._complain(done)

    def _rotate(self, columns: Columns) -> Passed:
        """Pass after pass until nothing is left but what cannot be read."""
        total, began = 0, time.monotonic()
        passed = Passed()
        for _ in range(TRIES):
            passed, told = Passed(), time.monotonic()
            for passed in rewrite(columns, to_current()):
                if time.monotonic() - told > TOLD_EVERY:
                    told = time.monotonic()
                    self.stdout.write(f"{columns.table}: {total + passed.written:,} rows so far")
            total += passed.written
            if not passed.busy:
                break
            time.sleep(PAUSE)
        took = time.monotonic() - began
        self.stdout.write(f"{columns.table}: {total:,} rows in {took:.1f} s")
        return Passed(total, passed.busy, passed.refused)

    def _say_what_is_in_use(self) -> None:
        uses: dict[str, int] = {}
        for columns in encrypted_tables():
            for start, count in uses_of_keys(columns).items():
                uses[start] = uses.get(start, 0) + count
        for start, count in sorted(uses.items()):
            self.stdout.write(f"key {_named(start)}: {count:,} values")
        used = {start.split(":")[1] for start in uses if start}
        for key_id in [key_id for key_id in list(key_ring(settings.FIELD_KEYS))[1:] if key_id not in used]:
            self.stdout.write(
                f"key {key_id}: not used any more. Once every process works with the new first key, run this command "
                f"again; if it still says so, take {key_id} out of FIELD_KEYS. Backups from before need it."
            )

    def _complain(self, done: list[Passed]) -> None:
        refused = [words for passed in done for words in passed.refused]
        for words in refused[:NAMED]:
            self.stderr.write(words)
        busy = sum(passed.busy for passed in done)
        if refused or busy:
            raise CommandError(f"{len(refused):,} rows cannot be read, {busy:,} were held by others: run it again.")


def _named(start: str) -> str:
    mark, _, rest = start.partition(":")
    return f"{rest.rstrip(':')} ({mark})" if start else "none, not enciphered"
