"""Work orders (工单) that come of calls of 12338, with their story and what was referred to agencies about them."""

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from cases.models import Petition
from cases.workflow.aftercare import Grade
from cases.workflow.contacting import Way
from fedportal.deadlines.models import Deadline
from fedportal.lib.blind_index import LENGTH
from fedportal.lib.encrypted_fields import EncryptedCharField, EncryptedJSONField
from fedportal.orgs.models import Agency, Organization
from hotline.call_facts import Language, Need
from hotline.call_ticket_querysets import CallTicketQuerySet
from hotline.call_ticket_workflow import BackOutcome, CallTicketState, StationOutcome
from hotline.call_workflow import CallClass
from hotline.law import EXTENSION_AT_MOST
from hotline.models.call import Call
from hotline.models.keeping import Disposable, kept_for_a_reason
from stations.models import Station

KIND = "call_ticket"  # as other systems are told of one, and what they were answered names it
PREFIX = "RX"  # of its number: 热线
_WITH_HOLDER = ("dispatched", "rework")


class CallTicket(Disposable):
    """What a call could not settle, on its way through the federation until she has been told how it ended.

    `org` took the call: its `agent` answers for it to the end (首问负责). `holder` handles it, `asked` is a unit above
    that was asked to. A unit that has given it back stays `holder` until the next one has it. `due_at` is the last
    moment of the duty that runs now, whosever it is. What may hurt somebody if it is known is `guarded`.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # names it in addresses of the interface
    call = models.OneToOneField(Call, on_delete=models.PROTECT, null=True, related_name="order", verbose_name="来电")
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="接听单位")
    org_code = models.BigIntegerField()
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="首问责任人"
    )
    holder = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="承办单位")
    holder_code = models.BigIntegerField()
    asked = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="提请的上级"
    )
    state = models.CharField("状态", max_length=12, choices=CallTicketState.choices)
    call_class = models.CharField("类别", max_length=10, choices=CallClass.choices)
    place = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="问题属地")
    facts = models.TextField("反映的情况")
    request = models.TextField("诉求", blank=True)
    told = models.TextField("通话中的答复", blank=True)
    anonymous = models.BooleanField("匿名", default=False)
    caller_name = EncryptedCharField("来电人", max_length=60, blank=True)
    caller_phone = EncryptedCharField("来电号码", max_length=40, blank=True)
    phone_index = models.CharField(max_length=LENGTH, blank=True, default="", editable=False)
    for_other = models.BooleanField("替别人来电", default=False)
    relation = models.CharField("来电人与当事人的关系", max_length=30, blank=True)
    victim_name = EncryptedCharField("当事人", max_length=60, blank=True)
    victim_phone = EncryptedCharField("当事人电话", max_length=40, blank=True)
    language = models.CharField("语言", max_length=10, choices=Language.choices, default=Language.MANDARIN)
    needs = ArrayField(
        models.CharField(max_length=10, choices=Need.choices), verbose_name="沟通需要", default=list, blank=True
    )
    wish = EncryptedJSONField("安全联系", null=True)
    guarded = models.BooleanField("涉及人身安全、未成年人或者举报", default=False)
    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, null=True, related_name="call_tickets", verbose_name="信访事项"
    )
    sealed = models.BooleanField("内容已转入检举控告事项", default=False)
    registered_at = models.DateTimeField("生成时间")
    dispatched_at = models.DateTimeField("转办时间", null=True)
    return_until = models.DateTimeField("可以退回至", null=True)
    accepted_at = models.DateTimeField("签收时间", null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="签收人"
    )
    due_at = models.DateTimeField("时限", null=True)
    extended_days = models.PositiveSmallIntegerField("延期工作日数", default=0)
    extension_reason = models.TextField("延期理由", blank=True)
    return_count = models.PositiveSmallIntegerField("退回次数", default=0)
    rework_count = models.PositiveSmallIntegerField("重办次数", default=0)
    feedback = models.TextField("办理结果", blank=True)  # the latest; each one stands in the story
    fed_back_at = models.DateTimeField("反馈时间", null=True)
    fed_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="反馈人"
    )
    # A station of the unit that handles it, which was asked to serve her, and what came of it.
    station = models.ForeignKey(
        Station, on_delete=models.PROTECT, null=True, related_name="call_tickets", verbose_name="转介站点"
    )
    station_outcome = models.CharField(
        "站点办理结果", max_length=10, choices=StationOutcome.choices, blank=True, default=""
    )
    station_words = models.TextField(
        "站点办理情况", blank=True, default=""
    )  # the latest; each one stands in the story
    station_done_at = models.DateTimeField("站点反馈时间", null=True)
    called_back_at = models.DateTimeField("回访时间", null=True)
    back_outcome = models.CharField("回访结果", max_length=10, choices=BackOutcome.choices, blank=True)
    back_way = models.CharField("回访方式", max_length=10, choices=Way.choices, blank=True)
    grade = models.CharField("满意度", max_length=12, choices=Grade.choices, blank=True)
    opinion = models.TextField("来电人的意见", blank=True)
    closed_at = models.DateTimeField("办结时间", null=True)
    # Names the entry that made this row, so that a form sent twice makes one.
    origin_key = models.CharField(max_length=60, null=True, unique=True)  # noqa: DJ001  (many have none)
    # Another number after every change: the trigger below counts, no verb has to.
    version = models.IntegerField(default=1, db_default=1, editable=False)

    deadlines = GenericRelation(Deadline)

    objects = CallTicketQuerySet.as_manager()

    class Meta:
        verbose_name = "12338 工单"
        verbose_name_plural = "12338 工单"
        indexes = [
            models.Index(fields=["org_code", "-registered_at", "-id"], name="call_ticket_in_range"),
            models.Index(fields=["holder_code", "-registered_at", "-id"], name="call_ticket_held_in_range"),
            # What does this unit still have in hand, what does this agent still answer for, what is late?
            models.Index(fields=["holder", "state"], condition=~Q(state="closed"), name="call_ticket_open_of_holder"),
            models.Index(fields=["agent"], condition=~Q(state="closed"), name="call_ticket_open_of_agent"),
            # What is this station asked to do?
            models.Index(fields=["station"], condition=Q(station__isnull=False), name="call_ticket_of_station"),
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="call_ticket_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=_WITH_HOLDER) | Q(dispatched_at__isnull=False, due_at__isnull=False),
                name="call_ticket_sent_has_moments",
            ),
            models.CheckConstraint(
                condition=~Q(state="requested") | Q(asked__isnull=False), name="call_ticket_asks_someone"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["feedback", "called_back"]) | Q(fed_back_at__isnull=False) & ~Q(feedback=""),
                name="call_ticket_feedback_says",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["called_back", "closed"]) & ~Q(back_outcome="")
                | Q(state="closed", sealed=True)
                | ~Q(state__in=["called_back", "closed"]),
                name="call_ticket_ends_with_a_call_back",
            ),
            models.CheckConstraint(
                condition=Q(back_outcome="reached") & ~Q(back_way="") & Q(grade__in=Grade.values)
                | ~Q(back_outcome="reached") & Q(grade="", back_way=""),
                name="call_ticket_rated_where_reached",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False, due_at=None)
                | ~Q(state="closed") & Q(closed_at=None),
                name="call_ticket_closed_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(extended_days=0, extension_reason="")
                | Q(extended_days__gte=1, extended_days__lte=EXTENSION_AT_MOST) & ~Q(extension_reason=""),
                name="call_ticket_extended_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(call_class="report", guarded=False), name="call_ticket_report_guarded"
            ),
            models.CheckConstraint(
                condition=~Q(anonymous=True) | Q(caller_name=""), name="call_ticket_anonymous_unnamed"
            ),
            models.CheckConstraint(
                condition=Q(sealed=False)
                | Q(caller_name="", caller_phone="", phone_index="", victim_name="", victim_phone="", guarded=True),
                name="call_ticket_sealed_says_nothing",
            ),
            models.CheckConstraint(
                condition=Q(station_outcome="", station_words="", station_done_at=None)
                | ~Q(station_outcome="") & Q(station__isnull=False, station_done_at__isnull=False),
                name="call_ticket_outcome_is_a_stations",
            ),
            models.CheckConstraint(condition=Q(needs__contained_by=Need.values), name="call_ticket_needs_known"),
            kept_for_a_reason("call_ticket"),
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
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("hotline:call_ticket", args=[self.pk])

    @property
    def number(self) -> str:
        """RX202611230000012: the day on which it was made, and its own number."""
        return f"{PREFIX}{timezone.localdate(self.registered_at):%Y%m%d}{self.pk:06d}"


class CallTicketEvent(models.Model):
    """One line of an order's story: who made which move, when, in which words. Append-only, but for an erasing."""

    ticket = models.ForeignKey(CallTicket, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField("操作", max_length=40)
    at = models.DateTimeField("时间")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="操作人"
    )
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    note = models.TextField("内容", blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = "12338 工单办理过程"
        verbose_name_plural = "12338 工单办理过程"
        indexes = [models.Index(fields=["ticket", "at"], name="call_ticket_event_story")]
        triggers = [
            # As cases' events: it gives way to the erasing of its petition or of the order, and to nothing else.
            pgtrigger.Trigger(
                name="append_only",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                IF TG_OP = 'UPDATE' AND NEW.note = '' AND NEW.data = '{}'
                    AND to_jsonb(NEW) - ARRAY['note', 'data'] = to_jsonb(OLD) - ARRAY['note', 'data']
                    AND (
                        cases_may_erase((SELECT petition_id FROM hotline_callticket WHERE id = OLD.ticket_id))
                        OR hotline_may_erase_order(OLD.ticket_id)
                    )
                THEN
                    RETURN NEW;
                END IF;
                RAISE EXCEPTION 'pgtrigger: Cannot % rows from % table', lower(TG_OP), TG_TABLE_NAME;
                """,
            ),
        ]


class CallTicketReferral(models.Model):
    """An agency of the directory that was asked to do its part (转介), and what it answered."""

    ticket = models.ForeignKey(CallTicket, on_delete=models.PROTECT, related_name="referrals")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="转介单位")
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    at = models.DateTimeField("转介时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="经办人")
    words = models.TextField("转介内容")
    answered_at = models.DateTimeField("反馈时间", null=True)
    answer = models.TextField("对方反馈", blank=True)

    class Meta:
        verbose_name = "12338 工单转介"
        verbose_name_plural = "12338 工单转介"
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | Q(answered_at__isnull=False),
                name="call_ticket_referral_answered",
            ),
            models.UniqueConstraint(
                fields=["ticket", "agency"], condition=Q(answered_at=None), name="call_ticket_referral_once_open"
            ),
        ]
