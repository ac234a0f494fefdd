"""Where telephone systems tell of calls: each message is signed with the key of its switch (docs/telephony.md)."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from fedportal.api import rates
from fedportal.api.codes import CODES
from fedportal.api.problems import PROBLEM_JSON, Problem, problem_answer, problem_document
from fedportal.api.trail import write_refusal
from fedportal.lib.row_scope import beyond_readers
from hotline.models import PhoneSwitch
from hotline.phone_messages import Unreadable, Wrong, events_in, signer
from hotline.receiving_calls import exchange_of, receive_events, unknown_lines


@csrf_exempt  # no cookie is looked at: the signature says who it is
@login_not_required
def phone_events(request: HttpRequest) -> HttpResponse:
    """Keep the events of one message; the same message again changes nothing."""
    if request.method != "POST":
        told = problem_answer(405, "method_not_allowed", request.path)
        told["Allow"] = "POST"
        return told
    at = timezone.now()
    switch = _signer(request)
    if switch is None:
        return _stranger(request)
    try:
        told_events = events_in(request.body, at=at)
    except Unreadable as unreadable:
        return _problem(request, 400, unreadable.wrong)
    exchange = exchange_of(switch)
    if unknown := unknown_lines(exchange, told_events):
        words = f"{switch.org.name}没有这个号码的线路。"
        return _problem(
            request, 422, [{"field": f"events[{n}].line", "code": "not_found", "detail": words} for n in unknown]
        )
    received = receive_events(exchange, told_events, at=at)
    return JsonResponse({"received": received.events, "new": received.new})


@beyond_readers("the key of whoever signs, before it is known who that is")
def _signer(request: HttpRequest) -> PhoneSwitch | None:
    return signer(request.headers, request.body, at=timezone.now())


def _stranger(request: HttpRequest) -> HttpResponse:
    """One answer for whatever is wrong, and not without end."""
    address = request.META.get("REMOTE_ADDR", "")
    try:
        rates.refuse_if_over(rates.count(["api_strangers"], address))
    except Problem:
        return problem_answer(429, "too_many_requests", request.path)
    write_refusal("telephony.refuse", "bad_signature", address=address, client=None)
    return problem_answer(401, "bad_signature", request.path)


def _problem(request: HttpRequest, status: int, wrong: Wrong) -> HttpResponse:
    told: dict[str, Any] = problem_document(status, "invalid", CODES["invalid"], request.path) | {"errors": wrong}
    options = {"ensure_ascii": False}
    return JsonResponse(told, status=status, content_type=PROBLEM_JSON, json_dumps_params=options)
