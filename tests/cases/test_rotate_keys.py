"""Keys are changed while people work: nothing they write is lost, whatever dies is gone on with, and it says when an
old key has served its time.
"""

import random
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from pytest_django.fixtures import Settings

from cases.actions.complaints import file_complaint
from cases.models import FormerValue, HandlingComplaint, Party, Petition, SavedFilter
from fedportal.audit.models import AccessEvent
from fedportal.lib.ciphers import current_start, seal
from fedportal.lib.copying import copy_rows
from fedportal.lib.reciphering import Columns, Passed, Rewriting, encrypted_tables, rewrite, to_current
from tests.cases.lives import Line, make_line
from tests.cases.samples import NOW, moved, petition
from tests.factories import ProvinceTree, user
from tests.law_snapshot import load_law
from tests.processes import PROJECT, our_environment

OLD, NEW = (f"{name}:{b64encode(name.encode() * 8).decode()}" for name in ("2025", "2026"))
PARTIES = Columns.of(Party)


@pytest.fixture(autouse=True)
def old_key(settings: Settings) -> None:
    settings.FIELD_KEYS, settings.FIELD_CIPHER = OLD, "aes-256-gcm"


@pytest.fixture
def line(tree: ProvinceTree, law: None) -> Line:
    return make_line(tree)


def rotated() -> str:
    output = StringIO()
    call_command("rotate_keys", stdout=output, stderr=output)
    return output.getvalue()


def starts() -> set[str]:
    """How the values of all tables begin."""
    found = set()
    with connection.cursor() as cursor:
        for columns in encrypted_tables():
            for name in columns.names:
                cursor.execute(
                    f"SELECT DISTINCT substring({name} FROM '^.*:') FROM {columns.table} WHERE {name} <> ''"
                )
                found |= {start for (start,) in cursor.fetchall()}
    return found


def a_bit_of_everything(line: Line) -> Petition:
    """Values in every kind of table, two of which nobody may change."""
    row = petition(line.county.clerk)
    party = row.parties.get()
    FormerValue.objects.create(
        petition=row, party=party, field="phone", value="13900000001", at=NOW, by=line.county.head
    )
    file_complaint(
        row, text="没有回音。", channel="phone", contact="13900000002", received_at=NOW, by=line.city.clerk, at=NOW
    )
    SavedFilter.objects.create(user=line.county.clerk, name="一", query="q=13900000003", place=0)
    moved(row, "withdraw", by=line.county.clerk, at=NOW, note="自愿。", withdrawn_how="writing", safety="已确认")
    return moved(row, "archive", by=line.county.clerk, at=NOW, retention="10y")


def test_every_value_goes_over_to_the_first_key_and_says_the_same(line: Line, settings: Settings) -> None:
    row = a_bit_of_everything(line)
    assert starts() == {"v1:2025:"}
    version, manifest = Petition.objects.get(pk=row.pk).version, row.archive.manifest

    settings.FIELD_KEYS = f"{NEW},{OLD}"
    said = rotated()

    assert starts() == {"v1:2026:"}
    assert "key 2025: not used any more" in said
    settings.FIELD_KEYS = NEW
    party = Party.objects.get()
    assert (party.phone, party.id_number) == ("13854312345", "11010519491231002X")
    assert (FormerValue.objects.get().value, HandlingComplaint.objects.get().contact) == ("13900000001", "13900000002")
    assert SavedFilter.objects.get().query == "q=13900000003"
    again = Petition.objects.get(pk=row.pk)
    assert (again.version, again.archive.manifest) == (version, manifest)
    event = AccessEvent.objects.get(verb="keys.rotate")
    assert (event.actor, event.detail["key"]) == (None, "2026")


def test_so_does_a_change_of_the_cipher_and_back(line: Line, settings: Settings) -> None:
    a_bit_of_everything(line)

    for cipher, start in (("sm4-gcm", "v2:2025:"), ("aes-256-gcm", "v1:2025:")):
        settings.FIELD_CIPHER = cipher
        rotated()
        assert starts() == {start}
        assert Party.objects.get().phone == "13854312345"


def test_again_it_finds_nothing_to_do(line: Line, settings: Settings) -> None:
    a_bit_of_everything(line)
    settings.FIELD_KEYS = f"{NEW},{OLD}"
    rotated()

    said = rotated()

    assert "cases_party: 0 rows" in said
    assert AccessEvent.objects.filter(verb="keys.rotate").count() == 1


def test_what_a_forgotten_key_enciphered_is_named_and_the_rest_is_done(line: Line, settings: Settings) -> None:
    petition(line.county.clerk)
    lost = Party.objects.get()
    settings.FIELD_KEYS = NEW
    Party.objects.create(petition=lost.petition, role="witness", name="李四", sex="male", phone="13900000000")
    third = f"2027:{b64encode(bytes(32)).decode()}"
    settings.FIELD_KEYS = f"{third},{NEW}"

    output = StringIO()
    with pytest.raises(CommandError, match=r"1 rows cannot be read, 0 were held by others"):
        call_command("rotate_keys", stdout=output, stderr=output)

    assert f"cases_party {lost.pk}: cases_party.id_number: the key '2025' is not among" in output.getvalue()
    assert "13854312345" not in output.getvalue()
    assert Party.objects.get(role="witness").phone == "13900000000"
    assert {"v1:2025:", "v1:2027:"} == starts()


def test_without_keys_it_says_so(settings: Settings, db: None) -> None:
    settings.FIELD_KEYS = ""

    with pytest.raises(CommandError, match="FIELD_KEYS is empty"):
        rotated()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE cases_formervalue SET value = 'x'",
        "UPDATE cases_formervalue SET field = 'name'",
        "UPDATE cases_formervalue SET value = '{other}', field = 'name'",
        "UPDATE cases_formervalue SET value = '{same}'",
        "DELETE FROM cases_formervalue",
    ],
)
def test_the_way_for_keys_is_no_way_for_anything_else(line: Line, settings: Settings, sql: str) -> None:
    a_bit_of_everything(line)
    same = seal("别的", "cases_formervalue.value")
    settings.FIELD_KEYS = f"{NEW},{OLD}"
    other = seal("别的", "cases_formervalue.value")

    with pytest.raises(DatabaseError, match=r"Cannot (update|delete) rows"), connection.cursor() as cursor:
        cursor.execute(sql.format(same=same, other=other))


# --- while people work --------------------------------------------------------------------------------------------


@contextmanager
def somebody_else() -> Iterator[Any]:
    """Another person's connection to the same database."""
    other = connection.copy()
    try:
        yield other
    finally:
        other.close()


@pytest.fixture
def people(tree: ProvinceTree, settings: Settings) -> list[Party]:
    """Of one matter, under the old key; the new one comes first now."""
    return under_the_old_key(2_000, tree, settings)


@pytest.fixture
def crowd(tree: ProvinceTree, settings: Settings) -> list[Party]:
    """So many that their numbers are still being rewritten when somebody kills the process."""
    return under_the_old_key(20_000, tree, settings)


def under_the_old_key(count: int, tree: ProvinceTree, settings: Settings) -> list[Party]:
    load_law()
    row = petition(user(tree.bincheng))
    people = [
        Party(
            petition=row, role="witness", name=f"证人{n}", sex="male", phone=f"139{n:08}", address=f"{n} 号", groups=[]
        )
        for n in range(count)
    ]
    connection.set_autocommit(False)
    copy_rows(people)
    connection.commit()
    connection.set_autocommit(True)
    settings.FIELD_KEYS = f"{NEW},{OLD}"
    return people


def only_pass() -> Passed:
    return list(rewrite(PARTIES, to_current()))[-1]


@pytest.mark.django_db(transaction=True)
def test_a_row_that_somebody_holds_is_passed_by_and_waits_for_nobody(people: list[Party]) -> None:
    held = people[100]
    with somebody_else() as other, other.cursor() as cursor:
        other.set_autocommit(False)
        cursor.execute("SELECT FROM cases_party WHERE id = %s FOR UPDATE", [held.pk])
        first = only_pass()
        cursor.execute("UPDATE cases_party SET phone = '' WHERE id = %s", [held.pk])
        other.commit()

    second = only_pass()

    assert (first.busy, first.written) == (1, len(people))  # all others, and the petitioner
    assert (second.busy, second.written) == (0, 1)
    assert Party.objects.get(pk=held.pk).phone == ""
    assert starts() == {current_start()}


@pytest.mark.django_db(transaction=True)
def test_what_somebody_wrote_between_reading_and_writing_stays(people: list[Party]) -> None:
    changed = people[5]
    usual = to_current()
    with somebody_else() as other:

        def meanwhile(value: str, place: str) -> str:
            if place.endswith(".phone"):
                with other.cursor() as cursor:
                    cursor.execute(
                        "UPDATE cases_party SET phone = %s WHERE id = %s", [seal("她的新号", place), changed.pk]
                    )
            return usual.change(value, place)

        first = next(rewrite(PARTIES, Rewriting(usual.wanted, meanwhile)))

    assert first.busy == 1
    assert Party.objects.get(pk=changed.pk).phone == "她的新号"
    only_pass()
    assert (Party.objects.get(pk=changed.pk).phone, starts()) == ("她的新号", {current_start()})


@pytest.mark.django_db(transaction=True)
def test_killed_again_and_again_while_people_write_it_comes_to_its_end_and_loses_nothing(crowd: list[Party]) -> None:
    expected = {party.pk: party.phone for party in crowd}
    choose = random.Random(4)
    kills = 0

    for _ in range(3):
        process = running()
        done = count_done()
        while process.poll() is None and not done < count_done() < len(crowd):
            write_one(expected, choose)
        kills += process.poll() is None
        process.kill()
        process.wait()
    last = running()
    while last.poll() is None:
        write_one(expected, choose)

    assert last.returncode == 0
    assert kills > 0, "it was through before anybody could kill it"
    assert dict(Party.objects.filter(role="witness").values_list("pk", "phone")) == expected
    assert starts() == {current_start()}


def running() -> "subprocess.Popen[bytes]":
    command = [sys.executable, "manage.py", "rotate_keys"]
    return subprocess.Popen(command, cwd=PROJECT, env=our_environment(), stdout=subprocess.DEVNULL)


def count_done() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_party WHERE starts_with(phone, %s)", [current_start()])
        (count,) = cursor.fetchone()
    return int(count)


def write_one(expected: dict[int, str], choose: random.Random) -> None:
    """Somebody corrects a telephone, as the page does: under the row's lock."""
    pk = choose.choice(list(expected))
    expected[pk] = f"150{choose.randrange(10**8):08}"
    Party.objects.filter(pk=pk).update(phone=expected[pk])
    time.sleep(0.001)
