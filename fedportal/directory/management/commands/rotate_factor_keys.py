"""Enciphers the secrets of second factors anew, with the current key; run it wherever `rotate_keys` is run."""

from django.core.management.base import BaseCommand

from fedportal.directory.actions.factors import encipher_anew


class Command(BaseCommand):
    """manage.py rotate_factor_keys"""

    help = "Encipher the secrets of second factors anew with the current key; safe to run again, and while staff work."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"mfa_authenticator: {encipher_anew():,} rows")
