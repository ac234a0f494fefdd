"""Guards the acts that a stolen session must not do: who was not asked for her password lately is asked again."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode

from fedportal.accounts.permissions import UserRequest

P = ParamSpec("P")
View = Callable[Concatenate[UserRequest, P], HttpResponse]
FRESH_FOR = 300  # seconds


def is_fresh(request: UserRequest) -> bool:
    records = get_authentication_records(request, request.user)
    return any(time.time() - record["at"] < FRESH_FOR for record in records)


def freshly_proven(view: View[P]) -> View[P]:
    """She has shown her password, or her second factor, in the last minutes; else she does it now and comes back."""

    @wraps(view)
    def guarded(request: UserRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        back = request.get_full_path() if request.method == "GET" else resolve_url("security")
        return redirect(f"{resolve_url('security_confirm')}?{urlencode({'next': back})}")

    return guarded
