"""The worker's side of an export: taken once, safe to die in, given up in the end, kept for a day, for one person."""

import datetime as dt
import os
import signal
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from cases.exports import running
from cases.exports.asking import KEPT, ask, forget_old
from cases.exports.running import MAX_ATTEMPTS, run_next, track
from cases.models import Export, Petition
from fedportal.accounts.models import User
from fedportal.accounts.roles import Role
from fedportal.audit.models import AccessEvent
from fedportal.celery import app
from fedportal.lib.database_roles import as_owner
from fedportal.lib.refusals import NotAllowed
from tests.cases.samples import NOW, petition
from tests.factories import ProvinceTree, province_tree, user
from tests.law_snapshot import load_law
from tests.processes import celery


def asked(by: User, rows: list[Petition]) -> Export:
    return ask([row.pk for row in rows], reason="报送市妇联", filters=["状态"], by=by, at=NOW)


def lines(row: Export) -> list[dict[str, str]]:
    with default_storage.open(row.file_name) as file:
        heading, *rows = load_workbook(file)["信访台账"].iter_rows(values_only=True)
        return [dict(zip(heading, each, strict=True)) for each in rows]


def files() -> list[str]:
    return default_storage.listdir("exports")[1] if default_storage.exists("exports") else []


@pytest.fixture(autouse=True)
def _no_files() -> None:
    for name in files():
        default_storage.delete(f"exports/{name}")


def test_the_worker_writes_what_was_asked_for(clerk: User) -> None:
    rows = [petition(clerk, at=NOW - dt.timedelta(hours=n)) for n in range(3)]
    row = asked(clerk, rows[:2])

    assert run_next(NOW)
    assert not run_next(NOW)

    row.refresh_from_db()
    assert (row.status, row.rows, row.petitions, row.finished_at) == ("done", 2, [], NOW)
    assert [line["编号"] for line in lines(row)] == [rows[0].number, rows[1].number]
    told = AccessEvent.objects.get(verb="petition.export")
    assert (told.actor, told.object_id) == (clerk, row.pk)
    assert told.detail == {"rows": 2, "reason": "报送市妇联", "filters": ["状态"]}


def test_what_left_the_reader_s_range_meanwhile_stays_out(clerk: User, tree: ProvinceTree) -> None:
    rows = [petition(clerk, at=NOW) for _ in range(3)]
    secret = petition(clerk, at=NOW, matter_class="accusation")
    row = asked(clerk, [*rows, secret])
    Petition.objects.filter(pk=rows[1].pk).update(org=tree.huimin, org_code=tree.huimin.code)

    run_next(NOW)

    row.refresh_from_db()
    assert (row.asked, row.rows, row.missing) == (4, 2, 2)
    assert {line["编号"] for line in lines(row)} == {rows[0].number, rows[2].number}


@pytest.mark.parametrize("change", ["moved", "left", "demoted"])
def test_who_may_no_longer_gets_nothing(clerk: User, tree: ProvinceTree, change: str) -> None:
    row = asked(clerk, [petition(clerk, at=NOW)])
    changes = {"moved": {"org": tree.huimin}, "left": {"is_active": False}, "demoted": {"roles": [Role.HANDLER]}}
    User.objects.filter(pk=clerk.pk).update(**changes[change])

    run_next(NOW)

    row.refresh_from_db()
    assert (row.status, row.petitions, files()) == ("failed", [], [])
    assert "变动" in row.problem


def test_an_idle_look_is_one_query_on_a_small_index(clerk: User, django_assert_num_queries: object) -> None:
    asked(clerk, [petition(clerk, at=NOW)])
    run_next(NOW)

    with django_assert_num_queries(3) as seen:  # type: ignore[operator]  # the query between the marks of its transaction
        assert not run_next(NOW)

    [query] = [each["sql"] for each in seen if "SELECT" in each["sql"]]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {query}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "export_waiting" in plan


def test_the_page_sees_how_far_it_is(clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, int]] = []
    row = asked(clerk, [petition(clerk, at=NOW) for _ in range(5)])
    monkeypatch.setattr("cases.exports.ledger.TELL_EVERY", 2)
    monkeypatch.setattr(running, "track", type("Watch", (), {"publish": lambda pk, *n: seen.append(n), "forget": id}))

    run_next(NOW)

    assert seen == [(2, 5), (4, 5)]
    assert row.pk
    assert track.read(row.pk) == (0, 0)


def test_one_that_always_fails_is_given_up_and_does_not_hold_up_the_others(
    clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound = (asked(clerk, [petition(clerk, at=NOW)]) for _ in range(2))
    keep = running._keep

    def full(name: str, file: object) -> None:
        if name == broken.file_name:
            raise OSError("no space left on device")
        keep(name, file)  # type: ignore[arg-type]

    monkeypatch.setattr(running, "_keep", full)
    for _ in range(MAX_ATTEMPTS + 2):
        try:
            run_next(NOW)
        except OSError:
            continue

    broken.refresh_from_db()
    sound.refresh_from_db()
    assert (broken.status, broken.petitions, sound.status) == ("failed", [], "done")
    assert "多次出错" in broken.problem


def test_written_again_after_a_death_it_is_still_one_file(clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed between the file and the commit: the file lies there, the row still waits."""
    row = asked(clerk, [petition(clerk, at=NOW)])

    def die(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(running, "record", die)
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            run_next(NOW)
    assert len(files()) == 1

    assert run_next(NOW)

    row.refresh_from_db()
    assert (row.status, len(files()), len(lines(row))) == ("done", 1, 1)


def test_it_is_kept_for_a_day(client: Client, clerk: User) -> None:
    row = asked(clerk, [petition(clerk, at=NOW)])
    run_next(timezone.now())
    client.force_login(clerk)
    url = f"/petitions/exports/{row.pk}/file/"
    assert load_workbook(BytesIO(b"".join(client.get(url).streaming_content)))["信访台账"].max_row == 2
    assert AccessEvent.objects.get(verb="export.download").detail == {"rows": 1}

    Export.objects.filter(pk=row.pk).update(finished_at=timezone.now() - KEPT)
    assert "已经清除" in client.get(url, follow=True).content.decode()  # though the file still lies there
    assert forget_old(timezone.now()) == 1
    assert (Export.objects.get().status, files()) == ("gone", [])
    assert "文件保留一天，已经清除" in client.get(f"/petitions/exports/{row.pk}/").content.decode()
    assert forget_old(timezone.now()) == 0


def test_only_who_asked_takes_it(client: Client, clerk: User, superior: User, tree: ProvinceTree) -> None:
    row = asked(clerk, [petition(clerk, at=NOW)])
    run_next(timezone.now())

    for other in (user(tree.bincheng, Role.UNIT_HEAD), superior):
        client.force_login(other)
        assert client.get(f"/petitions/exports/{row.pk}/").status_code == 404
        assert client.get(f"/petitions/exports/{row.pk}/file/").status_code == 404
    assert not AccessEvent.objects.filter(verb="export.download").exists()
    with pytest.raises(NotAllowed):
        ask([], reason=" ", filters=[], by=clerk, at=NOW)


def test_the_page_polls_and_then_comes_anew(client: Client, clerk: User) -> None:
    row = asked(clerk, [petition(clerk, at=NOW)])
    client.force_login(clerk)
    headers = {"HX-Request": "true", "HX-Target": f"export-{row.pk}"}

    waiting = client.get(f"/petitions/exports/{row.pk}/", headers=headers)
    assert "正在生成" in waiting.content.decode()
    assert "<html" not in waiting.content.decode()
    run_next(timezone.now())

    assert client.get(f"/petitions/exports/{row.pk}/", headers=headers)["HX-Refresh"] == "true"
    page = client.get(f"/petitions/exports/{row.pk}/").content.decode()
    assert "下载台账" in page
    assert "共 1 件" in page


# --- with a real worker --------------------------------------------------------------------------------------


def wait(until: Callable[[], bool], what: str) -> None:
    give_up = time.monotonic() + 60
    while not until():
        assert time.monotonic() < give_up, what
        time.sleep(0.1)


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_s_export_is_taken_up_by_the_next(tmp_path: Path) -> None:
    tree = province_tree()
    load_law()
    clerk = user(tree.bincheng, Role.RECEPTIONIST)
    row = asked(clerk, [petition(clerk, at=NOW) for _ in range(40)])

    # The lock is the owner's: the portal itself may take none. The worker works as the portal.
    worker = celery("worker", "--concurrency=1", "--pool=solo", log=tmp_path / "first.log")
    with as_owner(), transaction.atomic(), worker as first:
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE audit_accessevent IN EXCLUSIVE MODE")  # where it waits with its file written
        app.send_task("cases.run_exports")
        wait(lambda: len(files()) == 1, "the first worker wrote no file")
        os.kill(first.pid, signal.SIGKILL)
        first.wait(10)
    assert Export.objects.get(pk=row.pk).is_waiting

    with celery("worker", "--concurrency=1", "--pool=solo", log=tmp_path / "second.log"):
        app.send_task("cases.run_exports")
        wait(lambda: Export.objects.get(pk=row.pk).status == "done", "the second never finished")

    done = Export.objects.get(pk=row.pk)
    assert (done.rows, done.attempts, len(lines(done)), len(files())) == (40, 2, 40, 1)
    assert AccessEvent.objects.filter(verb="petition.export").count() == 1
