"""The single acts on somebody of the network, each on a page of its own."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from stations.actions.credentials import add_credential, end_credential, renew_credential
from stations.actions.people import leave_network, pause_person
from stations.actions.revealing import Shown, reveal
from stations.actions.roles import appoint, end_role, renew_role
from stations.forms.person_acts_form import (
    AppointForm,
    CredentialForm,
    EndForm,
    LeaveForm,
    PauseForm,
    RenewRoleForm,
    RevealForm,
)
from stations.models import Credential, NetworkPerson, NetworkRole
from stations.views.acts import act_page
from stations.views.people import own_person, visible_person


@requires(Can.KEEP_NETWORK)
def person_pause(request: UserRequest, pk: int) -> HttpResponse:
    row, at = own_person(request, pk), timezone.now()
    form = PauseForm(request.POST or None, initial={"until": row.paused_until})
    return act_page(
        request,
        form,
        lambda given: pause_person(row, given["until"], by=request.user, at=at),
        back=row,
        title="暂停、恢复服务",
        button="保存",
        about="暂停期间不能报名任务、登记服务时长。",
    )


@requires(Can.KEEP_NETWORK)
def person_leave(request: UserRequest, pk: int) -> HttpResponse:
    row, at = own_person(request, pk), timezone.now()
    return act_page(
        request,
        LeaveForm(request.POST or None),
        lambda given: leave_network(row, on=given["on"], why=given["why"], by=request.user, at=at),
        back=row,
        title="登记离队",
        button="确认离队",
        about="各项身份同时离任，培训、换证的提醒停止；不能恢复，重新加入的另行登记。满三年后个人信息按保管期限处置。",
    )


@requires(Can.KEEP_NETWORK)
def person_appoint(request: UserRequest, pk: int) -> HttpResponse:
    row, at = own_person(request, pk), timezone.now()
    form = AppointForm(request.POST or None)
    return act_page(
        request,
        form,
        lambda _: appoint(row, form.appointment(), by=request.user, at=at),
        back=row,
        title="增加身份",
        button="保存",
    )


@requires(Can.KEEP_NETWORK)
def role_renew(request: UserRequest, pk: int, role: int) -> HttpResponse:
    row, at = own_person(request, pk), timezone.now()
    held = _role(row, role)
    return act_page(
        request,
        RenewRoleForm(request.POST or None),
        lambda given: renew_role(held, **given, by=request.user, at=at),
        back=row,
        title=f"续任：{held}",
        button="保存",
        about=f"原任期至 {held.until}。" if held.until else "",
    )


@requires(Can.KEEP_NETWORK)
def role_end(request: UserRequest, pk: int, role: int) -> HttpResponse:
    row, at = own_person(request, pk), timezone.now()
    held = _role(row, role)
    return act_page(
        request,
        EndForm(request.POST or None),
        lambda given: end_role(held, on=given["on"], by=request.user, at=at),
        back=row,
        title=f"登记离任：{held}",
        button="确认离任",
    )


def _role(row: NetworkPerson, pk: int) -> NetworkRole:
    return get_object_or_404(NetworkRole.objects.select_related("person"), person=row, pk=pk)


@requires(Can.KEEP_NETWORK)
def credential_new(request: UserRequest, pk: int) -> HttpResponse:
    row, at = own_person(request, pk), timezone.now()
    form = CredentialForm(request.POST or None)
    return act_page(
        request,
        form,
        lambda _: add_credential(row, form.paper(), by=request.user, at=at),
        back=row,
        title="登记资质",
        button="保存",
    )


@requires(Can.KEEP_NETWORK)
def credential_renew(request: UserRequest, pk: int, credential: int) -> HttpResponse:
    row, at = own_person(request, pk), timezone.now()
    old = _credential(row, credential)
    form = CredentialForm(request.POST or None, initial={"kind": old.kind, "issuer": old.issuer})
    return act_page(
        request,
        form,
        lambda _: renew_credential(old, form.paper(), by=request.user, at=at),
        back=row,
        title=f"换证：{old}",
        button="保存新证",
    )


@requires(Can.KEEP_NETWORK)
def credential_end(request: UserRequest, pk: int, credential: int) -> HttpResponse:
    row, at = own_person(request, pk), timezone.now()
    old = _credential(row, credential)
    return act_page(
        request,
        EndForm(request.POST or None),
        lambda given: end_credential(old, on=given["on"], by=request.user, at=at),
        back=row,
        title=f"注销：{old}",
        button="确认注销",
    )


def _credential(row: NetworkPerson, pk: int) -> Credential:
    return get_object_or_404(Credential.objects.select_related("person"), person=row, pk=pk)


@never_cache
@requires(Can.KEEP_NETWORK)
def person_reveal(request: UserRequest, pk: int) -> HttpResponse:
    """A number as it is, for a reason; it stands on this one page alone."""
    row, form, number = visible_person(request, pk), RevealForm(request.POST or None), ""
    if form.is_valid():
        what = Shown(form.cleaned_data["what"])
        number = reveal(row, what, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        number = f"{what.label}：{number or '没有登记'}"
    return render(request, "stations/person_reveal.html", {"person": row, "form": form, "number": number})
