"""The relation wall (回避墙): staff's own numbers and addresses as digests, and what these keep from them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.petition import Petition
from fedportal.lib.blind_index import LENGTH


class StaffDigest(models.Model):
    """One telephone, identity number or address of a member of staff or of her household, of which only the digest is
    kept: nobody reads it here, not even who typed it."""

    class Kind(models.TextChoices):
        ID_NUMBER = "id", "身份证号"
        PHONE = "phone", "电话"
        ADDRESS = "address", "住址"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests")
    kind = models.CharField("类型", max_length=10, choices=Kind.choices)
    index = models.CharField(max_length=LENGTH)
    whose = models.CharField("所属", max_length=30)  # 本人, 配偶, 父母: told by herself, no name
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "回避信息"
        verbose_name_plural = "回避信息"
        indexes = [
            # Whose is this number?
            models.Index(fields=["kind", "index"], name="staff_digest_match"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "index"], name="staff_digest_once"),
            models.CheckConstraint(condition=~Q(index=""), name="staff_digest_is_one"),
        ]


class RelationWall(models.Model):
    """This matter is kept from this person, who is one of its people or lives with one (art. 28, para 3).

    Kept by triggers on parties and on digests (migration 0044), whoever writes those.
    """

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="walls", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField("告知承办单位负责人的时间", null=True)

    class Meta:
        verbose_name = "回避墙"
        verbose_name_plural = "回避墙"
        indexes = [
            # Of what has the head of the unit not been told yet?
            models.Index(fields=["id"], condition=Q(told_at=None), name="wall_untold"),
        ]
        constraints = [
            # Also the answer to: is this matter kept from this person?
            models.UniqueConstraint(fields=["petition", "user"], name="wall_once"),
        ]
