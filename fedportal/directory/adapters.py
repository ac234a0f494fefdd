"""How allauth behaves here: accounts come from administrators, and every coming and going is written down."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from axes.helpers import get_cool_off
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.audit.log import record
from fedportal.directory.actions import accounts as actions


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is closed; sign-in, its failures, sign-out and changes of passwords leave an audit row."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    @transaction.atomic
    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        record("session.open", user, by=user, at=timezone.now(), address=self.get_client_ip(request))

    @transaction.atomic
    def logout(self, request: HttpRequest) -> None:
        user = request.user
        super().logout(request)
        if isinstance(user, User):
            record("session.close", user, by=user, at=timezone.now(), address=self.get_client_ip(request))

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

    def set_password(self, user: User, password: str) -> None:
        actions.change_own_password(user, password=password, at=timezone.now())


def name_tried(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The name under which failures are counted. Sign-in does not tell WangFang from wangfang, nor may the count."""
    return str((credentials or {}).get("username") or "").casefold()


def locked_out(request: HttpRequest, response: HttpResponse, credentials: dict[str, Any] | None) -> HttpResponse:
    """The page of someone who failed too often: it says for how long, and whom to ask."""
    pause = get_cool_off(request)
    minutes = round(pause.total_seconds() / 60) if pause else 0
    return render(request, "account/lockout.html", {"minutes": minutes}, status=429)
