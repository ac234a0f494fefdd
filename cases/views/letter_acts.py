"""What is done with a letter: signing, withdrawing, recording and weighing its answer, its one-time link."""

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cases.actions.letters import sign_letter, withdraw_letter
from cases.actions.replies import assess_letter, record_assignment, record_reply
from cases.actions.reply_links import issue_link, revoke_link
from cases.forms.reply_forms import AssessForm, AssignmentForm, RecordReplyForm, WithdrawForm
from cases.models import Letter
from cases.views.letters import own_letter
from fedportal.accounts.permissions import UserRequest, requires
from fedportal.accounts.roles import Can
from fedportal.lib.refusals import NotAllowed


@require_POST
@requires(Can.SIGN_LETTERS)
def letter_sign(request: UserRequest, pk: int) -> HttpResponse:
    """A head approves the letter as it stands."""
    row = own_letter(request, pk)
    try:
        sign_letter(row, by=request.user, at=timezone.now())
        messages.success(request, f"{row.document.number} 已签发，送达后登记。")
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(row)


@requires(Can.HANDLE)
def letter_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """It will not be sent; asks for the reason."""
    row, form = own_letter(request, pk), WithdrawForm(request.POST or None)

    def act() -> str:
        withdraw_letter(row, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        return f"{row.document.number} 已作废。"

    return _page(request, row, form, act, title="作废函件", button="作废", words="作废后不能恢复，文号不再使用。")


@requires(Can.HANDLE)
def letter_reply(request: UserRequest, pk: int) -> HttpResponse:
    """An answer that came on paper, by telephone or in person."""
    row, at = own_letter(request, pk), timezone.now()
    form = RecordReplyForm(request.POST or None, request.FILES or None, letter=row, at=at)

    def act() -> str:
        given = form.cleaned_data
        reply = form.reply(how=given["how"], replied_at=_not_before(row, given["replied_at"]))
        record_reply(row, reply, by=request.user, at=at)
        return f"已登记{row.agency.name}的答复，请评估。"

    words = "登记后收取答复的时限停止。"
    return _page(request, row, form, act, title="登记答复", button="登记答复", words=words, has_files=True)


def _not_before(row: Letter, typed: dt.datetime) -> dt.datetime:
    """The page knows minutes: what came in the minute of serving did not come before it."""
    sent = row.sent_at
    return sent if sent and typed == sent.replace(second=0, microsecond=0) else typed


@requires(Can.HANDLE)
def letter_assess(request: UserRequest, pk: int) -> HttpResponse:
    """Whether the answer will do."""
    row = own_letter(request, pk)
    form = AssessForm(request.POST or None, letter=row)

    def act() -> str:
        assess_letter(row, by=request.user, at=timezone.now(), **form.cleaned_data)
        return f"{row.document.number} 的答复已评估。"

    words = "不予处理或者处理不当的，可以提出督促处理意见（《妇女权益保障法》第七十三条）。"
    return _page(request, row, form, act, title="评估答复", button="保存评估", words=words)


@requires(Can.HANDLE)
def letter_assignment(request: UserRequest, pk: int) -> HttpResponse:
    """The lawyer whom the legal aid centre named."""
    row, at = own_letter(request, pk), timezone.now()
    form = AssignmentForm(request.POST or None, at=at)

    def act() -> str:
        given = form.cleaned_data
        record_assignment(row, note=given["note"], on=given["on"], by=request.user, at=at)
        return "已登记指派情况。"

    words = "决定给予法律援助的，三日内指派法律援助人员（《法律援助法》第四十三条）。"
    return _page(request, row, form, act, title="登记法律援助指派", button="登记", words=words)


@require_POST
@never_cache
@requires(Can.HANDLE)
def letter_link(request: UserRequest, pk: int) -> HttpResponse:
    """A new link and its code, shown this once."""
    row = own_letter(request, pk)
    try:
        link, born = issue_link(row, by=request.user, at=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect(row)
    url = request.build_absolute_uri(reverse("reply:reply_desk", args=[born.token]))
    context = {"letter": row, "petition": row.petition, "url": url, "code": born.code, "link": link}
    return render(request, "cases/letter_link.html", context)


@require_POST
@requires(Can.HANDLE)
def letter_link_revoke(request: UserRequest, pk: int) -> HttpResponse:
    """Call the link back."""
    row = own_letter(request, pk)
    try:
        revoke_link(row, by=request.user, at=timezone.now())
        messages.success(request, "回复链接已收回。")
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(row)


def _page(
    request: UserRequest,
    row: Letter,
    form: Form,
    act: Callable[[], str],
    *,
    title: str,
    button: str,
    words: str,
    has_files: bool = False,
) -> HttpResponse:
    """Act on a form that is filled in well, and go to the letter; a refusal keeps what was typed."""
    refusal = ""
    if form.is_valid():
        try:
            messages.success(request, act())
            return redirect(row)
        except NotAllowed as refused:
            refusal = str(refused)
    context = {"letter": row, "petition": row.petition, "form": form, "refusal": refusal}
    context |= {"title": title, "button": button, "words": words, "has_files": has_files}
    return render(request, "cases/letter_act.html", context, status=409 if refusal else 200)
