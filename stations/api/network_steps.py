"""The single acts on somebody of the network, as another system makes them: roles by their kind, of which one stands
at a time, credentials by the ids in her document."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms

from cases.api.writing_typed import Given, refused_field
from fedportal.accounts.models import User
from fedportal.api.sent_fields import DayField, Flag, Number, Shape, choice, text
from fedportal.orgs.models import Level
from stations.actions.credentials import add_credential, end_credential, renew_credential
from stations.actions.people import leave_network, pause_person
from stations.actions.roles import appoint, end_role, renew_role
from stations.actions.training import attend
from stations.actions.volunteering import log_service
from stations.api.parts import told_id
from stations.api.writing_forms import plain
from stations.api.written import Step
from stations.forms.course_form import CourseFactsForm
from stations.forms.fields import line_field, one_of
from stations.forms.person_acts_form import (
    AppointForm,
    CredentialForm,
    EndForm,
    LeaveForm,
    PauseForm,
    RenewRoleForm,
)
from stations.forms.volunteer_form import MINUTES, HoursForm
from stations.models import Credential, NetworkPerson, NetworkRole
from stations.models.person import CREDENTIAL
from stations.network_facts import CourseKind, CredentialKind, LeftWhy, RoleKind, ServiceKind

NO_ROLE, NO_CREDENTIAL = "这名人员现在没有这项身份。", "这名人员没有这份证书。"


class SentPersonMoveShape(Shape):
    """What a step asks for; each asks for few of these."""

    on = DayField(required=False, help_text="离队、离任、注销的日期：从这一天起不再算在内")
    why = choice(LeftWhy.choices, required=False, help_text="离队原因（leave）")
    until = DayField(
        required=False, allow_null=True, help_text="暂停服务至（pause，空为恢复）；任期至（appoint、renew_role）"
    )
    role = choice(RoleKind.choices, required=False, help_text="身份")
    full_time = Flag(required=False, help_text="专职")
    appointed_by = text(120, help_text="任命、聘任单位")
    begins = DayField(required=False, help_text="任期自（appoint）；培训开始日期（attend）")
    credential = text(32, help_text="证书在文档中的 id（renew_credential、end_credential）")
    credential_kind = choice(CredentialKind.choices, required=False, help_text="资质")
    number = text(60, help_text="证书编号")
    issuer = text(120, help_text="发证机关")
    issued_on = DayField(required=False, help_text="发证日期")
    expires_on = DayField(required=False, allow_null=True, help_text="有效期至；长期有效的不写")
    course = text(100, help_text="培训名称（attend）")
    course_kind = choice(CourseKind.choices, required=False, help_text="培训内容（attend）")
    level = choice(
        [each for each in Level.choices if each[0] <= Level.TOWNSHIP], required=False, help_text="举办层级（attend）"
    )
    ends = DayField(required=False, help_text="培训结束日期（attend）")
    hours = Number(min_value=0, max_value=1000, required=False, help_text="学时（attend）")
    served_on = DayField(required=False, help_text="服务日期（log_hours）")
    minutes = choice(MINUTES, required=False, help_text="时长，分钟（log_hours）")
    service_kind = choice(ServiceKind.choices, required=False, help_text="服务内容（log_hours）")


class EndRoleForm(EndForm):
    """The page is that of one role."""

    role = one_of("身份", RoleKind.choices)


class ContinuedRoleForm(RenewRoleForm):
    """The same."""

    role = one_of("身份", RoleKind.choices)


class EndCredentialForm(EndForm):
    """The page is that of one credential."""

    credential = line_field("证书", 32)


class RenewCredentialForm(CredentialForm):
    """The same."""

    credential = line_field("证书", 32)


# As they are sent, where the page calls them otherwise.
_SENT: dict[type[forms.Form], dict[str, str]] = {
    AppointForm: {"kind": "role"},
    CredentialForm: {"kind": "credential_kind"},
    CourseFactsForm: {"name": "course", "kind": "course_kind"},
    HoursForm: {"kind": "service_kind"},
}
_SENT[RenewCredentialForm] = _SENT[CredentialForm]


def step(form: type[forms.Form], do: Callable[..., Any]) -> Step:
    """By that form of the page."""
    renamed = _SENT.get(form, {})
    names = {renamed.get(name, name): name for name in form.base_fields}

    def typed(given: Given, row: Any) -> dict[str, Any]:
        return {names[name]: value for name, value in plain(given, names).items()}

    return Step(lambda told, row: form(told), do, typed, frozenset(names), renamed)


def person_steps() -> dict[str, Step]:
    return {
        "leave": step(LeaveForm, _left),
        "pause": step(PauseForm, _paused),
        "appoint": step(AppointForm, _appointed),
        "renew_role": step(ContinuedRoleForm, _role_renewed),
        "end_role": step(EndRoleForm, _role_ended),
        "add_credential": step(CredentialForm, _credential_added),
        "renew_credential": step(RenewCredentialForm, _credential_renewed),
        "end_credential": step(EndCredentialForm, _credential_ended),
        "attend": step(CourseFactsForm, lambda row, form, *, by, at: attend(row, form.facts(), by=by, at=at)),
        "log_hours": step(HoursForm, lambda row, form, *, by, at: log_service(row, form.service(), by=by, at=at)),
    }


def _left(row: NetworkPerson, form: Any, *, by: User, at: dt.datetime) -> None:
    leave_network(row, on=form.cleaned_data["on"], why=form.cleaned_data["why"], by=by, at=at)


def _paused(row: NetworkPerson, form: Any, *, by: User, at: dt.datetime) -> None:
    pause_person(row, form.cleaned_data["until"], by=by, at=at)


def _appointed(row: NetworkPerson, form: Any, *, by: User, at: dt.datetime) -> None:
    appoint(row, form.appointment(), by=by, at=at)


def _role_renewed(row: NetworkPerson, form: Any, *, by: User, at: dt.datetime) -> None:
    given = form.cleaned_data
    renew_role(held_role(row, given["role"]), until=given["until"], appointed_by=given["appointed_by"], by=by, at=at)


def _role_ended(row: NetworkPerson, form: Any, *, by: User, at: dt.datetime) -> None:
    end_role(held_role(row, form.cleaned_data["role"]), on=form.cleaned_data["on"], by=by, at=at)


def _credential_added(row: NetworkPerson, form: Any, *, by: User, at: dt.datetime) -> None:
    add_credential(row, form.paper(), by=by, at=at)


def _credential_renewed(row: NetworkPerson, form: Any, *, by: User, at: dt.datetime) -> None:
    old = _credential(row, form.cleaned_data.pop("credential"), by)
    renew_credential(old, form.paper(), by=by, at=at)


def _credential_ended(row: NetworkPerson, form: Any, *, by: User, at: dt.datetime) -> None:
    old = _credential(row, form.cleaned_data["credential"], by)
    end_credential(old, on=form.cleaned_data["on"], by=by, at=at)


def held_role(row: NetworkPerson, kind: str) -> NetworkRole:
    """The one of that kind that she holds. Raises ValidationError."""
    role = row.roles.filter(ended_on=None, kind=kind).first()
    if role is None:
        raise refused_field("role", "not_found", NO_ROLE)
    return role


def _credential(row: NetworkPerson, told: str, by: User) -> Credential:
    """By the id in her document. Raises ValidationError."""
    found = [paper for paper in row.credentials.defer("number") if told_id(CREDENTIAL, paper.pk, by) == told]
    if not found:
        raise refused_field("credential", "not_found", NO_CREDENTIAL)
    return found[0]
