"""What the portal says about personal data: for what it is kept, on which basis, how long."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fedportal.accounts.permissions import UserRequest
from fedportal.accounts.roles import Can
from fedportal.privacy.purposes import ARTICLES, CONSENT_NOW, CONSENT_TEXTS, PROCESSINGS
from fedportal.privacy.retention import schedule


@require_safe
def processing(request: UserRequest) -> HttpResponse:
    """个人信息处理说明: for whoever has to explain it to somebody at the desk."""
    context = {
        "works_on_cases": request.user.can(Can.REGISTER),
        "disposes": request.user.can(Can.DISPOSE),
        "rows": [(row, ARTICLES[row.basis]) for row in PROCESSINGS],
        "schedule": schedule(),
        "consent": CONSENT_TEXTS[CONSENT_NOW],
        "version": CONSENT_NOW,
    }
    return render(request, "privacy/processing.html", context)
