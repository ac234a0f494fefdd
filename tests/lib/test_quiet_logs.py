"""What a log must not hold: rows that the database refused, contacts, one-time links, what was looked for."""

import logging
import runpy
import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from gunicorn.config import Config

from cases.models import Party
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.lib.quiet_logs import QuietFormatter, quiet
from tests.cases.samples import petition
from tests.factories import ProvinceTree, user


@pytest.fixture
def clerk(tree: ProvinceTree, law: None) -> User:
    return user(tree.bincheng, Role.RECEPTIONIST)


@pytest.mark.usefixtures("database_owner")  # to the portal, whom policies bind, PostgreSQL tells no contents of rows
def test_an_unexpected_refusal_of_the_database_names_nobody(clerk: User) -> None:
    row = petition(clerk)
    her = {"name": "赵" + "二妮", "phone": "1380000" + "1111"}  # the lines of the code stand in a traceback
    try:
        with transaction.atomic():
            Party.objects.create(petition=row, role="representative", sex="female", **her)
    except IntegrityError:
        facts = sys.exc_info()
    assert her["name"] in str(facts[1])  # the database does say it

    told = QuietFormatter().format(logging.LogRecord("x", logging.ERROR, "x", 1, "it failed", (), facts))

    assert "party_representative_has_a_seat" in told
    assert "DETAIL: (withheld)" in told
    assert "Traceback" in told
    assert not any(words in told for words in her.values())


@pytest.mark.parametrize(
    ("line", "logged"),
    [
        ("Not Found: /reply/Zm9vYmFy_-1/", "Not Found: /reply/…/"),
        ("Forbidden: /r/abcDEF123/", "Forbidden: /r/…/"),
        ("Not Found: /petitions/letters/7/reply/", "Not Found: /petitions/letters/7/reply/"),
        ("looked for 13854312345", "looked for （已隐去）"),
        ("petition 鲁滨城妇信〔2026〕000123 moved", "petition 鲁滨城妇信〔2026〕000123 moved"),
    ],
)
def test_a_line_is_quiet_and_stays_readable(line: str, logged: str) -> None:
    assert quiet(line) == logged


def test_the_access_log_holds_no_question_and_no_link() -> None:
    served = runpy.run_path(str(Path(settings.BASE_DIR) / "gunicorn.conf.py"))
    response = SimpleNamespace(status="200 OK", sent=7, headers=[])
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": "/reply/Zm9v/?q=13854312345",
        "PATH_INFO": "/reply/Zm9v/",
        "QUERY_STRING": "q=13854312345",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "10.0.0.1",
    }

    logger = served["QuietLogger"](Config())
    line = served["access_log_format"] % logger.atoms(response, SimpleNamespace(headers=[]), environ, timedelta(0))

    assert '"GET /reply/…/" 200 7' in line
    assert "Zm9v" not in line
    assert "138" not in line


def test_every_handler_is_quiet() -> None:
    used = {handler["formatter"] for handler in settings.LOGGING["handlers"].values()}
    assert {settings.LOGGING["formatters"][name]["()"] for name in used} == {"fedportal.lib.quiet_logs.QuietFormatter"}
