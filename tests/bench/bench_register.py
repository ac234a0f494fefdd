"""Petitions registered through the page and its action against a bare view that inserts one row, both by gunicorn."""

import http.client
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from urllib.parse import urlencode

from django.utils import timezone

from cases.forms.alike_form import AlikeForm
from cases.models import Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from tests.bench.figures import Figure
from tests.bench.serving import gunicorn, member, session_cookie
from tests.cases.samples import typed

CADRES = 4  # at once
SECONDS = 1.5  # of each round; many short ones in turn, so that both meet the same weather
ROUNDS = 8
TOKEN = "b" * 32  # any cookie will do that the form repeats
COUNTY = 371602000000

Form = Callable[[], dict[str, object]]


def run() -> Iterator[Figure]:
    cadre = member(COUNTY, Role.RECEPTIONIST)
    cookie = f"{session_cookie(cadre)}; csrftoken={TOKEN}"
    with ExitStack() as stack:
        portal = stack.enter_context(gunicorn("fedportal.settings"))
        bare = stack.enter_context(gunicorn("tests.bench.bare_settings"))
        done = {"portal": 0.0, "bare": 0.0}
        for counted in (0, *(1,) * ROUNDS):  # the first round warms up
            done["portal"] += counted * _posts_per_second(portal, "/petitions/new/", cookie, _filled_in(cadre))
            done["bare"] += counted * _posts_per_second(bare, "/bare/new/", cookie, _bare(cadre.pk, cadre.org_id))
    assert Petition.objects.filter(origin_key__startswith="form:").exists()
    yield Figure(
        "register",
        done["portal"] / ROUNDS,
        "petitions/s",
        done["portal"] / done["bare"],
        "a bare view that inserts one row, same gunicorn with 2 workers, same middleware",
    )


def _filled_in(cadre: User) -> Form:
    """A new form each time; the same one sent twice would make one petition. She has seen that there are others."""
    seen = AlikeForm(typed(place=str(cadre.org_id)), by=cadre).token

    def form() -> dict[str, object]:
        moment = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
        return typed(received_at=moment, place=str(cadre.org_id), alike_seen=seen)

    return form


def _bare(user: int, org: int) -> Form:
    return lambda: {"number": uuid.uuid4().hex, "user": user, "org": org, "request": "要求处理。"}


def _posts_per_second(port: int, path: str, cookie: str, form: Form) -> float:
    start = time.monotonic()
    end = start + SECONDS
    with ThreadPoolExecutor(CADRES) as pool:
        counts = list(pool.map(lambda _: _post_until(end, port, path, cookie, form), range(CADRES)))
    return sum(counts) / (time.monotonic() - start)


def _post_until(end: float, port: int, path: str, cookie: str, form: Form) -> int:
    """Send form after form over one connection; every answer must lead on to the new row."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": TOKEN}
    count = 0
    while time.monotonic() < end:
        connection.request("POST", path, urlencode(form()), headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 302, answer.status
        count += 1
    connection.close()
    return count
