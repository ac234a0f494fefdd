"""Calls of 12338, with their story."""

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cases.models import Petition
from fedportal.deadlines.models import Deadline
from fedportal.lib.blind_index import LENGTH
from fedportal.lib.encrypted_fields import EncryptedCharField, EncryptedJSONField
from fedportal.orgs.models import Organization
from hotline.call_facts import Language, Need
from hotline.call_querysets import CallQuerySet
from hotline.call_workflow import CallClass, CallState
from hotline.models.call_report import MandatorilyReported, reported_for_whom
from hotline.models.keeping import Disposable, kept_for_a_reason
from hotline.models.line import HotlineLine

KIND = "call"  # as other systems are told of one, and what they were answered names it
_NEVER_TALKED = ("ringing", "missed", "callback", "unreached")


class Call(MandatorilyReported, Disposable):
    """One call to a line, written down while it is heard: the row itself is the draft, saved every few seconds.

    Its moments are those of the database's clock. The caller's number is enciphered, with a blind index by which
    she is found again. `wish` is how she may be reached, by the names of cases' own form (WishFields), for the
    petition that may come of it. Who may be in danger, and reports, are `guarded`; of an accusation nothing stays
    here (`sealed`).
    """

    # names it in addresses of the interface
    ref = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False)
    line = models.ForeignKey(HotlineLine, on_delete=models.PROTECT, related_name="calls", verbose_name="线路")
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="接听单位")
    org_code = models.BigIntegerField()
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="接线员"
    )
    state = models.CharField("状态", max_length=10, choices=CallState.choices)
    rang_at = models.DateTimeField("来电时间")
    answered_at = models.DateTimeField("接听时间", null=True)
    ended_at = models.DateTimeField("挂断时间", null=True)
    closed_at = models.DateTimeField("办结时间", null=True)
    saved_at = models.DateTimeField("最近保存时间")
    caller_phone = EncryptedCharField("来电号码", max_length=40, blank=True)
    phone_index = models.CharField(max_length=LENGTH, blank=True, default="", editable=False)
    anonymous = models.BooleanField("不愿透露姓名", default=False)
    caller_name = EncryptedCharField("来电人", max_length=60, blank=True)
    # She calls for another: who that is stands apart from who called (反家庭暴力法 art. 13).
    for_other = models.BooleanField("替别人来电", default=False)
    relation = models.CharField("来电人与当事人的关系", max_length=30, blank=True)
    victim_name = EncryptedCharField("当事人", max_length=60, blank=True)
    victim_phone = EncryptedCharField("当事人电话", max_length=40, blank=True)
    language = models.CharField("语言", max_length=10, choices=Language.choices, default=Language.MANDARIN)
    needs = ArrayField(
        models.CharField(max_length=10, choices=Need.choices), verbose_name="沟通需要", default=list, blank=True
    )
    recording_told = models.BooleanField("已告知通话录音", default=False)  # domain.md L10
    triage = models.JSONField("紧急情况询问", default=dict)
    call_class = models.CharField("类别", max_length=10, choices=CallClass.choices, blank=True)
    facts = models.TextField("反映的情况", blank=True)
    request = models.TextField("诉求", blank=True)
    answer = models.TextField("答复", blank=True)
    wish = EncryptedJSONField("安全联系", null=True)
    guarded = models.BooleanField("涉及人身安全、未成年人或者举报", default=False)
    emergency_at = models.DateTimeField("紧急处置时间", null=True)
    whereabouts = EncryptedCharField("现在的位置", max_length=200, blank=True)
    police_at = models.DateTimeField("接通 110 时间", null=True)
    police_note = models.CharField("110 处置", max_length=200, blank=True)
    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, null=True, related_name="calls", verbose_name="信访事项"
    )
    sealed = models.BooleanField("内容已转入检举控告事项", default=False)
    qa_reviewed_at = models.DateTimeField("质检时间", null=True, editable=False)  # QA_REVIEWED of domain.md 3.5
    # Names the entry that made this row, so that a form sent twice makes one.
    origin_key = models.CharField(max_length=60, null=True, unique=True)  # noqa: DJ001  (many have none)
    # Another number after every change: the trigger below counts, no verb has to. Not after a mere moment: while she
    # types, the telephone system tells when it was hung up, and her window is not outdated by that.
    version = models.IntegerField(default=1, db_default=1, editable=False)

    deadlines = GenericRelation(Deadline)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = "来电"
        verbose_name_plural = "来电"
        indexes = [
            models.Index(fields=["org_code", "-rang_at", "-id"], name="call_in_range"),
            # Has this number called before?
            models.Index(fields=["phone_index", "-rang_at"], condition=~Q(phone_index=""), name="call_by_phone"),
            # What has this agent still to finish?
            models.Index(
                fields=["agent"],
                condition=~Q(state__in=["closed", "missed", "unreached"]),
                name="call_unfinished_of_agent",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=_NEVER_TALKED, answered_at=None)
                | ~Q(state__in=_NEVER_TALKED) & Q(answered_at__isnull=False),
                name="call_talked_was_answered",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(answered_at__gte=F("rang_at")), name="call_rang_first"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("rang_at")), name="call_ended_after_it_rang"
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False, ended_at__isnull=False)
                | ~Q(state="closed") & Q(closed_at=None),
                name="call_closed_has_moments",
            ),
            models.CheckConstraint(
                condition=~Q(state="emergency") | Q(emergency_at__isnull=False), name="call_emergency_has_moment"
            ),
            models.CheckConstraint(
                condition=~Q(state="ticketed") | Q(petition__isnull=False), name="call_ticketed_has_petition"
            ),
            models.CheckConstraint(condition=Q(emergency_at=None) | Q(guarded=True), name="call_emergency_is_guarded"),
            models.CheckConstraint(condition=~Q(call_class="report", guarded=False), name="call_report_guarded"),
            models.CheckConstraint(condition=~Q(anonymous=True) | Q(caller_name=""), name="call_anonymous_unnamed"),
            models.CheckConstraint(
                condition=Q(sealed=False)
                | Q(caller_name="", caller_phone="", phone_index="", victim_name="", victim_phone="", guarded=True),
                name="call_sealed_says_nothing",
            ),
            models.CheckConstraint(condition=Q(needs__contained_by=Need.values), name="call_needs_known"),
            kept_for_a_reason("call"),
            reported_for_whom("call"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="counts_versions",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                IF to_jsonb(NEW) - ARRAY['rang_at', 'answered_at', 'ended_at', 'saved_at']
                    <> to_jsonb(OLD) - ARRAY['rang_at', 'answered_at', 'ended_at', 'saved_at']
                THEN
                    NEW.version = OLD.version + 1;
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"来电 {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("hotline:call", args=[self.pk])


class CallEvent(models.Model):
    """One line of a call's story: who made which move, when. Append-only, but for an erasing."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField("操作", max_length=40)
    at = models.DateTimeField("时间")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="操作人"
    )
    org = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    note = models.TextField("内容", blank=True)

    class Meta:
        verbose_name = "来电办理过程"
        verbose_name_plural = "来电办理过程"
        indexes = [models.Index(fields=["call", "at"], name="call_event_story")]
        triggers = [
            # As cases' events: it gives way to the erasing of its petition or of the call, and to nothing else.
            pgtrigger.Trigger(
                name="append_only",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="""
                IF TG_OP = 'UPDATE' AND NEW.note = ''
                    AND to_jsonb(NEW) - ARRAY['note'] = to_jsonb(OLD) - ARRAY['note']
                    AND (
                        cases_may_erase((SELECT petition_id FROM hotline_call WHERE id = OLD.call_id))
                        OR hotline_may_erase_call(OLD.call_id)
                    )
                THEN
                    RETURN NEW;
                END IF;
                RAISE EXCEPTION 'pgtrigger: Cannot % rows from % table', lower(TG_OP), TG_TABLE_NAME;
                """,
            ),
        ]
