"""My security: the pages on which everyone keeps her own second factors, password and sign-ins."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fedportal.accounts.duties import must_have_second_factor
from fedportal.accounts.models import WhyEnded
from fedportal.accounts.permissions import UserRequest
from fedportal.directory.actions import factors, sittings
from fedportal.directory.actions.identities import is_linked
from fedportal.directory.forms.sign_in import CodeForm, OldPasswordForm
from fedportal.directory.fresh import freshly_proven
from fedportal.directory.setting_up import SettingUp
from fedportal.directory.sitting import SITTING, seconds_left
from fedportal.lib.refusals import NotAllowed


@require_safe
@never_cache
def security(request: UserRequest) -> HttpResponse:
    """Her second factors, her password, where she is signed in."""
    user, at = request.user, timezone.now()
    rows = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    codes = next((row for row in rows if row.type == factors.Kind.RECOVERY_CODES), None)
    context = {
        "factors": [row for row in rows if row.type in factors.MAIN],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "must": must_have_second_factor(user),
        "max_days": settings.PASSWORD_MAX_DAYS,
        "one_only": settings.ONE_SESSION_PER_USER,
        "sittings": user.sittings.alive(at).order_by("-used_at"),
        "this": request.session.get(SITTING),
        "identities": is_linked(user),
    }
    return render(request, "account/security.html", context)


@never_cache
def security_confirm(request: UserRequest) -> HttpResponse:
    """Ask once more who she is, before what a stolen session must not do."""
    user, at = request.user, timezone.now()
    by_password = user.has_usable_password()
    form = (OldPasswordForm if by_password else CodeForm)(request.POST or None)
    if form.is_valid():
        try:
            if by_password:
                if not get_adapter().reauthenticate(user, form.cleaned_data["password"]):
                    raise NotAllowed("口令不正确。")
            else:
                factors.show_code(user, form.cleaned_data["code"], at=at, address=request.META.get("REMOTE_ADDR"))
            record_authentication(request, user, method="password" if by_password else "mfa", reauthenticated=True)
            return redirect(get_next_redirect_url(request) or "security")
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return render(request, "account/security_confirm.html", {"form": form, "back": get_next_redirect_url(request)})


@never_cache
@freshly_proven
def security_factor_add(request: UserRequest) -> HttpResponse:
    """Set up one more second factor, or the first of her own will."""
    work = SettingUp(request, request.user)
    codes = work.add() if request.method == "POST" else None
    if codes is None:
        has_totp = Authenticator.objects.filter(user=request.user, type=factors.Kind.TOTP).exists()
        return render(request, "account/security_factor_add.html", work.context() | {"has_totp": has_totp})
    if codes:
        return render(request, "account/security_codes.html", {"codes": codes})
    messages.success(request, "已添加。下次登录时可以用它完成两步验证。")
    return redirect("security")


@require_POST
def security_factor_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Take one second factor away."""
    get_object_or_404(Authenticator, user=request.user, type__in=factors.MAIN, pk=pk)
    return _factor_remove(request, pk)


@freshly_proven
def _factor_remove(request: UserRequest, pk: int) -> HttpResponse:
    try:
        factors.remove(request.user, pk, at=timezone.now(), address=request.META.get("REMOTE_ADDR"))
        messages.success(request, "已删除。")
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("security")


@require_POST
@never_cache
@freshly_proven
def security_codes(request: UserRequest) -> HttpResponse:
    """New recovery codes, shown this once."""
    try:
        codes = factors.renew_recovery_codes(request.user, at=timezone.now(), address=request.META.get("REMOTE_ADDR"))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect("security")
    return render(request, "account/security_codes.html", {"codes": codes})


@require_POST
def security_sittings_end(request: UserRequest) -> HttpResponse:
    """End one of her other sign-ins, or all of them."""
    rows = request.user.sittings.exclude(pk=request.session.get(SITTING, 0))
    if one := request.POST.get("sitting", ""):
        rows = rows.filter(pk=int(one) if one.isdecimal() else 0)
    address = request.META.get("REMOTE_ADDR")
    ended = sittings.end(rows, why=WhyEnded.BY_SELF, by=request.user, at=timezone.now(), address=address)
    messages.success(request, f"已结束 {ended} 处登录。" if ended else "没有需要结束的登录。")
    return redirect("security")


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def stay(request: HttpRequest) -> HttpResponse:
    """How many seconds the sitting has left, asked by GET; a POST says that a hand is at the keyboard."""
    if not request.user.is_authenticated:
        return JsonResponse({"user": None}, status=401)
    left = seconds_left(request, timezone.now())
    return JsonResponse({"user": request.user.pk, "left": left, "token": get_token(request)})


@require_safe
def signed_in_again(request: UserRequest) -> HttpResponse:
    """Where the sign-in ends that a covered page has opened in a new tab: that page goes on."""
    return render(request, "account/signed_in_again.html")
