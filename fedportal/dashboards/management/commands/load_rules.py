"""Writes the limits of the law, the ladders of escalation and the national checklists into the database; safe to run
again."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from cases.law import LIMITS as OF_CASES
from cases.violence_ladders import LADDERS as OF_VIOLENCE
from fedportal.deadlines.ladders import LADDERS
from fedportal.deadlines.rule_actions import sync_rules
from hotline.ladder import LADDERS as OF_HOTLINE
from hotline.law import LIMITS as OF_TICKETS
from stations.actions.checklists import load_checklists
from stations.ladder import LADDERS as OF_PLACES
from stations.law import LIMITS as OF_STATIONS


class Command(BaseCommand):
    """manage.py load_rules"""

    help = "Load the limits of every room's law, the ladders of escalation and the national checklists."

    def handle(self, *args: object, **options: object) -> None:
        limits, ladders = [*OF_CASES, *OF_TICKETS, *OF_STATIONS], [*LADDERS, *OF_VIOLENCE, *OF_HOTLINE, *OF_PLACES]
        sync_rules(limits, ladders, on=timezone.localdate())
        load_checklists(at=timezone.now())
