"""Writes the first entries of the knowledge base as drafts of one person's unit; safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.lib.refusals import NotAllowed
from hotline.knowledge_seed import write_drafts


class Command(BaseCommand):
    """manage.py load_knowledge USERNAME"""

    help = "Draft the first entries of the hotline's knowledge base; another person of the unit reviews and publishes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="who writes them, for her unit and the units below it")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        by = User.objects.select_related("org").filter(username=username, is_active=True).first()
        if by is None:
            raise CommandError(f"Nobody signs in as {username}.")
        try:
            made = write_drafts(by=by, at=timezone.now())
        except NotAllowed as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{len(made)} drafts of {by.org.name}; another person publishes them.")
