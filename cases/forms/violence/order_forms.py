"""What is asked of a protection order at each of its steps, and of the safety plan."""

import datetime as dt
from typing import Any

from django import forms

from cases.actions.violence.orders import Application, Ruling
from cases.forms.plain_fields import choice, text, words
from cases.forms.violence.acts import OWN_UNIT_ONLY, CourseForm, day, several, when, yes_or_no
from cases.models import Petition, SafetyPlan
from cases.violence_law import MEASURES
from cases.workflow.violence_orders import Applicant, BreachTold, Ground, OrderEnd, OrderResult

NUMBERED = [(number, measure.rstrip("：")) for number, measure in enumerate(MEASURES, start=1)]


class ApplicationForm(CourseForm):
    """Who applies, why for her, for what, where."""

    applicant = choice("申请人", Applicant.choices, "请选择申请人。")
    ground = choice(
        "代为申请的理由",
        [("", "本人申请"), *Ground.choices],
        "请选择理由。",
        required=False,
        help_text="妇联可以为无、限制行为能力或者受强制、威吓无法申请的人代为申请（反家庭暴力法第二十三条）",
    )
    wished = yes_or_no("符合本人意愿吗")
    measures = several("申请的措施", NUMBERED, "请选择申请的措施。")
    court = words("受理的人民法院", 100, "请填写人民法院。", "申请人或者被申请人居住地、家庭暴力发生地的基层人民法院")
    accepted_at = when("法院受理时间")
    oral = forms.BooleanField(label="书面申请有困难，口头申请记入笔录", required=False)
    urgent = forms.BooleanField(label="情况紧急", required=False, help_text="法院在 24 小时内作出裁定，否则 72 小时内")

    def known(self, petition: Petition, at: dt.datetime) -> dict[str, Any]:
        return {"accepted_at": at}

    def application(self) -> Application:
        given = dict(self.cleaned_data)
        measures = tuple(map(int, given.pop("measures")))
        return Application(measures=measures, wished=given.pop("wished") == "yes", **given)


class RulingForm(CourseForm):
    """What the court decided."""

    result = choice("裁定", OrderResult.choices, "请选择裁定结果。")
    decided_at = when("作出时间")
    number = words("裁定文号", 60)
    valid_until = day("有效期至", "作出保护令的填写，不超过 6 个月", required=False)

    def known(self, petition: Petition, at: dt.datetime) -> dict[str, Any]:
        return {"decided_at": at}

    def ruling(self) -> Ruling:
        return Ruling(**self.cleaned_data)


class ServiceForm(CourseForm):
    """When the court served it."""

    served_at = when("送达时间", help_text="送达申请人、被申请人、公安机关和居（村）委会")

    def known(self, petition: Petition, at: dt.datetime) -> dict[str, Any]:
        return {"served_at": at}


class ReconsiderationForm(CourseForm):
    """That she asked the court to look at its refusal again, or does not want to."""

    wanted = choice("本人申请复议吗", [("yes", "已申请复议"), ("no", "已告知，本人不申请复议")], "请选择。")
    reconsidered_on = day("申请复议日期", "自裁定生效之日起五日内（反家庭暴力法第三十一条）", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("wanted") == "yes" and "reconsidered_on" in given and given["reconsidered_on"] is None:
            self.add_error("reconsidered_on", "请填写申请复议日期。")
        if given.get("wanted") == "no" and given.get("reconsidered_on"):
            self.add_error("reconsidered_on", "本人不申请复议的，不填写日期。")
        return given


class ExtensionForm(CourseForm):
    """The court lets it go on."""

    number = words("裁定文号", 60, "请填写裁定文号。")
    ruled_on = day("裁定日期", "法院在失效前作出的，之后知道的也可以登记")
    until = day("延长至")


class BreachForm(CourseForm):
    """What he did, and who was told."""

    happened_at = when("发生时间")
    told = several("已经报告", BreachTold.choices, "请先报告公安机关或者人民法院。")
    note = text("违反情况", 2000, "请填写违反情况。", OWN_UNIT_ONLY)


class EndForm(CourseForm):
    """It holds no more, and the court was told how it was kept."""

    ended = choice("失效原因", OrderEnd.choices, "请选择失效原因。")
    fed_back_on = day("向法院反馈执行情况的日期", "回访单由本人签名后交法院（法发〔2022〕10号第十八条）")


class SafetyForm(CourseForm):
    """What she does when it begins again, made with her."""

    signs = text("危险信号", 1000, "", "哪些话、动作、时候预示要动手")
    places = text("可以去的安全地方和走法", 1000)
    helpers = text("可以求助的人、约定的暗语", 1000)
    papers = text("随身的证件、钱物、药品", 1000)
    children = text("孩子和老人怎么办", 1000)

    def known(self, petition: Petition, at: dt.datetime) -> dict[str, Any]:
        last = petition.safety_plans.last()
        return {name: getattr(last, name) for name in SafetyPlan.PARTS} if last else {}
