"""The page for those who watch the portal: no login, no secrets, no versions."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from fedportal.celery import app
from fedportal.health.checks import check_all


@never_cache
@login_not_required
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 if every part is alive, 503 otherwise."""
    parts = check_all(app, at=timezone.now())
    alive = all(sign.alive for sign in parts.values())
    told = {name: {"alive": sign.alive, "last_sign": sign.last_sign} for name, sign in parts.items()}
    return JsonResponse({"alive": alive, "parts": told}, status=200 if alive else 503)
