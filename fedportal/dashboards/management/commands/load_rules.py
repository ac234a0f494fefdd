"""Writes the limits of the law and the ladders of escalation into the database; safe to run again."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from cases.law import LIMITS as OF_CASES
from fedportal.deadlines.ladders import LADDERS
from fedportal.deadlines.rule_actions import sync_rules
from hotline.ladder import LADDERS as OF_HOTLINE
from hotline.law import LIMITS as OF_TICKETS
from stations.shelter_ladders import SHELTER_LADDERS
from stations.shelter_law import SHELTER_LIMITS


class Command(BaseCommand):
    """manage.py load_rules"""

    help = "Load the limits of every room's law and the ladders of escalation."

    def handle(self, *args: object, **options: object) -> None:
        sync_rules(
            [*OF_CASES, *OF_TICKETS, *SHELTER_LIMITS],
            [*LADDERS, *OF_HOTLINE, *SHELTER_LADDERS],
            on=timezone.localdate(),
        )
