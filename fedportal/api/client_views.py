"""Pages on which the security administrator keeps the clients of her range."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.api import actions
from fedportal.api.forms import ClientFilterForm, ClientForm, ClientTermsForm
from fedportal.api.models import ApiClient, ApiClientQuerySet
from fedportal.lib.refusals import NotAllowed

PAGE = 50


@require_safe
@requires(Can.MANAGE_ACCOUNTS)
def client_list(request: UserRequest) -> HttpResponse:
    """Clients of the administrator's range, by place."""
    form = ClientFilterForm(request.GET)
    rows = _listed(form, ApiClient.objects.visible_to(request.user).for_page())
    context = {
        "form": form,
        "page": Paginator(rows.order_by("user__org__code", "name", "pk"), PAGE).get_page(request.GET.get("page")),
        "active": any(request.GET.get(name) for name in form.fields),
        "clear_url": reverse("clients:client_list"),
        "today": timezone.localdate(),
    }
    return render(request, "api/client_list.html", context)


@requires(Can.MANAGE_ACCOUNTS)
def client_new(request: UserRequest) -> HttpResponse:
    """Register a client; its secret is shown in the answer, this once."""
    form = ClientForm(request.POST or None, by=request.user)
    if form.is_valid():
        name, org = form.cleaned_data["name"], form.cleaned_data["org"]
        try:
            client, secret = actions.register_client(
                by=request.user, name=name, org=org, terms=form.terms(), at=timezone.now()
            )
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            return _secret_page(request, client, secret)
    return render(request, "api/client_new.html", {"form": form})


@requires(Can.MANAGE_ACCOUNTS)
def client(request: UserRequest, pk: int) -> HttpResponse:
    """One client, its terms, and what may be done with it."""
    row = _client(request, pk)
    form = ClientTermsForm(request.POST) if request.method == "POST" else ClientTermsForm.of(row)
    if form.is_valid():
        try:
            actions.change_client(row, by=request.user, terms=form.terms(), at=timezone.now())
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已保存，即时生效。原有令牌已失效，对方系统会自动重新获取。")
            return redirect("clients:client", row.pk)
    context = {"client": row, "terms_form": form, "run_out": row.has_run_out(timezone.localdate())}
    return render(request, "api/client.html", context)


@require_POST
@requires(Can.MANAGE_ACCOUNTS)
def client_secret(request: UserRequest, pk: int) -> HttpResponse:
    """Another secret, shown in the answer, this once."""
    row = _client(request, pk)
    try:
        changed, secret = actions.renew_secret(row, by=request.user, at=timezone.now())
    except NotAllowed as refusal:
        return _refused(request, row, refusal)
    return _secret_page(request, changed, secret)


@require_POST
@requires(Can.MANAGE_ACCOUNTS)
def client_stop(request: UserRequest, pk: int) -> HttpResponse:
    """Stop a client for good."""
    row = _client(request, pk)
    try:
        actions.stop_client(row, by=request.user, at=timezone.now())
    except NotAllowed as refusal:
        return _refused(request, row, refusal)
    messages.success(request, "客户端已停用，令牌已全部失效。")
    return redirect("clients:client", row.pk)


def _client(request: UserRequest, pk: int) -> ApiClient:
    rows = ApiClient.objects.visible_to(request.user).for_page().select_related("registered_by", "revoked_by")
    return cast(ApiClient, get_object_or_404(rows, pk=pk))


def _secret_page(request: UserRequest, client: ApiClient, secret: str) -> HttpResponse:
    token_url = request.build_absolute_uri(reverse("api:token"))
    return render(request, "api/client_secret.html", {"client": client, "secret": secret, "token_url": token_url})


def _refused(request: UserRequest, client: ApiClient, refusal: NotAllowed) -> HttpResponse:
    messages.error(request, str(refusal))
    return redirect("clients:client", client.pk)


def _listed(form: ClientFilterForm, rows: ApiClientQuerySet) -> ApiClientQuerySet:
    """What the filters ask for."""
    if not form.is_valid():
        return rows
    if words := form.cleaned_data["q"]:
        rows = rows.filter(Q(name__icontains=words) | Q(user__org__name__contains=words))
    on = timezone.localdate()
    match form.cleaned_data["state"]:
        case "on":
            return rows.living(on)
        case "over":
            return rows.filter(revoked_at=None, expires_on__lt=on)
        case "off":
            return rows.exclude(revoked_at=None)
    return rows
