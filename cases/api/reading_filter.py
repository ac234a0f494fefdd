"""What of its petitions another system may ask for."""

import datetime as dt

import django_filters
from django.db.models import QuerySet

from cases.api.document import KIND
from cases.categories import CATEGORIES
from cases.models import Channel, MatterClass, Petition
from cases.workflow import Danger, Status
from fedportal.api.filtering import Exactly, Moment, OneOf, Place, YesNo
from fedportal.changes.models import Change

_GROUPS = {code.split(".")[0]: each.group for code, each in CATEGORIES.items()}
_KINDS = [*_GROUPS.items(), *((code, each.path) for code, each in CATEGORIES.items())]


class Category(OneOf):
    """A kind of matter, or all kinds of one group."""

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        if not value:
            return qs
        return qs.filter(category=value) if "." in value else qs.filter(category__startswith=f"{value}.")


class Changed(Moment):
    """Whatever has changed since, as the feed counts it."""

    def filter(self, qs: QuerySet, value: dt.datetime | None) -> QuerySet:
        if value is None:
            return qs
        return qs.filter(pk__in=Change.objects.filter(kind=KIND, at__gte=value.astimezone(dt.UTC)).values("object_id"))


class PetitionQuery(django_filters.FilterSet):
    """Filters of `GET /petitions/`; several narrow each other."""

    status = OneOf("状态", Status.choices)
    org = Place("承办单位的区划代码，含其下级", "org_code")
    category = Category("类别（如 family.dv）或者大类（如 family）", _KINDS)
    matter_class = OneOf("事项性质", MatterClass.choices)
    channel = OneOf("信访形式", Channel.choices)
    received_after = Moment("收到时间不早于（含）", "received_at", "gte")
    received_before = Moment("收到时间早于（不含）", "received_at", "lt")
    updated_after = Changed("在此之后（含）有过变更；要同步请用变更流，它不会漏", "pk", "gte")
    closed = YesNo("已经办结", closed_at__isnull=False)
    danger = OneOf("危险程度", [choice for choice in Danger.choices if choice[0]])
    urgent = YesNo("重大紧急", urgent=True)
    system = Exactly("在哪个系统有编号；与 external_id 合用", 40, method="by_name")
    external_id = Exactly("在该系统的编号", 100, method="by_name")
    number = Exactly("编号，全部写出", 90)

    class Meta:
        model = Petition
        fields: list[str] = []

    def by_name(self, qs: QuerySet, name: str, value: str) -> QuerySet:
        """Both speak of one and the same name; asked once, with the first of them."""
        asked = {key: self.form.cleaned_data[key] for key in ("system", "external_id")}
        if name != next(key for key, text in asked.items() if text):
            return qs
        return qs.filter(**{f"external_ids__{key}": text for key, text in asked.items() if text}).distinct()
