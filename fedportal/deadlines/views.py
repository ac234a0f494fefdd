"""Pages of the limits: what binds here, and a region's own."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.deadlines import rule_actions
from fedportal.deadlines.forms import OverrideForm
from fedportal.deadlines.rule_lines import RuleLine, rule_history, rule_lines
from fedportal.deadlines.rules import may_loosen
from fedportal.lib.refusals import NotAllowed


@require_safe
@requires(Can.EDIT_RULES)
def rule_list(request: UserRequest) -> HttpResponse:
    """Every limit with its article, the national number and one's own."""
    lines = rule_lines(request.user.org, timezone.localdate())
    return render(request, "deadlines/rule_list.html", {"lines": lines, "org": request.user.org})


@requires(Can.EDIT_RULES)
def rule_override(request: UserRequest, code: str) -> HttpResponse:
    """One limit with its history, and the form for one's own number."""
    org, now = request.user.org, timezone.now()
    line = _line(request, code)
    initial = {"valid_from": timezone.localdate(now), "amount": line.own.amount if line.own else None}
    form = OverrideForm(
        request.POST or None, inherited=line.inherited, org=org, today=timezone.localdate(now), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            rule = rule_actions.override_rule(code, org, **form.cleaned_data, by=request.user, at=now)
        except NotAllowed as refusal:
            form.add_error("valid_from", str(refusal))
        else:
            messages.success(
                request, f"“{rule.label}”自 {rule.valid_from} 起按 {rule.amount} {rule.get_unit_display()}计算。"
            )
            return redirect("deadlines:rule_list")
    context = {
        "line": line,
        "form": form,
        "org": org,
        "history": rule_history(code, org),
        "first_valid": rule_actions.FIRST_VALID,
        "may_loosen": may_loosen(line.inherited, org),
    }
    return render(request, "deadlines/rule_override.html", context)


@require_POST
@requires(Can.EDIT_RULES)
def rule_withdraw(request: UserRequest, code: str) -> HttpResponse:
    """From tomorrow the inherited limit binds again."""
    _line(request, code)
    now = timezone.now()
    tomorrow = timezone.localdate(now) + dt.timedelta(days=1)
    try:
        rule = rule_actions.withdraw_rule(code, request.user.org, valid_to=tomorrow, by=request.user, at=now)
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{rule.label}”自 {tomorrow} 起恢复上级规定。")
    return redirect("deadlines:rule_override", code)


def _line(request: UserRequest, code: str) -> RuleLine:
    lines = rule_lines(request.user.org, timezone.localdate())
    line = next((line for line in lines if line.code == code), None)
    if line is None:
        raise Http404("no such rule")
    return line
