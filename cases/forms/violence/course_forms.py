"""What is asked of the violence, of the danger, and at each move of the course."""

import datetime as dt
from operator import attrgetter
from typing import Any

from django import forms

from cases.actions.violence.course import Violence, plan_handlers
from cases.danger_scale import CURRENT
from cases.forms.plain_fields import choice, text, words
from cases.forms.violence.acts import OWN_UNIT_ONLY, CourseForm, several, when, yes_or_no
from cases.models import Petition, ViolenceCase
from cases.workflow.violence import CourseMove, Relation, Unable, VictimGroup, ViolenceForm, Wish

TOLD = "已告知可以报警、申请告诫书、申请人身安全保护令"


class ViolenceFacts(CourseForm):
    """Who does what to whom, and what she wants."""

    forms_ = several("暴力形式", ViolenceForm.choices, "请选择暴力形式。", "可以多选")
    relation = choice("加害人是她的", Relation.choices, "请选择双方关系。")
    groups = several("受害人类别", VictimGroup.choices, "", "当事人的年龄、特殊群体已经登记的，自动标注")
    repeated = yes_or_no("以前也发生过吗")
    injured = yes_or_no("身上有伤吗")
    history = text("起因、经过、以前的处理", 4000, "", OWN_UNIT_ONLY, rows=4)
    wishes = several(
        "本人意愿", Wish.choices, "请询问并选择本人的意愿。", "问她本人，不替她决定（反家庭暴力法第五条）"
    )
    wish_words = text("本人的话", 1000, "", OWN_UNIT_ONLY)
    told = forms.BooleanField(
        label=TOLD,
        required=False,
        help_text="接到投诉应当告知（法发〔2022〕10号第十三条、公通字〔2024〕34号第六条）",
    )

    def known(self, petition: Petition, at: dt.datetime) -> dict[str, Any]:
        course = ViolenceCase.objects.filter(petition=petition).first()
        if course is None:
            return {}
        same = {name: getattr(course, name) for name in ("relation", "history", "wishes", "wish_words")}
        answers = {name: "yes" if getattr(course, name) else "no" for name in ("repeated", "injured")}
        listed = {"forms_": course.forms, "groups": course.said_groups}
        return {**same, **answers, **listed, "told": course.told_at is not None}

    def violence(self) -> Violence:
        given = self.cleaned_data
        plain = {name: given[name] for name in ("relation", "wishes", "history", "wish_words", "told")}
        answers = {name: given[name] == "yes" for name in ("repeated", "injured")}
        return Violence(forms=given["forms_"], groups=tuple(given["groups"]), **plain, **answers)


class DangerForm(CourseForm):
    """The scale, item by item: what is not asked is not a no. Or why she could not be asked."""

    def __init__(self, data: Any = None, **of: Any) -> None:
        super().__init__(data, **of)
        asked = {f"item_{n}": f"{n}．{item}" for n, item in enumerate(CURRENT.items, start=1)}
        flags = {f"flag_{n}": f"致命危险 {n}．{item}" for n, item in enumerate(CURRENT.red_flags, start=1)}
        for name, label in (asked | flags).items():
            self.fields[name] = yes_or_no(label)
            self.fields[name].required = False
        self.asked = [*asked, *flags]
        nothing = [("", "能够评估"), *Unable.choices]
        self.fields["unable"] = choice("未能评估", nothing, "请选择。", required=False)
        self.fields["note"] = text("说明", 2000, "", f"未能评估的，写明原因和观察到的情况；{OWN_UNIT_ONLY}")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("unable"):
            if any(given.get(name) for name in self.asked):
                self.add_error("unable", "已经填写了答案；能够评估的请选“能够评估”，不能评估的请清空答案。")
            if not given.get("note"):
                self.add_error("note", "未能评估的，请写明原因和观察到的情况。")
            return given
        for name in self.asked:
            if name in given and not given[name]:
                self.add_error(name, "请逐项询问，选择“是”或者“否”。")
        return given

    def _yes(self, kind: str) -> list[int]:
        return [int(name[5:]) for name in self.asked if name.startswith(kind) and self.cleaned_data[name] == "yes"]

    def answers(self) -> dict[str, Any]:
        """Arguments of the verb."""
        given = self.cleaned_data
        return {
            "marked": self._yes("item_"),
            "red_flags": self._yes("flag_"),
            "unable": given["unable"],
            "note": given["note"],
        }


class SuperiorForm(CourseForm):
    """To whom above the danger was reported, and when."""

    told_at = when("报告时间")
    how = words("报告对象和方式", 100, "请填写报告对象和方式。", "如：电话报市妇联权益部；不写当事人姓名")

    def known(self, petition: Petition, at: dt.datetime) -> dict[str, Any]:
        return {"told_at": at}


class MoveForm(CourseForm):
    """What a move of the course asks for."""

    def __init__(self, data: Any = None, *, move: CourseMove, **of: Any) -> None:
        super().__init__(data, **of)
        if move.asks_plan:
            self.fields["plan"] = text(
                "个案方案",
                4000,
                "请填写个案方案。",
                f"安全、报警、就医、证据、法律、心理各由谁、何时；{OWN_UNIT_ONLY}",
                rows=6,
            )
            self.fields["plan_handler"] = self._handler()
        elif move.note_required:
            if move.asks_moment:
                unknown = "不清楚的，填知悉的时间；在此之前的报警、报告上级，不算对这次的报告"
                self.fields["happened_at"] = when("施暴时间", help_text=unknown)
            help_text = "上级妇联能看到，不要写当事人的现住址和联系方式"
            self.fields["note"] = text(move.note_label, 2000, f"请填写{move.note_label}。", help_text)

    def _handler(self) -> forms.ModelChoiceField:
        people = plan_handlers(self.petition)
        wrong = {"required": "请指定个案负责人。", "invalid_choice": "请从本单位知悉本件、没有回避的承办人员里指定。"}
        field = forms.ModelChoiceField(
            people.order_by("name"), label="个案负责人", empty_label="请选择", error_messages=wrong
        )
        field.label_from_instance = attrgetter("name")  # type: ignore[assignment]
        field.initial = self.petition.handler_id
        return field

    def answers(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
