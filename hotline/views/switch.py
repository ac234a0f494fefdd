"""Pages on which the security administrator keeps the telephone systems of her range."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed
from hotline.actions.switches import register_switch, renew_key, stop_switch
from hotline.forms.phone_form import SwitchForm
from hotline.law import FORMER_KEY_LASTS
from hotline.models import PhoneSwitch

SIZE = 25


@require_safe
@requires(Can.MANAGE_ACCOUNTS)
def switch_list(request: UserRequest) -> HttpResponse:
    """By place, those that are stopped last."""
    rows = PhoneSwitch.objects.visible_to(request.user).for_page().order_by("-stopped_at", "org_code", "pk")
    context = {
        "page": Paginator(rows, SIZE).get_page(request.GET.get("page")),
        "at": timezone.now(),
        "key_sentence": f"旧密钥还能用 {FORMER_KEY_LASTS.days} 天，请在此之前给话务系统换上新密钥。",
    }
    return render(request, "hotline/switch_list.html", context)


@requires(Can.MANAGE_ACCOUNTS)
def switch_new(request: UserRequest) -> HttpResponse:
    """Register one; its key is shown in the answer, this once."""
    form = SwitchForm(request.POST or None, by=request.user)
    if form.is_valid():
        given = form.cleaned_data
        try:
            row, key = register_switch(given["org"], given["name"], by=request.user, at=timezone.now())
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            return _key_page(request, row, key)
    return render(request, "hotline/switch_new.html", {"form": form})


@require_POST
@requires(Can.MANAGE_ACCOUNTS)
def switch_key(request: UserRequest, pk: int) -> HttpResponse:
    """Another key, shown in the answer, this once."""
    try:
        row, key = renew_key(_visible(request, pk), by=request.user, at=timezone.now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
        return redirect("hotline:switch_list")
    return _key_page(request, row, key)


@require_POST
@requires(Can.MANAGE_ACCOUNTS)
def switch_stop(request: UserRequest, pk: int) -> HttpResponse:
    """For good."""
    try:
        row = stop_switch(_visible(request, pk), by=request.user, at=timezone.now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{row.name}已停用，不再接收它的消息。")
    return redirect("hotline:switch_list")


def _visible(request: UserRequest, pk: int) -> PhoneSwitch:
    return get_object_or_404(PhoneSwitch.objects.visible_to(request.user), pk=pk)


def _key_page(request: UserRequest, row: PhoneSwitch, key: str) -> HttpResponse:
    address = request.build_absolute_uri(reverse("hotline_api:phone_events"))
    return render(request, "hotline/switch_key.html", {"switch": row, "key": key, "address": address})
