"""How allauth behaves here: accounts come from administrators, and every coming and going is written down."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from fedportal.accounts.models import Sitting, User, WhyEnded
from fedportal.audit.log import record
from fedportal.directory.actions import accounts as actions
from fedportal.directory.actions import sittings
from fedportal.directory.sitting import SITTING
from fedportal.directory.told import done_by_others

STAGES = ("SecondFactorStage", "SetUpStage", "RenewPasswordStage")


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is closed; sign-in, its failures, sign-out and changes of passwords leave an audit row."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return [f"fedportal.directory.stages.{stage}" for stage in STAGES]

    @transaction.atomic
    def login(self, request: HttpRequest, user: User) -> None:
        at, address, before = timezone.now(), self.get_client_ip(request), user.last_login
        super().login(request, user)
        record("session.open", user, by=user, at=at, address=address)
        sittings.end_stale(user, at=at)
        others = user.sittings.exclude(pk=request.session[SITTING])
        if settings.ONE_SESSION_PER_USER and sittings.end(
            others, why=WhyEnded.ELSEWHERE, by=user, at=at, address=address
        ):
            messages.warning(request, "您在另一处的登录已经结束：每个账号同时只能在一处登录。")
        for words in done_by_others(user, since=before):
            messages.warning(request, words)

    @transaction.atomic
    def logout(self, request: HttpRequest) -> None:
        user, sitting = request.user, request.session.get(SITTING, 0)
        super().logout(request)
        if isinstance(user, User):
            mine = Sitting.objects.filter(pk=sitting)
            address = self.get_client_ip(request)
            sittings.end(mine, why=WhyEnded.LEFT, by=user, at=timezone.now(), address=address)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """What was typed as a name is kept only if it names an account: it may be a password in the wrong field."""
        user = User.objects.filter(username__iexact=credentials.get("username", "")).first()
        locked = bool(getattr(request, "axes_locked_out", False))
        address = self.get_client_ip(request)
        record("session.refuse", user, by=None, at=timezone.now(), address=address, locked=locked)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        address = self.get_client_ip(request)
        record("session.refuse", user, by=None, at=timezone.now(), address=address, inactive=True)
        return super().respond_user_inactive(request, user)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("security")

    @transaction.atomic
    def set_password(self, user: User, password: str) -> None:
        """Hers is changed, and whoever knew the old one is signed out everywhere else."""
        at = timezone.now()
        actions.change_own_password(user, password=password, at=at)
        others = user.sittings.exclude(pk=context.request.session.get(SITTING, 0))
        sittings.end(others, why=WhyEnded.BY_SELF, by=user, at=at)


def name_tried(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The name under which failures are counted. Sign-in does not tell WangFang from wangfang, nor may the count."""
    return str((credentials or {}).get("username") or "").casefold()


def locked_out(request: HttpRequest, response: HttpResponse, credentials: dict[str, Any] | None) -> HttpResponse:
    """The page of someone who failed too often: it says for how long, and whom to ask."""
    pause = get_cool_off(request)
    minutes = round(pause.total_seconds() / 60) if pause else 0
    return render(request, "account/lockout.html", {"minutes": minutes}, status=429)
