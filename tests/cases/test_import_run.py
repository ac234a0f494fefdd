"""The worker's side of an import: taken once, safe to die in, given up in the end, cleared away."""

import datetime as dt
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from cases.imports import batches, progress
from cases.imports.running import KEPT, MAX_ATTEMPTS, forget_old, run_next
from cases.models import Event, ImportBatch, ImportRow, NumberSeries, Party, Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.celery import app
from fedportal.deadlines.models import Deadline
from tests.cases.ledgers import HEADINGS, checked, imported, row, text, uploaded, workbook
from tests.cases.samples import NOW
from tests.factories import ProvinceTree, user
from tests.law_snapshot import load_law
from tests.processes import celery


def state(batch: ImportBatch) -> tuple[str, int, int]:
    batch.refresh_from_db()
    return batch.status, batch.good, batch.imported


def test_a_ledger_is_checked_and_after_confirmation_imported(clerk: User) -> None:
    batch = uploaded(workbook([HEADINGS, row(1), row(2)]), clerk)

    assert run_next(NOW)
    assert state(batch) == ("checked", 2, 0)
    assert not run_next(NOW)  # it waits for a person now
    batches.confirm(batch, by=clerk, at=NOW)
    assert run_next(NOW)

    assert state(batch) == ("done", 2, 2)
    assert not run_next(NOW)


def test_an_idle_look_is_one_query_on_a_small_index(
    clerk: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    imported(workbook([HEADINGS, row()]), clerk)

    with django_assert_num_queries(3) as seen:  # the query between the marks of its transaction
        assert not run_next(NOW)

    [query] = [each["sql"] for each in seen if "SELECT" in each["sql"]]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {query}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "import_waiting" in plan


def test_a_file_that_cannot_be_read_ends_with_the_reason(
    clerk: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    batch = uploaded(b" \n \n", clerk)
    name = batch.file.name

    with django_capture_on_commit_callbacks(execute=True):
        assert run_next(NOW)

    batch.refresh_from_db()
    assert (batch.status, batch.problem) == ("failed", "文件里没有内容，请检查后重新选择。")
    assert (batch.file.name, default_storage.exists(name)) == ("", False)


def test_the_file_goes_when_its_rows_are_in(
    clerk: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    batch = batches.confirm(checked(workbook([HEADINGS, row()]), clerk), by=clerk, at=NOW)
    name = batch.file.name

    with django_capture_on_commit_callbacks(execute=True):
        assert run_next(NOW)

    assert not default_storage.exists(name)
    assert ImportBatch.objects.get().file.name == ""


def test_the_page_sees_how_far_it_is(clerk: User) -> None:
    seen: list[tuple[int, int]] = []
    batch = uploaded(workbook([HEADINGS, *map(row, range(1, 1202))]), clerk)

    batches.check(batch, at=NOW, progress=lambda rows, total: seen.append((rows, total)))

    assert seen == [(500, 1201), (1000, 1201), (1201, 1202), (1201, 1201)]
    progress.publish(batch.pk, 500, 1201)
    assert progress.read(batch.pk) == (500, 1201)
    progress.forget(batch.pk)
    assert progress.read(batch.pk) == (0, 0)


def test_one_that_always_fails_is_given_up_and_does_not_hold_up_the_others(clerk: User) -> None:
    """The file of the first is gone, which is nobody's fault that a sentence could mend."""
    broken = uploaded(workbook([HEADINGS, row(1)]), clerk)
    default_storage.delete(broken.file.name)
    sound = uploaded(workbook([HEADINGS, row(2)]), clerk)

    for _ in range(MAX_ATTEMPTS + 2):
        try:
            run_next(NOW)
        except FileNotFoundError:
            continue

    broken.refresh_from_db()
    assert (broken.status, broken.problem[:17]) == ("failed", "处理这份台账时多次出错，没有导入任")
    assert state(sound) == ("checked", 1, 0)


def test_files_and_rows_go_after_a_week(clerk: User) -> None:
    left = checked(workbook([HEADINGS, row(1), row(2, 收到时间="")]), clerk)
    fresh = checked(workbook([HEADINGS, row(1, 收到时间="")]), clerk, at=NOW + dt.timedelta(days=1))

    assert forget_old(NOW + KEPT) == 0
    assert forget_old(NOW + KEPT + dt.timedelta(minutes=1)) == 1

    left.refresh_from_db()
    assert (left.status, left.file.name, left.rows.count()) == ("discarded", "", 0)
    assert default_storage.exists(fresh.file.name)
    assert fresh.rows.count() == 1


def test_a_discarded_ledger_leaves_neither_file_nor_rows(
    clerk: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    batch = checked(workbook([HEADINGS, row(收到时间="")]), clerk)
    name = batch.file.name

    with django_capture_on_commit_callbacks(execute=True):
        batches.discard(batch, by=clerk, at=NOW)

    assert not default_storage.exists(name)
    assert not ImportRow.objects.exists()
    assert state(batch) == ("discarded", 0, 0)


def _until(holds: Callable[[], bool], *, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def _nobody_holds_the_ledgers() -> bool:
    """The server has noticed that the killed worker is gone."""
    with transaction.atomic():
        return ImportBatch.objects.select_for_update(skip_locked=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_next_one_does_all(
    tree: ProvinceTree, tmp_path: Path
) -> None:
    load_law()
    clerk = user(tree.bincheng, Role.RECEPTIONIST)
    count = 3000
    content = text([HEADINGS, *map(row, range(1, count + 1))])
    batch = batches.confirm(checked(content, clerk), by=clerk, at=NOW)

    app.send_task("cases.run_imports")
    with celery("worker", "--concurrency=1", log=tmp_path / "first.log") as worker:
        _until(lambda: progress.read(batch.pk).rows >= 1000)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(10)
    _until(_nobody_holds_the_ledgers)
    assert (Petition.objects.count(), NumberSeries.objects.filter(last__gt=0).count()) == (0, 0)
    assert ImportBatch.objects.get().status == "confirmed"

    app.send_task("cases.run_imports")
    with celery("worker", "--concurrency=1", log=tmp_path / "second.log"):
        _until(lambda: ImportBatch.objects.get().status == "done")

    assert {model: model.objects.count() for model in (Petition, Party, Deadline, Event)} == {
        Petition: count,
        Party: count,
        Deadline: count,
        Event: count,
    }
    assert NumberSeries.objects.get().last == count
