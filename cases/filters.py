"""The filters of the list of petitions. Parameters, which dashboards link with:

    q               a number (whole or in part), words of request and facts; in one's own unit names and papers
    status          a workflow.Status                       open=1        not yet concluded
    category        a kind (family.dv) or group (family)    channel, matter_class
    place           code of the region where it arose       under         code of the holding unit, with all below it
    received_from, received_to    days, both included       month         2026-11, of receipt
    closed_month    2026-11, of conclusion                  held_by       code of the holding unit, without those below
    mine=1          registered by me                        urgent=1      major and urgent
    leader          taken in person by a leader: any, or by me

    overdue=1       a duty is owed after its last moment    desk=me       ... its lateness lies on my unit's desk
    unacknowledged=1  ... it has climbed, nobody answered   light, step   ... the worst duty stands exactly there
    due             a duty ends: today (later), week (in the seven days after today)
    stranded=1      ... it found no superior to climb to    quarantined=1  ... the engine has set it aside

    told            a notice fell due of late (due), and was served in_time, or not (late)
    counted         a figure of the yearly papers with its days: told.2026-01-01.2026-12-31 (see counted.py)
    overdue_at      2026-10, a duty was late when that month ended
    owed_under      code of the unit that owes or owed the duty, with all below it; owed_by: without those below

Those of the last two groups each speak of one and the same duty: an open one in the first, any in the second.
Those of ratings and causes stand in care_filters.py. `sort`, `size`, `after` and `before` page the list.
"""

import datetime as dt
import re
from collections.abc import Iterable
from functools import partial
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.choices import CallableChoiceIterator, flatten_choices

from cases.care_filters import CareFilter
from cases.counted import CountedIn, matters_of
from cases.duty_filters import month_of, with_duty
from cases.models import Channel, LeaderCase, MatterClass
from cases.querysets import PetitionQuerySet
from cases.searching import Finder, Question, Received
from cases.widgets import CATEGORY_FILTER, PlainSelect
from cases.workflow import Status
from fedportal.accounts.models import User
from fedportal.deadlines.clock import SHANGHAI
from fedportal.deadlines.limits import Light
from fedportal.orgs.codes import code_end
from fedportal.orgs.models import Organization

YES = [("1", "是")]
# Part of a number as it is printed.
PRINTED = re.compile(r"妇信|〔|^\D{1,20}\d{4}〕")
CODE = {"min_value": 10**10, "max_value": 10**12 - 1}  # of a place, see orgs.codes


class Whole(django_filters.Filter):
    """A whole number."""

    field_class = forms.IntegerField


class CategoryChoices(django_filters.ChoiceFilter):
    """A kind of matter, or all kinds of one group."""

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        if not value:
            return qs
        return qs.filter(category=value) if "." in value else qs.filter(category__startswith=f"{value}.")


class Day(django_filters.DateFilter):
    """A day, both ends included; a moment is meant in Beijing time."""

    def __init__(self, label: str, lookup: str) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(label=label, field_name="received_at", lookup_expr=lookup, widget=widget)

    def filter(self, qs: QuerySet, value: dt.date | None) -> QuerySet:
        if value is None:
            return qs
        day = value + dt.timedelta(days=self.lookup_expr == "lt" and value < dt.date.max)
        return qs.filter(**{f"received_at__{self.lookup_expr}": dt.datetime.combine(day, dt.time(), SHANGHAI)})


def _choice(label: str, choices: list[Any], **kwargs: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(label=label, choices=choices, empty_label="全部", widget=PlainSelect, **kwargs)


def _flag(label: str, method: str, choices: list[Any] | None = None) -> django_filters.ChoiceFilter:
    """A filter that only links set; the page shows it as a chip that can be taken off."""
    return django_filters.ChoiceFilter(
        label=label, choices=choices or YES, method=method, widget=forms.HiddenInput, null_label=None
    )


class PetitionFilter(CareFilter):
    """The list's filters; give it `user` and `at`."""

    q = django_filters.CharFilter(
        label="查找",
        method="by_text",
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "data-wide": "", "autocomplete": "off"}),
    )
    status = _choice("状态", Status.choices)
    light = _choice("灯色", Light.choices, method="of_duty")
    category = CategoryChoices(
        label="类别",
        choices=CATEGORY_FILTER,
        empty_label="全部",
        widget=PlainSelect,
    )
    channel = _choice("形式", Channel.choices)
    matter_class = _choice("性质", MatterClass.choices)
    under = Whole(label="承办单位", method="by_unit", widget=PlainSelect, **CODE)
    place = Whole(label="问题属地", method="by_place", widget=PlainSelect, **CODE)
    received_from = Day("收到自", "gte")
    received_to = Day("收到至", "lt")

    open = _flag("在办", "by_open")
    urgent = _flag("重大紧急", "by_urgent")
    leader = _flag("领导包案", "by_leader", [("any", "全部"), ("me", "由我包案")])
    mine = _flag("我登记的", "by_me")
    overdue = _flag("已超期", "of_duty")
    desk = _flag("在本单位", "of_duty", [("me", "是")])
    unacknowledged = _flag("待签收", "of_duty")
    stranded = _flag("无上级可报", "of_duty")
    quarantined = _flag("时限已隔离", "of_duty")
    step = Whole(label="级次", method="of_duty", widget=forms.HiddenInput, min_value=-1, max_value=99)
    due = _flag("到期", "of_duty", [("today", "今日"), ("week", "七日内")])
    held_by = Whole(label="单位（不含下级）", method="by_holder", widget=forms.HiddenInput, **CODE)
    told = _flag("近 90 日到期的告知", "of_duty", [("due", "全部"), ("in_time", "按期"), ("late", "未按期")])
    counted = django_filters.CharFilter(label="统计项目", method="by_counted", widget=forms.HiddenInput)
    overdue_at = django_filters.CharFilter(label="当月末超期", method="of_duty", widget=forms.HiddenInput)
    owed_under = Whole(label="责任单位", method="of_duty", widget=forms.HiddenInput, **CODE)
    owed_by = Whole(label="责任单位（不含下级）", method="of_duty", widget=forms.HiddenInput, **CODE)
    month = django_filters.CharFilter(label="收到月份", method="by_month", widget=forms.HiddenInput)
    closed_month = django_filters.CharFilter(label="办结月份", method="by_month", widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, at: dt.datetime, finder: Finder | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.at, self.finder = user, at, finder or Finder(user)
        self.question: Question | None = None  # the words that are looked for
        self.unasked: PetitionQuerySet = self.queryset  # all the other filters
        for name in ("under", "place"):
            choices = partial(unit_choices, user, self.data.get(name, ""), at)
            self.form.fields[name].widget.choices = CallableChoiceIterator(choices)  # asked only when drawn

    def over(self, rows: PetitionQuerySet) -> PetitionQuerySet:
        """What was filtered for, but not looked for by words, among these rows."""
        return with_duty(super().filter_queryset(rows), self.form.cleaned_data, self.user, self.at)

    def filter_queryset(self, queryset: PetitionQuerySet) -> PetitionQuerySet:
        self.unasked = self.over(queryset)
        if self.question is None:
            return self.unasked
        under = self.form.cleaned_data.get("under")
        if under and self.user.org.covers(under):
            self.question = self.question.within(under)
        return self.question.among(self.unasked)

    @property
    def received(self) -> Received:
        """The stretch outside which no petition of this filter was received."""
        given = self.form.cleaned_data
        first, last, month = given.get("received_from"), given.get("received_to"), month_of(given.get("month") or "")
        since = [month[0]] if month else []
        since += [dt.datetime.combine(first, dt.time(), SHANGHAI)] if first else []
        until = [month[1]] if month else []
        until += [dt.datetime.combine(last, dt.time.max, SHANGHAI)] if last else []
        return Received(max(since, default=None), min(until, default=None))

    def of_duty(self, rows: PetitionQuerySet, name: str, value: Any) -> PetitionQuerySet:
        """Said once for all of them in duty_filters.with_duty: they speak of the same duty."""
        return rows

    def by_text(self, rows: PetitionQuerySet, name: str, value: str) -> PetitionQuerySet:
        """A number is found by its index; for words the question is kept, and asked in filter_queryset."""
        text = value.strip()
        if PRINTED.search(text) and (numbered := rows.filter(number__startswith=text)).exists():
            return numbered
        self.question = self.finder.question(text)
        return rows if self.question else rows.none()

    def by_unit(self, rows: PetitionQuerySet, name: str, value: int) -> PetitionQuerySet:
        return rows.filter(org_code__gte=value, org_code__lt=code_end(value))

    def by_holder(self, rows: PetitionQuerySet, name: str, value: int) -> PetitionQuerySet:
        return rows.filter(org_code=value)

    def by_counted(self, rows: PetitionQuerySet, name: str, value: str) -> PetitionQuerySet:
        counted = CountedIn.read(value)
        return matters_of(rows, counted) if counted else rows.none()

    def by_place(self, rows: PetitionQuerySet, name: str, value: int) -> PetitionQuerySet:
        return rows.filter(place__code__gte=value, place__code__lt=code_end(value))

    def by_open(self, rows: PetitionQuerySet, name: str, value: str) -> PetitionQuerySet:
        return rows.open()

    def by_me(self, rows: PetitionQuerySet, name: str, value: str) -> PetitionQuerySet:
        return rows.filter(registered_by=self.user)

    def by_urgent(self, rows: PetitionQuerySet, name: str, value: str) -> PetitionQuerySet:
        return rows.filter(urgent=True)

    def by_leader(self, rows: PetitionQuerySet, name: str, value: str) -> PetitionQuerySet:
        taken = LeaderCase.objects.open()
        return rows.filter(leader_cases__in=taken.filter(leader=self.user) if value == "me" else taken)

    def by_month(self, rows: PetitionQuerySet, name: str, value: str) -> PetitionQuerySet:
        month = month_of(value)
        if month is None:
            return rows.none()
        field = "closed_at" if name == "closed_month" else "received_at"
        return rows.filter(**{f"{field}__gte": month[0], f"{field}__lt": month[1]})

    def chips(self) -> list[tuple[str, str]]:
        """The filters in force that no input of the page shows: parameter and words."""
        fields = self.form.fields.items()
        return self._spoken([name for name, field in fields if isinstance(field.widget, forms.HiddenInput)])

    def conditions(self) -> list[str]:
        """All filters in force, in words."""
        return [words for _, words in self._spoken([*self.form.fields])]

    def _spoken(self, names: Iterable[str]) -> list[tuple[str, str]]:
        given = {name: value for name in names if (value := self.form.data.get(name))}
        codes = {name: self.form.cleaned_data.get(name) for name in OF_UNITS if name in given}
        units = Organization.objects.filter(code__in=codes.values()).order_by("valid_from") if codes else ()
        places = {unit.code: unit.region_name for unit in units}
        words = {name: places.get(code, given[name]) for name, code in codes.items()}
        if counted := CountedIn.read(given.get("counted", "")):
            words["counted"] = counted.words
        return [(name, _say(self.form.fields[name], words.get(name, value))) for name, value in given.items()]


OF_UNITS = ("under", "place", "held_by", "owed_under", "owed_by")


def _say(field: forms.Field, value: str) -> str:
    if value in {"1", "me"} and isinstance(field.widget, forms.HiddenInput):
        return str(field.label)
    choices: dict[Any, Any] = {}
    if isinstance(field, forms.ChoiceField):
        choices = dict(flatten_choices(field.choices))  # type: ignore[arg-type]
    return f"{field.label}：{choices.get(value, value)}"


def unit_choices(user: User, chosen: str, at: dt.datetime) -> list[tuple[str, str]]:
    """Where one may go from here: back to one's own unit, the chosen one, and those right below it."""
    units = Organization.objects.visible_to(user).living(timezone.localdate(at))
    picked = units.filter(code=int(chosen)).first() if re.fullmatch(r"[0-9]{11,12}", chosen) else None
    here = picked or user.org
    above = [("", f"{user.org.region_name}（全部）")]
    if picked and picked.pk != user.org_id:
        above.append((str(picked.code), picked.region_name))
    below = units.filter(parent=here).order_by("code").values_list("code", "region_name")
    return above + [(str(code), name) for code, name in below]
