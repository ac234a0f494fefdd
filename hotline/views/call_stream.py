"""The stream of calls where no process of its own serves it: what is to be told now, in the same form, and the browser
asks again after some seconds. No thread of the web is held."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from hotline.stream.signals import RETRY, missed_by


@require_safe
@requires(Can.ANSWER_CALLS)
def call_stream(request: UserRequest) -> HttpResponse:
    """Server-sent events of the reader's own extension."""
    text = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    last = int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
    told = missed_by(request.user.pk, last, at=timezone.now())
    body = f"retry: {RETRY * 1000}\n\n".encode() + b"".join(signal.text for signal in told)
    return HttpResponse(body, content_type="text/event-stream; charset=utf-8", headers={"Cache-Control": "no-store"})
