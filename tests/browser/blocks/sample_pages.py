"""Addresses of pages that show every building block once; only the tests of the blocks know them."""

import datetime as dt
from pathlib import Path

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import include, path
from django.utils import timezone

TEMPLATES = Path(__file__).parent / "templates"
KINDS = [
    ("婚姻家庭", [("family.dv", "家庭暴力"), ("family.divorce", "离婚纠纷"), ("family.custody", "子女抚养")]),
    ("财产权益", [("property.land", "土地承包"), ("property.inherit", "遗产继承")]),
]
INITIALS = {"family.dv": "jtbl", "family.divorce": "lhjf", "family.custody": "znfy"}
CITIES = ["济南市", "青岛市", "淄博市", "滨州市", "菏泽市"]
STEPS = ["提醒", "临近", "超期", "市级", "督办", "省级"]


class KindSelect(forms.Select):
    def create_option(self, name: str, value: object, *args: object, **kwargs: object) -> dict[str, object]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["data-initials"] = INITIALS.get(str(value), "")
        return option


class SampleForm(forms.Form):
    """A form with one field of each shape."""

    use_required_attribute = False

    name = forms.CharField(label="姓名", error_messages={"required": "请填写姓名。"})
    id_number = forms.CharField(
        label="身份证号",
        required=False,
        widget=forms.TextInput(attrs={"data-idcard": ""}),
        help_text="自动带出生日和性别",
    )
    birth_on = forms.DateField(label="出生日期", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    sex = forms.ChoiceField(
        label="性别",
        choices=[("female", "女"), ("male", "男"), ("unknown", "不详")],
        widget=forms.RadioSelect,
        required=False,
    )
    kind = forms.ChoiceField(
        label="事项类别",
        choices=[("", "请选择"), *KINDS],
        widget=KindSelect(attrs={"data-combobox": ""}),
        help_text="可输入汉字或拼音首字母",
        error_messages={"required": "请选择事项类别。"},
    )
    place = forms.CharField(
        label="问题属地", required=False, widget=forms.Select(attrs={"data-combobox": "", "data-source": "/units/"})
    )
    facts = forms.CharField(label="主要事实", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    urgent = forms.BooleanField(label="情况紧急", required=False, help_text="勾选后按紧急阶梯上报")


class SampleFilter(forms.Form):
    q = forms.CharField(
        label="查找", required=False, widget=forms.TextInput(attrs={"type": "search", "data-wide": ""})
    )
    status = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), ("open", "在办")])
    received_from = forms.DateField(label="收到自", required=False, widget=forms.DateInput(attrs={"type": "date"}))


def sample(request: HttpRequest) -> HttpResponse:
    """Every block once."""
    at = timezone.now()
    return render(
        request,
        "sample.html",
        {
            "now": at,
            "filter": SampleFilter(),
            "lights": list(enumerate(["正常", "已提醒", "临近", "超期", "已上报", "报至省级"])),
            "rows": [
                {
                    "number": f"鲁滨城妇信〔2026〕{n:06}",
                    "name": "王某某",
                    "kind": "家庭暴力",
                    "facts": "多次被丈夫殴打，" * 6,
                    "light": n % 6,
                    "label": ["正常", "已提醒", "临近", "超期", "已上报", "报至省级"][n % 6],
                    "due": at + dt.timedelta(days=9 - 4 * n, hours=n),
                }
                for n in range(7)
            ],
            "events": [
                {
                    "at": at,
                    "title": "上报省级",
                    "who": "系统",
                    "text": "超期 15 个工作日，请书面说明",
                    "light": 5,
                    "light_label": "报至省级",
                    "climb": True,
                },
                {
                    "at": at - dt.timedelta(days=3),
                    "title": "催办第 1 次",
                    "who": "系统",
                    "light": 3,
                    "light_label": "超期",
                    "climb": True,
                },
                {
                    "at": at - dt.timedelta(days=20),
                    "title": "登记",
                    "who": "滨城区妇联 王芳",
                    "text": "来访人带一名儿童。",
                },
            ],
            "crumbs": [{"label": "信访", "url": "/"}, {"label": "样例"}],
            "heat": {
                "kind": "heat",
                "x": STEPS,
                "y": CITIES,
                "unit": "件",
                "cells": [[x, y, (x * 7 + y * 5) % 23, "/sample/"] for x in range(6) for y in range(5)],
            },
            "trend": {
                "kind": "line",
                "x": [f"{m} 月" for m in range(1, 13)],
                "unit": "件",
                "series": [
                    {"name": "登记", "values": [30 + (m * 17) % 29 for m in range(12)]},
                    {"name": "办结", "values": [25 + (m * 11) % 31 for m in range(12)]},
                ],
            },
            "top": {
                "kind": "bar",
                "x": ["家庭暴力", "离婚纠纷", "土地承包", "子女抚养"],
                "horizontal": True,
                "unit": "件",
                "series": [{"name": "件数", "values": [128, 96, 41, 22]}],
                "urls": ["/sample/"] * 4,
            },
        },
    )


def sample_form(request: HttpRequest) -> HttpResponse:
    """A form with a draft; once saved it says so."""
    form = SampleForm(request.POST or None)
    if form.is_valid():
        messages.success(request, "已登记。")
        request.session["saved"] = "sample"
        return redirect("/saved/")
    return render(request, "sample_form.html", {"form": form})


def saved(request: HttpRequest) -> HttpResponse:
    return render(request, "sample_saved.html", {"draft_done": request.session.pop("saved", "")})


def units(request: HttpRequest) -> HttpResponse:
    """The type-ahead's source."""
    found = [(str(n), name, "山东省") for n, name in enumerate(CITIES) if request.GET["q"] in name]
    return JsonResponse({"results": [{"id": pk, "name": name, "path": path} for pk, name, path in found]})


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("as meant")


urlpatterns = [
    path("", sample, name="home"),
    path("sample/", sample),
    path("form/", sample_form),
    path("saved/", saved),
    path("units/", units),
    path("broken/", broken),
    path("", include("fedportal.urls")),
]
