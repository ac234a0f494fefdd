"""What is copied from the State Council's notice: ranges of holidays, days worked instead, its number."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any

from django import forms

from fedportal.calendar.arrangement import HolidayRange
from fedportal.calendar.sources import why_not_in, why_not_makeup

LONGEST = 31  # days; a longer holiday is a slip of the pen


def _name(label: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"aria-label": label})
    return forms.CharField(label=label, max_length=20, widget=widget, error_messages={"required": "请填写节日名称。"})


def _date(label: str) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "aria-label": label}, format="%Y-%m-%d")
    errors = {"invalid": "请填写日期，如 2027-01-01。", "required": "请填写日期。"}
    return forms.DateField(label=label, widget=widget, error_messages=errors)


class NoticeForm(forms.Form):
    """By which document the year is arranged."""

    reference = forms.CharField(
        label="文号",
        max_length=200,
        help_text="照抄通知的文号，如“国办发明电〔2026〕7号”。",
        error_messages={"required": "请填写通知的文号。"},
    )


class RowForm(forms.Form):
    """A row of the notice about one year."""

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year

    def _in_year(self, name: str) -> dt.date:
        day: dt.date = self.cleaned_data[name]
        if wrong := why_not_in(self.year, day):
            raise forms.ValidationError(wrong)
        return day


class HolidayForm(RowForm):
    """One holiday, from its first day off to its last."""

    name = _name("节日")
    first = _date("放假第一天")
    last = _date("放假最后一天")

    def clean_first(self) -> dt.date:
        return self._in_year("first")

    def clean_last(self) -> dt.date:
        last = self._in_year("last")
        first = self.cleaned_data.get("first")
        if first and last < first:
            raise forms.ValidationError(f"最后一天不能早于第一天（{first}）。")
        if first and (last - first).days >= LONGEST:
            raise forms.ValidationError(f"一个节日最多放假 {LONGEST} 天，请核对。")
        return last


class MakeupForm(RowForm):
    """One Saturday or Sunday that is worked for a holiday."""

    day = _date("上班日期")
    name = _name("为哪个节日")

    def clean_day(self) -> dt.date:
        day = self._in_year("day")
        if wrong := why_not_makeup(day):
            raise forms.ValidationError(wrong)
        return day


class RowFormSet(forms.BaseFormSet):
    """Rows with some blank ones below; a row that is emptied is left out."""

    def initial_form_count(self) -> int:
        return 0  # none is obligatory: what is emptied falls away

    def total_form_count(self) -> int:
        return super().total_form_count() if self.is_bound else len(self.initial or []) + self.extra


HolidayFormSet = forms.formset_factory(HolidayForm, formset=RowFormSet, extra=2)
MakeupFormSet = forms.formset_factory(MakeupForm, formset=RowFormSet, extra=4)


class ArrangementForm:
    """The whole page: the notice, its holidays and its make-up days, valid together."""

    def __init__(
        self, data: Any, *, year: int, ranges: Iterable[HolidayRange] = (), makeup: dict[dt.date, str] | None = None
    ) -> None:
        standing = [{"name": r.name, "first": r.first, "last": r.last} for r in ranges]
        worked = [{"day": day, "name": name} for day, name in (makeup or {}).items()]
        self.notice = NoticeForm(data)
        self.holidays = self._rows(HolidayFormSet, data, "holidays", year, standing)
        self.makeup = self._rows(MakeupFormSet, data, "makeup", year, worked)

    def _rows(
        self, kind: type[forms.BaseFormSet], data: Any, prefix: str, year: int, standing: list[dict[str, Any]]
    ) -> forms.BaseFormSet:
        """What was sent, else what stands: a row sent as it stood is no blank row."""
        initial = None if data else standing
        return kind(data, prefix=prefix, initial=initial, form_kwargs={"year": year})

    def is_valid(self) -> bool:
        return all([self.notice.is_valid(), self.holidays.is_valid(), self.makeup.is_valid()])

    @property
    def rows(self) -> list[RowForm]:
        return [*self.holidays.forms, *self.makeup.forms]

    @property
    def errors(self) -> bool:
        """Whether something was sent and is wrong."""
        return self.notice.is_bound and not self.is_valid()

    @property
    def arrangement(self) -> dict[str, Any]:
        """The arguments of actions.publish_year; later rows win where two holidays overlap."""
        holidays: dict[dt.date, str] = {}
        for row in filter(None, (form.cleaned_data for form in self.holidays)):
            length = (row["last"] - row["first"]).days + 1
            holidays |= {row["first"] + dt.timedelta(days=n): row["name"] for n in range(length)}
        makeup = {row["day"]: row["name"] for row in filter(None, (form.cleaned_data for form in self.makeup))}
        return {"holidays": holidays, "makeup": makeup}

    @property
    def fingerprint(self) -> str:
        """Stands for what is filled in, so that only what was looked at is published."""
        said = [self.notice.cleaned_data, *self.arrangement.values()]
        return hashlib.sha256(repr(said).encode()).hexdigest()

    def refuse(self, sentence: str) -> None:
        """Show on top of the page what the action would not do."""
        self.notice.add_error(None, sentence)
