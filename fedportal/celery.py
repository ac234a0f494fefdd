"""The workers' entry, and what beat sends when."""

import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import after_task_publish, beat_init
from django.conf import settings
from django.utils import timezone

from fedportal.health.signs import give_sign

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fedportal.settings")

app = Celery("fedportal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["fedportal.health"])

app.conf.beat_schedule = {
    "show signs of life": {"task": "health.pulse", "schedule": 10, "options": {"expires": 30}},
    "climb overdue deadlines": {"task": "deadlines.sweep", "schedule": settings.SWEEP_EVERY},
    "tell what was escalated": {"task": "notices.tell", "schedule": settings.SWEEP_EVERY},
    "seal the audit trail": {"task": "audit.seal", "schedule": 60, "options": {"expires": 60}},
    "draft supervision orders": {"task": "cases.draft_orders", "schedule": settings.SWEEP_EVERY},
    # One look at an index; what comes late is dropped, since the next is at hand.
    "take up waiting ledgers": {"task": "cases.run_imports", "schedule": 5, "options": {"expires": 5}},
    "take up waiting ledgers of stations": {
        "task": "stations.run_imports",
        "schedule": 5,
        "options": {"expires": 5},
    },
    "take up waiting exports": {"task": "cases.run_exports", "schedule": 5, "options": {"expires": 5}},
    "go on with bulk moves": {"task": "cases.run_bulk", "schedule": 5, "options": {"expires": 5}},
    "dispose of what two persons confirmed": {
        "task": "cases.run_disposals",
        "schedule": 30,
        "options": {"expires": 30},
    },
    "forget old bulk moves": {"task": "cases.forget_bulk", "schedule": crontab(minute=50)},
    "forget old exports": {"task": "cases.forget_exports", "schedule": crontab(minute="*/10")},
    "forget old ledgers": {"task": "cases.forget_imports", "schedule": crontab(minute=40)},
    "forget old ledgers of stations": {"task": "stations.forget_imports", "schedule": crontab(minute=45)},
    "fold old changes": {"task": "changes.prune", "schedule": crontab(minute=40, hour=3)},
    "forget what clients were answered": {"task": "api.forget_answers", "schedule": crontab(minute=25)},
    "see what webhooks are to tell": {"task": "changes.fan_out", "schedule": 3, "options": {"expires": 3}},
    "send what webhooks tell": {"task": "changes.deliver", "schedule": 3, "options": {"expires": 3}},
    "forget old deliveries": {"task": "changes.forget_deliveries", "schedule": crontab(minute=50, hour=3)},
    "forget old sessions": {"task": "directory.tidy", "schedule": crontab(minute=10, hour=3)},
    "settle calls that were left": {"task": "hotline.settle_calls", "schedule": 10, "options": {"expires": 10}},
    "book anew whose slot has passed": {
        "task": "hotline.rebook_passed",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 300},
    },
    "forget old events of telephones": {"task": "hotline.forget_phone_events", "schedule": crontab(minute=35, hour=3)},
    "forget for whom beds were held": {"task": "stations.forget_holds", "schedule": crontab(minute=10)},
    "plan the checks of stations": {"task": "stations.plan_checks", "schedule": crontab(minute=15, hour=3)},
    "end names whose term is over": {"task": "stations.end_names", "schedule": crontab(minute=5, hour=0)},
    "forget homes that nobody looks at": {"task": "stations.forget_homes", "schedule": crontab(minute=20, hour=3)},
    "follow a new calendar": {"task": "deadlines.recompute", "schedule": crontab(minute=20)},
    "make the calendar reach a year ahead": {
        "task": "calendar.extend",
        "schedule": crontab(minute=30, hour=4, day_of_month=1),
    },
}


@beat_init.connect
def _beat_lives(**_: object) -> None:
    """In the beat process, whatever it sends is its sign of life; the first pulse goes out at once."""
    after_task_publish.connect(_beat_has_sent, weak=False)
    app.send_task("health.pulse", expires=30)


def _beat_has_sent(**_: object) -> None:
    give_sign("beat", at=timezone.now())
