"""Clients: other systems that hold a copy of our data, or send us theirs."""

import datetime as dt
import ipaddress
import re
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Max, Q
from oauth2_provider.models import AbstractApplication, ApplicationManager

from fedportal.accounts.models import User
from fedportal.api.scopes import OF_OURS, Scope
from fedportal.lib.encrypted_fields import EncryptedTextField
from fedportal.lib.system_names import SYSTEM_NAME
from fedportal.orgs.querysets import InScopeQuerySet

LONGEST_KEY = 200  # characters of an Idempotency-Key


class ApiClientQuerySet(InScopeQuerySet):
    """Clients by the place of their organization."""

    code_field = "user__org__code"

    def for_page(self) -> Self:
        """With the unit, and when each last asked for a token."""
        return self.select_related("user__org").annotate(asked_at=Max("accesstoken__created"))

    def living(self, on: dt.date) -> Self:
        """Those that may ask for tokens on that day."""
        return self.filter(revoked_at=None, expires_on__gte=on)


class Clients(ApplicationManager.from_queryset(ApiClientQuerySet)):  # type: ignore[misc]
    """Finds clients by place, and as django-oauth-toolkit does."""

    use_in_migrations = False


class ApiClient(AbstractApplication):
    """A system that may ask for tokens (OAuth 2, client credentials): `user` is the account as which it acts, whose
    organization bounds what it sees; that account cannot sign in to pages."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="api_client", verbose_name="账号")
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope.choices), verbose_name="权限范围")
    legal_basis = models.CharField(
        "提供个人信息的法律依据", max_length=200, blank=True, help_text="例如：《个人信息保护法》第十三条第一款第三项"
    )
    addresses = ArrayField(
        models.CharField(max_length=43),
        verbose_name="允许的来源地址",
        default=list,
        blank=True,
        help_text="IP 地址或网段，如 10.12.0.0/16；不填则不限",
    )
    system = models.CharField(
        "对方系统代号", max_length=40, blank=True, help_text="12345 协同的必填，如 binzhou-12345；只收发这一系统的工单"
    )
    expires_on = models.DateField("有效期至", help_text="到期当日仍有效")
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人"
    )
    revoked_at = models.DateTimeField("停用时间", null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[Clients] = Clients()

    class Meta:
        verbose_name = "接口客户端"
        verbose_name_plural = "接口客户端"
        constraints = [
            # 个人信息保护法 art. 13: no personal data without a basis
            models.CheckConstraint(
                condition=~Q(scopes__contains=[Scope.PERSONAL]) | ~Q(legal_basis=""), name="api_client_has_basis"
            ),
            models.CheckConstraint(condition=Q(scopes__len__gte=1), name="api_client_may_something"),
            # Who exchanges work orders is another organ: it has a name, sees its orders and nothing else of ours.
            models.CheckConstraint(
                condition=Q(scopes__contains=[Scope.TICKETS], system__regex=SYSTEM_NAME) & ~Q(scopes__overlap=OF_OURS)
                | ~Q(scopes__contains=[Scope.TICKETS]) & Q(system=""),
                name="api_client_of_tickets_has_system",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="api_client_revoked_by_someone",
            ),
        ]

    def is_good(self, *, address: str, on: dt.date) -> bool:
        """Whether it may act now, from there."""
        stopped = self.revoked_at is not None or not self.user.is_active
        return not (stopped or self.has_run_out(on)) and self.may_come_from(address)

    def has_run_out(self, on: dt.date) -> bool:
        return on > self.expires_on

    @property
    def scope_names(self) -> list[str]:
        """What it may do, in the order of the table."""
        return [scope.label for scope in Scope if scope in self.scopes]

    @property
    def scope_words(self) -> str:
        """The same, in a word each."""
        return "、".join(re.split("[：（]", label)[0] for label in self.scope_names)

    def may_come_from(self, address: str) -> bool:
        """Whether it is one of its addresses; an IPv4 address in the dress of an IPv6 one counts as itself."""
        if not self.addresses:
            return True
        try:
            told = ipaddress.ip_address(address)
        except ValueError:  # a socket's peer has none
            return False
        sender = getattr(told, "ipv4_mapped", None) or told
        return any(sender in ipaddress.ip_network(allowed) for allowed in self.addresses)


class KeptAnswer(models.Model):
    """What one request with an `Idempotency-Key` was answered, so that the same request again is not made again.

    The row begins with the act and ends in its transaction: none is without an answer, but before its own request.
    What was answered may speak of people, and is enciphered whole; the request is kept as a keyed digest alone.
    """

    client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="kept_answers")
    key = models.CharField(max_length=LONGEST_KEY)
    request = models.CharField(max_length=64)  # a digest (idempotency.digest_of)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = EncryptedTextField(blank=True)
    at = models.DateTimeField()
    # What it speaks of, as `idempotency.subject` writes it; what was erased since then is not told again.
    about = ArrayField(models.CharField(max_length=40), default=list, db_default=[])
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "已答复的请求"
        verbose_name_plural = "已答复的请求"
        indexes = [
            models.Index(fields=["at"], name="kept_answer_oldest"),  # What is too old?
            GinIndex(fields=["about"], name="kept_answer_about"),  # What speaks of this matter?
        ]
        constraints = [models.UniqueConstraint(fields=["client", "key"], name="kept_answer_once")]
