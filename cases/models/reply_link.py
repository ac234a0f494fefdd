"""One-time links by which an agency without an account answers a letter."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models.letter import Letter
from fedportal.lib.one_time_link import WRONG_AT_MOST


class ReplyLinkQuerySet(models.QuerySet["ReplyLink"]):
    """Links by whether they still serve."""

    def standing(self) -> Self:
        """Neither used nor called back; it may have expired or been locked."""
        return self.filter(used_at=None, revoked_at=None)


class ReplyLink(models.Model):
    """One link. Only digests are kept; the token and the code were shown once, to who made it."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="links")
    token_digest = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=64)
    made_at = models.DateTimeField("生成时间")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField("有效期至")
    wrong_codes = models.PositiveSmallIntegerField("验证码错误次数", default=0)
    used_at = models.DateTimeField("使用时间", null=True)
    revoked_at = models.DateTimeField("收回时间", null=True)

    objects = ReplyLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "回复链接"
        verbose_name_plural = "回复链接"
        constraints = [
            models.UniqueConstraint(
                fields=["letter"], condition=Q(used_at=None, revoked_at=None), name="reply_link_one_standing"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="reply_link_expires"),
            models.CheckConstraint(condition=Q(wrong_codes__lte=WRONG_AT_MOST), name="reply_link_locks"),
            models.CheckConstraint(condition=Q(used_at=None) | Q(revoked_at=None), name="reply_link_one_end"),
        ]

    @property
    def is_locked(self) -> bool:
        return self.wrong_codes >= WRONG_AT_MOST
