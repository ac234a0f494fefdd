"""The people of a petition."""

import datetime as dt

from django.db import models
from django.db.models import Q

from cases.law import MAJORITY
from cases.models.petition import Petition
from fedportal.lib.blind_index import LENGTH


class Party(models.Model):
    """A person of the petition. Moments are stored, never ages: a typed age becomes a year of birth."""

    class Role(models.TextChoices):
        PETITIONER = "petitioner", "信访人"

    class Sex(models.TextChoices):
        FEMALE = "female", "女"
        MALE = "male", "男"
        UNKNOWN = "unknown", "不详"

    class Marital(models.TextChoices):
        SINGLE = "single", "未婚"
        MARRIED = "married", "已婚"
        DIVORCED = "divorced", "离异"
        WIDOWED = "widowed", "丧偶"
        UNKNOWN = "unknown", "不详"

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField("身份", max_length=15, choices=Role.choices)
    name = models.CharField("姓名", max_length=60)
    sex = models.CharField("性别", max_length=10, choices=Sex.choices)
    birth_on = models.DateField("出生日期", null=True, blank=True)
    birth_year = models.SmallIntegerField("出生年份", null=True, blank=True)
    marital = models.CharField("婚姻状况", max_length=10, choices=Marital.choices, default=Marital.UNKNOWN)
    id_number = models.CharField("身份证号", max_length=18, blank=True)
    phone = models.CharField("联系方式", max_length=40, blank=True)
    address = models.CharField("住址", max_length=200, blank=True)
    # Blind indexes, filled by cases.indexing.index_party: who writes a party calls it. Empty where nothing is known.
    id_index = models.CharField(max_length=LENGTH, blank=True, default="", db_default="", editable=False)
    phone_index = models.CharField(max_length=LENGTH, blank=True, default="", db_default="", editable=False)
    name_index = models.CharField(max_length=LENGTH, blank=True, default="", db_default="", editable=False)

    class Meta:
        verbose_name = "当事人"
        verbose_name_plural = "当事人"
        indexes = [  # Who else is this person?
            models.Index(fields=["id_index"], condition=~Q(id_index=""), name="party_by_id"),
            models.Index(fields=["phone_index"], condition=~Q(phone_index=""), name="party_by_phone"),
            models.Index(fields=["name_index"], condition=~Q(name_index=""), name="party_by_name"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["petition"], condition=Q(role="petitioner"), name="party_one_petitioner"),
        ]

    def age_on(self, day: dt.date) -> int | None:
        """Full years on that day; by the year alone where only the year is known."""
        if self.birth_on:
            had_birthday = (day.month, day.day) >= (self.birth_on.month, self.birth_on.day)
            return day.year - self.birth_on.year - (not had_birthday)
        return day.year - self.birth_year if self.birth_year else None

    def is_minor_on(self, day: dt.date) -> bool:
        age = self.age_on(day)
        return age is not None and age < MAJORITY
