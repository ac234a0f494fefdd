"""Pages of errors that are no plain templates: what cannot be read, and what a stranger meets on discreet pages."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import csrf, defaults

from fedportal.lib.discreet import ROOTS, is_discreet

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400: says nothing of what was wrong inside. Drawn without the request, whose host may be a false one."""
    too_large = isinstance(exception, TOO_LARGE)
    if is_discreet(request):
        words = "内容太大，没有提交。" if too_large else "内容不完整，没有提交。"
        return _discreet("没有提交", f"{words}请返回上一页再试。", 413 if too_large else 400)
    page, status = ("413.html", 413) if too_large else ("400.html", 400)
    return HttpResponse(render_to_string(page), status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404."""
    if is_discreet(request):
        return _discreet("没有找到", "请核对地址。", 404)
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: asks neither the database nor who is there more than it must."""
    if request.path.startswith(ROOTS):
        return _discreet("现在打不开", "请稍后再试。", 500)
    return defaults.server_error(request)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: the page stood open too long, or the form came from elsewhere."""
    if is_discreet(request):
        return _discreet("页面已过期", "刚才的内容没有提交，请重新打开链接再填。", 403)
    return csrf.csrf_failure(request, reason)


def _discreet(heading: str, words: str, status: int) -> HttpResponse:
    page = render_to_string("discreet_error.html", {"heading": heading, "words": words})
    return HttpResponse(page, status=status, headers={"X-Robots-Tag": "noindex, nofollow"})
