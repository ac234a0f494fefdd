"""Pages of account administration: find an account, make one, change its roles and password, switch it off."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from fedportal.accounts.models import User, UserQuerySet
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.directory.actions import accounts as actions
from fedportal.directory.actions.factors import has_factor
from fedportal.directory.actions.identities import is_linked
from fedportal.directory.forms.accounts import AccountFilterForm, AccountForm, PasswordForm, RolesForm
from fedportal.lib.refusals import NotAllowed

PAGE = 50


@require_safe
@requires(Can.MANAGE_ACCOUNTS)
def user_list(request: UserRequest) -> HttpResponse:
    """Accounts in the administrator's range, by place."""
    form = AccountFilterForm(request.GET)
    rows = _listed(form, User.objects.visible_to(request.user).select_related("org"))
    context = {
        "form": form,
        "page": Paginator(rows.order_by("org__code", "username"), PAGE).get_page(request.GET.get("page")),
        "active": any(request.GET.get(name) for name in form.fields),
        "clear_url": reverse("accounts:user_list"),
    }
    return render(request, "accounts/user_list.html", context)


@requires(Can.MANAGE_ACCOUNTS)
def user_new(request: UserRequest) -> HttpResponse:
    """Make an account."""
    form = AccountForm(request.POST or None, by=request.user)
    if form.is_valid():
        try:
            made = actions.create_account(by=request.user, at=timezone.now(), **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已建立账号 {made.username}。请当面告知初始口令，首次登录时须由本人修改。")
            return redirect("accounts:user", made.pk)
    return render(request, "accounts/user_new.html", {"form": form})


@require_safe
@requires(Can.MANAGE_ACCOUNTS)
def user(request: UserRequest, pk: int) -> HttpResponse:
    """One account and what may be done with it."""
    return _user_page(request, _account(request, pk))


@require_POST
@requires(Can.MANAGE_ACCOUNTS)
def user_roles(request: UserRequest, pk: int) -> HttpResponse:
    """Give an account other roles."""
    account, form = _account(request, pk), RolesForm(request.POST)
    try:
        if form.is_valid():
            actions.set_roles(account, by=request.user, roles=form.cleaned_data["roles"], at=timezone.now())
            return _done(request, account, "角色已保存，即时生效。")
    except NotAllowed as refusal:
        form.add_error("roles", str(refusal))
    return _user_page(request, account, roles_form=form)


@require_POST
@requires(Can.MANAGE_ACCOUNTS)
def user_password(request: UserRequest, pk: int) -> HttpResponse:
    """Give an account another password."""
    account, form = _account(request, pk), PasswordForm(request.POST)
    try:
        if form.is_valid():
            actions.reset_password(account, by=request.user, password=form.cleaned_data["password"], at=timezone.now())
            return _done(request, account, "口令已重置，原有登录已全部退出。")
    except NotAllowed as refusal:
        form.add_error("password", str(refusal))
    return _user_page(request, account, password_form=form)


@require_POST
@requires(Can.MANAGE_ACCOUNTS)
def user_factors_reset(request: UserRequest, pk: int) -> HttpResponse:
    """Take away the second factors of someone who has lost hers."""
    return _act(request, pk, actions.reset_factors, "两步验证已解除。请提醒本人登录后重新设置。")


@require_POST
@requires(Can.MANAGE_ACCOUNTS)
def user_unlink(request: UserRequest, pk: int) -> HttpResponse:
    """Part an account from its identity at single sign-on."""
    return _act(request, pk, actions.unlink, "已解除与统一身份的关联。")


@require_POST
@requires(Can.MANAGE_ACCOUNTS)
def user_deactivate(request: UserRequest, pk: int) -> HttpResponse:
    """Switch an account off."""
    return _act(request, pk, actions.deactivate, "账号已停用，该用户已退出登录。")


@require_POST
@requires(Can.MANAGE_ACCOUNTS)
def user_reactivate(request: UserRequest, pk: int) -> HttpResponse:
    """Switch an account on again."""
    return _act(request, pk, actions.reactivate, "账号已启用。")


def _act(request: UserRequest, pk: int, verb: Callable[..., object], words: str) -> HttpResponse:
    """A verb that asks for nothing more; its refusal stands on the page of the account."""
    account = _account(request, pk)
    try:
        verb(account, by=request.user, at=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:user", account.pk)
    return _done(request, account, words)


def _account(request: UserRequest, pk: int) -> User:
    return get_object_or_404(User.objects.visible_to(request.user).select_related("org"), pk=pk)


def _user_page(
    request: UserRequest, account: User, *, roles_form: Form | None = None, password_form: Form | None = None
) -> HttpResponse:
    context = {
        "account": account,
        "factors": has_factor(account),
        "linked": is_linked(account),
        "roles_form": roles_form or RolesForm(initial={"roles": account.roles}),
        "password_form": password_form or PasswordForm(),
    }
    return render(request, "accounts/user.html", context)


def _done(request: UserRequest, account: User, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("accounts:user", account.pk)


def _listed(form: AccountFilterForm, rows: UserQuerySet) -> UserQuerySet:
    """What the filters ask for."""
    if not form.is_valid():
        return rows
    if words := form.cleaned_data["q"]:
        rows = rows.filter(Q(username__icontains=words) | Q(name__contains=words))
    if role := form.cleaned_data["role"]:
        rows = rows.filter(roles__contains=[role])
    if state := form.cleaned_data["state"]:
        rows = rows.filter(is_active=state == "on")
    return rows
