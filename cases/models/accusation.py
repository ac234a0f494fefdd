"""Accusations (检举控告): against whom, and who may read them (信访工作条例 art. 30 and 46)."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.petition import Petition
from fedportal.orgs.models import Organization


class Accused(models.Model):
    """A person or unit that an accusation names. `org` is the federation it is or works in; other units are words."""

    class Kind(models.TextChoices):
        PERSON = "person", "人员"
        UNIT = "unit", "单位"

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="accused")
    kind = models.CharField("类型", max_length=10, choices=Kind.choices)
    name = models.CharField("姓名（名称）", max_length=100)
    org = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所属妇联"
    )
    unit = models.CharField("所在单位", max_length=100, blank=True)
    relation = models.CharField("与检举控告人的关系", max_length=100, blank=True)
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")

    class Meta:
        verbose_name = "被检举控告人"
        verbose_name_plural = "被检举控告人"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="accused_has_name"),
            models.CheckConstraint(condition=Q(org=None) | Q(unit=""), name="accused_one_unit"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="not_the_holder",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__org__isnull=False),
                func="""
                IF EXISTS (
                    SELECT FROM cases_petition p JOIN orgs_organization o ON o.id = NEW.org_id
                    WHERE p.id = NEW.petition_id AND p.matter_class = 'accusation'
                      AND p.org_code >= o.code AND p.org_code < o.code_end
                ) THEN
                    RAISE EXCEPTION 'the unit that holds an accusation is, or lies below, the accused one'
                        USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN NEW;
                """,
            )
        ]

    @property
    def where(self) -> str:
        """The unit in words; empty where it is not known."""
        return self.org.name if self.org else self.unit


class NamedReaderQuerySet(models.QuerySet):
    """Readers by whether they still may."""

    def current(self) -> Self:
        return self.filter(ended_at=None)


class NamedReader(models.Model):
    """One person who may read an accusation; the heads of the units concerned read it by their office."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="readers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="阅读人"
    )
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="指定人"
    )
    at = models.DateTimeField("指定时间")
    reason = models.CharField("理由", max_length=200)
    ended_at = models.DateTimeField("终止时间", null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="终止人"
    )

    objects = NamedReaderQuerySet.as_manager()

    class Meta:
        verbose_name = "阅读人"
        verbose_name_plural = "阅读人"
        constraints = [
            # Also the answer to: may this person read it?
            models.UniqueConstraint(fields=["petition", "user"], condition=Q(ended_at=None), name="reader_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="reader_has_reason"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="reader_ended_by_someone",
            ),
        ]
