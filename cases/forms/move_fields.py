"""The fields that moves ask for, each in one place."""

import datetime as dt
from collections.abc import Callable
from operator import attrgetter
from typing import Any

from django import forms
from django.urls import reverse_lazy

from cases.actions import MISSING
from cases.forms.petition_field import PetitionField
from cases.law import EXTENSION_AT_MOST
from cases.supervision_law import SUPERVISION_REPLY
from cases.widgets import UnitPicker
from cases.workflow import (
    TELLING,
    WITHDRAWN_HOW,
    Cause,
    Confirmation,
    Danger,
    MediationKind,
    Outcome,
    Performance,
    Procedure,
    Refusal,
    Remedy,
    Result,
    Retention,
    Route,
    SuperviseMethod,
)
from cases.workflow.aftercare import RootCause
from fedportal.accounts.models import User
from fedportal.orgs.models import Organization


def _radio(label: str, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **more)


def _day(label: str, **more: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, error_messages={"invalid": "请填写正确的日期。"}, **more)


def _text(label: str, rows: int = 4, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=10_000, widget=forms.Textarea(attrs={"rows": rows}), **more)


def _unit(label: str, refusal: str, source: Any = None, **more: Any) -> forms.ModelChoiceField:
    picker = UnitPicker()
    if source is not None:  # an address that is not looked up yet
        picker.attrs["data-source"] = source
    field = forms.ModelChoiceField(label=label, queryset=Organization.objects.none(), widget=picker, **more)
    field.error_messages["invalid_choice"] = refusal
    return field


def _person(label: str, refusal: str = "请从本单位人员中选择。") -> forms.ModelChoiceField:
    field = forms.ModelChoiceField(label=label, queryset=User.objects.none(), empty_label="请选择")
    field.label_from_instance = attrgetter("name")  # type: ignore[assignment]
    field.error_messages["invalid_choice"] = refusal
    return field


ANYWHERE = reverse_lazy("orgs:org_search", query={"anywhere": 1})

FIELDS: dict[str, Callable[[], forms.Field]] = {
    "route": lambda: _radio("办理途径", Route.choices),
    "procedure": lambda: _radio(
        "办理程序",
        Procedure.choices,
        initial=Procedure.ORDINARY,
        help_text="只用于途径（六）；事实清楚、责任明确、初次反映的，可以简易办理，10 个工作日内办结",
    ),
    "refusal": lambda: _radio("不予受理的原因", Refusal.choices),
    "receiver": lambda: _unit("接收单位", "只能转送本级妇联系统内的下级单位。"),
    "report_due_on": lambda: _day("上报办理结果期限"),
    "other_unit": lambda: _unit("有争议的另一单位", "请从本省妇联中选择。", ANYWHERE),
    "decided_unit": lambda: _unit("裁定的承办单位", "只能裁定由本单位的下级单位承办。"),
    "handler": lambda: _person("承办人"),
    "mediation_kind": lambda: _radio("调解类型", MediationKind.choices),
    "mediate_until": lambda: _day("双方约定结束的日期"),
    "performance": lambda: _radio("履行情况", Performance.choices),
    "consent": lambda: forms.BooleanField(label="双方当事人都同意调解", help_text="一方明确拒绝的，不得调解"),
    "agreed_terms": lambda: _text("协议内容", 6, help_text="每条一行：双方的权利义务、履行方式和期限"),
    "confirmation": lambda: _radio("司法确认", Confirmation.choices),
    "remedy": lambda: _radio("导入的程序", Remedy.choices),
    "known_on": lambda: _day("时效起算日", help_text="信访人知道或者应当知道权利被侵害（或者该决定）的日期"),
    "competent_organ": lambda: forms.CharField(
        label="有权处理的机关", max_length=100, help_text="写全称，如“滨城区人力资源和社会保障局”"
    ),
    "days": lambda: forms.IntegerField(
        label="延长天数",
        min_value=1,
        max_value=EXTENSION_AT_MOST,
        initial=EXTENSION_AT_MOST,
        help_text=f"最长 {EXTENSION_AT_MOST} 日",
        error_messages={
            "min_value": "至少延长 1 日。",
            "max_value": f"最长延长 {EXTENSION_AT_MOST} 日（条例第三十四条）。",
            "invalid": "请填写天数，如 15。",
        },
    ),
    "findings": lambda: _text("查明的事实", 6),
    "basis": lambda: forms.CharField(
        label="法律、法规、政策依据", max_length=300, help_text="写到条，如“《妇女权益保障法》第六十五条”"
    ),
    "result": lambda: _radio("处理结论", Result.choices),
    "requested_on": lambda: _day("收到申请的日期"),
    "outcome": lambda: _radio("结论", Outcome.choices),
    "hearing_from": lambda: _day("听证开始日期"),
    "hearing_until": lambda: _day("预计结束日期"),
    "held_until": lambda: _day("听证实际结束日期"),
    "withdrawn_how": lambda: _radio("撤回的方式", list(WITHDRAWN_HOW.items())),
    "safety": lambda: _text(
        "如何确认本人安全、自愿",
        2,
        help_text="单独联系本人，确认安全、没有受到胁迫，并写明联系时间和方式",
    ),
    "unvisited": lambda: _text(
        "没有确认安全就办结的理由",
        3,
        help_text="最近一次回访没有确认本人安全。可以先登记一次回访；确实无法回访的，写明原因和已经采取的措施",
    ),
    "root_cause": lambda: forms.ChoiceField(label="主要成因", choices=[("", "请选择"), *RootCause.choices]),
    "relief_told": lambda: forms.BooleanField(label="生活困难，已告知可以申请社会救助"),
    "relief_helped": lambda: forms.BooleanField(label="生活困难，已帮助申请社会救助"),
    "typical": lambda: forms.BooleanField(label="作为典型案例", help_text="供总结规律、指导工作使用"),
    "agreed": lambda: forms.BooleanField(label="信访人已书面表示不再申请复查、复核", required=False),
    "retention": lambda: _radio("保管期限", Retention.choices),
    "danger": lambda: _radio("危险程度", [choice for choice in Danger.choices if choice[0]]),
    "leader": lambda: _person("包案领导", "包案领导应当是本单位的主席、副主席。"),
    "cause": lambda: forms.ChoiceField(label="督办事由", choices=[("", "请选择"), *Cause.choices]),
    "supervise_method": lambda: _radio("督办方式", SuperviseMethod.choices, initial=SuperviseMethod.ONLINE),
    "reply_due_on": lambda: _day(
        "回复期限", help_text=f"不填的，自签发之日起 {SUPERVISION_REPLY.amount} {SUPERVISION_REPLY.unit.label}"
    ),
    "survivor": lambda: PetitionField(
        label="并入哪一件",
        help_text="点开可以选，看起来相同的在前；也可以填本单位在办信访事项的编号，或者编号最后几位，如“123”",
        error_messages={"invalid_choice": "本单位在办的信访事项中没有这个编号，请核对。"},
    ),
    "told_how": lambda: _radio("告知方式", TELLING),
}


def field(name: str, *, required: bool) -> forms.Field:
    """A new field of this name, with the sentence that asks for it."""
    made = FIELDS[name]()
    made.required = required
    if name in MISSING:
        made.error_messages["required"] = MISSING[name]
    return made


def first_answers(today: dt.date) -> dict[str, object]:
    """What date fields offer before anything is typed."""
    return {"requested_on": today, "held_until": today, "report_due_on": today + dt.timedelta(days=30)}
