"""Sealing: every committed event gets one link of the chain, whoever commits late and whichever sealer dies."""

import datetime as dt
import hashlib
import time
from pathlib import Path
from threading import Thread

import pytest
from django.db import OperationalError, connection
from pytest_django.fixtures import Settings

from fedportal.audit.anchors import Anchor, read_anchors
from fedportal.audit.chain import GENESIS
from fedportal.audit.models import AuditSeal, UnsealedEvent
from fedportal.audit.sealing import LOCK, seal
from fedportal.audit.verifying import Verification
from tests.audit.trails import DAY, NOON, happened, sealed_days

TODAY = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def anchor_file(settings: Settings, tmp_path: Path) -> Path:
    settings.AUDIT_ANCHOR_FILE = tmp_path / "kept" / "anchors.jsonl"
    return settings.AUDIT_ANCHOR_FILE


def chain() -> list[tuple[int, dt.date, int]]:
    return list(AuditSeal.objects.order_by("day", "number").values_list("event_id", "day", "number"))


@pytest.mark.django_db
def test_each_event_gets_one_link_that_takes_up_the_one_before() -> None:
    ids = happened(5)

    assert seal(NOON, batch=2) == 5

    assert chain() == [(pk, TODAY, number) for number, pk in enumerate(ids, start=1)]
    links = AuditSeal.objects.order_by("number")
    assert [bytes(link.previous) for link in links] == [GENESIS, *(bytes(link.hash) for link in links)][:-1]
    assert not UnsealedEvent.objects.exists()
    assert seal(NOON) == 0


@pytest.mark.django_db
def test_a_day_that_has_passed_is_anchored_once_before_the_next_begins(anchor_file: Path) -> None:
    happened(2)
    seal(NOON)
    assert not anchor_file.exists()
    last = AuditSeal.objects.newest()
    happened(1)

    for _ in range(2):
        seal(NOON + DAY)

    first = AuditSeal.objects.get(day=TODAY + DAY)
    assert (first.number, bytes(first.previous)) == (1, bytes(last.hash))
    assert list(read_anchors()) == [Anchor(TODAY, 2, "sha256", bytes(last.hash).hex())]
    assert anchor_file.stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_the_day_is_that_of_the_portal_and_not_that_of_greenwich() -> None:
    happened(1)

    seal(dt.datetime(2026, 11, 23, 16, 30, tzinfo=dt.UTC))

    assert AuditSeal.objects.get().day == dt.date(2026, 11, 24)


@pytest.mark.django_db
def test_a_clock_that_was_set_back_opens_no_day_that_has_passed() -> None:
    happened(1)
    seal(NOON + DAY)
    happened(1)

    seal(NOON)

    assert [(day, number) for _, day, number in chain()] == [(TODAY + DAY, 1), (TODAY + DAY, 2)]


@pytest.mark.django_db
def test_a_line_that_a_crash_tore_off_spoils_none_behind_it(anchor_file: Path) -> None:
    sealed_days(1, 2)
    with anchor_file.open("a") as file:
        file.write('{"day": "2026-')
    happened(1, at=NOON + DAY)
    seal(NOON + DAY)

    seal(NOON + 2 * DAY)

    assert [anchor and anchor.day for anchor in read_anchors()] == [TODAY, None, TODAY + DAY]


@pytest.mark.django_db
@pytest.mark.skipif("sm3" not in hashlib.algorithms_available, reason="this OpenSSL has no SM3")
def test_a_chain_may_change_its_hash(settings: Settings) -> None:
    happened(1)
    seal(NOON)
    settings.AUDIT_HASH = "sm3"
    happened(1)

    seal(NOON)

    assert list(AuditSeal.objects.order_by("number").values_list("algorithm", flat=True)) == ["sha256", "sm3"]
    assert list(Verification().faults()) == []


@pytest.mark.django_db(transaction=True)
def test_what_commits_late_is_sealed_late_and_holds_up_nobody() -> None:
    slow = connection.copy()
    slow.set_autocommit(False)
    with slow.cursor() as cursor:
        values = "(now(), 'test.slow', '{}')"
        cursor.execute(f"INSERT INTO audit_accessevent (at, verb, detail) VALUES {values} RETURNING id")
        late = cursor.fetchone()[0]
    quick = happened(2)

    first = seal(NOON)
    slow.commit()
    slow.close()
    second = seal(NOON)

    assert (first, second) == (2, 1)
    assert late < min(quick)
    assert [pk for pk, _, _ in chain()] == [*quick, late]
    assert list(Verification().faults()) == []


@pytest.mark.django_db(transaction=True)
def test_one_seals_at_a_time_and_writers_do_not_wait_for_it() -> None:
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])

    ids = happened(2)
    while_another_seals = seal(NOON)
    other.rollback()
    other.close()

    assert while_another_seals == 0
    assert seal(NOON) == len(ids)


@pytest.mark.django_db(transaction=True)
def test_a_sealer_that_dies_in_the_middle_repeats_nothing_and_misses_nothing() -> None:
    ids = happened(5)
    holder = connection.copy()
    holder.set_autocommit(False)
    with holder.cursor() as cursor:  # its third page will wait here, with its seals written
        cursor.execute("SELECT FROM audit_unsealedevent WHERE event_id = %s FOR UPDATE", [ids[-1]])
    died: list[Exception] = []
    sealer = Thread(target=_seal_until_death, args=(died,))
    sealer.start()

    _kill_the_one_that_waits()
    sealer.join(timeout=30)
    holder.rollback()
    holder.close()

    assert len(died) == 1
    assert [pk for pk, _, _ in chain()] == ids[:4]
    assert seal(NOON) == 1
    assert chain() == [(pk, TODAY, number) for number, pk in enumerate(ids, start=1)]
    assert list(Verification().faults()) == []


def _seal_until_death(died: list[Exception]) -> None:
    try:
        seal(NOON, batch=2)
    except OperationalError as error:
        died.append(error)
    finally:
        connection.close()


def _kill_the_one_that_waits() -> None:
    waits = """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%DELETE FROM "audit_unsealed%'
    """
    give_up = time.monotonic() + 30
    with connection.cursor() as cursor:
        while True:
            cursor.execute(waits)
            if cursor.fetchone():
                return
            assert time.monotonic() < give_up, "no sealer came to wait"
            time.sleep(0.05)
