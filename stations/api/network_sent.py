"""What another system sends about people of the network, rights posts and partner bases; the pages' forms judge it."""

import datetime as dt
from typing import Any

from django import forms
from rest_framework import serializers

from cases.api.writing_typed import Given, units_by_code
from cases.workflow.contacting import Weekday
from fedportal.accounts.models import User
from fedportal.api.sent_fields import ClockField, CodeField, DayField, Flag, Number, Shape, Text, choice, text
from fedportal.orgs.models import Level
from stations.actions.bases import change_base, close_base, open_base
from stations.actions.people import change_person, enter_person
from stations.actions.posts import change_post, close_post, nominate_post, open_post, review_post
from stations.actions.roles import appoint
from stations.api.network_reading import BASES, PEOPLE, POSTS
from stations.api.network_steps import SentPersonMoveShape, person_steps, step
from stations.api.writing_forms import lines, plain, refuse_fixed, standing
from stations.api.written import Written
from stations.forms.base_form import BaseForm
from stations.forms.person_acts_form import EndForm
from stations.forms.person_form import PersonForm
from stations.forms.post_form import NominateForm, PostForm, ReviewForm
from stations.models import NetworkPerson, PartnerBase, RightsPost
from stations.models.partner_base import KIND as BASE
from stations.models.person import KIND as PERSON
from stations.models.rights_post import KIND as POST
from stations.network_facts import RoleKind, Sex
from stations.post_facts import BaseKind, Verdict

_ROLE = ("kind", "full_time", "appointed_by", "until")
_OF_PERSON = ("name", "sex", "phone", "id_number", "workplace", "joined_on", "days", "begins", "ends")
_OF_POST = ("agency", "name", "place", "contact", "phone", "opened_on")
_OF_BASE = ("agency", "kind", "address", "hours", "opened_on")


class FirstRoleShape(Shape):
    """In which she begins, since she joined."""

    kind = choice(RoleKind.choices)
    full_time = Flag(required=False, help_text="专职")
    appointed_by = text(120, help_text="任命、聘任单位")
    until = DayField(required=False, allow_null=True, help_text="任期至；没有任期的不写")


class SentPersonShape(Shape):
    """Somebody of the network, as her page asks for her."""

    org = CodeField(required=False, help_text="登记单位：本单位（默认），或者辖区内的村（社区）")
    name = Text(max_length=60)
    sex = choice(Sex.choices)
    phone = text(40, help_text="联系电话；更正时空着的不变")
    id_number = text(18, help_text="身份证号；更正时空着的不变")
    workplace = text(120)
    joined_on = DayField(help_text="加入日期")
    role = FirstRoleShape(help_text="登记时的身份；以后的用 appoint、end_role")
    days = serializers.ListField(child=choice(Weekday.choices), required=False, help_text="可以服务的星期，整项替换")
    begins = ClockField(required=False, allow_null=True)
    ends = ClockField(required=False, allow_null=True)


class SentPostShape(Shape):
    """A rights post."""

    agency = Number(min_value=1, max_value=2**53, help_text="所在单位在协作单位名录中的 id")
    name = Text(max_length=80)
    place = text(120)
    duties = serializers.ListField(child=Text(max_length=100), min_length=1, max_length=20, help_text="职责，整项替换")
    contact = text(60)
    phone = text(40, help_text="办公电话")
    opened_on = DayField(help_text="设立日期")


class SentPostMoveShape(Shape):
    """What a step asks for."""

    verdict = choice(Verdict.choices, required=False, help_text="复核结果（review）")
    remarks = text(1000, help_text="意见（review）")
    level = choice(
        [each for each in Level.choices if each[0] <= Level.COUNTY], required=False, help_text="（nominate）"
    )
    year = Number(min_value=2000, max_value=2100, required=False, help_text="年度（nominate）")
    deeds = text(2000, help_text="主要事迹，不写当事人的姓名（nominate）")
    on = DayField(required=False, help_text="撤销日期（close）")


class SentBaseShape(Shape):
    """A partner base: an agency of one's own place, and what it takes."""

    agency = Number(min_value=1, max_value=2**53, help_text="本单位维护的协作单位在名录中的 id")
    kind = choice(BaseKind.choices, help_text="阵地类型")
    takes = serializers.ListField(
        child=Text(max_length=60), min_length=1, max_length=20, help_text="接收的事项，整项替换"
    )
    address = text(200, help_text="庇护、救助场所的地址保密，不要填写")
    hours = text(100)
    opened_on = DayField(help_text="成立日期")


class SentBaseMoveShape(Shape):
    """What a step asks for."""

    on = DayField(required=False, help_text="停办日期")


def _person_form(given: Given, row: NetworkPerson | None, by: User, at: dt.datetime) -> forms.BaseForm:
    if row is not None:
        refuse_fixed(_fixed_of(row, given))
    typed = standing(PersonForm(by=by, at=at, person=row)) | plain(given, _OF_PERSON)
    if row is None:
        typed |= plain(given.get("role", {}), _ROLE)
        if "org" in given:
            typed["org"] = units_by_code([given["org"]], by.org).get(given["org"], "0")
    return PersonForm(typed, by=by, at=at, person=row)


def _fixed_of(row: NetworkPerson, given: Given) -> list[str]:
    """A whole person may be sent again: where she was entered, and the role in which she began, are as they were."""
    wrong = ["org"] if "org" in given and int(given["org"]) != row.org_code else []
    if "role" in given:
        said = {name: value for name, value in given["role"].items() if name in _ROLE}
        wrong += [] if row.roles.filter(**said).exists() else ["role"]
    return wrong


def _entered(form: Any, *, by: User, at: dt.datetime) -> NetworkPerson:
    """As on the page: with her first role."""
    row = enter_person(form.cleaned_data["org"], form.facts(), by=by, at=at)
    appoint(row, form.appointment(), by=by, at=at)
    return row


def _post_form(given: Given, row: RightsPost | None, by: User, at: dt.datetime) -> forms.BaseForm:
    typed = standing(PostForm(by=by, at=at, post=row)) | plain(given, _OF_POST) | lines(given, "duties")
    return PostForm(typed, by=by, at=at, post=row)


def _base_form(given: Given, row: PartnerBase | None, by: User, at: dt.datetime) -> forms.BaseForm:
    if row is not None and given.get("agency", row.agency_id) != row.agency_id:
        refuse_fixed(["agency"])
    typed = standing(BaseForm(by=by, at=at, base=row)) | plain(given, _OF_BASE) | lines(given, "takes")
    return BaseForm(typed, by=by, at=at, base=row)


def _reviewed(row: RightsPost, form: Any, *, by: User, at: dt.datetime) -> None:
    given = form.cleaned_data
    review_post(row, Verdict(given["verdict"]), remarks=given["remarks"], by=by, at=at)


def _nominated(row: RightsPost, form: Any, *, by: User, at: dt.datetime) -> None:
    given = form.cleaned_data
    nominate_post(row, level=int(given["level"]), year=given["year"], deeds=given["deeds"], by=by, at=at)


NETWORK_PERSON = Written(
    "person",
    PERSON,
    PEOPLE,
    SentPersonShape,
    _person_form,
    make=_entered,
    change=lambda row, form, *, by, at: change_person(row, form.facts(), by=by, at=at),
    paths={name: f"role.{name}" for name in _ROLE},
    move_shape=SentPersonMoveShape,
    steps=person_steps(),
)
RIGHTS_POST = Written(
    "post",
    POST,
    POSTS,
    SentPostShape,
    _post_form,
    make=lambda form, *, by, at: open_post(form.facts(), by=by, at=at),
    change=lambda row, form, *, by, at: change_post(row, form.facts(), by=by, at=at),
    move_shape=SentPostMoveShape,
    steps={
        "review": step(ReviewForm, _reviewed),
        "nominate": step(NominateForm, _nominated),
        "close": step(EndForm, lambda row, form, *, by, at: close_post(row, on=form.cleaned_data["on"], by=by, at=at)),
    },
)
PARTNER_BASE = Written(
    "base",
    BASE,
    BASES,
    SentBaseShape,
    _base_form,
    make=lambda form, *, by, at: open_base(form.cleaned_data["agency"], form.facts(), by=by, at=at),
    change=lambda row, form, *, by, at: change_base(row, form.facts(), by=by, at=at),
    move_shape=SentBaseMoveShape,
    steps={
        "close": step(EndForm, lambda row, form, *, by, at: close_base(row, on=form.cleaned_data["on"], by=by, at=at)),
    },
)
