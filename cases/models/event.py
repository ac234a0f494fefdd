"""The timeline of a petition."""

import pgtrigger
from django.conf import settings
from django.db import models

from cases.models.erasable import locked_until_erased
from cases.models.petition import Petition
from fedportal.orgs.models import Organization


class Event(models.Model):
    """One line of a petition's timeline: who did what, when, in which words. Append-only."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField("操作", max_length=40)
    at = models.DateTimeField("时间")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="操作人"
    )
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    note = models.TextField("内容", blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = "办理过程"
        verbose_name_plural = "办理过程"
        indexes = [models.Index(fields=["petition", "at"], name="event_timeline")]
        triggers = [
            locked_until_erased(
                "append_only", operation=pgtrigger.Update | pgtrigger.Delete, texts=["note"], empty=["data"]
            ),
            # Whatever is told on the timeline is another version of the matter; its first line is not.
            pgtrigger.Trigger(
                name="makes_a_version",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                condition=~pgtrigger.Q(new__verb="petition.register"),
                func="UPDATE cases_petition SET version = version WHERE id = NEW.petition_id; RETURN NULL;",
            ),
        ]
