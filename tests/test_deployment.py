"""As it runs in production: Django's own checks are content, and nothing inside shows when a part is away."""

import os
import re
import subprocess
import sys

import pytest

from fedportal.settings import broker_url
from tests.processes import PROJECT

PRODUCTION = {
    "HTTPS": "1",
    "SECRET_KEY": "a-key-of-fifty-characters-that-only-this-test-uses-0123456789",
    "BLIND_INDEX_KEY": "another-key-of-fifty-characters-that-only-this-test-uses-01234",
    "FIELD_KEYS": "test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    "ALLOWED_HOSTS": "portal.example.gov.cn",
    "CSRF_TRUSTED_ORIGINS": "https://portal.example.gov.cn",
    "DATABASE_URL": "postgresql://portal:never@127.0.0.1:1/portal",  # nobody listens there
    "LOG_LEVEL": "CRITICAL",
    "DJANGO_SETTINGS_MODULE": "fedportal.settings",
}
# What a newcomer's shell or the browser tests may have set.
NOT_OURS = {"DEBUG", "DEMO", "DJANGO_ALLOW_ASYNC_UNSAFE"}
ASK = """
import django
django.setup()
from django.test import Client
answer = Client(raise_request_exception=False, HTTP_COOKIE="__Host-sessionid=" + "a" * 32).get(
    "/petitions/", secure=True, headers={"host": "portal.example.gov.cn"})
print(answer.status_code, answer.headers)
print(answer.content.decode())
"""


def run(*command: str) -> "subprocess.CompletedProcess[str]":
    env = {key: value for key, value in os.environ.items() if key not in NOT_OURS} | PRODUCTION
    return subprocess.run([sys.executable, *command], env=env, cwd=PROJECT, capture_output=True, text=True)


def test_the_checks_for_production_find_nothing() -> None:
    ran = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert ran.returncode == 0, ran.stderr
    assert "no issues" in ran.stdout


def test_without_its_database_the_portal_says_only_that_something_is_wrong() -> None:
    ran = run("-c", ASK)

    assert ran.stdout.startswith("500 "), ran.stdout + ran.stderr
    assert "系统出了问题" in ran.stdout
    assert "'Cache-Control': 'no-store'" in ran.stdout
    assert "Content-Security-Policy" in ran.stdout
    assert not re.search(r"Traceback|psycopg|OperationalError|127\.0\.0\.1|Django", ran.stdout)


@pytest.mark.parametrize(
    ("redis", "broker"),
    [
        ("redis://:p%40w@r.example:6379/3", "redis://:p%40w@r.example:6379/3"),
        (
            "rediss://portal:pw@r.example:6380/0?ssl_ca_certs=%2Fca.pem",
            "rediss://portal:pw@r.example:6380/0?ssl_ca_certs=%2Fca.pem",
        ),
        ("unix:///run/redis.sock?db=4", "redis+socket:///run/redis.sock?virtual_host=4"),
    ],
)
def test_the_queue_asks_redis_with_the_same_password_and_certificate(redis: str, broker: str) -> None:
    assert broker_url(redis) == broker


class TestNginx:
    text = (PROJECT / "deploy" / "nginx.conf").read_text("utf-8")

    def test_its_error_log_cannot_repeat_a_request(self) -> None:
        assert re.findall(r"^\s*error_log\s.*$", self.text, re.MULTILINE) == [
            "error_log /var/log/nginx/error.log crit;"
        ]

    def test_its_access_log_names_paths_only(self) -> None:
        made = re.search(r"log_format quiet(.*?);", self.text, re.DOTALL)

        assert made
        assert not re.search(r"\$(request|request_uri|args|query_string|uri|http_referer)\b", made[1])
        assert re.findall(r"access_log .*", self.text) == ["access_log /var/log/nginx/access.log quiet;"]

    def test_no_sender_chooses_what_the_portal_takes_for_his_address_or_for_its_own_name(self) -> None:
        for header, value in {"X-Forwarded-For": "$remote_addr", "X-Forwarded-Host": '""', "Forwarded": '""'}.items():
            assert f"proxy_set_header {header} {value};" in self.text
        assert "return 444;" in self.text

    def test_every_address_that_takes_files_is_open_to_large_bodies(self) -> None:
        wide = re.search(r"location ~ (\S+) \{\n\s+client_max_body_size 220m;", self.text)

        assert wide
        for path in (
            "/petitions/import/",
            "/petitions/7/attachments/",
            "/petitions/templates/reply/",
            "/petitions/letters/7/reply/",
            "/reply/token/",
        ):
            assert re.search(wide[1], path), path
        assert not re.search(wide[1], "/petitions/7/")
