"""Pages without an account: a petitioner rates by her one-time link."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.actions.ratings import petition_of, rate_by_link, try_code
from cases.forms.rating_form import CodeForm, OwnRatingForm
from fedportal.lib.discreet import discreet, last
from fedportal.lib.one_time_link import Attempt
from fedportal.lib.row_scope import beyond_readers

# One answer, whatever is wrong: nobody learns whether a link was ever there.
REFUSED = "链接或者验证码不正确，或者已经失效。请核对后重试；仍然不行的，请联系给您链接的工作人员。"


@discreet
@beyond_readers("who has a link and its code has no account, and is shown nothing of the matter")
def rate(request: HttpRequest, token: str) -> HttpResponse:
    """First the code, then the questions; the code goes along with the answers and is tried again."""
    if request.method != "POST":
        return _ask_code(request, CodeForm())
    at = timezone.now()
    code = CodeForm(request.POST)
    if not code.is_valid():
        return _ask_code(request, code)
    typed = code.cleaned_data["code"]
    if try_code(token, typed, at=at) is not Attempt.OPENS:
        return _refused(request, code)
    petition = petition_of(token)
    answered = "answered" in request.POST
    form = OwnRatingForm(request.POST if answered else None, petition=petition, code=typed)
    if answered and form.is_valid():
        if rate_by_link(token, typed, form.verdict(), at=at) is Attempt.OPENS:
            return redirect("public:thanks")
        return _refused(request, code)
    return render(request, "public/rate.html", {"form": form})


def _ask_code(request: HttpRequest, form: CodeForm) -> HttpResponse:
    return render(request, "public/code.html", {"form": form})


def _refused(request: HttpRequest, form: CodeForm) -> HttpResponse:
    form.add_error("code", REFUSED)
    return _ask_code(request, form)


@require_safe
@discreet
@last
def thanks(request: HttpRequest) -> HttpResponse:
    """The end; reloading it sends nothing again."""
    return render(request, "public/thanks.html")
