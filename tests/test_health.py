"""/healthz tells of real processes: a worker that executes, a beat that sends, servers that answer."""

import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from fedportal.health.signs import FRESH, give_sign
from tests.processes import celery, forget_redis

ALL = {"web", "database", "redis", "worker", "beat"}
PATIENCE = 60  # seconds; a Celery process takes its time to start on a busy machine


@pytest.fixture(autouse=True)
def no_signs(transactional_db: None) -> None:
    forget_redis()


def _alive(client: Client) -> set[str]:
    told = client.get("/healthz").json()
    assert set(told["parts"]) == ALL
    return {name for name, part in told["parts"].items() if part["alive"]}


def _until(met: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while not met():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


@pytest.mark.slow
def test_a_worker_and_a_beat_show_that_they_live(client: Client, tmp_path: Path) -> None:
    assert _alive(client) == {"web", "database", "redis"}

    with celery("beat", log=tmp_path / "beat.log"):
        assert _until(lambda: _alive(client) == ALL - {"worker"})
        with celery("worker", "--concurrency=1", log=tmp_path / "worker.log"):
            assert _until(lambda: _alive(client) == ALL)
            assert client.get("/healthz").status_code == 200


@pytest.mark.slow
def test_an_idle_worker_without_a_beat_answers_for_itself(client: Client, tmp_path: Path) -> None:
    with celery("worker", "--concurrency=1", log=tmp_path / "worker.log"):
        assert _until(lambda: _alive(client) == ALL - {"beat"})

    assert _until(lambda: _alive(client) == ALL - {"beat", "worker"})


def test_an_old_sign_is_no_sign(client: Client) -> None:
    now = timezone.now()
    give_sign("worker", at=now - dt.timedelta(seconds=5))
    give_sign("beat", at=now - FRESH - dt.timedelta(seconds=1))

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert not answer.json()["alive"]
    assert answer.json()["parts"]["worker"]["alive"]
    assert not answer.json()["parts"]["beat"]["alive"]


def test_a_dead_redis_is_told_and_breaks_nothing(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = "unix:///nowhere/redis.sock"

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert _alive(client) >= {"web", "database"}
    assert not {"redis", "beat"} & _alive(client)


def test_tells_no_versions_and_no_addresses(client: Client) -> None:
    text = client.get("/healthz").content.decode().lower()

    for secret in ("postgres", "version", "redis://", "unix:", "/tmp", "django", "celery"):
        assert secret not in text


def test_only_reads_and_is_never_cached(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
    assert "no-store" in client.get("/healthz")["Cache-Control"]
