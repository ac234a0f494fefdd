"""The reply desk: an agency answers one letter by its link and code, without an account.

Whoever has no right link and code gets one and the same answer, whatever the reason. The page shows the letter and
nothing else of the portal.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cases.actions.reply_links import Guest, answer_by_link, open_link
from cases.forms.reply_forms import CodeForm, DeskReplyForm
from cases.models import Letter
from cases.workflow.letters import ReplyHow
from fedportal.lib.discreet import discreet, last
from fedportal.lib.refusals import NotAllowed
from fedportal.lib.row_scope import beyond_readers

REFUSED = "链接或者验证码不对，或者链接已经失效。请与发函单位联系。"


@discreet
@require_http_methods(["GET", "HEAD", "POST"])
@beyond_readers("who has a link and its code has no account, and is shown that letter alone")
def reply_desk(request: HttpRequest, token: str) -> HttpResponse:
    """First the code; then the letter with room for the answer. The same for a link that never was."""
    if request.method != "POST":
        return render(request, "cases/reply_code.html", {"form": CodeForm()})
    guest = Guest(token, request.POST.get("code", ""), request.META.get("REMOTE_ADDR"))
    letter = open_link(guest, at=timezone.now())
    if letter is None:
        return _refused(request)
    if "text" not in request.POST:
        return _letter(request, letter, DeskReplyForm(letter=letter, code=guest.code))
    return _answer(request, letter, guest)


def _answer(request: HttpRequest, letter: Letter, guest: Guest) -> HttpResponse:
    form, at = DeskReplyForm(request.POST, request.FILES, letter=letter), timezone.now()
    if not form.is_valid():
        return _letter(request, letter, form)
    try:
        kept = answer_by_link(guest, form.reply(how=ReplyHow.LINK, replied_at=at), at=at)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
        return _letter(request, letter, form)
    return redirect("reply:reply_done") if kept else _refused(request)


def _letter(request: HttpRequest, letter: Letter, form: DeskReplyForm) -> HttpResponse:
    return render(request, "cases/reply_desk.html", {"document": letter.document, "form": form})


def _refused(request: HttpRequest) -> HttpResponse:
    """No error status: the log would write down the address with its token."""
    return render(request, "cases/reply_code.html", {"form": CodeForm(), "refusal": REFUSED})


@discreet
@last
@require_safe
def reply_done(request: HttpRequest) -> HttpResponse:
    """Thanks; the link is used up."""
    return render(request, "cases/reply_done.html")
