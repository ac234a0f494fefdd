"""One shift: who sits it, what is left for the next, and taking that up."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.audit.log import record_reading
from fedportal.lib.refusals import NotAllowed
from hotline.actions.handing_over import hand_over, take_over_note, why_not_hand_over, why_not_take
from hotline.actions.rota import assign_shift, call_off_shift, why_not_plan
from hotline.forms.rota_form import AssignForm, CallOffForm, HandOverForm
from hotline.models import Call, CallBackBooking, HandOver, Shift

_CALLS = Prefetch("call", Call.objects.moments_alone())


@require_safe
@requires(Can.SEE_DASHBOARD)
def shift(request: UserRequest, pk: int) -> HttpResponse:
    """To its own unit whole; to one above, that nobody has taken it."""
    row, user, at = _visible(request, pk), request.user, timezone.now()
    notes = HandOver.objects.visible_to(user).filter(shift=row).for_page()
    if notes:
        record_reading("shift.read", row, by=user, at=at)
    clocks = [clock for clock in row.open_deadlines if clock.kind == "shift_gap"]  # type: ignore[attr-defined]
    bookings = CallBackBooking.objects.filter(slot__shift=row, released_at=None).select_related("slot")
    own = row.org_id == user.org_id and user.can(Can.ANSWER_CALLS)
    context = {
        "shift": row,
        "own": own,
        "clock": clocks[0] if clocks else None,
        "at": at,
        "notes": [(note, not why_not_take(note, by=user, at=at)) for note in notes],
        "slots": row.slots.order_by("begins_at") if own else [],
        "bookings": bookings.prefetch_related(_CALLS).order_by("slot__begins_at", "pk") if own else [],
        "may_plan": not why_not_plan(row.org_id, by=user) and row.called_off_at is None and row.ends_at > at,
        "assign": AssignForm(by=user),
        "call_off": CallOffForm(),
        "may_hand_over": row.begins_at <= at and not why_not_hand_over(row, by=user),
        "hand_over": HandOverForm(by=user, at=at),
    }
    return render(request, "hotline/shift.html", context)


@require_POST
@requires(Can.RUN_HOTLINE)
def shift_move(request: UserRequest, pk: int, name: str) -> HttpResponse:
    """Somebody takes it, or it does not take place."""
    row, at = _visible(request, pk), timezone.now()
    if name not in ("assign", "call-off"):
        raise Http404
    form = AssignForm(request.POST, by=request.user) if name == "assign" else CallOffForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect(row)
    try:
        if name == "assign":
            row = assign_shift(row, form.cleaned_data["agent"], by=request.user, at=at)
            messages.success(request, f"已由{form.cleaned_data['agent'].name}接听。")
        else:
            row = call_off_shift(row, reason=form.cleaned_data["reason"], by=request.user, at=at)
            messages.success(request, "班次已取消，约在其中的回拨已改约。")
    except NotAllowed as refused:
        messages.error(request, str(refused))
    return redirect(row)


@require_POST
@requires(Can.ANSWER_CALLS)
def shift_hand_over(request: UserRequest, pk: int) -> HttpResponse:
    """Something is left for who comes next."""
    row, at = _visible(request, pk), timezone.now()
    form = HandOverForm(request.POST, by=request.user, at=at)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return redirect(row)
    try:
        hand_over(row, form.cleaned_data["note"], call=form.cleaned_data["call"], by=request.user, at=at)
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已记下，由下一班签收。")
    return redirect(row)


@require_POST
@requires(Can.ANSWER_CALLS)
def hand_over_take(request: UserRequest, pk: int) -> HttpResponse:
    """Who comes next has read it."""
    note = get_object_or_404(HandOver.objects.visible_to(request.user).select_related("shift"), pk=pk)
    try:
        take_over_note(note, by=request.user, at=timezone.now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已签收交班事项。")
    return redirect(note.shift)


def _visible(request: UserRequest, pk: int) -> Shift:
    return get_object_or_404(Shift.objects.visible_to(request.user).for_page(), pk=pk)
