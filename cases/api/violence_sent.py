"""The acts of a course as another system sends them: by the forms of the pages, and by their verbs."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rest_framework import serializers

from cases.actions.violence.orders import record_ruling, report_breach
from cases.actions.violence.reports import record_result
from cases.actions.violence.warnings import record_warning, record_warning_visit
from cases.api.writing_typed import Given, complaints, refused_field, typed_value
from cases.forms.violence.acts import CourseForm
from cases.forms.violence.order_forms import BreachForm, RulingForm
from cases.forms.violence.report_forms import ResultForm, WarningForm, WarningVisitForm
from cases.models import Petition
from cases.workflow.aftercare import VisitChannel
from cases.workflow.violence_orders import BreachTold, OrderResult
from cases.workflow.violence_reports import PoliceResult, WarningFinding
from fedportal.accounts.models import User
from fedportal.api.sent_fields import DayField, Flag, MomentField, Shape, choice, text

NO_REPORT = "没有这一次报警。"
NO_LETTER = "没有正在查访的告诫书。"
NO_ORDER = "没有这一次保护令申请。"


class SentCourseMoveShape(Shape):
    """What a step asks for; each asks for few of these."""

    reported_at = MomentField(required=False, help_text="文档中的报警时间：哪一次报警（police_result）")
    result = choice(PoliceResult.choices, required=False, help_text="处理结果（police_result）")
    result_at = MomentField(required=False, help_text="作出时间（police_result）")
    appraised = Flag(required=False, help_text="已作伤情鉴定（police_result）")
    station = text(100, help_text="出具的公安机关（warning）")
    number = text(60, help_text="告诫书编号（warning）；裁定文号（ruling）")
    issued_on = DayField(required=False, help_text="出具日期（warning）")
    delivered_on = DayField(required=False, help_text="送达加害人日期（warning）")
    committee = text(100, help_text="查访的村（居）委会（warning）")
    safe_to_talk = Flag(required=False, help_text="先问：当时方便说话（warning_visit）")
    channel = choice(VisitChannel.choices, required=False, help_text="见她的方式（warning_visit）")
    visited_at = MomentField(required=False, help_text="查访时间（warning_visit）")
    finding = choice(WarningFinding.choices, required=False, help_text="查访结果（warning_visit）")
    educated = Flag(required=False, help_text="已对加害人法治教育（warning_visit）")
    despite = text(300, help_text="与安全联系要求不符的，写明经过（warning_visit）")
    accepted_at = MomentField(required=False, help_text="文档中的法院受理时间：哪一次申请（ruling、breach）")
    ruling = choice(OrderResult.choices, required=False, help_text="裁定（ruling）")
    decided_at = MomentField(required=False, help_text="作出时间（ruling）")
    valid_until = DayField(required=False, allow_null=True, help_text="有效期至，作出保护令的必填（ruling）")
    happened_at = MomentField(required=False, help_text="违反时间（breach）；再次施暴时间（warning_visit）")
    told = serializers.ListField(
        child=choice(BreachTold.choices), required=False, help_text="已经报告（breach），至少一处"
    )
    note = text(2000, help_text="查访情况（warning_visit）、违反情况（breach）；只有承办单位看得到")


@dataclass(frozen=True)
class CourseStep:
    """One act: the page's form; what it is about; the verb, which gets both; which of the petition's rows is meant is
    said by `names`; where the inputs of the form stand in what is sent, if they are called otherwise."""

    form: type[CourseForm]
    of: Callable[[Petition, Given], Any]
    do: Callable[..., object]
    names: frozenset[str] = frozenset()
    paths: Mapping[str, str] = field(default_factory=dict)

    @property
    def inputs(self) -> dict[str, str]:
        """Those of the form, by what they are sent as."""
        return {self.paths.get(name, name): name for name in self.form.base_fields}

    def take(self, petition: Petition, given: Given, *, by: User, at: dt.datetime) -> None:
        """Raises ValidationError by fields, and what the verb refuses."""
        typed = {name: typed_value(given[sent]) for sent, name in self.inputs.items() if sent in given}
        if "safe_to_talk" in given:
            typed["safe_to_talk"] = "yes" if given["safe_to_talk"] else "no"
        form, about = self.form(typed, petition=petition, by=by, at=at), self.of(petition, given)
        if not form.is_valid():
            raise complaints(form, self.paths)
        self.do(about, form, by=by, at=at)


def _report(petition: Petition, given: Given) -> Any:
    return _found(petition.police_reports.filter(reported_at=given["reported_at"]), "reported_at", NO_REPORT)


def _letter(petition: Petition, given: Given) -> Any:
    return _found(petition.warning_letters.filter(ended_at=None), "visited_at", NO_LETTER)


def _order(petition: Petition, given: Given) -> Any:
    return _found(petition.protection_orders.filter(accepted_at=given["accepted_at"]), "accepted_at", NO_ORDER)


def _found(rows: Any, name: str, words: str) -> Any:
    """The last of them. Raises ValidationError where there is none."""
    row = rows.order_by("pk").last()
    if row is None:
        raise refused_field(name, "not_found", words)
    return row


COURSE_STEPS = {
    "police_result": CourseStep(
        ResultForm,
        _report,
        lambda row, form, *, by, at: record_result(row, **form.cleaned_data, by=by, at=at),
        frozenset({"reported_at"}),
    ),
    "warning": CourseStep(
        WarningForm,
        lambda petition, given: petition,
        lambda row, form, *, by, at: record_warning(row, form.warned(), by=by, at=at),
    ),
    "warning_visit": CourseStep(
        WarningVisitForm,
        _letter,
        lambda row, form, *, by, at: record_warning_visit(row, form.visited(), by=by, at=at),
    ),
    "ruling": CourseStep(
        RulingForm,
        _order,
        lambda row, form, *, by, at: record_ruling(row, form.ruling(), by=by, at=at),
        frozenset({"accepted_at"}),
        {"result": "ruling"},
    ),
    "breach": CourseStep(
        BreachForm,
        _order,
        lambda row, form, *, by, at: report_breach(row, **form.cleaned_data, by=by, at=at),
        frozenset({"accepted_at"}),
    ),
}
