"""Pages for people without an account: open, not kept, and with a way out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import RequestFactory
from pytest_django import Settings

from fedportal.lib.discreet import discreet


@discreet
def sample(request: HttpRequest) -> HttpResponse:
    return render(request, "discreet.html")


def test_it_needs_no_account_and_is_kept_nowhere(rf: RequestFactory) -> None:
    answer = sample(rf.get("/"))

    assert sample.login_required is False
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_it_has_a_neutral_title_and_a_way_out(rf: RequestFactory, settings: Settings) -> None:
    settings.QUICK_EXIT_URL = "https://example.com/weather"

    told = sample(rf.get("/")).content.decode()

    assert "<title>信息填写</title>" in told
    assert 'href="https://example.com/weather"' in told
    assert "妇" not in told
    assert "维权" not in told
