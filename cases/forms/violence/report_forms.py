"""What is asked of a report to the police and its result, and of a report that the law commands."""

import datetime as dt
from typing import Any

from django import forms

from cases.actions.violence.reports import Alarm, Telling
from cases.actions.violence.warnings import Visited, Warned
from cases.forms.plain_fields import choice, text, words
from cases.forms.violence.acts import OWN_UNIT_ONLY, CourseForm, day, several, when, yes_or_no
from cases.models import Petition
from cases.workflow.aftercare import VisitChannel
from cases.workflow.violence_reports import PoliceResult, Reporter, ReportTo, Trigger, WarningFinding


class AlarmForm(CourseForm):
    """Who called the police, when, which station."""

    reporter = choice("报警人", Reporter.choices, "请选择报警人。")
    reported_at = when("报警时间")
    station = words("公安机关", 100, "请填写公安机关。", "如：市中派出所")
    accepted_at = when("受理时间", required=False, help_text="公安机关作出处理决定的时限从受理起算")
    number = words("报警回执、接处警编号", 60)
    note = text("说明", 1000, "", OWN_UNIT_ONLY)

    def known(self, petition: Petition, at: dt.datetime) -> dict[str, Any]:
        return {"reported_at": at}

    def alarm(self) -> Alarm:
        return Alarm(**self.cleaned_data)


class ResultForm(CourseForm):
    """What the police decided."""

    result = choice("处理结果", PoliceResult.choices, "请选择处理结果。")
    result_at = when("作出时间")
    appraised = forms.BooleanField(label="已作伤情鉴定", required=False)

    def known(self, petition: Petition, at: dt.datetime) -> dict[str, Any]:
        return {"result_at": at}


class MandatoryForm(CourseForm):
    """The report that the law commands: why, when, to whom."""

    triggers = several(
        "情形", Trigger.choices, "", "未成年人的必选（高检发〔2020〕9号第四条）；成年的无、限制行为能力人不选"
    )
    known_at = when("知悉时间")
    reported_at = when("报告时间")
    to = several("报告对象", ReportTo.choices, "请选择报告对象。")
    station = words("公安机关", 100, "请填写公安机关。")
    person = words("接报人", 60, "请填写接报人。", "姓名或者警号")
    accepted_at = when("公安机关受理、立案时间", required=False, help_text="公安机关应当在受理、立案后 3 日内反馈")

    def known(self, petition: Petition, at: dt.datetime) -> dict[str, Any]:
        return {"known_at": petition.received_at, "reported_at": at, "to": [ReportTo.POLICE]}

    def telling(self) -> Telling:
        given = dict(self.cleaned_data)
        return Telling(triggers=tuple(map(int, given.pop("triggers"))), **given)


class FeedbackForm(CourseForm):
    """What the police told of a mandatory report."""

    feedback_at = when("反馈时间")
    feedback = text("反馈内容", 2000, "请填写反馈内容。", OWN_UNIT_ONLY)

    def known(self, petition: Petition, at: dt.datetime) -> dict[str, Any]:
        return {"feedback_at": at}


class WarningForm(CourseForm):
    """A warning letter, as the police told of it."""

    station = words("出具的公安机关", 100, "请填写公安机关。")
    number = words("告诫书编号", 60, "请填写告诫书编号。")
    issued_on = day("出具日期")
    delivered_on = day("送达加害人日期", "7 日内首次查访，此后每三个月一次")
    committee = words("查访的村（居）委会", 100)

    def warned(self) -> Warned:
        return Warned(**self.cleaned_data)


class WarningVisitForm(CourseForm):
    """How a visit went: first whether she can speak."""

    safe_to_talk = yes_or_no("先问：现在方便说话吗？")
    channel = choice("见她的方式", VisitChannel.choices, "请选择方式。")
    visited_at = when("查访时间")
    finding = choice("查访结果", WarningFinding.choices, "请选择查访结果。")
    happened_at = when("再次施暴时间", required=False, help_text="发现再次施暴的填写；不清楚的不填，按查访时间计")
    educated = forms.BooleanField(label="已对加害人法治教育（公通字〔2024〕34号第十九条）", required=False)
    note = text("查访情况", 2000, "", f"再次施暴、没有见到或者不便说话的必填；{OWN_UNIT_ONLY}")
    despite = words("与安全联系要求不符的，写明经过", 300, "", "已经这样联系了的才填写，将告知负责人")

    def known(self, petition: Petition, at: dt.datetime) -> dict[str, Any]:
        return {"visited_at": at}

    def visited(self) -> Visited:
        given = dict(self.cleaned_data)
        return Visited(safe_to_talk=given.pop("safe_to_talk") == "yes", **given)
