"""The first page of a county's and a province's petitions against a bare view, both through gunicorn."""

import http.client
import socket
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.lib.child_process import start_child, stop_children
from fedportal.orgs.models import Organization
from tests.bench.figures import Figure
from tests.bench.petition_data import PETITIONS, load_petitions
from tests.factories import user
from tests.processes import PROJECT, our_environment

READERS = 4  # at once
SECONDS = 1.5  # of each round; many short ones in turn, so that both meet the same weather
ROUNDS = 8
PATIENCE = 60  # seconds until gunicorn answers
PLACES = {"county": (371602000000, Role.RECEPTIONIST), "province": (370000000000, Role.UNIT_HEAD)}


def run() -> Iterator[Figure]:
    people = {name: _member(code, role) for name, (code, role) in PLACES.items()}
    load_petitions(by=people["county"])
    with ExitStack() as stack:
        portal = stack.enter_context(_gunicorn("fedportal.settings"))
        bare = stack.enter_context(_gunicorn("tests.bench.bare_settings"))
        for name, person in people.items():
            cookie = f"{settings.SESSION_COOKIE_NAME}={_session_of(person)}"
            served = {"portal": 0.0, "bare": 0.0}
            bare_path = f"/bare/{person.org.code}/{person.org.code_end}/"
            for port, path in ((portal, "/petitions/"), (bare, bare_path)):
                _requests_per_second(port, path, cookie)  # warm
            for _ in range(ROUNDS):
                served["portal"] += _requests_per_second(portal, "/petitions/", cookie)
                served["bare"] += _requests_per_second(bare, bare_path, cookie)
            yield Figure(
                f"list_page_{name}",
                served["portal"] / ROUNDS,
                "requests/s",
                served["portal"] / served["bare"],
                f"a bare view of as many rows among {PETITIONS:,}, same gunicorn, same middleware",
            )


def _member(code: int, role: Role) -> User:
    return user(Organization.objects.get(code=code, valid_to=None), role)


def _session_of(person: User) -> str:
    """The key of a session as a login leaves it behind."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return session.session_key


@contextmanager
def _gunicorn(settings_module: str) -> Iterator[int]:
    """The portal's own gunicorn with two workers on a free port of 127.0.0.1."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = our_environment(DJANGO_SETTINGS_MODULE=settings_module, WEB_BIND=f"127.0.0.1:{port}", WEB_WORKERS="2")
    child = start_child([sys.executable, "-m", "gunicorn"], env=env, cwd=PROJECT)
    try:
        give_up = time.monotonic() + PATIENCE
        while not _answers(port):
            assert child.poll() is None, "gunicorn ended by itself"
            assert time.monotonic() < give_up, "gunicorn does not answer"
            time.sleep(0.1)
        yield port
    finally:
        stop_children([child], patience=10)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def _requests_per_second(port: int, path: str, cookie: str) -> float:
    start = time.monotonic()
    end = start + SECONDS
    with ThreadPoolExecutor(READERS) as pool:
        counts = list(pool.map(lambda _: _read_until(end, port, path, cookie), range(READERS)))
    return sum(counts) / (time.monotonic() - start)


def _read_until(end: float, port: int, path: str, cookie: str) -> int:
    """Ask again and again over one connection; every answer must be the page with its rows."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    count = 0
    while time.monotonic() < end:
        connection.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "identity"})
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, answer.status
        assert body.count(b"<tr>") >= 25
        count += 1
    connection.close()
    return count
