"""The people of a petition."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cases.law import ELDERLY, MAJORITY, REPRESENTATIVES_AT_MOST
from cases.models.petition import Petition
from fedportal.lib.blind_index import LENGTH
from fedportal.lib.encrypted_fields import EncryptedCharField


class PartyQuerySet(models.QuerySet["Party"]):
    """People by whether they still count."""

    def kept(self) -> Self:
        """Those that nobody has removed, as they were last corrected."""
        return self.filter(removed_at=None)

    def protected(self) -> Self:
        """Whom no paper to others may give away, as they are and as they were: all but those complained of."""
        return self.exclude(role__in=("respondent", "offender"))


class SpecialGroup(models.TextChoices):
    """Groups that statistics ask for and that need particular care (domain.md 3.3)."""

    ELDERLY = "elderly", "老年"
    DISABLED = "disabled", "残疾"
    MATERNITY = "maternity", "孕期、产期、哺乳期"
    MIGRANT = "migrant", "流动"
    LEFT_BEHIND = "left_behind", "留守"
    SINGLE_PARENT = "single_parent", "单亲"
    LOW_INCOME = "low_income", "低保"
    MINORITY = "minority", "少数民族"
    BEREAVED = "bereaved", "失独"
    NO_CAPACITY = "no_capacity", "无、限制民事行为能力"


def age_on(day: dt.date, birth_on: dt.date | None, birth_year: int | None) -> int | None:
    """Full years on that day; by the year alone where only the year is known, None where neither is."""
    if birth_on:
        had_birthday = (day.month, day.day) >= (birth_on.month, birth_on.day)
        return day.year - birth_on.year - (not had_birthday)
    return day.year - birth_year if birth_year else None


class Party(models.Model):
    """A person of the petition. Moments are stored, never ages: a typed age becomes a year of birth.

    Who was corrected stays: the row as it was goes on as a removed one with `version_of`. A removed one keeps name and
    role, and nothing that leads to the person. Of those who stand for a
    group each takes one of five seats, so that the database knows no sixth (art. 20, para 3).
    """

    class Role(models.TextChoices):
        PETITIONER = "petitioner", "信访人"
        VICTIM = "victim", "受害人"
        RESPONDENT = "respondent", "被反映人"
        OFFENDER = "offender", "加害人"
        GUARDIAN = "guardian", "监护人"
        REPORTER = "reporter", "报告人"
        WITNESS = "witness", "证人"
        REPRESENTATIVE = "representative", "代表"
        MEMBER = "member", "集体访成员"

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

    class Education(models.TextChoices):
        UNKNOWN = "", "没有询问"
        NONE = "none", "未上学"
        PRIMARY = "primary", "小学"
        JUNIOR = "junior", "初中"
        SENIOR = "senior", "高中（中专）"
        COLLEGE = "college", "大专"
        BACHELOR = "bachelor", "本科及以上"

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField("身份", max_length=15, choices=Role.choices)
    seat = models.PositiveSmallIntegerField("代表席位", null=True, blank=True)
    name = models.CharField("姓名", max_length=60)
    relation = models.CharField("与信访人的关系", max_length=30, blank=True)
    sex = models.CharField("性别", max_length=10, choices=Sex.choices)
    birth_on = models.DateField("出生日期", null=True, blank=True)
    birth_year = models.SmallIntegerField("出生年份", null=True, blank=True)
    marital = models.CharField("婚姻状况", max_length=10, choices=Marital.choices, default=Marital.UNKNOWN)
    id_number = EncryptedCharField("身份证号", max_length=18, blank=True)
    phone = EncryptedCharField("联系方式", max_length=40, blank=True)
    address = EncryptedCharField("住址", max_length=200, blank=True)
    # Blind indexes, filled by cases.indexing.index_party: who writes a party calls it. Empty where nothing is known.
    id_index = models.CharField(max_length=LENGTH, blank=True, default="", db_default="", editable=False)
    phone_index = models.CharField(max_length=LENGTH, blank=True, default="", db_default="", editable=False)
    name_index = models.CharField(max_length=LENGTH, blank=True, default="", db_default="", editable=False)
    address_index = models.CharField(max_length=LENGTH, blank=True, default="", db_default="", editable=False)
    ethnicity = models.CharField("民族", max_length=20, blank=True)
    occupation = models.CharField("职业", max_length=40, blank=True)
    education = models.CharField("文化程度", max_length=10, choices=Education.choices, blank=True)
    groups = ArrayField(
        models.CharField(max_length=15, choices=SpecialGroup.choices), verbose_name="特殊群体", default=list
    )
    # Empty for the petitioner as registered: then the petition says when and by whom.
    added_at = models.DateTimeField("登记时间", null=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField("移除时间", null=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    removal_reason = models.CharField("移除原因", max_length=200, blank=True)
    version_of = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="versions")

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = "当事人"
        verbose_name_plural = "当事人"
        indexes = [  # Who else is this person?
            models.Index(fields=["id_index"], condition=~Q(id_index=""), name="party_by_id"),
            models.Index(fields=["phone_index"], condition=~Q(phone_index=""), name="party_by_phone"),
            models.Index(fields=["name_index"], condition=~Q(name_index=""), name="party_by_name"),
            models.Index(fields=["address_index"], condition=~Q(address_index=""), name="party_by_address"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["petition"], condition=Q(role="petitioner", removed_at=None), name="party_one_petitioner"
            ),
            models.CheckConstraint(
                condition=Q(role="representative", seat__isnull=False, seat__gte=1, seat__lte=REPRESENTATIVES_AT_MOST)
                | ~Q(role="representative") & Q(seat=None),
                name="party_representative_has_a_seat",
            ),
            models.UniqueConstraint(
                fields=["petition", "seat"], condition=Q(removed_at=None), name="party_seat_is_taken_once"
            ),
            models.CheckConstraint(condition=Q(groups__contained_by=SpecialGroup.values), name="party_groups_known"),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None, removal_reason="", version_of=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(removal_reason=""),
                name="party_removed_by_someone",
            ),
        ]

    def age_on(self, day: dt.date) -> int | None:
        """Full years on that day; by the year alone where only the year is known."""
        return age_on(day, self.birth_on, self.birth_year)

    def is_minor_on(self, day: dt.date) -> bool:
        age = self.age_on(day)
        return age is not None and age < MAJORITY

    def is_elderly_on(self, day: dt.date) -> bool:
        age = self.age_on(day)
        return age is not None and age >= ELDERLY

    def note_groups(self, day: dt.date) -> None:
        """What age and people say by themselves about the special groups; not yet saved."""
        also = [SpecialGroup.ELDERLY] if self.is_elderly_on(day) else []
        also += [SpecialGroup.MINORITY] if self.ethnicity not in MAJORITY_PEOPLE else []
        self.groups = [group.value for group in SpecialGroup if group in self.groups or group in also]

    @property
    def is_petitioner(self) -> bool:
        """The one who asks, as she was last corrected."""
        return self.role == self.Role.PETITIONER and self.removed_at is None

    @property
    def groups_words(self) -> str:
        return "、".join(SpecialGroup(code).label for code in self.groups)


MAJORITY_PEOPLE = frozenset({"", "汉", "汉族"})
