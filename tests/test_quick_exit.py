"""Every page without an account that is about somebody's matter: a way out, a neutral title, nothing kept."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from pytest_django import Settings

from cases.actions.ratings import make_link
from cases.actions.reply_links import issue_link
from fedportal.lib.discreet import ROOTS
from tests.cases.lives import DAY, Line, decided, handled, make_line
from tests.cases.posted import posted
from tests.factories import ProvinceTree, user

WEATHER = "https://weather.example/"
# Staff's door, and what machines ask; no matter stands there.
OF_STAFF = ("accounts/", "api/v1/", "healthz", "csp-reports/")
NAMING = re.compile("妇|维权|暴力|庇护|反家暴|信访|12338")

Ask = Callable[[], HttpResponse]


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


@pytest.fixture(autouse=True)
def weather(settings: Settings) -> None:
    settings.QUICK_EXIT_URL = WEATHER


def strangers(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Where nobody has to sign in."""
    for one in patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from strangers(one.url_patterns, here)
        elif not getattr(one.callback, "login_required", True):
            yield here


def asked(line: Line) -> dict[str, Ask]:
    """Each page that she may see, by what it is."""
    at = timezone.now() - DAY
    link = make_link(decided(line.county, at=at), way="in_person", by=line.county.handler, at=timezone.now())
    letter = posted(handled(line.county, at=at), line.county, at=at)
    desk = issue_link(letter, by=line.county.handler, at=timezone.now())[1]
    guest, strict = Client(raise_request_exception=False), Client(enforce_csrf_checks=True)
    place = f"/r/stations/?place={line.tree.bincheng.code:012d}&q=1"
    return {
        "rating, its code": lambda: guest.get(f"/r/{link.token}/"),
        "rating, a wrong code": lambda: guest.post(f"/r/{link.token}/", {"code": "1"}),
        "rating, its questions": lambda: guest.post(f"/r/{link.token}/", {"code": link.code}),
        "rating, the end": lambda: guest.get("/r/"),
        "places": lambda: guest.get("/r/stations/"),
        "places of a county": lambda: guest.get(place),
        "reply, its code": lambda: guest.get(f"/reply/{desk.token}/"),
        "reply, a wrong code": lambda: guest.post(f"/reply/{desk.token}/", {"code": "1"}),
        "reply, the letter": lambda: guest.post(f"/reply/{desk.token}/", {"code": desk.code}),
        "reply, the end": lambda: guest.get("/reply/done/"),
        "nothing there": lambda: guest.get("/r/no/such/page/"),
        "nothing there to reply to": lambda: guest.get("/reply/no/such/page/"),
        "a form without its token": lambda: strict.post(f"/r/{link.token}/", {"code": link.code}),
        "too much at once": lambda: guest.post(f"/r/{link.token}/", {f"n{n}": "" for n in range(1_001)}),
    }


def test_no_other_page_is_open_to_strangers() -> None:
    open_to_them = set(strangers(get_resolver().url_patterns))

    theirs = {address for address in open_to_them if not address.startswith(OF_STAFF)}

    assert theirs == {
        *("r/", "r/stations/", "r/stations/list.json", "r/<slug:token>/"),
        *("reply/done/", "reply/<slug:token>/"),
    }
    assert all(f"/{address}".startswith(ROOTS) for address in theirs)


def test_each_leads_away_at_once_and_names_nothing(line: Line) -> None:
    for what, ask in asked(line).items():
        answer = ask()
        page = answer.content.decode()

        assert re.findall("<title>(.*?)</title>", page) == ["信息填写"], what
        assert f'href="{WEATHER}" rel="noreferrer noopener" data-quick-exit' in page, what
        assert page.index("data-quick-exit") < page.index("<main"), what
        assert 'href="data:,"' in page, what
        assert "no-store" in answer["Cache-Control"], what
        assert answer["Referrer-Policy"] == "same-origin", what
        assert "noindex" in page, what
        if what not in {"rating, its questions", "reply, the letter", "places of a county"}:  # the text has to name it
            assert not NAMING.search(page), what


def test_the_last_page_makes_the_browser_forget_those_before(client: Client, line: Line) -> None:
    for address in ("/r/", "/reply/done/"):
        answer = client.get(address)

        assert answer["Clear-Site-Data"] == '"cache"'
        assert answer.cookies["csrftoken"]["max-age"] == 0


def test_staff_who_look_at_the_end_keep_the_token_of_their_forms(client: Client, tree: ProvinceTree) -> None:
    client.force_login(user(tree.bincheng))

    assert "csrftoken" not in client.get("/r/").cookies


def test_a_failure_leads_away_too(line: Line, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEBUG = False
    monkeypatch.setattr("fedportal.public.views.CodeForm", None)

    answer = Client(raise_request_exception=False).get("/r/some-token/")

    assert answer.status_code == 500
    assert f'href="{WEATHER}"' in answer.content.decode()
    assert not NAMING.search(answer.content.decode())


def test_who_goes_astray_elsewhere_gets_the_page_of_staff(client: Client, tree: ProvinceTree) -> None:
    client.force_login(user(tree.bincheng))

    for address in ("/nowhere/", "/r/no/such/page/"):
        answer = client.get(address)
        assert (answer.status_code, "data-quick-exit" in answer.content.decode()) == (404, False)
