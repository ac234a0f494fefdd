"""Indexes every person and every text anew, as after a change of BLIND_INDEX_KEY; safe to run again."""

from django.core.management.base import BaseCommand

from cases.indexing import index_people, index_texts
from cases.models import Party, Petition


class Command(BaseCommand):
    """manage.py index_people"""

    help = "Index people and texts anew, so that repeat petitions are found."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"people: {index_people(Party.objects.kept())}")
        self.stdout.write(f"texts: {index_texts(Petition.objects.all())}")
