"""The portal's own gunicorn for measurements, and people who are signed in at it."""

import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.directory.actions import sittings
from fedportal.directory.sitting import SITTING, USED_AT
from fedportal.lib.child_process import start_child, stop_children
from fedportal.orgs.models import Organization
from fedportal.web_policy import API_LIMITS, RULES
from tests.factories import user
from tests.processes import PROJECT, our_environment

PATIENCE = 60  # seconds until gunicorn answers
# One person asks more often here than any limit allows: all is counted as ever, and never refused.
UNLIMITED = ",".join(f"{name}=1000000000/1 minute" for name in (*RULES, *API_LIMITS))


def member(code: int, role: Role) -> User:
    """Someone of the living unit with that code."""
    return user(Organization.objects.get(code=code, valid_to=None), role)


def session_cookie(person: User) -> str:
    """The cookie of a session as a login leaves it behind."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session[USED_AT] = int(timezone.now().timestamp())
    session.save()
    told = {"address": None, "device": "", "at": timezone.now()}
    session[SITTING] = sittings.begin(person, session_key=session.session_key, **told).pk
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def web_environment(port: int, settings_module: str = "fedportal.settings") -> dict[str, str]:
    """Of a gunicorn with two workers, as in production, at that port of 127.0.0.1."""
    web = {"WEB_BIND": f"127.0.0.1:{port}", "WEB_WORKERS": "2", "RATE_LIMITS": UNLIMITED}
    return our_environment(DJANGO_SETTINGS_MODULE=settings_module, **web)


@contextmanager
def gunicorn(settings_module: str) -> Iterator[int]:
    """The portal's own gunicorn with two workers on a free port of 127.0.0.1."""
    port = free_port()
    child = start_child([sys.executable, "-m", "gunicorn"], env=web_environment(port, settings_module), cwd=PROJECT)
    try:
        give_up = time.monotonic() + PATIENCE
        while not answers(port):
            assert child.poll() is None, "gunicorn ended by itself"
            assert time.monotonic() < give_up, "gunicorn does not answer"
            time.sleep(0.1)
        yield port
    finally:
        stop_children([child], patience=10)


def answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False
