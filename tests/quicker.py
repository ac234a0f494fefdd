"""What each test would do anew at a price, and the portal does once or seldom: the same work, done less often."""

from functools import cache

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.cached_db import SessionStore
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from django.db import connection
from django.http import HttpRequest
from django.test import Client, TransactionTestCase
from django.utils.crypto import get_random_string
from redis import Redis
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

from fedportal.accounts.models import User
from fedportal.directory.sitting import begin_sitting
from fedportal.lib.database_roles import as_owner

_seen: dict[tuple[str, str], dict[str, StaticFile]] = {}


class StaticFilesSeenOnce(WhiteNoiseMiddleware):
    """The server looks through the static files when it starts; every `Client` of a test is such a start."""

    def update_files_dictionary(self, root: str, prefix: str) -> None:
        if (root, prefix) not in _seen:
            super().update_files_dictionary(root, prefix)
            _seen[root, prefix] = self.files
        self.files = dict(_seen[root, prefix])


class _OneClient(RedisCacheClient):  # type: ignore[misc]
    _one: Redis | None = None

    def get_client(self, key: str | None = None, *, write: bool = False) -> Redis:
        self._one = self._one or super().get_client(key, write=write)
        return self._one


class QuickRedisCache(RedisCache):
    """The same Redis by one client, where Django makes one for each question, with a table of 250 commands."""

    def __init__(self, server: str, params: dict[str, object]) -> None:
        super().__init__(server, params)
        self._class = _OneClient


class StaticFilesNamedOnce(StaticFilesStorage):
    """Each page names sixteen; a server that looked their stamped copies up joins no addresses anew either."""

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)
        self.url = cache(super().url)  # type: ignore[method-assign]


class QuickArgon2(Argon2PasswordHasher):
    """Argon2id as ever, but not made slow: 0.2 s of a processor at each signing in are meant for those who guess.

    That the portal's own is slow enough is said in tests/accounts/test_password_rules.py.
    """

    time_cost = 1
    memory_cost = 64  # KiB
    parallelism = 1


def signed_in(client: Client, user: User, backend: str | None = None) -> None:
    """In place of `Client.force_login`: the session and the sitting of somebody who has signed in.

    That one counts her tries, gives a key anew that nobody held, and notes her last sign-in; thousands of tests ask
    for a reader whose signing in is none of their business. Tests of signing in go through its page.
    """
    request = HttpRequest()
    request.session = SessionStore(get_random_string(32, VALID_KEY_CHARS))  # nobody else has drawn it
    request.session._session_cache = {}
    request.session[SESSION_KEY] = str(user.pk)
    request.session[BACKEND_SESSION_KEY] = user.backend = backend or client._get_backend()
    request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    begin_sitting(User, request, user)
    request.session.save(must_create=True)
    client._set_login_cookies(request)


_flush = TransactionTestCase._fixture_teardown
_OF_MIGRATE = {"auth_permission", "django_content_type"}  # `migrate` filled them; no test changes them


def forget_rows(case: TransactionTestCase) -> None:
    """Empty every table behind a transactional test, so that it is as after `flush`.

    That one empties all tables alike, whose hundreds of files PostgreSQL then makes anew, and makes the content types
    again: 0.7 s. Here rows are deleted where there are any, past triggers and references as TRUNCATE would; only a
    superuser may, as the owner of the embedded servers is.
    """
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone() == (True,):
            tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
            cursor.execute(" UNION ALL ".join(_full(table) for table in tables - _OF_MIGRATE))
            emptied = "".join(f'DELETE FROM "{table}"; ' for (table,) in cursor.fetchall())
            cursor.execute(f"BEGIN; SET LOCAL session_replication_role = replica; {emptied} COMMIT")
            return
    _flush(case)


def _full(table: str) -> str:
    return f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")"
