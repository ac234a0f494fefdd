"""The contacts of a petition: each time that someone comes, writes or calls about it (次)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models.channel import Channel
from cases.models.petition import Petition
from fedportal.orgs.models import Organization

ORAL = frozenset({Channel.VISIT, Channel.CALL, Channel.HOTLINE})


class Contact(models.Model):
    """One visit, letter or call. A petition has one from its first day; a further one on the same facts adds a row
    here and raises `Petition.repeat_count`: the matter (件) stays one.

    What was told by mouth is read back to her and found right (art. 19), or the record says why it was not: a caller
    who hung up is registered all the same.
    """

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="contacts")
    channel = models.CharField("信访形式", max_length=15, choices=Channel.choices)
    at = models.DateTimeField("来访来信时间")
    recorded_at = models.DateTimeField("登记时间")
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="接待登记人"
    )
    scribe = models.CharField("记录人", max_length=60, blank=True)  # where another than the receiver wrote it down
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="接待单位")
    head_count = models.PositiveSmallIntegerField("人数", default=1)
    companions = models.CharField("随行人员及关系", max_length=200, blank=True)  # who came along without petitioning
    oral = models.BooleanField("口头反映", default=False)
    read_back = models.BooleanField("已向信访人宣读记录，核对无误", default=False)
    unread_reason = models.CharField("未宣读的原因", max_length=100, blank=True)
    note = models.TextField("反映内容", blank=True)
    incident = models.TextField(
        "现场情况", blank=True
    )  # art. 26 and 47: what happened on a visit, never who is barred
    # What was handed over by another organ, such as a bureau for petitions (art. 22), and the day it wants an answer.
    source_organ = models.CharField("交转单位", max_length=100, blank=True)
    source_number = models.CharField("来文编号", max_length=60, blank=True)
    report_due_on = models.DateField("要求反馈日期", null=True, blank=True)
    # Names the form that made this row, so that the same form sent twice makes one.
    origin_key = models.CharField(max_length=120, null=True, unique=True)  # noqa: DJ001  (many have none)

    class Meta:
        verbose_name = "来访来信来电"
        verbose_name_plural = "来访来信来电"
        indexes = [models.Index(fields=["petition", "at"], name="contact_of_petition")]
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="contact_channel_known"),
            models.CheckConstraint(condition=Q(head_count__gte=1), name="contact_has_someone"),
            models.CheckConstraint(condition=Q(at__lte=F("recorded_at")), name="contact_came_first"),
            models.CheckConstraint(
                condition=Q(oral=False) | Q(read_back=True) | ~Q(unread_reason=""), name="contact_oral_is_read_back"
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.VISIT) | Q(incident=""), name="contact_incident_on_a_visit"
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.TRANSFER) | Q(source_organ="", source_number="", report_due_on=None),
                name="contact_source_of_a_transfer",
            ),
        ]

    @property
    def manner(self) -> str:
        """How what was told by mouth was checked, in words; empty for what came in writing."""
        if not self.oral:
            return ""
        return "已宣读核对" if self.read_back else f"未宣读：{self.unread_reason}"
