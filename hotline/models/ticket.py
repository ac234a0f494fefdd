"""Work orders that come from 12345, or go there, with their story."""

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cases.models import Petition
from fedportal.deadlines.models import Deadline
from fedportal.lib.encrypted_fields import EncryptedCharField
from fedportal.lib.system_names import SYSTEM_NAME
from fedportal.orgs.models import Organization
from hotline.law import EXTENSION_AT_MOST
from hotline.models.keeping import Disposable, kept_for_a_reason
from hotline.querysets import TicketQuerySet
from hotline.workflow import ENDED, STATES, Direction, TicketClass, TicketState

KIND = "ticket"  # as other systems are told of one, and what they were answered names it
TITLE_LENGTH = 200  # characters
_HIDDEN_IN = (TicketState.CLOSED, TicketState.WITHDRAWN)


class ExternalTicket(Disposable):
    """One work order (工单) of 12345 before a unit of ours, or of ours before 12345; with its own clocks.

    `system` and `system_number` are theirs. A number is one for each unit, and not for all: what one unit returned may
    be sent to another, and a conflict tells nobody what lies elsewhere. What may hurt somebody if it is known is
    `guarded`; of an accusation nothing but its number stays here (art. 30), the matter itself goes on as a petition.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # names it in addresses of the interface
    direction = models.CharField("方向", max_length=3, choices=Direction.choices)
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="承办单位")
    org_code = models.BigIntegerField()
    system = models.CharField("对方系统", max_length=40)
    system_number = models.CharField("对方工单编号", max_length=100, blank=True)
    sent_at = models.DateTimeField("派单时间", null=True)  # as they say
    received_at = models.DateTimeField("收到（转出）时间")
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="录入人"
    )
    their_due_at = models.DateTimeField("对方要求的答复时间", null=True)
    ticket_class = models.CharField("类别", max_length=10, choices=TicketClass.choices)
    title = models.CharField("标题", max_length=TITLE_LENGTH)
    content = models.TextField("内容")
    anonymous = models.BooleanField("匿名", default=False)
    caller_name = EncryptedCharField("来电人", max_length=60, blank=True)
    caller_phone = EncryptedCharField("联系电话", max_length=40, blank=True)
    guarded = models.BooleanField("涉及人身安全、未成年人或者检举控告", default=False)
    minor = models.BooleanField("涉及未成年人", default=False, db_default=False)
    no_callback = models.BooleanField("不要回访本人", default=False)
    # It is an accusation: what it said stands in the petition alone, before its readers.
    sealed = models.BooleanField("内容已转入检举控告事项", default=False)
    state = models.CharField("状态", max_length=10, choices=TicketState.choices)
    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, null=True, related_name="tickets", verbose_name="信访事项"
    )
    accepted_at = models.DateTimeField("签收时间", null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="签收人"
    )
    answer = models.TextField("答复", blank=True)  # the latest; each one stands in the story
    answered_at = models.DateTimeField("答复时间", null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="答复人"
    )
    return_until = models.DateTimeField("可以退回至", null=True)
    returned_at = models.DateTimeField("退回时间", null=True)
    return_reason = models.TextField("退回理由", blank=True)
    return_basis = models.CharField("退回依据", max_length=200, blank=True)
    extended_days = models.PositiveSmallIntegerField("延期工作日数", default=0)
    extension_reason = models.TextField("延期理由", blank=True)
    rework_count = models.PositiveSmallIntegerField("重办次数", default=0)
    ended_at = models.DateTimeField("结束时间", null=True)
    # Names the entry that made this row, so that a form sent twice makes one.
    origin_key = models.CharField(max_length=60, null=True, unique=True)  # noqa: DJ001  (many have none)
    # Another number after every change: the trigger below counts, no verb has to.
    version = models.IntegerField(default=1, db_default=1, editable=False)

    deadlines = GenericRelation(Deadline)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = "12345 工单"
        verbose_name_plural = "12345 工单"
        indexes = [
            models.Index(fields=["org_code", "-received_at", "-id"], name="ticket_in_range"),
            # What does this unit still have in hand, or wait for?
            models.Index(fields=["org", "state"], condition=~Q(state__in=_HIDDEN_IN), name="ticket_open_of_org"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["system", "system_number", "org", "direction"],
                condition=~Q(system_number=""),
                name="ticket_once_in_a_unit",
            ),
            models.CheckConstraint(condition=Q(system__regex=SYSTEM_NAME), name="ticket_system_named"),
            models.CheckConstraint(condition=~Q(direction="in", system_number=""), name="ticket_in_has_a_number"),
            models.CheckConstraint(
                condition=Q(direction="in", state__in=STATES[Direction.IN])
                | Q(direction="out", state__in=STATES[Direction.OUT]),
                name="ticket_state_of_its_direction",
            ),
            models.CheckConstraint(condition=Q(ticket_class__in=TicketClass.values), name="ticket_class_known"),
            models.CheckConstraint(condition=~Q(ticket_class="report", guarded=False), name="ticket_report_guarded"),
            models.CheckConstraint(condition=~Q(minor=True, guarded=False), name="ticket_minor_guarded"),
            models.CheckConstraint(condition=~Q(anonymous=True) | Q(caller_name=""), name="ticket_anonymous_unnamed"),
            models.CheckConstraint(
                condition=Q(sealed=False) | Q(guarded=True, caller_name="", caller_phone="", petition__isnull=False),
                name="ticket_sealed_says_nothing",
            ),
            models.CheckConstraint(condition=Q(received_at__lte=F("entered_at")), name="ticket_received_first"),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="ticket_accepted_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "replied"]) | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="ticket_answer_says_something",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "refused"]) | Q(returned_at__isnull=False) & ~Q(return_reason=""),
                name="ticket_returned_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(extended_days=0, extension_reason="")
                | Q(extended_days__gte=1, extended_days__lte=EXTENSION_AT_MOST) & ~Q(extension_reason=""),
                name="ticket_extended_for_a_reason",
            ),
            kept_for_a_reason("ticket"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(ENDED), ended_at__isnull=False)
                | ~Q(state__in=sorted(ENDED)) & Q(ended_at=None),
                name="ticket_ended_has_moment",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="counts_versions",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="NEW.version = OLD.version + 1; RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return self.system_number or f"转出工单 {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("hotline:ticket", args=[self.pk])

    @property
    def is_incoming(self) -> bool:
        return self.direction == Direction.IN

    @property
    def concerns_minor(self) -> bool:
        """The order says so, or the matter that it is."""
        return self.minor or (self.petition is not None and self.petition.minor)

    @property
    def is_open(self) -> bool:
        return self.state not in ENDED


class TicketEvent(models.Model):
    """One line of an order's story: who did what, when, in which words. Append-only, but for an erasing."""

    ticket = models.ForeignKey(ExternalTicket, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField("操作", max_length=40)
    at = models.DateTimeField("时间")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="操作人"
    )
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    note = models.TextField("内容", blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = "工单办理过程"
        verbose_name_plural = "工单办理过程"
        indexes = [models.Index(fields=["ticket", "at"], name="ticket_event_story")]
        triggers = [
            # As cases' events: it gives way to the erasing of its petition, or of an order that is none.
            pgtrigger.Trigger(
                name="append_only",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                IF TG_OP = 'UPDATE' AND NEW.note = '' AND NEW.data = '{}'
                    AND to_jsonb(NEW) - ARRAY['note', 'data'] = to_jsonb(OLD) - ARRAY['note', 'data']
                    AND (
                        cases_may_erase((SELECT petition_id FROM hotline_externalticket WHERE id = OLD.ticket_id))
                        OR hotline_may_erase(OLD.ticket_id)
                    )
                THEN
                    RETURN NEW;
                END IF;
                RAISE EXCEPTION 'pgtrigger: Cannot % rows from % table', lower(TG_OP), TG_TABLE_NAME;
                """,
            ),
        ]
