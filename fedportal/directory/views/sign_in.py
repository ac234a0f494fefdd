"""The pages between the password and the portal: second factor, setting one up, another password."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from fedportal.accounts.duties import grace_lasts
from fedportal.accounts.models import User
from fedportal.directory.actions import accounts, factors
from fedportal.directory.forms.sign_in import CodeForm, PasskeyForm, RenewPasswordForm
from fedportal.directory.setting_up import SettingUp
from fedportal.directory.stages import Stage
from fedportal.lib.refusals import NotAllowed

StageView = Callable[[HttpRequest, Stage, User], HttpResponse]


def _in_stage(key: str) -> Callable[[StageView], Callable[..., HttpResponse]]:
    """The view is for someone whose sign-in stands just there; `cancel` begins it anew."""

    def decorate(view: StageView) -> Callable[..., HttpResponse]:
        @login_stage_required(stage=key, redirect_urlname="account_login")
        @wraps(view)
        def staged(request: Any) -> HttpResponse:
            stage = request._login_stage
            if not stage.still_holds() or (request.method == "POST" and "cancel" in request.POST):
                return stage.abort()
            return view(request, stage, stage.login.user)

        return never_cache(staged)

    return decorate


@_in_stage("second_factor")
def second_factor(request: HttpRequest, stage: Stage, user: User) -> HttpResponse:
    """Show the second factor: a code, or a passkey."""
    code, passkey = CodeForm(request.POST or None), PasskeyForm(request.POST or None)
    shown, form = (factors.show_passkey, passkey) if "credential" in request.POST else (factors.show_code, code)
    if form.is_valid():
        given = form.cleaned_data["credential" if form is passkey else "code"]
        try:
            shown(user, given, at=timezone.now(), address=request.META.get("REMOTE_ADDR"))
            return stage.exit()
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    kinds = factors.kinds_of(user)
    context = {"form": form, "kinds": kinds, "issuer": settings.MFA_TOTP_ISSUER}
    context["code_form"] = code if form is code else CodeForm()
    if factors.Kind.WEBAUTHN in kinds:
        context["question"] = webauthn.begin_authentication(user)
    return render(request, "account/second_factor.html", context)


@_in_stage("second_factor_setup")
def second_factor_setup(request: HttpRequest, stage: Stage, user: User) -> HttpResponse:
    """Set up the first second factor, and see the recovery codes before going on."""
    added = stage.state.get("added", False)
    if factors.has_factor(user) and not added:
        return stage.abort()  # it was set up elsewhere in the meantime, and is asked for now
    if request.method == "POST" and "done" in request.POST and added:
        return stage.exit()
    grace = grace_lasts(timezone.now())
    if request.method == "POST" and "later" in request.POST and grace:
        return stage.exit()
    work = SettingUp(request, user)
    codes = work.add() if request.method == "POST" else None
    if codes is not None:
        stage.remember(added=True)
        return render(request, "account/second_factor_codes.html", {"codes": codes})
    context = work.context() | {"grace": grace, "grace_until": settings.MFA_GRACE_UNTIL}
    return render(request, "account/second_factor_setup.html", context)


@_in_stage("password_renew")
def password_renew(request: HttpRequest, stage: Stage, user: User) -> HttpResponse:
    """Choose another password before going on."""
    form = RenewPasswordForm(request.POST or None, user=user)
    if form.is_valid():
        accounts.change_own_password(user, password=form.cleaned_data["password1"], at=timezone.now())
        return stage.exit()
    context = {"form": form, "account": user, "days": settings.PASSWORD_MAX_DAYS}
    return render(request, "account/password_renew.html", context)
